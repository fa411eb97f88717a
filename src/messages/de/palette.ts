import { visibleName } from '../../domain/invisible'
import { formatCount } from '../format'

export const palette = {
  title: 'Befehle',
  label: 'Befehl, Bucket, Ordner oder Adresse',
  none: 'Keine Treffer.',
  open: '{name} öffnen',
  openBucket: 'Bucket {name} öffnen',
  openByName: 'Bucket mit dem Namen {name} öffnen',
  openAddress: 'Diese Adresse öffnen',
  connectTo: 'Mit {name} verbinden',
  useProfile: 'Zu Profil {name} wechseln',
  searchIn: 'In {name} suchen',
  searchFor: (text: string) => `Nach „${visibleName(text)}“ in {name} suchen`,
  uploadFiles: 'Dateien hochladen',
  withFolders: 'Ordner wieder anzeigen',
  selectAll: 'Alles auswählen',
  up: 'Zum übergeordneten Ordner',
  selected: (n: number) => `(${formatCount(n)})`,
  downloadSelected: 'Auswahl {name} herunterladen',
  copySelected: 'Auswahl {name} kopieren oder verschieben',
  attributesSelected: 'Eigenschaften der Auswahl {name} bearbeiten',
  accessSelected: 'Zugriff auf die Auswahl {name} ändern',
  deleteSelected: 'Auswahl {name} löschen',
  ofObject: {
    download: '{name} herunterladen',
    preview: 'Vorschau von {name}',
    edit: 'Text von {name} bearbeiten',
    copy: '{name} kopieren oder verschieben',
    rename: '{name} umbenennen',
    attributes: 'Eigenschaften von {name} bearbeiten',
    code: 'Code für {name}',
    delete: '{name} löschen',
    link: 'Link zu {name} erstellen',
    path: 's3://-Pfad von {name} kopieren'
  },
  whyNot: {
    noSelection: 'Nichts ausgewählt',
    encryptionUnknown: 'Verschlüsselung noch unbekannt'
  },
  groups: {
    anywhere: 'Überall',
    bucket: 'In den Ordnern eines Buckets und in seiner Suche',
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
