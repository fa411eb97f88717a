// Finds out why a request had no answer that a page may see. Sends nothing but anonymous GETs of the endpoint's root.
import type { SentRequest } from '../domain/request-history'
import { isRedirect } from './fetch-transport'
import { fetchUnsigned } from './unsigned-fetch'

/**
 * `cors-blocked`: something answers there, and CORS keeps its answer from this page. `reachable`: it lets the page read.
 * `silent`: it took longer than a browser's user waits; `unreachable`: it was over at once.
 */
export type Reach = 'unreachable' | 'silent' | 'cors-blocked' | 'redirected' | 'reachable'

const TIMEOUT_MS = 8_000

/**
 * Down, a wrong port or name, a certificate: pages cannot tell these apart. Never rejects; `unreachable` when the signal fires.
 * @param endpoint an origin
 */
export async function probeEndpoint(
  endpoint: string,
  signal?: AbortSignal,
  onRequest?: (request: SentRequest) => void
): Promise<Reach> {
  const ask = (how: RequestInit): Promise<Response> => {
    const patience = AbortSignal.timeout(TIMEOUT_MS)
    const either = signal === undefined ? patience : AbortSignal.any([patience, signal])
    return fetchUnsigned(`${endpoint}/`, { ...how, cache: 'no-store', signal: either }, onRequest)
  }
  try {
    const response = await ask({ redirect: 'manual' })
    void response.body?.cancel().catch(() => undefined)
    return isRedirect(response) ? 'redirected' : 'reachable'
  } catch {
    // Without CORS a redirect cannot be kept from being followed: `manual` is an error there. Where it leads does not matter.
    return ask({ mode: 'no-cors' }).then(
      () => 'cors-blocked',
      (error: unknown) => ((error as Error | undefined)?.name === 'TimeoutError' ? 'silent' : 'unreachable')
    )
  }
}
