// Asks the gateway as someone without any credentials would, and what can be known of the answer.
import type { AnonymousAnswer } from '../domain/gateway'
import { MAX_SILENCE_MS } from '../domain/within-time'
import type { GatewayClient } from './gateway-client'
import { formatObjectUrl, toPublicAddress } from './object-url'
import { fetchUnsigned } from './unsigned-fetch'

/** `yes` and `no` are the gateway's own; `not-known` when a page may not read its answer, or none came. Rejects only when aborted. */
export async function askAnonymously(
  { profile, account, onRequest }: Pick<GatewayClient, 'profile' | 'account' | 'onRequest'>,
  bucket: string,
  key: string,
  query: Readonly<Record<string, string>>,
  signal?: AbortSignal
): Promise<AnonymousAnswer> {
  const address = toPublicAddress(profile, account.userId, bucket)
  const url = formatObjectUrl(address.place, address.bucket, key)
  const search = new URLSearchParams(query).toString()
  const patience = AbortSignal.timeout(MAX_SILENCE_MS)
  try {
    const init: RequestInit = {
      method: key === '' ? 'GET' : 'HEAD',
      redirect: 'manual',
      cache: 'no-store',
      signal: signal === undefined ? patience : AbortSignal.any([signal, patience])
    }
    const response = await fetchUnsigned(search === '' ? url : `${url}?${search}`, init, onRequest)
    await response.body?.cancel()
    if (response.ok) return isOfGateway(response, key) ? 'yes' : 'not-known'
    return response.status === 401 || response.status === 403 ? 'no' : 'not-known'
  } catch {
    signal?.throwIfAborted()
    return 'not-known'
  }
}

/** A login page answers 200 to everything: a listing must be XML, and an object in HTML must have what only a gateway puts on it. */
function isOfGateway({ headers }: Response, key: string): boolean {
  const type = headers.get('content-type') ?? ''
  if (key === '') return /\bxml\b/i.test(type) && !/html/i.test(type)
  return !/html/i.test(type) || headers.has('etag') || headers.has('x-amz-request-id')
}
