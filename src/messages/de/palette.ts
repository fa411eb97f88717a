import { visibleName } from '../../domain/invisible'
import { formatCount } from '../format'

export const palette = {
  title: 'Befehle',
  label: 'Befehl, Bucket, Ordner oder Adresse',
  none: 'Keine Treffer.',
  open: 'Öffnen:',
  openBucket: 'Bucket öffnen:',
  openByName: 'Bucket mit diesem Namen öffnen:',
  openAddress: 'Diese Adresse öffnen',
  connectTo: 'Verbinden mit',
  useProfile: 'Zu Profil wechseln:',
  searchIn: 'Suchen in',
  searchFor: (text: string) => `Nach „${visibleName(text)}“ suchen in`,
  uploadFiles: 'Dateien hochladen',
  withFolders: 'Ordner wieder anzeigen',
  selectAll: 'Alles auswählen',
  up: 'Zum übergeordneten Ordner',
  selected: (n: number) => `(${formatCount(n)})`,
  downloadSelected: 'Auswahl herunterladen',
  copySelected: 'Auswahl kopieren oder verschieben',
  attributesSelected: 'Eigenschaften der Auswahl bearbeiten',
  accessSelected: 'Zugriff der Auswahl ändern',
  deleteSelected: 'Auswahl löschen',
  links: 'Link erstellen:',
  whyNot: {
    noSelection: 'Nichts ausgewählt',
    encryptionUnknown: 'Verschlüsselung noch unbekannt'
  },
  groups: {
    anywhere: 'Überall',
    rows: 'In einer Objektliste',
    transfers: 'Auf der Schaltfläche „Als Nächstes starten“ einer Übertragung'
  },
  shortcuts: {
    palette: 'Befehle anzeigen',
    overview: 'Tastenkürzel anzeigen',
    search: 'Ganzen Bucket durchsuchen',
    filter: 'Liste filtern',
    escape: 'Schließen oder Auswahl aufheben',
    open: 'Öffnen',
    select: 'Zeile auswählen oder abwählen',
    extend: 'Auswahl erweitern',
    selectAll: 'Alles auswählen',
    rename: 'Umbenennen',
    delete: 'Löschen',
    up: 'Zum übergeordneten Ordner',
    paste: 'Kopierte Dateien hochladen',
    earlier: 'In der Warteschlange nach vorn',
    later: 'In der Warteschlange nach hinten'
  },
  moving:
    'In Listen bewegen Sie sich mit Pfeiltasten, Bild auf/ab, Pos1 und Ende. Tippen Sie Buchstaben, um zu einem Namen zu springen.'
}
