import { formatSize, plural } from '../format'

export const downloads = {
  offline: 'Sie sind offline. Es wurde nichts heruntergeladen.',
  title: (selection: string) => `${selection} herunterladen`,
  largeObjects: (count: number, unlistedBytes: number) =>
    `Enthält ${plural(count, { one: 'Swift Large Object', other: 'Swift Large Objects' })}: ${formatSize(unlistedBytes)} mehr als aufgelistet.`,
  unchecked: (count: number) =>
    `${plural(count, { one: 'als leer aufgelistetes Objekt wurde', other: 'als leer aufgelistete Objekte wurden' })} nicht geprüft; Swift Large Objects darunter sind größer als aufgelistet.`,
  destination: 'Speichern in',
  archive: {
    label: 'Eine ZIP-Datei',
    about: 'Ordner bleiben erhalten. Nichts wird komprimiert.',
    intoFile: 'Sie werden gefragt, wo sie gespeichert werden soll.',
    size: (sizeBytes: number) => `Etwa ${formatSize(sizeBytes)}.`,
    missing:
      'Fehlgeschlagene Dateien stehen nur im Bericht in der ZIP-Datei. Verschlüsselte werden mit Ihren Schlüsseln geöffnet und liegen darin unverschlüsselt.',
    noRoom: (neededBytes: number, freeBytes: number) =>
      `Benötigt ${formatSize(neededBytes)} Browserspeicher; nur ${formatSize(freeBytes)} sind frei. Wählen Sie weniger Dateien oder ein anderes Ziel.`,
    report: {
      title: (bucket: string) => `Lockgate-Bericht zu dieser ZIP-Datei des Buckets ${bucket}`,
      missing: (n: number) =>
        `${plural(n, { one: 'Datei fehlt', other: 'Dateien fehlen' })} in dieser ZIP-Datei: nicht heruntergeladen oder unterwegs verändert.`,
      renamed: (n: number) =>
        `${plural(n, { one: 'Datei hat', other: 'Dateien haben' })} in dieser ZIP-Datei einen anderen Namen.`
    }
  },
  folder: {
    label: 'Einen Ordner auf diesem Computer',
    about:
      'Unterordner bleiben erhalten. Dateien erscheinen vollständig und geprüft; vorhandene mit gleicher Prüfsumme werden übersprungen.',
    choose: 'Ordner wählen',
    chooseOther: 'Anderen Ordner wählen',
    overwrites: 'Vorhandene gleichnamige Dateien werden überschrieben, sobald die neue Datei geprüft ist.'
  },
  browser: {
    label: 'Die Downloads des Browsers, eine Datei nach der anderen',
    about:
      'Ordnernamen werden Teil des Dateinamens: a_b.txt für a/b.txt. Erlauben Sie auf Nachfrage mehrere Downloads, sonst kommt nur die erste Datei an.',
    onlyWay: 'Dieser Browser kann nicht in einen Ordner speichern; Chrome und Edge können es.',
    tooMany:
      'Mit so vielen einzelnen Downloads haben Browser Schwierigkeiten. Wählen Sie einen Ordner oder verwenden Sie rclone oder aws-cli.',
    tooManyHere:
      'Mit so vielen einzelnen Downloads haben Browser Schwierigkeiten. Verwenden Sie stattdessen rclone oder aws-cli.'
  },
  noRoom: (neededBytes: number, freeBytes: number) =>
    `Benötigt bis zu ${formatSize(neededBytes)} Browserspeicher; nur ${formatSize(freeBytes)} sind frei. Was nicht hineinpasst, schlägt fehl und lässt sich wiederholen.`,
  checks: 'Jede Datei wird anhand der Prüfsumme verifiziert; ist keine verfügbar, wird nur die Größe geprüft.',
  encrypted:
    'Verschlüsselte Dateien werden mit Ihren Schlüsseln geöffnet. Dateien, zu denen keiner passt, schlagen fehl und lassen sich wiederholen.',
  submit: (count: number) => `${plural(count, { one: 'Datei', other: 'Dateien' })} herunterladen`
}
