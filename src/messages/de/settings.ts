import { formatDate, formatSize } from '../format'

export const settings = {
  title: 'Einstellungen',
  addProfile: 'Profil hinzufügen',
  profiles: {
    title: 'Profile',
    none: 'Noch keine Profile. Ein Profil besteht aus einem Gateway und Ihren Zugangsdaten dafür.',
    inUse: 'aktiv',
    remembered: 'in diesem Browser gespeichert',
    thisTabOnly: 'nur in diesem Tab',
    use: 'Verwenden',
    change: 'Bearbeiten',
    duplicate: 'Duplizieren',
    export: 'Exportieren',
    onDevice: 'Anderes Gerät',
    copyOf: (name: string) => `${name} (Kopie)`,
    checked: (atMs: number, isGood: boolean) =>
      `Verbindung geprüft, ${formatDate(atMs)}: ${isGood ? 'keine Probleme gefunden' : 'Probleme gefunden'}`,
    remove: 'Entfernen'
  },
  removeProfile: {
    title: (name: string) => `${name} entfernen`,
    what: 'Das Profil und sein Zugriffsschlüssel werden aus diesem Browser entfernt. Daten, Verschlüsselungsschlüssel und Bucket-Einstellungen bleiben.',
    forgetBookmarks: 'Auch seine angehefteten und zuletzt besuchten Ordner aus diesem Browser entfernen',
    cancel: 'Abbrechen',
    confirm: 'Profil entfernen'
  },
  language: 'Sprache',
  languageFailed: 'Diese Sprache konnte nicht geladen werden. Prüfen Sie die Verbindung und versuchen Sie es erneut.',
  browser: {
    title: 'Dieser Browser',
    persistent: 'Dieser Browser behält die Daten von Lockgate, bis Sie sie löschen.',
    unknown: 'Ob dieser Browser die Daten von Lockgate behält, ist noch nicht bekannt.',
    warning: {
      'private-window':
        'Dies scheint ein privates Fenster zu sein: Beim Schließen werden Schlüssel und Profile gelöscht. Sichern Sie jeden Schlüssel.',
      'not-persisted':
        'Dieser Browser kann gespeicherte Schlüssel löschen, wenn der Datenträger voll ist. Sichern Sie jeden Schlüssel.'
    }
  },
  version: {
    title: 'Über Lockgate',
    version: (version: string) => `Version ${version}`,
    development: 'Entwicklungsversion',
    kept: (sizeBytes: number) =>
      `Lockgate ist in diesem Browser gespeichert (${formatSize(sizeBytes)}) und lässt sich auch offline öffnen, mit Ihren Schlüsseln.`,
    beginning: 'Lockgate wird gerade für die Offline-Nutzung in diesem Browser gespeichert.',
    incomplete:
      'Der Browser hat einen Teil der Offline-Kopie gelöscht. Sie wird erneut gespeichert, wenn Sie Lockgate das nächste Mal online starten.',
    failed: 'Lockgate konnte nicht für die Offline-Nutzung gespeichert werden. Ihre Schlüssel sind gespeichert.',
    notOffered: 'Die Offline-Nutzung setzt HTTPS voraus.',
    check: 'Nach Updates suchen',
    checking: 'Suche nach Updates …',
    current: 'Sie haben die neueste Version.',
    noAnswer: 'Die Suche nach Updates blieb ohne Antwort. Versuchen Sie es erneut, sobald Sie online sind.',
    downloadFailed:
      'Das Update konnte nicht heruntergeladen werden. Sie verwenden weiterhin die bisherige Version; versuchen Sie es später erneut.',
    licenses: 'Open-Source-Lizenzen',
    loadingLicenses: 'Lizenzen werden geladen …',
    licensesFailed:
      'Die Lizenzen konnten nicht geladen werden. Schließen und öffnen Sie diesen Abschnitt, um es erneut zu versuchen.'
  }
}
