// Finds out whether an endpoint redirects uploads, before a body goes by XMLHttpRequest, which would follow.
import { AppError } from '../domain/app-error'
import type { SentRequest } from '../domain/request-history'
import { isRedirect } from './fetch-transport'
import type { WireRequest } from './sdk-types'
import { fetchUnsigned } from './unsigned-fetch'
import { originOf } from './wire-url'

const CHECK_TIMEOUT_MS = 10_000
/** A part of an upload that does not exist: no gateway stores it, even where anyone may write. */
const NAME = '.lockgate-redirect-check?partNumber=1&uploadId=none'

/**
 * @returns a check that asks each origin once, with an empty PUT that is not signed. It rejects `redirected`, and asks again the next
 * time; whatever else happens, the upload itself will meet it. A redirect that begins later is not found.
 */
export function createRedirectCheck(
  onRequest?: (request: SentRequest) => void
): (request: WireRequest) => Promise<void> {
  const checks = new Map<string, Promise<boolean>>()
  return (request) => {
    const origin = originOf(request)
    const folder = request.path.split('/')[1] ?? ''
    const check = checks.get(origin) ?? refuseRedirect(`${origin}/${folder}/${NAME}`, onRequest)
    checks.set(origin, check)
    const forget = (): void => void checks.delete(origin)
    return check.then(
      (isKnown) => (isKnown ? undefined : forget()),
      (error: unknown) => {
        forget()
        throw error
      }
    )
  }
}

/** @returns false when no answer came: the next upload asks again */
async function refuseRedirect(url: string, onRequest?: (request: SentRequest) => void): Promise<boolean> {
  const init: RequestInit = { method: 'PUT', redirect: 'manual', signal: AbortSignal.timeout(CHECK_TIMEOUT_MS) }
  const response = await fetchUnsigned(url, init, onRequest).catch(() => undefined)
  if (response === undefined) return false
  void response.body?.cancel().catch(() => undefined)
  if (isRedirect(response)) throw new AppError('redirected', { status: response.status || undefined })
  return true
}
