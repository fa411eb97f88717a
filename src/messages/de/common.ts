import type { AppErrorReason } from '../../domain/app-error'
import { formatCount, formatDateTime, formatDuration, plural } from '../format'

const progress = (done: number, total: number | undefined): string =>
  total === undefined ? formatCount(done) : `${formatCount(done)} von ${formatCount(total)}`

const failedObjects = (n: number): string => `Fehlgeschlagen: ${plural(n, { one: 'Objekt', other: 'Objekte' })}`

export const common = {
  add: 'Hinzufügen',
  back: 'Zurück',
  cancel: 'Abbrechen',
  change: 'Ändern',
  code: 'Code',
  close: 'Schließen',
  continue: 'Fortsetzen',
  copied: 'Kopiert',
  copy: 'Kopieren',
  create: 'Erstellen',
  delete: 'Löschen',
  details: 'Details',
  dismiss: 'Ausblenden',
  download: 'Herunterladen',
  edit: 'Bearbeiten',
  hide: 'Ausblenden',
  loading: 'Wird geladen …',
  more: 'Mehr',
  next: 'Weiter',
  none: 'keine',
  open: 'Öffnen',
  remove: 'Entfernen',
  restore: 'Wiederherstellen',
  retry: 'Erneut versuchen',
  save: 'Speichern',
  show: 'Anzeigen',
  stop: 'Stoppen',
  undo: 'Rückgängig',
  unknown: 'unbekannt',
  upload: 'Hochladen',
  buckets: 'Buckets',
  keys: 'Schlüssel',
  name: 'Name',
  size: 'Größe',
  modified: 'Geändert',
  settings: 'Einstellungen',
  transfers: 'Übertragungen',
  count: {
    buckets: (n: number) => plural(n, { one: 'Bucket', other: 'Buckets' }),
    files: (n: number) => plural(n, { one: 'Datei', other: 'Dateien' }),
    folders: (n: number) => plural(n, { one: 'Ordner', other: 'Ordner' }),
    keys: (n: number) => plural(n, { one: 'Schlüssel', other: 'Schlüssel' }),
    objects: (n: number) => plural(n, { one: 'Objekt', other: 'Objekte' }),
    versions: (n: number) => plural(n, { one: 'Version', other: 'Versionen' }),
    more: (n: number) => `und ${formatCount(n)} weitere`
  },
  copying: {
    blocked: 'Kopieren wurde blockiert. Der Text ist markiert: Strg+C drücken, auf dem Mac ⌘C.'
  },
  encryption: {
    encrypted: (keyName: string | undefined) =>
      keyName === undefined
        ? 'Verschlüsselt mit einem aus diesem Browser gelöschten Schlüssel'
        : `Verschlüsselt mit ${keyName}`,
    encryptedUnknown: 'Verschlüsselt, unbekannter Schlüssel',
    notEncrypted: 'Nicht verschlüsselt',
    notChecked: 'Noch nicht geprüft',
    unknown: (reason: string) => `Verschlüsselung unbekannt: ${reason}`
  },
  leftOut: {
    'empty-folder': 'leerer Ordner (wird nicht hochgeladen)',
    unreadable: 'konnte nicht gelesen werden'
  },
  error: {
    details: 'Technische Details',
    copyDetails: 'Details kopieren',
    kind: 'Art',
    operation: 'Operation',
    status: 'HTTP-Status',
    code: 'S3-Code',
    requestId: 'Anfrage-ID',
    gatewaySaid: 'Meldung',
    reason: 'Grund',
    reasons: {
      'unusable-name':
        'Leere Namen, „.“ und „..“ lassen sich nicht abfragen: Browser und Proxys lösen solche Pfade auf.',
      'bucket-starts-with-dot': 'Bucket-Namen dürfen nicht mit einem Punkt beginnen.',
      'bucket-has-slash': 'Bucket-Namen dürfen keinen Schrägstrich enthalten.',
      'path-style-required': 'Dieser Bucket erfordert Path-Style-Adressen. Aktivieren Sie diese im Profil.',
      'proxy-refuses-path': 'Der Proxy vor dem Gateway lehnt diesen Pfad ab.',
      'listing-too-long': 'Die Liste hat mehr Einträge als angefordert.',
      'listing-outside-folder': 'Die Liste enthält Namen außerhalb des angefragten Ordners.',
      'listing-without-continuation': 'Die Liste hat weitere Seiten, gibt aber nicht an, wo sie beginnen.',
      'listing-repeats': 'Die nächste Seite der Liste beginnt dort, wo diese begann.',
      'unreadable-xml': 'Die Antwort ist größer als jede S3-Antwort oder enthält einen Dokumenttyp (DOCTYPE).',
      'unknown-grant': 'Die ACL enthält eine Berechtigung, die Lockgate nicht kennt.',
      'password-not-agreed': 'Ein signierter Link, der ein Passwort enthält, wurde nicht bestätigt.',
      'key-not-stored': 'Der Schlüssel ist nicht mehr in diesem Browser gespeichert.',
      'key-exists': 'Ein Schlüssel mit dieser ID existiert bereits.',
      'key-would-change': 'Die Änderung hätte den Schlüssel selbst ersetzt.',
      'read-back-differs': 'Das Zurückgelesene weicht vom Geschriebenen ab.',
      'own-statement-in-policy': 'Die Richtlinie enthält jetzt die Anweisung von Lockgate.',
      'unknown-version': 'Es wurde von einer anderen Lockgate-Version gespeichert und blieb unverändert.',
      'damaged-record': 'Das Gespeicherte ist beschädigt und blieb unverändert.',
      'same-object': 'Beide Profile erreichen dasselbe Objekt: Kopieren Sie es mit nur einem davon.',
      'source-changed': 'Das Original wurde nach dem Kopieren geändert.',
      'source-gone': 'Es wurde inzwischen gelöscht, aber nicht durch dieses Verschieben.',
      'delete-refused': 'Das Original konnte nicht gelöscht werden.',
      'older-version': 'Das Löschen des Originals könnte dessen ältere Version „null“ endgültig löschen.',
      'attributes-lost': 'Der Kopie fehlen einige Eigenschaften des Originals.',
      'move-stopped': 'Das Verschieben wurde gestoppt.',
      'copy-removed': 'Die Kopie wurde entfernt.',
      'copy-not-removed': 'Die Kopie konnte nicht entfernt werden: Prüfen Sie, was unter ihrem Namen gespeichert ist.',
      'too-many-tags': 'Ein Objekt kann höchstens 10 Tags haben.',
      'cannot-keep': 'Beim Speichern würden andere Eigenschaften verloren gehen.',
      'change-interrupted':
        'Eine frühere Änderung wurde unterbrochen. Schließen Sie dies und wählen Sie unten, was wiederhergestellt wird.'
    } satisfies Record<AppErrorReason, string>,
    time: 'Zeitpunkt',
    useRegion: (region: string) => `Region ${region} verwenden`,
    regionNotSaved: 'Die Region konnte in diesem Browser nicht gespeichert werden.',
    changeProfile: 'Profil bearbeiten',
    allBuckets: 'Alle Buckets',
    shownSince: (ms: number) => `Angezeigt werden Daten vom ${formatDateTime(ms)}.`
  },
  lazy: {
    failed: 'Dieser Teil von Lockgate konnte nicht geladen werden. Ihre Schlüssel und Daten sind unverändert.'
  },
  bulk: {
    progress: 'Fortschritt',
    done: {
      delete: (done: number, total: number | undefined) => `${progress(done, total)} gelöscht`,
      hide: (done: number, total: number | undefined) =>
        `${progress(done, total)} durch eine Löschmarkierung verborgen`,
      abort: (done: number, total: number | undefined) => `${progress(done, total)} verworfen`,
      access: (done: number, total: number | undefined) => `${progress(done, total)} geändert`,
      attributes: (done: number, total: number | undefined) => `${progress(done, total)} geändert`,
      copy: (done: number, total: number | undefined) => `${progress(done, total)} kopiert`,
      move: (done: number, total: number | undefined) => `${progress(done, total)} verschoben`
    },
    failed: (n: number) => `${formatCount(n)} fehlgeschlagen`,
    failures: {
      delete: failedObjects,
      hide: failedObjects,
      abort: (n: number) => `Fehlgeschlagen: ${plural(n, { one: 'Upload', other: 'Uploads' })}`,
      access: failedObjects,
      attributes: failedObjects,
      copy: failedObjects,
      move: failedObjects
    },
    rate: (perSecond: number) => `${formatCount(Math.round(perSecond))} pro Sekunde`,
    timeLeft: (seconds: number) => `noch ${formatDuration(seconds)}`,
    stopping: 'Wird gestoppt: Ausstehende Anfragen werden abgewartet …',
    stopped: {
      delete: 'Gestoppt. Gelöschte Objekte bleiben gelöscht.',
      hide: 'Gestoppt. Verborgene Objekte bleiben verborgen.',
      abort: 'Gestoppt. Verworfene Uploads bleiben verworfen.',
      access: 'Gestoppt. Geänderte Objekte bleiben geändert.',
      attributes: 'Gestoppt. Geänderte Objekte behalten ihre neuen Eigenschaften.',
      copy: 'Gestoppt. Vollständige Kopien bleiben.',
      move: 'Gestoppt. Verschobene Objekte bleiben verschoben; alle anderen sind, wo sie waren.'
    },
    abandoned: {
      delete: 'Gestoppt. Ausstehende Anfragen haben möglicherweise weitere gelöscht.',
      hide: 'Gestoppt. Ausstehende Anfragen haben möglicherweise weitere verborgen.',
      abort: 'Gestoppt. Ausstehende Anfragen haben möglicherweise weitere verworfen.',
      access: 'Gestoppt. Ausstehende Anfragen haben möglicherweise weitere geändert.',
      attributes: 'Gestoppt. Ausstehende Anfragen haben möglicherweise weitere Eigenschaften geändert.',
      copy: 'Gestoppt. Ausstehende Anfragen haben möglicherweise weitere kopiert.',
      move: 'Gestoppt. Ausstehende Anfragen haben möglicherweise weitere verschoben.'
    },
    stop: {
      delete: 'Löschen stoppen',
      empty: 'Leeren stoppen',
      abort: 'Verwerfen stoppen',
      access: 'Zugriffsänderung stoppen',
      attributes: 'Ändern stoppen',
      copy: 'Kopieren stoppen',
      move: 'Verschieben stoppen'
    },
    stopNow: 'Jetzt stoppen'
  }
}
