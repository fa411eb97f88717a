import { formatCount, plural } from '../format'

export const app = {
  navigation: 'Navigation',
  skip: 'Zum Inhalt springen',
  commands: 'Befehle',
  shortcuts: 'Tastenkürzel',
  showShortcuts: 'Tastenkürzel anzeigen',
  showRequests: 'Anfragen anzeigen',
  keyNames: {
    Control: 'Strg',
    Shift: 'Umschalt',
    Alt: 'Alt',
    Enter: 'Eingabe',
    Space: 'Leertaste',
    Delete: 'Entf',
    Backspace: 'Rücktaste',
    Escape: 'Esc',
    ArrowUp: '↑',
    ArrowDown: '↓'
  },
  pinned: 'Angeheftet',
  recent: 'Zuletzt besucht',
  inBucket: 'in',
  notBackedUp: (keys: number) => `${formatCount(keys)} nicht gesichert`,
  bucketsUnknown: (title: string) => `Buckets konnten nicht geladen werden: ${title}.`,
  profile: {
    label: (name: string | undefined) => `Profil: ${name ?? 'keines'}. Profil wechseln`,
    notConnected: 'Nicht verbunden',
    manage: 'Profile verwalten',
    status: { offline: 'offline', noAnswer: 'keine lesbare Antwort', failed: 'Gateway-Fehler', refused: 'abgelehnt' }
  },
  lostKeys: {
    label: 'Nicht mehr gespeicherte Schlüssel',
    what: 'Der Browserspeicher wurde geleert, während Lockgate geöffnet war.',
    backUpNow: 'Sichern Sie Ihre Schlüssel jetzt: Nur der Arbeitsspeicher dieses Tabs enthält sie noch.',
    backedUp: 'gesichert',
    notBackedUp: 'nicht gesichert',
    saveFile: 'Schlüsseldatei speichern',
    storeAgain: 'Schlüssel wieder in diesem Browser speichern',
    remove: 'Aus diesem Tab entfernen'
  },
  insecurePage: {
    label: 'Unsichere Seite',
    what: 'Lockgate wurde über unverschlüsseltes HTTP geladen: Jeder im Netzwerk könnte es verändern und Ihre Eingaben mitlesen.',
    remedy:
      'Öffnen Sie Lockgate über HTTPS, um Schlüssel oder Profile hinzuzufügen. Gespeicherte lassen sich weiterhin sichern und entfernen.'
  },
  sharedOrigin: {
    label: 'Gemeinsame Adresse',
    what: 'Lockgate und dieses Gateway haben dieselbe Adresse.',
    meaning:
      'Jede Webseite, die auf dem Gateway liegt, könnte Profile und Schlüssel lesen, die dieser Browser speichert.',
    keepInTab: 'Profil nur in diesem Tab behalten'
  },
  storageBlocked: {
    label: 'Browserspeicher',
    what: 'Dieser Browser blockiert den Speicher für diese Website.',
    meaning: 'Profile und Schlüssel bleiben nur in diesem Tab: Beim Schließen oder Neuladen werden sie gelöscht.'
  },
  notice: {
    policyRestored: (bucket: string) =>
      `Die vorherige Richtlinie von ${bucket} wurde nach einem unterbrochenen Test wiederhergestellt.`,
    accessRestored: (key: string) =>
      `Die Zugriffseinstellungen von ${key} wurden nach einem unterbrochenen Speichern wiederhergestellt.`,
    accessRestoredOwner: (key: string, ownerId: string) =>
      `Die Zugriffseinstellungen von ${key} wurden nach einem unterbrochenen Speichern wiederhergestellt. Eigentümer ist jetzt ${ownerId}.`,
    accessNotRestored: 'Das Gateway war nicht erreichbar. Versuchen Sie es später erneut.'
  },
  update: {
    label: 'Neue Version',
    ready: 'Eine neue Version von Lockgate ist bereit.',
    updatedElsewhere:
      'Lockgate wurde in einem anderen Tab aktualisiert. Laden Sie die Seite neu, um die neue Version zu verwenden.',
    load: 'Jetzt aktualisieren',
    hide: 'Ausblenden; das Update bleibt in den Einstellungen verfügbar',
    waitsForTransfers: 'Verfügbar, sobald die Übertragungen in diesem Tab abgeschlossen sind.',
    waitsForWork: 'Verfügbar, sobald die Vorgänge in diesem Tab abgeschlossen sind.',
    loading: 'Wird geladen; das kann eine halbe Minute dauern.',
    otherTabBusy: 'Ein anderer Tab ist noch beschäftigt. Es wurde nichts geladen; versuchen Sie es später erneut.',
    failed:
      'Das Update konnte nicht geladen werden. Sie verwenden weiterhin die bisherige Version; versuchen Sie es später erneut.',
    losesFailed: (count: number) =>
      `${plural(count, { one: 'fehlgeschlagene Übertragung geht', other: 'fehlgeschlagene Übertragungen gehen' })} verloren.`
  },
  checkConnection: 'Verbindung prüfen',
  /** An upload whose upload ID the gateway has lost. */
  uploadRestarted: (name: string) =>
    `Das Gateway hat die gesendeten Teile von ${name} nicht mehr. Der Upload beginnt von vorn.`
}
