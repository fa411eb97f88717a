// When the room of a finished download in the browser's private store is free again.
import { handOverMs } from '../domain/hand-over'
import type { Clock } from './clock'
import { spoolOf, type Job } from './job'
import type { TransferPorts } from './transfer'

/**
 * Discards a download that is done as soon as the browser must have copied what it was given the last time; one that is not done, at once.
 * Never rejects.
 * @param startMs see handOverMs
 */
export async function discardWhenCopied(
  job: Job,
  ports: Pick<TransferPorts, 'spool'>,
  clock: Clock,
  startMs?: number
): Promise<void> {
  const { view, workId } = job
  const spool = spoolOf(job, ports)
  const waitMs = (): number =>
    view.state === 'done' ? job.handedOverAtMs + handOverMs(view.sizeBytes, startMs) - clock.nowMs() : 0
  while (waitMs() > 0) await clock.sleep(waitMs())
  await spool.discard(workId).catch(() => undefined)
}
