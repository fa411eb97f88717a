import { visibleName } from '../../domain/invisible'
import { formatCount, formatDate, formatDateTime, formatExactSize, formatList, formatSize, plural } from '../format'

const objectCount = (n: number): string => plural(n, { one: 'Objekt', other: 'Objekte' })
const folderCount = (n: number): string => plural(n, { one: 'Ordner', other: 'Ordner' })
const inFolders = (n: number): string => `in ${plural(n, { one: 'Ordner', other: 'Ordnern' })}`

export const objects = {
  label: 'Objekte',
  loading: 'Objekte werden geladen …',
  notFound: (key: string) => `Objekt ${visibleName(key)} nicht gefunden.`,
  namesake: (name: string) => `Es gibt auch ein Objekt namens ${visibleName(name)}.`,
  openNamesake: 'Objekt öffnen',
  path: {
    label: 'Ordner',
    pin: 'Diesen Ordner anheften',
    unpin: 'Diesen Ordner nicht mehr anheften',
    about: 'Über diesen Ordner',
    bucket: 'Bucket-Einstellungen'
  },
  header: {
    filterFolder: 'Ordner filtern',
    filterAll: 'Alle Objekte filtern',
    flat: 'Alle Objekte ohne Ordner anzeigen',
    reload: 'Diesen Ordner neu laden',
    new: 'Neu',
    newText: 'Neuer Text',
    newFolder: 'Neuer Ordner',
    uploadFolder: 'Ordner hochladen',
    folderInput: 'Ordner zum Hochladen',
    filesInput: 'Dateien zum Hochladen'
  },
  table: {
    selectAll: 'Alle Zeilen auswählen',
    select: (name: string) => `${visibleName(name)} auswählen`,
    name: 'Name',
    encryption: 'Verschlüsselung',
    size: 'Größe',
    modified: 'Geändert',
    folder: 'Ordner',
    stopped: 'Laden gestoppt. Mit „Rest laden“ geht es weiter.',
    more: (loaded: number) => `${formatCount(loaded)} geladen; weitere beim Scrollen`
  },
  requiresEncryption: {
    gateway: (testedAtMs: number) =>
      `Verschlüsselung erforderlich · vom Gateway durchgesetzt, zuletzt getestet: ${formatDate(testedAtMs)}`,
    lockgate:
      'Verschlüsselung erforderlich · nur durch Lockgate: Andere Werkzeuge können weiterhin unverschlüsselte Objekte speichern'
  },
  uploadOnly: 'Möglicherweise dürfen Sie trotzdem hochladen: Wählen Sie „Hochladen“.',
  empty: {
    bucket: 'Dieser Bucket ist leer',
    folder: 'Dieser Ordner ist leer',
    drop: 'Legen Sie Dateien oder Ordner hier ab oder fügen Sie sie ein (Strg+V). Ziel und Verschlüsselung prüfen Sie vorher.',
    chooseFiles: 'Dateien wählen',
    versioned: 'Dieser Bucket hat Versionierung; gelöschte Objekte lassen sich möglicherweise wiederherstellen.',
    findDeleted: 'Gelöschte Objekte suchen'
  },
  none: 'Keine Objekte.',
  noMatch: 'Kein Name hier entspricht dem Filter.',
  noLoadedMatch: 'Keine geladene Zeile entspricht dem Filter.',
  footer: {
    shown: (shown: number, loaded: number) =>
      `${formatCount(shown)} von ${plural(loaded, { one: 'Zeile', other: 'Zeilen' })} angezeigt`,
    total: (folders: number, objects: number, sizeBytes: number) =>
      [...(folders > 0 ? [folderCount(folders)] : []), objectCount(objects), formatSize(sizeBytes)].join(' · '),
    soFar: (total: string) => `bisher ${total}`,
    loadedOnly: (total: string) => `${total} (nur geladene Zeilen)`,
    loadingRest: 'Rest wird geladen …',
    loadRest: 'Rest laden',
    selected: (count: number, sizeBytes: number, hasFolders: boolean, isGrowing: boolean) =>
      `${isGrowing ? 'bisher ' : ''}${formatCount(count)} ausgewählt${
        sizeBytes > 0 ? `, ${formatSize(sizeBytes)}${hasFolders ? ' zuzüglich Inhalt der Ordner' : ''}` : ''
      }`,
    clear: 'Auswahl aufheben',
    hidden: (count: number) => `${formatCount(count)} durch den Filter ausgeblendet`,
    access: 'Zugriff ändern'
  },
  selection: {
    useFooter: (count: number) =>
      `${formatCount(count)} ausgewählt. Verwenden Sie die Schaltflächen unterhalb der Liste.`,
    clear: 'Auswahl aufheben',
    everything: 'Alles',
    named: (name: string) => `„${name}“`,
    counted: (objects: number, folders: number) =>
      formatList([...(objects > 0 ? [objectCount(objects)] : []), ...(folders > 0 ? [folderCount(folders)] : [])])
  },
  total: {
    objects: (count: number, sizeBytes: number) => `${objectCount(count)}, ${formatSize(sizeBytes)}`,
    inFolders: (count: number, folders: number, sizeBytes: number) =>
      `${objectCount(count)} ${inFolders(folders)}, ${formatSize(sizeBytes)}`,
    objectsAndInFolders: (count: number, further: number, folders: number, sizeBytes: number) =>
      `${objectCount(count)} und ${formatCount(further)} ${inFolders(folders)}, ${formatSize(sizeBytes)}`,
    soFar: '(bisher)',
    nothing: 'Diese Objekte sind nicht mehr vorhanden.',
    counting: 'Wird gezählt',
    stop: 'Zählen stoppen',
    again: 'Erneut zählen'
  },
  folder: {
    label: 'Ordner',
    downloadAll: 'Alles herunterladen',
    download: 'Ordner herunterladen',
    new: 'Neuer Ordner',
    delete: 'Ordner löschen'
  },
  size: {
    label: 'Größe',
    total: (count: number, sizeBytes: number) => `${objectCount(count)} · ${formatExactSize(sizeBytes)}`,
    soFar: '(bisher)',
    counting: 'Wird gezählt',
    stop: 'Zählen stoppen',
    count: 'Größe ermitteln',
    again: 'Erneut zählen',
    countedAt: (ms: number) => `Gezählt: ${formatDateTime(ms)}`,
    stopped: 'Zählen gestoppt; die Summe ist unvollständig',
    hint: 'Alle Objekte werden aufgelistet; das kann dauern',
    moreFolders: (count: number) => plural(count, { one: 'weiterer Ordner', other: 'weitere Ordner' }),
    direct: (count: number) => `${objectCount(count)} außerhalb von Unterordnern`
  }
}
