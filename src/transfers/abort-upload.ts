// Takes back what a multipart upload left on the gateway.
import type { Clock } from './clock'
import { withRetries } from './retry'

/** A part that was on its way when its upload was aborted may still land, and would stay for ever: so abort again after it. */
const SECOND_ABORT_MS = 3_000

/** Goes on for some seconds, in spite of any cancel. Rejects with an AppError. */
export async function abortUpload(abort: () => Promise<void>, clock: Clock): Promise<void> {
  const { signal } = new AbortController()
  await withRetries(abort, { clock, signal })
  await clock.sleep(SECOND_ABORT_MS)
  await withRetries(abort, { clock, signal })
}
