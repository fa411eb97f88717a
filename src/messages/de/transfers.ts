import type { UploadSetting } from '../../domain/upload-headers'
import { formatCount, formatDuration, formatSize, plural } from '../format'
import { listed } from './editing'

const count = (n: number): string => plural(n, { one: 'Übertragung', other: 'Übertragungen' })
const filesOf = (n: number, sizeBytes: number): string =>
  `${plural(n, { one: 'Datei', other: 'Dateien' })}, ${formatSize(sizeBytes)}`

export const transfers = {
  title: 'Übertragungen',
  none: 'Keine Übertragungen',
  purpose:
    'Hier erscheinen Uploads und Downloads mit Fortschritt und Verifizierung. Ziehen Sie Dateien auf einen Bucket, um zu beginnen.',
  retryFailed: 'Fehlgeschlagene wiederholen',
  pauseAll: 'Alle pausieren',
  resumeAll: 'Alle fortsetzen',
  cancelAll: 'Alle abbrechen',
  clearFinished: 'Fertige ausblenden',
  backlog: {
    waiting: (n: number) => `Und ${formatCount(n)} weitere warten`,
    user: (n: number) => `Und ${formatCount(n)} weitere pausiert`,
    failures: (n: number) =>
      `Und ${formatCount(n)} weitere pausiert: zu viele Fehler. Prüfen Sie die Fehler unten und setzen Sie dann fort.`
  },
  earlier: (n: number, unverifiedCount: number) =>
    `${plural(n, { one: 'frühere Übertragung', other: 'frühere Übertragungen' })} abgeschlossen, ` +
    (unverifiedCount === 0 ? 'alle verifiziert' : `${formatCount(unverifiedCount)} nicht vollständig verifiziert`),
  timeLeft: (seconds: number) => `noch ${formatDuration(seconds)}`,
  summary: {
    underWay: count,
    done: (n: number) => `${count(n)} abgeschlossen`,
    cancelled: (n: number) => `${count(n)} abgebrochen`,
    paused: (n: number) => `${count(n)} pausiert`,
    pausedToo: (n: number) => `${formatCount(n)} pausiert`,
    failed: (n: number) => `${count(n)} fehlgeschlagen`,
    failedToo: (n: number) => `${formatCount(n)} fehlgeschlagen`,
    left: (n: number) => plural(n, { one: 'unvollständiger Download', other: 'unvollständige Downloads' }),
    nothing: 'Keine aktiven Übertragungen',
    rate: 'Übertragungsrate der letzten Minute'
  },
  wait: {
    network: 'Warten auf das Netzwerk …',
    retryIn: (problem: string, seconds: number) => `${problem}; neuer Versuch in ${formatDuration(seconds)}`,
    retrying: (problem: string) => `${problem}; neuer Versuch …`
  },
  row: {
    progress: {
      upload: (name: string) => `Upload von ${name}`,
      download: (name: string) => `Download von ${name}`
    },
    sizeOf: (doneBytes: number, sizeBytes: number) => `${formatSize(doneBytes)} von ${formatSize(sizeBytes)}`,
    partsUnderWay: (n: number) => `${plural(n, { one: 'Teil', other: 'Teile' })} in Übertragung`,
    waiting: 'Wartet',
    waitingAt: (place: number) => (place === 1 ? 'Wartet · als Nächstes' : `Wartet · Platz ${formatCount(place)}`),
    paused: 'Pausiert',
    /** Of one that is paused or failed. */
    kept: {
      upload: (keptBytes: number) => `${formatSize(keptBytes)} bisher gespeichert`,
      download: (keptBytes: number) => `${formatSize(keptBytes)} bisher empfangen`
    },
    startedOver: 'Beginnt von vorn: Das Gateway hatte die gesendeten Teile nicht mehr',
    verifying: 'Wird verifiziert …',
    readAgain: 'Empfangenes wird geprüft …',
    verified: 'Verifiziert',
    sizeChecked: { upload: 'Hochgeladen, Größe geprüft', download: 'Gespeichert, Größe geprüft' },
    notVerified: { upload: 'Hochgeladen (nicht verifiziert)', download: 'Gespeichert (nicht verifiziert)' },
    archive: {
      files: (addedCount: number, fileCount: number) =>
        `${formatCount(addedCount)} von ${plural(fileCount, { one: 'Datei', other: 'Dateien' })}`,
      all: (n: number) => plural(n, { one: 'Datei', other: 'Dateien' }),
      missing: (missingCount: number, n: number) =>
        `${formatCount(missingCount)} von ${plural(n, { one: 'Datei fehlt', other: 'Dateien fehlen' })}`,
      missingSoFar: (n: number) => plural(n, { one: 'fehlt', other: 'fehlen' }),
      missingList: (name: string) => `Was in ${name} fehlt`,
      renamed: (n: number) => `${formatCount(n)} umbenannt`
    },
    sentWithoutKey: 'Ohne Schlüssel gesendet',
    settings: {
      kept: 'Header verifiziert',
      lost: (some: readonly UploadSetting[]) => `Nicht wie gesendet gespeichert: ${listed(some)}`,
      unseen: (some: readonly UploadSetting[], reason: string) => `Nicht geprüft: ${listed(some)} (${reason})`,
      hidden: 'durch CORS vor Browsern verborgen'
    },
    encryptionUnknown: 'Verschlüsselung konnte nicht geprüft werden',
    cancelled: {
      removing: 'Abgebrochen. Gesendete Daten werden entfernt …',
      removed: 'Abgebrochen',
      'kept-parts':
        'Abgebrochen. Das Gateway hat das Entfernen nicht bestätigt: Gesendete Teile bleiben möglicherweise bei den unvollständigen Uploads des Buckets.',
      'kept-object': 'Abgebrochen, aber ein Objekt wurde gespeichert. Prüfen Sie seinen Ordner.'
    },
    startFirst: 'Als Nächstes starten (Alt+↑ oder Alt+↓: einen Platz vor oder zurück)',
    startFirstOf: (name: string) => `${name} als Nächstes starten`,
    pause: 'Pausieren',
    pauseOf: (name: string) => `${name} pausieren`,
    cannotPause: 'Kann nicht pausiert werden: Die letzte Anfrage läuft bereits',
    resume: 'Fortsetzen',
    resumeOf: (name: string) => `${name} fortsetzen`,
    retryOf: (name: string) => `${name} wiederholen`,
    saveAgain: 'Erneut speichern',
    saveAgainOf: (name: string) => `${name} erneut speichern`,
    fileGone: 'Die empfangene Datei ist nicht mehr verfügbar. Laden Sie das Objekt erneut herunter.',
    cancelOf: (name: string) => `${name} abbrechen`,
    cancelVerifyingOf: (name: string) => `Verifizierung von ${name} abbrechen`,
    cancelVerifying: 'Verifizierung abbrechen. Das hochgeladene Objekt bleibt erhalten.',
    chooseKey: 'Schlüssel wählen',
    openFolder: 'Ordner öffnen',
    otherProfile: (host: string, userId: string | undefined) =>
      userId === undefined
        ? `Wechseln Sie zu einem Profil für ${host}, um den Ordner zu öffnen.`
        : `Wechseln Sie zu einem Profil von ${userId} für ${host}, um den Ordner zu öffnen.`
  },
  accountPaused: (n: number) =>
    `${plural(n, { one: 'Übertragung ist', other: 'Übertragungen sind' })} pausiert, weil {host} diese Zugangsdaten ablehnt.`,
  bucketPaused: (n: number) =>
    `${plural(n, { one: 'Übertragung', other: 'Übertragungen' })} des Buckets {bucket} auf {host} aus diesem Grund pausiert.`,
  storagePaused: (n: number) =>
    `${plural(n, { one: 'Download ist', other: 'Downloads sind' })} aus diesem Grund pausiert.`,
  openProfiles: 'Profile öffnen',
  openBucket: 'Bucket-Einstellungen öffnen',
  openBuckets: 'Buckets öffnen',
  journalled: {
    title: 'Unvollständige Uploads',
    what: 'Aus früheren Sitzungen dieses Browsers und aus seinen anderen Tabs.',
    count: (n: number) => plural(n, { one: 'unvollständiger Upload', other: 'unvollständige Uploads' }),
    notStarted: (n: number) => `${plural(n, { one: 'Datei', other: 'Dateien' })} noch nicht hochgeladen`,
    progress: (name: string) => `Unvollständiger Upload von ${name}`,
    resume: 'Fortsetzen',
    resumeOf: (name: string) => `${name} fortsetzen`,
    resumeAll: 'Alle fortsetzen',
    chooseFile: 'Datei wählen …',
    chooseFiles: 'Dateien wählen …',
    chooseFolder: 'Ordner wählen …',
    of: (name: string) => `für ${name}`,
    startOver: 'Von vorn beginnen',
    startOverOf: (name: string) => `${name} von vorn beginnen`,
    comparing: 'Die Datei wird mit den gesendeten Teilen verglichen …',
    inOtherTab: 'In einem anderen Tab',
    ofProfile: (name: string) => `Gehört zum Profil ${name}`,
    noProfile: (host: string) => `Kein Profil für dieses Konto auf ${host}`,
    switchTo: 'Profil wechseln',
    forget: 'Aus der Liste entfernen',
    forgetOf: (name: string) => `${name} aus der Liste entfernen`,
    forgetTitle: (n: number) => `${plural(n, { one: 'Datei', other: 'Dateien' })} aus der Liste entfernen`,
    nothingSent:
      'Auf dem Gateway bleibt kein Teil dieser Dateien. Eine kleine, die gerade übertragen wurde, kann dort sein. Die Dateien auf Ihrem Gerät bleiben unverändert.',
    partsStay:
      'Gesendete Teile bleiben auf dem Gateway. Mit einem Profil für dieses Konto lässt sich der Upload auf der Seite seines Buckets abbrechen.',
    differentFile: 'Das ist eine andere Datei: Größe, Datum oder Inhalt unterscheiden sich. Es wurde nichts gesendet.',
    keptChanged:
      'Die Datei auf Ihrem Datenträger wurde geändert. Wählen Sie sie erneut oder brechen Sie den Upload ab.',
    keptGone: 'Die Datei ist nicht mehr an ihrem Ort. Wählen Sie sie erneut.',
    notPermitted:
      'Der Browser hat das Lesen der Datei nicht erlaubt. Setzen Sie erneut fort und erlauben Sie es, oder wählen Sie die Datei.',
    notChosen: (n: number) =>
      `${plural(n, { one: 'Datei war', other: 'Dateien waren' })} nicht unter den gewählten (verglichen nach Name, Größe und Datum).`
  },
  left: {
    title: 'Unvollständige Downloads',
    what: 'Bereits Empfangenes bleibt in diesem Browser. Beim Fortsetzen wird es erneut geprüft und der Rest geladen.',
    discard: 'Verwerfen',
    discardOf: (name: string) => `Bereits Empfangenes von ${name} verwerfen`,
    interrupted: {
      archive: (n: number, sizeBytes: number) => `Unterbrochen, ZIP-Datei nicht gespeichert · ${filesOf(n, sizeBytes)}`,
      directory: (n: number, sizeBytes: number) =>
        `Unterbrochen, fertige Dateien sind im Ordner · ${filesOf(n, sizeBytes)}`,
      each: (n: number, sizeBytes: number) =>
        `Unterbrochen, fertige Dateien gingen an die Downloads des Browsers · ${filesOf(n, sizeBytes)}`
    },
    selectionGone: 'Die Auswahl war zu groß, um sie zu behalten. Wählen Sie die Objekte erneut aus.',
    ofProfile: (name: string) => `Gehört zum Profil ${name}`,
    noProfile: (host: string) => `Kein Profil für dieses Konto auf ${host}`,
    switchTo: 'Profil wechseln'
  },
  batch: {
    list: 'Downloads mehrerer Dateien',
    downloadOf: (what: string) => `Download: ${what}`,
    into: 'nach {folder}',
    progress: (objectCount: number) => `Download von ${plural(objectCount, { one: 'Objekt', other: 'Objekten' })}`,
    pause: 'Download pausieren',
    resume: 'Download fortsetzen',
    cancel: 'Download abbrechen',
    starting: 'Wird gestartet …',
    saved: (savedCount: number, verifiedCount: number) =>
      savedCount === 0
        ? `${formatCount(0)} gespeichert`
        : verifiedCount === savedCount
          ? `${formatCount(savedCount)} gespeichert, alle verifiziert`
          : `${formatCount(savedCount)} gespeichert, ${formatCount(verifiedCount)} verifiziert, bei ${formatCount(savedCount - verifiedCount)} nur die Größe geprüft`,
    failed: (n: number) => `${formatCount(n)} fehlgeschlagen`,
    cancelled: (n: number) => `${formatCount(n)} abgebrochen`,
    same: (n: number) => `${formatCount(n)} mit gleicher Prüfsumme bereits vorhanden`,
    skipped: (n: number) => `${formatCount(n)} übersprungen (bereits vorhanden)`,
    stopped: 'Abgebrochen; gespeicherte Dateien bleiben erhalten',
    pausedByUser: 'Pausiert; gespeicherte Dateien bleiben erhalten',
    paused: 'Pausiert: zu viele Fehler. Prüfen Sie die Fehler unten und setzen Sie dann fort.',
    renamed: (n: number) => `${plural(n, { one: 'Datei', other: 'Dateien' })} unter anderem Namen gespeichert`
  }
}
