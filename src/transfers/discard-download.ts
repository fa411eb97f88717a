// When the room of a finished download in the browser's private store may be free again.
import type { Clock } from './clock'
import { spoolOf, type Job } from './job'
import type { TransferPorts } from './transfer'

/** No event tells when a browser has copied what it was given: it has started by then, and is no slower than that. */
const MAX_HAND_OVER_MS = 60_000
const MIN_COPY_BYTES_PER_MS = 10_000

/** Discards it now, or as soon as the browser must have copied what it was given. */
export function discardWhenCopied(job: Job, ports: Pick<TransferPorts, 'spool'>, clock: Clock): void {
  const { view, workId } = job
  const { state, endedAtMs = 0, sizeBytes } = view
  const copiedAtMs = endedAtMs + MAX_HAND_OVER_MS + sizeBytes / MIN_COPY_BYTES_PER_MS
  const waitMs = state === 'done' ? Math.max(0, copiedAtMs - clock.nowMs()) : 0
  const spool = spoolOf(job, ports)
  void clock
    .sleep(waitMs)
    .then(() => spool.discard(workId))
    .catch(() => undefined)
}
