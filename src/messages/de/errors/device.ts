// Files of the device, and the browser’s storage.
import { formatSize } from '../../format'
import type { SomeErrors } from '../../error-case'

const FREE_SPACE =
  'Schaffen Sie Speicherplatz und versuchen Sie es erneut. Fertige Downloads geben ihren nach 1 Stunde und 2 Minuten je GB frei, ausgeblendet früher.'

export const device = {
  'file-changed': () => ({
    title: 'Die Datei wurde während des Uploads geändert',
    meaning:
      'Die Datei auf Ihrem Datenträger ist nicht mehr die gewählte. Eine Mischung aus alten und neuen Daten wurde nicht gespeichert.',
    remedy: 'Wählen Sie die Datei erneut, wenn nichts mehr in sie schreibt.'
  }),
  'different-file': () => ({
    title: 'Das ist eine andere Datei',
    meaning:
      'Größe, Datum oder Inhalt unterscheiden sich von dem, was zuvor hochgeladen wurde. Es wurde nichts gesendet; die gesendeten Teile bleiben.',
    remedy: 'Wählen Sie die ursprüngliche Datei oder beginnen Sie mit dieser von vorn.'
  }),
  'file-unreadable': () => ({
    title: 'Die Datei kann nicht gelesen werden',
    meaning:
      'Sie wurde verschoben oder gelöscht, oder ihr Datenträger fehlt. Was das Gateway speichert, ist unverändert.',
    remedy: 'Wählen Sie die Datei erneut.'
  }),
  'browser-storage-full': () => ({
    title: 'Der Browserspeicher ist voll',
    meaning:
      'Der Browser oder der Datenträger hat keinen Platz mehr für Lockgate. Was das Gateway speichert, ist unverändert.',
    remedy: FREE_SPACE
  }),
  'download-storage-full': () => ({
    title: 'Der Browserspeicher ist voll',
    meaning:
      'Für den Rest des Downloads war kein Platz. Was empfangen wurde, bleibt erhalten, und das Objekt ist unverändert.',
    remedy: FREE_SPACE
  }),
  'too-large-for-memory': ({ maxBytes }) => ({
    title: 'Zu groß für dieses Browserfenster',
    meaning: `Dieses Fenster bietet Lockgate keinen Dateispeicher; Downloads bleiben im Arbeitsspeicher${maxBytes === undefined ? '' : `, bis zu ${formatSize(maxBytes)}`}. Es wurde nichts heruntergeladen.`,
    remedy:
      'Verwenden Sie ein nicht privates Fenster oder einen anderen Browser. Unverschlüsseltes öffnen Sie auch über einen Link.'
  }),
  'download-storage-failed': () => ({
    title: 'In den Browserspeicher konnte nicht geschrieben werden',
    meaning: 'Der Download wurde gestoppt, und es wurde keine Datei gespeichert. Das Objekt ist unverändert.',
    remedy:
      'Versuchen Sie es erneut. Schlägt es weiterhin fehl, laden Sie Lockgate neu oder verwenden Sie einen anderen Browser.'
  }),
  'browser-storage-failed': () => ({
    title: 'Speichern im Browserspeicher fehlgeschlagen',
    meaning: 'Das Schreiben schlug fehl, oder das Zurückgelesene weicht ab. Möglicherweise wurde es nicht gespeichert.',
    remedy:
      'Sichern Sie jeden Schlüssel, von dem es außerhalb dieses Browsers keine Kopie gibt, und laden Sie Lockgate neu.'
  }),
  'directory-unwritable': () => ({
    title: 'In den gewählten Ordner kann nicht geschrieben werden',
    meaning:
      'Der Datenträger ist voll oder fehlt, oder der Browser darf dort nicht mehr schreiben. Es blieb keine unvollständige Datei zurück; auf dem Gateway änderte sich nichts.',
    remedy:
      'Schaffen Sie Platz oder verbinden Sie den Datenträger, und versuchen Sie es erneut. Nach einem Neuladen wählen Sie den Ordner erneut.'
  })
} satisfies SomeErrors
