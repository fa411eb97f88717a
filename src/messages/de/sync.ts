import { formatCount, formatList, formatSize, plural } from '../format'

const files = (n: number): string => plural(n, { one: 'Datei', other: 'Dateien' })
const objects = (n: number): string => plural(n, { one: 'Objekt', other: 'Objekte' })

export const sync = {
  open: 'Mit einem Ordner auf diesem Gerät synchronisieren…',
  openShort: 'Synchronisieren…',
  title: (place: string) => `${place} mit einem Ordner synchronisieren`,
  about:
    'Lockgate vergleicht den Ordner mit dem Bucket und zeigt, was geschehen würde. Vor dem Start ändert sich nichts.',
  choose: 'Ordner wählen',
  chooseOther: 'Anderen Ordner wählen',
  folderInput: 'Zu vergleichender Ordner',
  readOnly:
    'Dieser Browser kann Ordner nur lesen: Dateien lassen sich hochladen, aber nicht herunterladen. Chrome und Edge können beides.',
  dropped:
    'Ein hierher gezogener Ordner kann nur gelesen werden: Dateien lassen sich nur hochladen. Wählen Sie ihn aus, um auch herunterzuladen.',
  notOneFolder: 'Wählen oder ziehen Sie genau einen Ordner mit Dateien.',
  orDrop: 'Oder ziehen Sie einen Ordner hierher: Dann lassen sich Dateien nur hochladen.',
  comparing: (folder: string) => `${folder} wird verglichen`,
  counts: (read: number, listed: number) => `${files(read)} auf diesem Gerät, ${objects(listed)} im Bucket`,
  compared: (count: number, of: number) => `${formatCount(count)} von ${formatCount(of)} verglichen`,
  again: 'Erneut vergleichen',
  direction: {
    label: 'Richtung',
    up: 'In den Bucket',
    down: 'Auf dieses Gerät',
    both: 'Beide Richtungen',
    about: {
      up: 'Lädt hoch, was auf diesem Gerät neu oder geändert ist. Was im Bucket neuer ist, bleibt.',
      down: 'Lädt herunter, was im Bucket neu oder geändert ist. Was auf diesem Gerät neuer ist, bleibt.',
      both: 'Überträgt, was auf einer Seite neu oder geändert ist. Bei Änderungen auf beiden Seiten wählen Sie. Nichts wird gelöscht.'
    }
  },
  groups: 'Anzeigen',
  allGroups: 'Alle Unterschiede',
  group: {
    'upload-new': 'Neue hochladen',
    'upload-changed': 'Geänderte hochladen',
    'download-new': 'Neue herunterladen',
    'download-changed': 'Geänderte herunterladen',
    'delete-remote': 'Im Bucket löschen',
    'delete-local': 'Auf diesem Gerät löschen',
    'only-local': 'Nur auf diesem Gerät',
    'only-remote': 'Nur im Bucket',
    ask: 'Sie wählen',
    same: 'Gleich',
    impossible: 'Nicht möglich'
  },
  sum: (count: number, sizeBytes: number) => `${formatCount(count)} · ${formatSize(sizeBytes)}`,
  filter: 'Nach Namen filtern',
  table: {
    label: 'Was die Synchronisierung tut',
    name: 'Name',
    action: 'Aktion',
    local: 'Dieses Gerät',
    remote: 'Bucket'
  },
  newer: 'neuer',
  leave: 'Unverändert lassen',
  choice: {
    upload: 'Von diesem Gerät verwenden',
    download: 'Aus dem Bucket verwenden'
  },
  bring: {
    upload: 'Hochladen',
    download: 'Herunterladen'
  },
  deletedBefore: {
    local: 'seit der letzten Synchronisierung im Bucket gelöscht',
    remote: 'seit der letzten Synchronisierung auf diesem Gerät gelöscht'
  },
  asks: (n: number) =>
    `${plural(n, { one: 'Datei unterscheidet sich und kann', other: 'Dateien unterscheiden sich und können' })} auf beiden Seiten geändert sein. Ohne Ihre Wahl bleibt alles unverändert.`,
  useNewer: 'Für alle die neuere verwenden',
  leaveAll: 'Alle unverändert lassen',
  problem: {
    'name-collision': (others: readonly string[]) =>
      `Unterscheidet sich nur in Groß-/Kleinschreibung oder Akzenten von ${formatList(others)}`,
    'file-and-folder': 'Ist auf einer Seite eine Datei und auf der anderen ein Ordner',
    'name-refused': 'Auf der anderen Seite ist dieser Name nicht möglich',
    unreadable: 'Auf diesem Gerät nicht lesbar',
    'large-object': 'Swift Large Object: wird nicht ersetzt, weil seine Segmente übrig blieben'
  },
  deletes: {
    up: (n: number) => `Auch löschen, was auf diesem Gerät fehlt (${objects(n)})`,
    down: (n: number) => `Auch löschen, was im Bucket fehlt (${files(n)})`
  },
  confirm: {
    up: (n: number) =>
      `${plural(n, { one: 'Objekt, das auf diesem Gerät fehlt, wird', other: 'Objekte, die auf diesem Gerät fehlen, werden' })} im Bucket gelöscht.`,
    down: (n: number) =>
      `${plural(n, { one: 'Datei, die im Bucket fehlt, wird', other: 'Dateien, die im Bucket fehlen, werden' })} auf diesem Gerät gelöscht.`,
    when: 'Gelöscht wird zuletzt, wenn alles andere angekommen ist. Was sich seit dem Vergleich geändert hat, wird nicht gelöscht.',
    everything: 'Auf dieser Seite bliebe nichts übrig. Prüfen Sie, ob Sie den richtigen Ordner gewählt haben.',
    submit: (n: number) => `Starten und ${formatCount(n)} löschen`
  },
  overwrites:
    'Ersetzte Objekte sind danach privat, bis Sie sie erneut freigeben, und verlieren ihre übrigen Metadaten.',
  dates:
    'Browser können das Datum einer Datei nicht setzen: Heruntergeladene Dateien erhalten das heutige. Lockgate merkt sich, dass sie gleich sind.',
  nothing: 'Beide Seiten sind gleich. Es gibt nichts zu tun.',
  nothingHere: 'In dieser Richtung gibt es nichts zu tun.',
  noMatch: 'Keine Zeile passt zum Filter.',
  start: (uploads: number, downloads: number) =>
    uploads > 0 && downloads > 0
      ? `${formatCount(uploads)} hochladen, ${formatCount(downloads)} herunterladen`
      : downloads > 0
        ? `${files(downloads)} herunterladen`
        : `${files(uploads)} hochladen`,
  startPlain: 'Starten',
  label: (folder: string) => `Synchronisierung mit ${folder}`,
  deleting: (n: number) => `Synchronisierung: ${formatCount(n)} werden gelöscht…`,
  done: (transferred: number, deleted: number) =>
    `Synchronisierung fertig: ${formatList([`${files(transferred)} übertragen`, ...(deleted > 0 ? [`${formatCount(deleted)} gelöscht`] : [])])}`,
  notDeleted: (n: number, first: string) =>
    `${formatCount(n)} von der Synchronisierung nicht gelöscht (zuerst: ${first}): seit dem Vergleich geändert, oder das Löschen schlug fehl.`
}
