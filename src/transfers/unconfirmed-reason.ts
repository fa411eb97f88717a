// Why something about an object could not be seen, as the error tells.
import type { AppError } from '../domain/app-error'
import type { UnconfirmedReason } from '../domain/encryption-observation'

export function unconfirmedReason(error: AppError): UnconfirmedReason {
  switch (error.kind) {
    case 'unreachable':
    case 'cors-blocked':
      return 'no-answer'
    case 'offline':
      return 'offline'
    case 'gateway-busy':
    case 'gateway-failed':
      return 'gateway-failed'
    case 'access-denied':
      return 'access-denied'
    case 'no-such-object':
    case 'no-such-bucket':
      return 'not-found'
    case 'name-refused':
      return 'name-refused'
    default:
      return 'inconclusive'
  }
}
