// Sums over transfers, as the screen's one line shows them.
import { secondsLeftOf } from './rate-meter'
import type { Transfer, TransferTotals } from './transfer'

/** `listed`: all on the list; `current`: those since the queue was last idle. */
export function sumUp(
  listed: readonly Transfer[],
  current: readonly Transfer[],
  rateBytesPerSecond: number | undefined,
  rateHistory: readonly number[]
): TransferTotals {
  let waiting = 0
  let running = 0
  let done = 0
  let sizeBytes = 0
  let doneBytes = 0
  for (const transfer of current) {
    if (transfer.state === 'failed' || transfer.state === 'cancelled') continue
    sizeBytes += transfer.sizeBytes
    doneBytes += transfer.doneBytes
    if (transfer.state === 'waiting') waiting++
    else if (transfer.state === 'done') done++
    else running++
  }
  return {
    waiting,
    running,
    done,
    failed: listed.filter((transfer) => transfer.state === 'failed').length,
    sizeBytes,
    doneBytes,
    rateBytesPerSecond,
    secondsLeft: waiting + running === 0 ? undefined : secondsLeftOf(sizeBytes - doneBytes, rateBytesPerSecond),
    rateHistory
  }
}
