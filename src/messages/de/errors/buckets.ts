// Buckets, their limits and their policies.
import type { SomeErrors } from '../../error-case'
import { NOTHING_CHANGED, kept } from './phrases'

export const buckets = {
  'no-such-bucket': () => ({
    title: 'Bucket nicht gefunden',
    meaning:
      'Er wurde gelöscht, gehört zu einem anderen Gateway, oder der Name ist falsch geschrieben. Es wurde nichts geschrieben.',
    remedy: 'Prüfen Sie den Namen und das verwendete Profil.'
  }),
  'quota-exceeded': (p) => ({
    title: 'Kontingent überschritten',
    meaning: `Das Gateway nimmt für dieses Konto oder diesen Bucket keine weiteren Daten an. Vorhandene Objekte bleiben.${kept(p)}`,
    remedy:
      'Löschen Sie nicht mehr Benötigtes oder bitten Sie die Administration um mehr Kontingent, und versuchen Sie es erneut.'
  }),
  'bucket-not-empty': () => ({
    title: 'Der Bucket ist nicht leer',
    meaning: `Nur leere Buckets können gelöscht werden. Auch alte Versionen und Löschmarkierungen zählen, obwohl eine Liste sie nicht zeigt. ${NOTHING_CHANGED}`,
    remedy: 'Leeren Sie ihn zuerst. Sie sehen, was gelöscht wird, bevor etwas geschieht.'
  }),
  'name-taken': () => ({
    title: 'Bucket-Name bereits vergeben',
    meaning: `Sie oder ein anderer Benutzer haben bereits einen Bucket mit diesem Namen. ${NOTHING_CHANGED}`,
    remedy: 'Wählen Sie einen anderen Namen.'
  }),
  'placement-refused': () => ({
    title: 'Unbekannte Platzierung',
    meaning:
      'Diese Platzierung gibt es hier nicht, oder Ihr Konto darf sie nicht verwenden. Es wurde kein Bucket erstellt.',
    remedy:
      'Wählen Sie eine andere Platzierung oder die Standardplatzierung, oder fragen Sie die Administration, welche es gibt.'
  }),
  'bucket-limit': () => ({
    title: 'Höchstzahl der Buckets erreicht',
    meaning: `Das Gateway begrenzt die Zahl der Buckets je Konto. ${NOTHING_CHANGED}`,
    remedy: 'Löschen Sie einen nicht mehr benötigten, oder bitten Sie die Administration um eine höhere Grenze.'
  }),
  'policy-changed': () => ({
    title: 'Die Richtlinie wurde inzwischen geändert',
    meaning:
      'Die Richtlinie des Buckets ist nicht die, die Lockgate erwartet hat. Vermutlich wurde anderswo eine andere gespeichert; sie blieb erhalten.',
    remedy: 'Laden Sie die Richtlinie neu und prüfen Sie sie. Versuchen Sie es dann erneut.'
  }),
  'policy-unconfirmed': () => ({
    title: 'Richtlinie gespeichert, aber nicht zurückzulesen',
    meaning:
      'Das Gateway hat die Änderung angenommen; sie gilt also. Das Zurücklesen schlug fehl oder wurde abgelehnt.',
    remedy:
      'Wenn sie Sie aussperrt, wählen Sie „Richtlinie entfernen“. Wird auch das abgelehnt, hilft die Administration (ein Benutzer mit dem Flag --admin von radosgw-admin).'
  }),
  'policy-refused': () => ({
    title: 'Das Gateway hat diese Richtlinie abgelehnt',
    meaning: 'Die neue Richtlinie wurde nicht gespeichert; das Gateway hat die vorherige behalten.',
    remedy: 'Vergleichen Sie die Richtlinie mit der Meldung des Gateways in den Details unten.'
  })
} satisfies SomeErrors
