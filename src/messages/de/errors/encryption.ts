// Encryption keys, and objects that need one.
import type { SomeErrors } from '../../error-case'
import { gateway, kept } from './phrases'

export const encryption = {
  'sse-key-needed': () => ({
    title: 'Verschlüsselungsschlüssel erforderlich',
    meaning:
      'Das Objekt wurde mit einem Verschlüsselungsschlüssel gespeichert und lässt sich nur mit ihm öffnen. Das Gateway behält keine Kopie.',
    remedy: 'Wählen Sie den Schlüssel, oder importieren Sie ihn, falls er nicht in diesem Browser ist.'
  }),
  'sse-key-wrong': () => ({
    title: 'Falscher Verschlüsselungsschlüssel',
    meaning:
      'Das Gateway hat diesen Schlüssel abgelehnt. Das Objekt ist unbeschädigt; wahrscheinlich wurde es mit einem anderen Schlüssel verschlüsselt.',
    remedy: 'Wählen Sie einen anderen Schlüssel, oder importieren Sie den richtigen.'
  }),
  'sse-key-lost': (p) => ({
    title: 'Der Schlüssel wurde aus diesem Browser gelöscht',
    meaning: `Der Browserspeicher wurde geleert, während Lockgate geöffnet war.${p.isStored ? ' Das Objekt wurde gespeichert, aber nicht verifiziert.' : kept(p)}`,
    remedy:
      'Er ist noch im Arbeitsspeicher dieses Tabs. Speichern Sie die Schlüsseldatei und den Schlüssel im Browser, und versuchen Sie es erneut.'
  }),
  'sse-key-not-backed-up': () => ({
    title: 'Sichern Sie zuerst den Schlüssel',
    meaning: 'Dieser Schlüssel existiert nur im Arbeitsspeicher dieses Tabs. Es wurde nichts mit ihm verschlüsselt.',
    remedy:
      'Speichern Sie die Schlüsseldatei und verifizieren Sie die Kopie auf der Seite „Schlüssel“. Versuchen Sie es dann erneut.'
  }),
  'sse-key-in-use': () => ({
    title: 'Dieser Schlüssel wird verwendet',
    meaning:
      'Eine Übertragung oder Bearbeitung in diesem Browser benötigt ihn noch. Der Schlüssel wurde nicht entfernt.',
    remedy:
      'Schließen Sie in allen Tabs ab, was ihn verwendet, oder brechen Sie es ab. Entfernen Sie dann den Schlüssel.'
  }),
  'sse-key-insecure': (p) => ({
    title: 'Der Schlüssel wurde nicht gesendet',
    meaning: `${gateway(p)} verwendet unverschlüsseltes HTTP; jeder im Netzwerk könnte den Schlüssel lesen. Es wurde nichts gesendet.`,
    remedy: 'Verwenden Sie im Profil die https-Adresse des Gateways.'
  }),
  'insecure-page': () => ({
    title: 'Auf einer unverschlüsselten HTTP-Seite nicht möglich',
    meaning: 'Jeder im Netzwerk könnte Lockgate verändern und Ihre Eingaben mitlesen. Es wurde nichts gespeichert.',
    remedy: 'Öffnen Sie Lockgate über HTTPS, um Schlüssel oder Profile hinzuzufügen.'
  }),
  'must-be-encrypted': () => ({
    title: 'Dieser Bucket verlangt Verschlüsselung',
    meaning:
      'Dieser Upload hatte keinen Schlüssel, deshalb hat Lockgate ihn nicht gesendet. Es wurde nichts gespeichert.',
    remedy: 'Laden Sie die Datei mit einem Schlüssel hoch oder schalten Sie im Bucket „Verschlüsselung verlangen“ aus.'
  }),
  'stored-in-clear': ({ isRemoved }) => ({
    title: 'Unverschlüsselt gespeichert',
    meaning:
      'Ein Schlüssel wurde gesendet, aber das Objekt lässt sich ohne ihn öffnen: Dieses Gateway oder ein vorgeschalteter Proxy hat den Schlüssel ignoriert.',
    remedy: `Laden Sie hier keine vertraulichen Daten hoch, bis die Administration dies geprüft hat. ${isRemoved ? 'Das Objekt wurde entfernt.' : 'Löschen Sie das Objekt, wenn es nicht unverschlüsselt bleiben darf.'}`
  })
} satisfies SomeErrors
