import { visibleName } from '../../domain/invisible'
import type { NameProblem } from '../../domain/object-entry'
import { MAX_METADATA_BYTES, MAX_TAG_KEY_BYTES, MAX_TAG_VALUE_BYTES, MAX_TAGS } from '../../domain/upload-headers'
import { formatCount, formatDate, formatExactSize, formatSize, plural } from '../format'

const fileCount = (n: number): string => plural(n, { one: 'Datei', other: 'Dateien' })

export const uploads = {
  title: (count: number, sizeBytes: number) => `${fileCount(count)} hochladen, ${formatSize(sizeBytes)}`,
  destination: 'nach {destination}',
  submit: (count: number) => `${fileCount(count)} hochladen`,
  encryption: {
    title: 'Verschlüsselung',
    question: {
      'no-key-used-here': (host: string) =>
        `Auf ${host} wurde noch keiner Ihrer Schlüssel verwendet. Wählen Sie, ob diese Dateien verschlüsselt werden.`,
      'default-gone': () =>
        'Der Standardschlüssel dieses Buckets kann hier nicht verwendet werden. Wählen Sie die Verschlüsselung für diese Dateien.',
      'settings-unreadable': () =>
        'Die Verschlüsselungseinstellungen dieses Buckets konnten in diesem Browser nicht gelesen werden. Wählen Sie die Verschlüsselung für diese Dateien.'
    },
    withYourKey: 'Mit Ihrem Schlüssel verschlüsseln (SSE-C)',
    withKey: 'Mit {key} verschlüsseln',
    plainHttp:
      'Schlüssel werden nie über unverschlüsseltes HTTP gesendet. Verwenden Sie zum Verschlüsseln die HTTPS-Adresse des Gateways.',
    keyLoss: 'Ohne den Schlüssel sind die Daten nicht wiederherstellbar. Das Gateway behält keine Kopie.',
    key: 'Schlüssel',
    keyOption: (name: string, fingerprint: string, isBackedUp: boolean) =>
      `${visibleName(name)} · ${fingerprint}${isBackedUp ? '' : ' · nicht gesichert'}`,
    sendKey: (host: string) => `Diesen Schlüssel an ${host} senden (erste Verwendung auf diesem Gateway)`,
    makeDefault: 'Diesen Schlüssel für alle Uploads in diesen Bucket verwenden',
    notBackedUp: 'Dieser Schlüssel ist nicht gesichert',
    withoutBackup:
      'Ohne Sicherungskopie hochladen: Gehen die Daten dieses Browsers verloren, sind auch diese Dateien verloren',
    rejected: (testedAtMs: number) =>
      `Nicht möglich: Das Gateway lehnt unverschlüsselte Uploads in diesen Bucket ab (zuletzt getestet: ${formatDate(testedAtMs)}).`,
    forbidden:
      'Nicht möglich: Lockgate verlangt für diesen Bucket Verschlüsselung, obwohl das Gateway sie nicht durchsetzt. Siehe Bucket-Einstellungen.',
    readable: 'Die Administration des Gateways kann diese Dateien lesen.',
    confirmKey: (host: string) => `Bestätigen Sie zuerst, dass der Schlüssel an ${host} gesendet werden darf.`,
    backUpFirst: 'Sichern Sie zuerst den Schlüssel und verifizieren Sie die Sicherungskopie.',
    backUpOrTick: 'Sichern Sie zuerst den Schlüssel oder wählen Sie „Ohne Sicherungskopie hochladen“.'
  },
  names: {
    checking: (checkedCount: number, count: number) =>
      checkedCount === 0
        ? 'Vorhandene Dateien werden geprüft …'
        : `Vorhandene Dateien werden geprüft: ${formatCount(checkedCount)} von ${formatCount(count)} …`,
    unlistable: 'Sie dürfen diesen Bucket nicht auflisten; vorhandene Dateien lassen sich daher nicht prüfen.',
    overwritesUnseen: 'Gleichnamige Dateien werden überschrieben, auch wenn jemand anders sie hochgeladen hat.',
    unenforced:
      'Lockgate bittet das Gateway, keine Dateien zu ersetzen; viele Gateways ignorieren das bei Dateien über 16 MiB.',
    existing: (count: number) =>
      plural(count, { one: 'Datei ist bereits vorhanden', other: 'Dateien sind bereits vorhanden' }),
    overwrites: 'Die vorhandenen Dateien werden überschrieben und sind nicht wiederherstellbar.',
    lateCheck:
      'Dateien über 16 MiB: Die Namen werden kurz vor dem Abschluss erneut geprüft. Eine in diesem Moment erstellte Datei kann ersetzt werden.'
  },
  clash: {
    label: 'Wenn eine Datei bereits vorhanden ist',
    'keep-both': 'Beide behalten',
    replace: 'Ersetzen',
    skip: 'Überspringen'
  },
  leftOut: (count: number) =>
    plural(count, { one: 'Element kann nicht hochgeladen werden', other: 'Elemente können nicht hochgeladen werden' }),
  files: {
    title: 'Hochzuladende Dateien',
    skipped: 'übersprungen',
    replaces: 'ersetzt die vorhandene Datei',
    renamed: 'umbenannt',
    more: (count: number) => `und ${plural(count, { one: 'weitere Datei', other: 'weitere Dateien' })}`
  },
  reading: {
    title: 'Abgelegte Dateien werden eingelesen',
    found: (count: number) => `${fileCount(count)} gefunden …`
  },
  noFiles: 'Keine Dateien gefunden.',
  pickerRefused:
    'Der Browser hat die Dateiauswahl nicht geöffnet. Klicken Sie erneut auf die Schaltfläche, um eine andere zu öffnen.',
  interrupted: {
    text: (count: number, destination: string) =>
      `${fileCount(count)} nicht nach ${visibleName(destination)} hochgeladen: Sie haben den Ordner verlassen, bevor alles eingelesen war.`,
    goBack: 'Zurück zum Ordner',
    profileGone: 'Nicht hochgeladen: Das Profil dieses Kontos wurde entfernt.'
  },
  drop: {
    into: 'Ablegen, um nach {destination} hochzuladen',
    withKey: 'Wird mit {key} verschlüsselt. Sie können das im nächsten Schritt ändern.',
    encrypted: 'Wird mit Ihrem Schlüssel verschlüsselt, den Sie im nächsten Schritt wählen.',
    unencrypted: 'Wird nicht verschlüsselt. Sie können das im nächsten Schritt ändern.',
    choose: 'Die Verschlüsselung wählen Sie im nächsten Schritt.'
  },
  text: {
    title: 'Neues Textobjekt',
    name: 'Name',
    example: 'hallo.txt',
    text: 'Text',
    size: (sizeBytes: number) =>
      `${formatExactSize(sizeBytes)}, UTF-8. Wird genau wie eingegeben gespeichert, ohne zusätzlichen Zeilenumbruch.`,
    next: 'Weiter: Verschlüsselung'
  },
  folder: {
    title: 'Neuer Ordner',
    name: 'Ordnername',
    nested: 'Schrägstriche ergeben Ordner in Ordnern: 2026/scans',
    taken: 'Ein Ordner mit diesem Namen existiert bereits. Es wurde nichts geändert.',
    key: 'Verschlüsseln mit',
    chooseKey: 'Schlüssel wählen',
    needsKey: 'Dieser Bucket verlangt Verschlüsselung; auch das Objekt des Ordners muss verschlüsselt werden.',
    firstUse: (host: string) => `Der Schlüssel wird zum ersten Mal an ${host} gesendet.`,
    plainHttp:
      'Schlüssel werden nie über unverschlüsseltes HTTP gesendet. Verwenden Sie die HTTPS-Adresse des Gateways.',
    noKey: 'In diesem Browser gibt es noch keinen Schlüssel. {link}.',
    createKey: 'Zuerst einen Schlüssel erstellen oder importieren',
    optional:
      'Ordner müssen vor dem Hochladen nicht erstellt werden. Ein Ordner wird als leeres Objekt gespeichert, dessen Name mit einem Schrägstrich endet.',
    maybeEncrypted:
      'Der Bucket nimmt vielleicht nur verschlüsselte Uploads an. Wählen Sie beim Hochladen einer Datei „Diesen Schlüssel für alle Uploads in diesen Bucket verwenden“.',
    openTaken: 'Diesen Ordner öffnen',
    create: 'Ordner erstellen'
  },
  nameProblem: (problem: NameProblem): string => {
    switch (problem.code) {
      case 'too-long':
        return `Mit seinem Ordner ist dieser Name ${formatCount(problem.keyBytes)} Byte lang; höchstens ${formatCount(problem.maxBytes)} sind möglich.`
      case 'not-addressable':
        return 'Browser können keine Objekte namens „.“ oder „..“ verarbeiten. Wählen Sie einen anderen Namen.'
      case 'empty-step':
        return 'Geben Sie zwischen den Schrägstrichen einen Namen ein.'
      case 'blank-step':
        return 'Der Name darf nicht nur aus Leerzeichen bestehen.'
      case 'dot-step':
        return 'Ein Ordner kann nicht „.“ oder „..“ heißen.'
    }
  },
  headers: {
    title: 'Header und Metadaten',
    count: (n: number) => `${formatCount(n)} gesetzt`,
    hasProblem: 'Eingaben prüfen',
    purpose: 'Für alle Dateien dieses Uploads. Danach prüft Lockgate, was das Gateway gespeichert hat.',
    fields: {
      contentType: 'Content-Type',
      cacheControl: 'Cache-Control',
      contentDisposition: 'Content-Disposition',
      storageClass: 'Speicherklasse'
    },
    blank: {
      contentType: 'Leer: für jede Datei ermittelt',
      cacheControl: 'Leer: wird nicht gesendet',
      contentDisposition: 'Leer: wird nicht gesendet',
      storageClass: 'Leer: Standard des Buckets'
    },
    headerProblem: {
      'not-ascii': 'Ein Header kann nur ASCII-Zeichen enthalten.',
      'not-a-type': 'Geben Sie Typ und Untertyp ein, zum Beispiel text/plain.',
      'not-a-class': 'Geben Sie einen einzelnen Namen ein, zum Beispiel STANDARD.',
      'too-long': 'Zu lang für einen Header.'
    },
    metadata: { title: 'Metadaten (x-amz-meta)', name: 'Name', add: 'Metadaten hinzufügen' },
    tags: { title: 'Tags', name: 'Tag-Schlüssel', add: 'Tag hinzufügen' },
    value: 'Wert',
    removeLine: (name: string) => (name === '' ? 'Diese Zeile entfernen' : `${name} entfernen`),
    lineProblem: {
      'no-name': 'Geben Sie einen Namen für diesen Wert ein.',
      twice: 'Dieser Name kommt zweimal vor.',
      'too-many-tags': `Ein Objekt kann höchstens ${formatCount(MAX_TAGS)} Tags haben.`,
      'tag-key-too-long': `Ein Tag-Schlüssel kann höchstens ${formatCount(MAX_TAG_KEY_BYTES)} Byte lang sein.`,
      'tag-value-too-long': `Ein Tag-Wert kann höchstens ${formatCount(MAX_TAG_VALUE_BYTES)} Byte lang sein.`,
      'tag-character': 'Ein Tag kann keine Steuerzeichen enthalten.',
      'metadata-name': 'Verwenden Sie nur Buchstaben, Ziffern und Bindestriche.',
      'metadata-reserved': 'Lockgate verwendet diesen Namen selbst. Wählen Sie einen anderen.',
      'metadata-value': 'Metadaten können nur ASCII-Zeichen enthalten.',
      'metadata-too-long': `Metadaten können zusammen höchstens ${formatCount(MAX_METADATA_BYTES)} Byte lang sein.`
    },
    acl: 'Zugriff (vordefinierte ACL)',
    noAcl: 'Nicht gesetzt: Standard des Gateways',
    aclTaken:
      'Der Eigentümer des Buckets erhält Vollzugriff auf diese Uploads; eine weitere ACL kann nicht mitgesendet werden.'
  },
  foreign: {
    label: 'Bucket eines anderen Benutzers',
    ofOwner:
      'Dieser Bucket gehört {owner}. Ihre Uploads gehören Ihnen; der Eigentümer des Buckets kann sie möglicherweise nicht lesen.',
    ofAnotherUser:
      'Dieser Bucket gehört einem anderen Benutzer. Ihre Uploads gehören Ihnen; der Eigentümer des Buckets kann sie möglicherweise nicht lesen.',
    share: 'Dem Eigentümer des Buckets Vollzugriff auf Ihre Uploads geben',
    needsKey: 'Um sie zu lesen, braucht der Eigentümer auch den Schlüssel.'
  },
  chooseKey: {
    title: 'Welcher Schlüssel öffnet dieses Objekt?',
    warning:
      'Beim Ausprobieren wird der Schlüssel an {gateway} gesendet. Wählen Sie einen Schlüssel für Daten dort; Ihre Wahl wird gespeichert.',
    none: 'In diesem Browser gibt es keinen Schlüssel. Importieren Sie den, mit dem dieses Objekt verschlüsselt wurde.',
    keys: 'Schlüssel',
    wrong: 'Falscher Schlüssel für dieses Objekt',
    usedHere: 'Auf diesem Gateway bereits verwendet',
    notUsedHere: 'Auf diesem Gateway noch nicht verwendet',
    import: 'Schlüssel importieren',
    try: 'Diesen Schlüssel ausprobieren',
    trying: 'Wird ausprobiert …',
    notEncrypted: 'Kein Schlüssel nötig: Dieses Objekt ist nicht verschlüsselt.'
  }
}
