import type { LostAttribute } from '../../domain/object-copies'
import { formatCount, formatDate, formatList, formatSize, plural } from '../format'

const objects = (n: number): string => plural(n, { one: 'Objekt', other: 'Objekte' })

const attributes: Readonly<Record<LostAttribute, string>> = {
  contentType: 'Inhaltstyp',
  contentEncoding: 'Content-Encoding',
  cacheControl: 'Cache-Control',
  contentDisposition: 'Content-Disposition',
  contentLanguage: 'Content-Language',
  expires: 'Expires',
  storageClass: 'Speicherklasse',
  metadata: 'Metadaten',
  tags: 'Tags',
  acl: 'Zugriffsrechte',
  owner: 'Eigentümer (jetzt Sie)',
  encryption: 'Verschlüsselung (nicht prüfbar)',
  gatewayEncryption: 'serverseitige Verschlüsselung (SSE-S3/KMS)',
  retention: 'Aufbewahrungsfrist',
  legalHold: 'Legal Hold',
  redirect: 'Website-Weiterleitung',
  hiddenHeaders: 'durch CORS verborgene Header'
}

export const listedAttributes = (lost: readonly LostAttribute[]): string =>
  formatList(lost.map((attribute) => attributes[attribute]))

export const copies = {
  open: 'Kopieren oder verschieben',
  rename: 'Umbenennen',
  title: {
    copy: (selection: string) => `${selection} kopieren`,
    move: (selection: string) => `${selection} verschieben`,
    rename: (selection: string) => `${selection} umbenennen`
  },
  kind: {
    label: 'Was geschehen soll',
    copy: 'Kopieren',
    move: 'Verschieben'
  },
  bucket: 'Bucket',
  folder: 'Ordner',
  folderHint: 'leer für die oberste Ebene',
  name: 'Name',
  newName: 'Neuer Name',
  across: {
    profile: 'Profil',
    thisProfile: (profile: string) => `${profile} (dieses Profil)`,
    through: 'Alle Daten laufen durch diesen Browser. Rechte einzelner Benutzer werden nicht mitkopiert.',
    unlistable: (host: string) => `${host} nennt die Buckets dieses Profils nicht: Geben Sie den Namen ein.`,
    choose: 'für dieses Gateway auswählen',
    keysAreSent: (host: string) => `Die Schlüssel verschlüsselter Objekte werden dann an ${host} gesendet.`
  },
  intoItself: 'Ein Ordner kann nicht in sich selbst kopiert oder verschoben werden.',
  about: {
    on: 'Dieser Bucket bewahrt Versionen auf: Eine Löschmarkierung verbirgt die Originale, sobald ihre Kopien verifiziert sind.',
    suspended:
      'Versionierung ausgesetzt: „null“-Versionen werden nach der Verifizierung gelöscht, andere verborgen. Gleichzeitige Änderungen können verloren gehen.',
    off: 'Originale werden gelöscht, sobald ihre Kopien verifiziert sind. Eine Änderung im selben Moment kann verloren gehen.',
    unknown:
      'Versionierung unbekannt: Originale werden nach der Verifizierung vielleicht endgültig gelöscht. Gleichzeitige Änderungen können verloren gehen.'
  },
  inPlace:
    'Quelle und Ziel sind gleich: Die Originale selbst erhalten diese Verschlüsselung. Es entstehen keine Kopien.',
  encryption: {
    keep: 'Unverändert lassen',
    keepNote: 'Verschlüsselte Objekte behalten ihren Schlüssel; alle anderen bleiben unverschlüsselt.',
    keepMust:
      'Verschlüsselte Objekte behalten ihren Schlüssel; unverschlüsselte schlagen fehl: Der Bucket verlangt Verschlüsselung.',
    noneNote: 'Kopien verschlüsselter Objekte werden unverschlüsselt gespeichert.',
    backUp: 'Dieser Schlüssel ist nicht gesichert. Sichern Sie ihn zuerst auf der Seite „Schlüssel“.',
    noKeys: 'In diesem Browser gibt es noch keinen Schlüssel.'
  },
  tooMany: (max: number) => `Mehr als ${formatCount(max)} Objekte: Wählen Sie weniger auf einmal aus.`,
  checking: (checkedCount: number, count: number) =>
    `Vorhandene Namen werden geprüft: ${formatCount(checkedCount)} von ${formatCount(count)} …`,
  submit: {
    copy: (n: number) => `${objects(n)} kopieren`,
    move: (n: number) => `${objects(n)} verschieben`,
    rename: (n: number) => (n === 1 ? 'Umbenennen' : `${objects(n)} umbenennen`)
  },
  bytes: (doneBytes: number, totalBytes: number) => `${formatSize(doneBytes)} von ${formatSize(totalBytes)}`,
  keepOpen:
    'Lassen Sie diesen Dialog geöffnet: Beim Verlassen stoppt der Vorgang. Noch nicht Kopiertes bleibt, wie es ist.',
  skipped: (n: number) => `${objects(n)} übersprungen: Der Name ist vergeben, oder nichts würde sich ändern.`,
  overlap: (n: number) => `${objects(n)} übersprungen: Ein anderes ausgewähltes Objekt hat diesen Namen schon.`,
  lost: {
    title: (n: number) =>
      `Bei ${plural(n, { one: 'Objekt', other: 'Objekten' })} gingen Eigenschaften verloren oder waren nicht prüfbar`,
    attributes: listedAttributes
  },
  wouldLose: (lost: readonly LostAttribute[]) => `Nicht geändert, weil dies verloren ginge: ${listedAttributes(lost)}.`,
  temporary: {
    title: 'Möglicherweise verbliebene temporäre Kopien',
    unneeded: 'Wird nicht mehr gebraucht: Löschen Sie sie.',
    needed: 'Das Original konnte nicht verifiziert werden: Sehen Sie nach, bevor Sie diese Kopie löschen.'
  },
  pending: {
    title: 'Temporäre Kopie übrig',
    object: 'Temporäre Kopie übrig: Das Ändern von {object} wurde unterbrochen',
    position: (count: number) => `1 von ${formatCount(count)}`,
    began: (ms: number) => `Begonnen: ${formatDate(ms)}.`,
    state: {
      unchanged: 'Das Objekt ist unverändert. Die Kopie wird nicht gebraucht.',
      replaced: 'Das Objekt wurde wie gewählt ersetzt und lässt sich öffnen. Die Kopie wird nicht gebraucht.',
      intact: 'Das Objekt ist vollständig und lässt sich öffnen. Die Kopie wird nicht gebraucht.',
      gone: 'Das Objekt gibt es nicht mehr. Behalten Sie die Kopie: Sie ist vielleicht die einzige.',
      another:
        'Ein anderes Objekt hat jetzt diesen Namen. Behalten Sie die Kopie: Vom vorherigen Objekt ist vielleicht nur sie übrig.',
      unseen: 'Das Objekt ließ sich nicht öffnen. Behalten Sie die Kopie: Sie ist vielleicht die einzige intakte.',
      unverified:
        'Das Objekt wurde vielleicht ersetzt und nicht verifiziert. Behalten Sie die Kopie: Vielleicht ist nur sie intakt.',
      busy: 'Ein anderer Tab ändert das Objekt vielleicht noch. Behalten Sie die Kopie, bis er fertig ist.',
      overwritten: 'Ein anderes Objekt hat jetzt den Namen der Kopie. Lockgate löscht es nicht.'
    },
    unverified: 'Die Kopie selbst wurde nicht verifiziert.',
    copy: 'Kopie: {copy}',
    remove: 'Temporäre Kopie löschen',
    removing: 'Wird gelöscht …',
    keep: 'Kopie behalten',
    removed: (key: string) => `Die temporäre Kopie von ${key} wurde gelöscht.`,
    notRemoved: 'Die temporäre Kopie konnte nicht gelöscht werden. Versuchen Sie es später noch einmal.'
  },
  olderVersions: (n: number) =>
    `${objects(n)} verschlüsselt: Ältere Versionen in diesem Bucket sind weiter unverschlüsselt.`,
  done: {
    copy: (n: number) => `${objects(n)} kopiert und verifiziert`,
    move: (n: number) => `${objects(n)} verschoben und verifiziert`,
    rename: (n: number) => `${objects(n)} umbenannt und verifiziert`
  },
  retry: (n: number) => `${formatCount(n)} Fehlgeschlagene wiederholen`
}
