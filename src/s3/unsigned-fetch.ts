// Asks without a signature, and has it noted in the log of requests as signed requests are.
import { withoutQueryValues, type SentRequest } from '../domain/request-history'

/** Settles as fetch does. Without credentials, and without the page's address. */
export async function fetchUnsigned(
  url: string,
  init: RequestInit,
  onRequest: ((request: SentRequest) => void) | undefined
): Promise<Response> {
  const startedAtMs = Date.now()
  const note = (answer?: Response): void => {
    const { origin, pathname, search } = new URL(url)
    onRequest?.({
      ...{ method: init.method ?? 'GET', origin, path: withoutQueryValues(pathname + search), isUnsigned: true },
      status: answer?.status || undefined, // 0: the page may not read it
      requestId: answer?.headers.get('x-amz-request-id') ?? undefined,
      ...{ startedAtMs, durationMs: Date.now() - startedAtMs }
    })
  }
  try {
    const answer = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer', ...init })
    note(answer)
    return answer
  } catch (error) {
    note()
    throw error
  }
}
