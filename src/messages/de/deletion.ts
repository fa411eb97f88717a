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
    'Die Versionierung ist ausgesetzt: Versionen namens „null“, ohne Versionierung gespeichert, werden endgültig gelöscht. Andere bleiben.',
  versioningOff: 'Das lässt sich nicht rückgängig machen: Das Gateway behält keine Kopie.',
  versioningUnknown:
    'Ob Versionen aufbewahrt werden, ist unbekannt. Gehen Sie davon aus, dass sich das nicht rückgängig machen lässt.',
  versioningAsked: 'Es wird geprüft, ob dieser Bucket Versionen aufbewahrt …',
  large: (n: number) =>
    `Von ${plural(n, { one: 'großen Swift-Objekt wird nur das Manifest', other: 'großen Swift-Objekten werden nur die Manifeste' })} gelöscht: Die Segmente bleiben und belegen Platz.`,
  tooMany:
    'Zu viele zum Auflisten: Was bis zum Ende des Löschens in diesen Ordnern hinzukommt, wird ebenfalls gelöscht.',
  exact: 'Genau diese werden gelöscht. Was ab jetzt in den Ordnern hinzukommt, bleibt.',
  confirm: (objectCount: number) => `${objects(objectCount)} löschen`,
  confirmNothing: 'Löschen',
  done: {
    delete: (n: number) => `${objects(n)} gelöscht`,
    hide: (n: number) => `${objects(n)} durch eine Löschmarkierung verborgen`
  },
  noAnswer: 'Anfragen ohne Antwort können trotzdem erfolgreich gewesen sein. Die Liste zeigt, was noch da ist.',
  retryFailed: (n: number) => `${formatCount(n)} fehlgeschlagene erneut versuchen`,
  showRest: 'Verbleibende anzeigen',
  recoverable: {
    title: 'Gelöschte Objekte (wiederherstellbar)',
    what: 'Gelöschte Objekte bleiben hinter einer Löschmarkierung wiederherstellbar, bis auch ihre Versionen gelöscht sind.',
    none: 'Keine wiederherstellbaren gelöschten Objekte in diesem Ordner.',
    noneYet: 'Bisher keine gefunden.',
    deletedAt: (ms: number) => `gelöscht am ${formatDateTime(ms)}`,
    suspended:
      'Die Versionierung ist ausgesetzt: Ein Objekt, das im Moment des Wiederherstellens hochgeladen wird, ginge verloren.',
    uploadedAgain: (ms: number, sizeBytes: number) =>
      `Nicht wiederhergestellt: {name} wurde am ${formatDateTime(ms)} erneut hochgeladen, ${formatSize(sizeBytes)}. Es wurde nichts geändert.`,
    deletedAgain:
      'Nicht wiederhergestellt: {name} wurde seit dem Laden dieser Liste erneut gelöscht. Es wurde nichts geändert.',
    looking: 'Gelöschte Objekte werden gesucht',
    stop: 'Suche beenden',
    show: 'Gelöschte Objekte anzeigen',
    more: 'Weitere suchen',
    unknown: 'Ob dieser Bucket gelöschte Objekte aufbewahrt, konnte nicht geprüft werden.'
  }
}
