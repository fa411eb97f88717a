// Why something about an object could not be seen, in words for a tooltip.
import type { AppError } from '../domain/app-error'

/** A sentence; holds no secret and no address. */
export function describeUnconfirmed(error: AppError): string {
  switch (error.kind) {
    case 'unreachable':
    case 'cors-blocked':
      return 'The gateway gave no answer that this page may read.'
    case 'offline':
      return 'There is no network.'
    case 'gateway-busy':
    case 'gateway-failed':
      return 'The gateway could not answer.'
    case 'access-denied':
      return 'You are not allowed to look at this object.'
    case 'no-such-object':
    case 'no-such-bucket':
      return 'The object is no longer there.'
    case 'name-refused':
      return 'No browser can ask for an object of this name.'
    default:
      return 'The gateway gave an answer that says nothing about encryption.'
  }
}
