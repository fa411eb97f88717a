// Starts an archive that lacks entries over: the first one stays where it was saved.
import type { ArchiveSpool } from '../domain/download-ports'
import { lacksEntries } from './can-retry'
import type { Clock } from './clock'
import { discardWhenCopied } from './discard-download'
import { describeTask, type Job } from './job'
import type { Transfer, TransferPorts } from './transfer'

/**
 * Keeps nothing of the previous attempt. Does nothing to any other transfer.
 * @param spool of the file that the user picked for it, where they are asked for one
 * @returns what the view says of it now
 */
export function startArchiveOver(
  job: Job,
  spool: ArchiveSpool | undefined,
  ports: Pick<TransferPorts, 'spool'>,
  clock: Clock
): Partial<Transfer> {
  const { task } = job
  if (task.direction !== 'archive' || !lacksEntries(job.view)) return {}
  void discardWhenCopied(job, ports, clock)
  job.startOver()
  job.task = { ...task, request: { ...task.request, spool: spool ?? task.request.spool } }
  return { ...describeTask(job.task), doneBytes: 0, verification: undefined, isDiscarded: undefined }
}
