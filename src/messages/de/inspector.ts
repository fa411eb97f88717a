import type { UnconfirmedReason } from '../../domain/encryption-observation'

export const inspector = {
  unconfirmed: {
    'no-answer': 'keine Antwort, oder von CORS blockiert',
    offline: 'keine Netzverbindung',
    'gateway-failed': 'das Gateway ist überlastet oder meldet einen Fehler',
    'access-denied': 'Zugriff verweigert',
    'not-found': 'das Objekt ist nicht mehr vorhanden',
    'name-refused': 'Browser können Objekte mit diesem Namen nicht abrufen',
    inconclusive: 'die Antwort des Gateways war nicht eindeutig',
    cancelled: 'die Prüfung wurde abgebrochen'
  } satisfies Record<UnconfirmedReason, string>
}
