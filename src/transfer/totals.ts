// Sums over transfers, as the screen's one line shows them.
import { secondsLeftOf } from './rate-meter'
import type { Transfer, TransferTotals } from './transfer'

/** @param unlistedCount of those that are done and were taken off the list for their number. */
export function sumUp(
  listed: readonly Transfer[],
  unlistedCount: number,
  rateBytesPerSecond: number | undefined,
  rateHistory: readonly number[]
): TransferTotals {
  const counts = { waiting: 0, running: 0, done: unlistedCount, failed: 0, cancelled: 0 }
  let sizeBytes = 0
  let doneBytes = 0
  for (const transfer of listed) {
    counts[transfer.state === 'verifying' ? 'running' : transfer.state]++
    if (transfer.state === 'failed' || transfer.state === 'cancelled') continue
    sizeBytes += transfer.sizeBytes
    doneBytes += transfer.doneBytes
  }
  const isIdle = counts.waiting + counts.running === 0
  return {
    ...counts,
    sizeBytes,
    doneBytes,
    rateBytesPerSecond,
    secondsLeft: isIdle ? undefined : secondsLeftOf(sizeBytes - doneBytes, rateBytesPerSecond),
    rateHistory
  }
}
