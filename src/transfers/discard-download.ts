// When the room of a finished download in the browser's private store is free again.
import { HAND_OVER_STEP_MS, handOverMs } from '../domain/hand-over'
import type { Clock } from './clock'
import { spoolOf, type Job } from './job'
import type { TransferPorts } from './transfer'

/**
 * Discards a download that is done as soon as the browser must have copied what it was given the last time; one that is not done, at once.
 * Never rejects.
 * @param startMs see handOverMs; counts from now
 */
export async function discardWhenCopied(
  job: Job,
  ports: Pick<TransferPorts, 'spool'>,
  clock: Clock,
  startMs?: number
): Promise<void> {
  const { view, workId } = job
  const spool = spoolOf(job, ports)
  const wholeMs = view.state === 'done' ? handOverMs(view.sizeBytes, startMs) : 0
  let { handOverCount } = job
  for (let leftMs = wholeMs; leftMs > 0;) {
    const stepMs = Math.min(leftMs, HAND_OVER_STEP_MS)
    await clock.sleep(stepMs)
    leftMs = job.handOverCount === handOverCount ? leftMs - stepMs : wholeMs
    handOverCount = job.handOverCount
  }
  await spool.discard(workId).catch(() => undefined)
}
