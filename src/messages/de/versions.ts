import { formatDateTime } from '../format'

export const versions = {
  title: 'Versionen',
  denied: 'Sie dürfen nicht sehen, ob dieser Bucket Versionen aufbewahrt.',
  unknown: (reason: string) => `Ob Versionen aufbewahrt werden, ist unbekannt: ${reason}.`,
  on: 'Dieser Bucket bewahrt Versionen auf. Beim Löschen des Objekts kommt eine Löschmarkierung hinzu; die Versionen bleiben und belegen Platz.',
  suspended:
    'Die Versionierung ist ausgesetzt: Ältere Versionen bleiben, und jeder neue Schreibvorgang ersetzt die Version namens „null“.',
  latest: 'Aktuell',
  deleteMarker: 'Löschmarkierung',
  restoreOf: (ms: number) => `Version vom ${formatDateTime(ms)} wiederherstellen`,
  download: 'Diese Version herunterladen',
  codeOf: (ms: number) => `Code zur Version vom ${formatDateTime(ms)}`,
  downloadOf: (ms: number) => `Version vom ${formatDateTime(ms)} herunterladen`,
  older: 'Ältere Versionen anzeigen',
  replacesNull: (ms: number) =>
    `Die Version namens „null“ vom ${formatDateTime(ms)} wird durch eine Kopie dieser Version überschrieben und geht endgültig verloren.`,
  keepsCurrent: 'Eine Kopie dieser Version wird zur aktuellen. Die jetzige bleibt als Version erhalten.',
  restoresSettings:
    'Zugriff, Metadaten und Tags dieser Version werden wiederhergestellt; das Objekt ist kurzzeitig privat.',
  restore: 'Diese Version wiederherstellen',
  restoring: 'Wird wiederhergestellt …',
  restored: (ms: number) =>
    `Die Version vom ${formatDateTime(ms)} ist wieder die aktuelle; das Gateway meldet dieselbe Prüfsumme.`,
  notVerified:
    'Die Version wurde kopiert. Ihre Daten und ihr Zugriff konnten nicht verifiziert werden; sie ist jetzt möglicherweise privat.',
  showCurrent: 'Aktuelles Objekt anzeigen',
  cannotCopy:
    'Dieses Gateway kann verschlüsselte Objekte nicht kopieren. Es wurde nichts geändert. Laden Sie diese Version herunter und mit ihrem Schlüssel wieder hoch.',
  reload: 'Versionen neu laden'
}
