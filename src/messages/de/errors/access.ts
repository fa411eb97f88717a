// What a user may not do, and why.
import { formatDateTime } from '../../format'
import type { SomeErrors, ErrorParameters as P } from '../../error-case'
import { NOTHING_CHANGED } from './phrases'

const until = ({ lockedUntilMs }: P): string => (lockedUntilMs === undefined ? '' : formatDateTime(lockedUntilMs))

const LOCKED = `Diese Version kann nicht gelöscht werden, solange ihr Object Lock gilt. ${NOTHING_CHANGED}`

export const access = {
  'access-denied': (p) => ({
    title: 'Zugriff verweigert',
    meaning: `Das Gateway erlaubt dies mit Ihren Zugangsdaten nicht. ${NOTHING_CHANGED}`,
    remedy: p.isOfObject
      ? 'Bitten Sie die Person, die das Objekt hochgeladen hat, den Eigentümer des Buckets oder die Administration um Zugriff.'
      : 'Bitten Sie den Eigentümer des Buckets oder die Administration um Zugriff.'
  }),
  'object-lock': () => ({
    title: 'Durch Object Lock geschützt',
    meaning: LOCKED,
    remedy: 'Fragen Sie den Eigentümer des Buckets, wie lange die Version gesperrt ist.'
  }),
  'legal-hold': (p) => ({
    title: p.lockedUntilMs === undefined ? 'Unter Legal Hold' : `Unter Legal Hold, gesperrt bis ${until(p)}`,
    meaning: LOCKED,
    remedy: 'Bitten Sie den Eigentümer des Buckets, den Legal Hold aufzuheben, und versuchen Sie es erneut.'
  }),
  'retention-compliance': (p) => ({
    title: `Gesperrt bis ${until(p)}`,
    meaning: LOCKED,
    remedy: 'Versuchen Sie es nach diesem Datum erneut. Im Compliance-Modus kann niemand die Version früher löschen.'
  }),
  'retention-governance': (p) => ({
    title: `Gesperrt bis ${until(p)}`,
    meaning: LOCKED,
    remedy:
      'Versuchen Sie es nach diesem Datum erneut. Im Governance-Modus löscht sie früher, wer eine Bypass-Berechtigung und ein anderes Werkzeug hat.'
  }),
  'grantee-unknown': () => ({
    title: 'Unbekannte Benutzer-ID',
    meaning: `Das Gateway lehnt eine ACL ab, die einen unbekannten Benutzer nennt. ${NOTHING_CHANGED}`,
    remedy:
      'Erfragen Sie die Benutzer-ID auf diesem Gateway: Sie ist weder eine E-Mail-Adresse noch ein Zugriffsschlüssel.'
  }),
  'acl-differs': () => ({
    title: 'Das Gateway hat eine andere ACL gespeichert',
    meaning: 'Es hat die Änderung ohne Fehler angenommen, aber das Zurückgelesene weicht ab.',
    remedy: 'Prüfen Sie den aktuellen Zugriff, bevor Sie sich auf ihn verlassen.'
  })
} satisfies SomeErrors
