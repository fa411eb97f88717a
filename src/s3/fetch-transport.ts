// Sends by fetch: no cookies, no referrer, no cache, and a redirect is an error before anything goes on to its target.
import { FetchHttpHandler } from '@smithy/fetch-http-handler'
import { AppError } from '../domain/app-error'

/**
 * `manual`: browsers answer with an empty `opaqueredirect`, Node with the 3xx itself; with `error` a redirect could not be
 * told from a gateway that is down. https://fetch.spec.whatwg.org/#concept-http-fetch
 */
const init: RequestInit = {
  redirect: 'manual',
  credentials: 'omit',
  referrerPolicy: 'no-referrer'
}

async function fetchWithoutRedirect(request: Request): Promise<Response> {
  const response = await fetch(request)
  if (isRedirect(response)) throw new AppError('redirected', { status: response.status || undefined })
  return response
}

/** True for what `redirect: 'manual'` makes of a redirect. */
export function isRedirect(response: Response): boolean {
  return response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)
}

/** A handler for the SDK. */
export function createFetchTransport(): FetchHttpHandler {
  return new FetchHttpHandler({
    // Beside a body `no-store` would send `Cache-Control: no-cache`, and the gateway would keep that as the object's own; so would
    // `default`, which If-Match and If-None-Match turn into it. https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
    requestInit: ({ method }) => ({
      ...init,
      cache: method === 'GET' || method === 'HEAD' ? 'no-store' : 'force-cache'
    }),
    customFetch: (input) => fetchWithoutRedirect(input as Request)
  })
}
