// Objects, uploads and copies.
import type { SomeErrors } from '../../error-case'
import { NOTHING_CHANGED, kept } from './phrases'

export const objects = {
  'no-such-object': () => ({
    title: 'Objekt nicht gefunden',
    meaning: 'Es wurde seit dem Auflisten gelöscht oder verschoben, oder der Link ist falsch geschrieben.',
    remedy: 'Laden Sie die Liste neu.'
  }),
  'no-such-upload': () => ({
    title: 'Der Upload existiert auf dem Gateway nicht mehr',
    meaning: 'Er wurde anderswo verworfen oder durch eine Lifecycle-Regel entfernt. Es wurde kein Objekt erstellt.',
    remedy: 'Laden Sie die Datei noch einmal von Anfang an hoch.'
  }),
  'too-large': () => ({
    title: 'Zu groß für das Gateway',
    meaning: 'Das Gateway oder ein vorgeschalteter Proxy lehnt Anfragen dieser Größe ab. Es wurde nichts gespeichert.',
    remedy: 'Fragen Sie die Administration nach der Größengrenze des Gateways und seines Proxys.'
  }),
  'name-refused': () => ({
    title: 'Dieser Name kann nicht verwendet werden',
    meaning: `Das Gateway, ein Proxy oder der Browser akzeptiert ihn nicht. ${NOTHING_CHANGED}`,
    remedy: 'Verwenden Sie einen anderen Namen. Siehe die Details unten.'
  }),
  'path-style-required': () => ({
    title: 'Dieser Bucket erfordert Path-Style-Adressen',
    meaning: `Sein Name kann nicht Teil eines Hostnamens sein. ${NOTHING_CHANGED}`,
    remedy: 'Aktivieren Sie Path-Style-Adressen im Profil.'
  }),
  'precondition-failed': () => ({
    title: 'Dieser Name wird bereits verwendet',
    meaning: 'Ein Objekt oder eine Datei im gewählten Ordner hat diesen Namen bereits. Nichts wurde überschrieben.',
    remedy: 'Verwenden Sie einen anderen Namen oder entscheiden Sie sich für „Ersetzen“.'
  }),
  'digest-mismatch': () => ({
    title: 'Prüfsumme stimmt nicht überein',
    meaning: 'Angekommen ist nicht, was gesendet wurde. Verwenden Sie diese Kopie nicht. Das Original ist unverändert.',
    remedy:
      'Versuchen Sie es erneut. Tritt dies häufig auf, können ein Netzwerkproblem, ein Proxy oder fehlerhafter Arbeitsspeicher die Ursache sein.'
  }),
  truncated: (p) => ({
    title: 'Die Verbindung ist abgebrochen',
    meaning: `Es kamen weniger Bytes an als angekündigt.${kept(p)} Unvollständige Dateien werden nie gespeichert.`,
    remedy: 'Prüfen Sie Ihre Netzwerkverbindung und versuchen Sie es erneut.'
  }),
  'object-changed': () => ({
    title: 'Das Objekt wurde inzwischen geändert',
    meaning:
      'Während des Lesens oder Prüfens wurde eine andere Version geschrieben. Sie erhalten keine Mischung aus alten und neuen Daten.',
    remedy: 'Beginnen Sie noch einmal, um die aktuelle Version zu erhalten.'
  }),
  'stored-compressed': () => ({
    title: 'Komprimiert gespeichert',
    meaning:
      'Browser entpacken dieses Objekt (Content-Encoding). Das Ergebnis ist nicht verifizierbar und wird weder gespeichert noch angezeigt.',
    remedy:
      'Verwenden Sie ein Profil mit Zugriffsschlüssel: Es erhält die gespeicherten Bytes. Oder laden Sie den Link mit curl herunter.'
  }),
  'source-kept': () => ({
    title: 'Kopiert; das Original blieb',
    meaning: 'Die Kopie wurde verifiziert. Lockgate hat das Original nicht gelöscht.',
    remedy: 'Vergleichen Sie beide, und löschen Sie das Objekt, das Sie nicht brauchen.'
  }),
  'source-gone': () => ({
    title: 'Kopiert; das Original war schon weg',
    meaning:
      'Die Kopie wurde verifiziert. Das Original wurde inzwischen gelöscht, aber nicht durch dieses Verschieben.',
    remedy: 'Löschen Sie die Kopie, wenn das Objekt gelöscht sein sollte.'
  }),
  'storage-class-refused': () => ({
    title: 'Speicherklasse abgelehnt',
    meaning: `Das Gateway hat diese Speicherklasse für den Bucket vermutlich nicht. ${NOTHING_CHANGED}`,
    remedy: 'Laden Sie die Datei mit einer anderen Speicherklasse hoch, oder lassen Sie das Feld leer.'
  })
} satisfies SomeErrors
