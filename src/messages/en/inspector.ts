import type { UnconfirmedReason } from '../../domain/encryption-observation'

export const inspector = {
  /** After a colon, and in the middle of a sentence. */
  unconfirmed: {
    'no-answer': 'no response, or blocked by CORS',
    offline: 'you’re offline',
    'gateway-failed': 'the gateway is busy or had an error',
    'access-denied': 'permission denied',
    'not-found': 'the object no longer exists',
    'name-refused': 'browsers can’t request objects of this name',
    inconclusive: 'the gateway’s response was inconclusive',
    cancelled: 'the check was cancelled'
  } satisfies Record<UnconfirmedReason, string>
}
