// Sends by fetch: no cookies, no referrer, no cache, and a redirect is an error before anything goes on to its target.
// Not by the SDK's own handler: that makes a Request, of which fetch makes another; for a small file this takes as long as sending it.
import { HttpResponse } from '@smithy/core/protocols'
import { AppError } from '../domain/app-error'
import type { HandlerOptions, WireAnswer, WireRequest } from './sdk-types'
import { formatWireUrl } from './wire-url'

/**
 * `manual`: browsers answer with an empty `opaqueredirect`, Node with the 3xx itself; with `error` a redirect could not be
 * told from a gateway that is down. https://fetch.spec.whatwg.org/#concept-http-fetch
 */
const init: RequestInit = {
  redirect: 'manual',
  credentials: 'omit',
  referrerPolicy: 'no-referrer'
}

/** True for what `redirect: 'manual'` makes of a redirect. */
export function isRedirect(response: Response): boolean {
  return response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)
}

/**
 * Sends a signed request as it is. Rejects as fetch does: with a TypeError when there is no answer, with the signal's reason; and with
 * `redirected`.
 */
export async function sendByFetch(
  request: WireRequest,
  { abortSignal }: Pick<HandlerOptions, 'abortSignal'> = {}
): Promise<WireAnswer> {
  const { method, headers, body } = request
  const isRead = method === 'GET' || method === 'HEAD'
  const response = await fetch(formatWireUrl(request), {
    ...init,
    ...{ method, headers, signal: (abortSignal as AbortSignal | undefined) ?? null },
    body: isRead ? null : ((body as BodyInit | undefined) ?? null),
    // Beside a body `no-store` would send `Cache-Control: no-cache`, and the gateway would keep that as the object's own; so would
    // `default`, which If-Match and If-None-Match turn into it. https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
    cache: isRead ? 'no-store' : 'force-cache'
  })
  const { status: statusCode, statusText: reason } = response
  if (isRedirect(response)) throw new AppError('redirected', { status: statusCode || undefined })
  const answered = { statusCode, reason, headers: Object.fromEntries(response.headers), body: response.body }
  return { response: new HttpResponse(answered) }
}
