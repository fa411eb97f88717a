import { formatCount, formatDateTime, formatSize, plural } from '../format'

const objects = (n: number): string => plural(n, { one: 'Objekt', other: 'Objekte' })

export const deletion = {
  title: (selection: string) => `${selection} löschen`,
  list: 'Was gelöscht wird',
  folder: (objectCount: number, sizeBytes: number, isComplete: boolean) =>
    `${objects(objectCount)} · ${formatSize(sizeBytes)}${isComplete ? '' : ' bisher'}`,
  counting: 'wird gezählt …',
  notCounted: 'nicht gezählt',
  countFirst: 'Bevor alles gezählt ist, wird nichts gelöscht.',
  versioningOn:
    'Dieser Bucket bewahrt Versionen auf: Gelöschte Objekte werden durch eine Löschmarkierung verborgen, belegen weiter Platz und lassen sich wiederherstellen.',
  versioningSuspended:
    'Die Versionierung ist ausgesetzt: Versionen namens „null“ (ohne Versionierung gespeichert) werden endgültig gelöscht. Andere Versionen bleiben.',
  versioningOff: 'Das kann nicht rückgängig gemacht werden: Das Gateway behält keine Kopie.',
  versioningUnknown:
    'Ob Versionen aufbewahrt werden, ist unbekannt. Gehen Sie davon aus, dass sich das Löschen nicht rückgängig machen lässt.',
  versioningAsked: 'Es wird geprüft, ob dieser Bucket Versionen aufbewahrt …',
  large: (n: number) =>
    `Von ${plural(n, { one: 'Swift Large Object wird nur das Manifest', other: 'Swift Large Objects werden nur die Manifeste' })} gelöscht: Die Segmente bleiben und belegen Platz.`,
  tooMany:
    'Zu viele zum Auflisten: Was vor dem Ende des Löschens in diesen Ordnern hinzukommt, wird ebenfalls gelöscht.',
  exact: 'Genau diese Objekte werden gelöscht. Was ab jetzt in den Ordnern hinzukommt, bleibt erhalten.',
  confirm: (objectCount: number) => `${objects(objectCount)} löschen`,
  confirmNothing: 'Löschen',
  done: {
    delete: (n: number) => `${objects(n)} gelöscht`,
    hide: (n: number) => `${objects(n)} durch eine Löschmarkierung verborgen`
  },
  noAnswer: 'Anfragen ohne Antwort können trotzdem erfolgreich gewesen sein. Die Liste zeigt, was noch da ist.',
  retryFailed: (n: number) => `${formatCount(n)} fehlgeschlagene wiederholen`,
  showRest: 'Verbleibende anzeigen',
  recoverable: {
    title: 'Gelöschte Objekte (wiederherstellbar)',
    what: 'Gelöschte Objekte bleiben hinter einer Löschmarkierung wiederherstellbar, bis auch ihre Versionen gelöscht sind.',
    none: 'Keine wiederherstellbaren gelöschten Objekte in diesem Ordner.',
    noneYet: 'Bisher keine gefunden.',
    deletedAt: (ms: number) => `gelöscht am ${formatDateTime(ms)}`,
    suspended:
      'Die Versionierung ist ausgesetzt: Wird ein Objekt im Moment des Wiederherstellens neu hochgeladen, geht dieser Upload verloren.',
    uploadedAgain: (ms: number, sizeBytes: number) =>
      `Nicht wiederhergestellt: {name} wurde am ${formatDateTime(ms)} erneut hochgeladen, ${formatSize(sizeBytes)}. Es wurde nichts geändert.`,
    deletedAgain:
      'Nicht wiederhergestellt: {name} wurde seit dem Laden dieser Liste erneut gelöscht. Es wurde nichts geändert.',
    looking: 'Gelöschte Objekte werden gesucht',
    stop: 'Suche stoppen',
    show: 'Gelöschte Objekte anzeigen',
    more: 'Weitere suchen',
    unknown: 'Ob dieser Bucket gelöschte Objekte aufbewahrt, konnte nicht geprüft werden.'
  }
}
