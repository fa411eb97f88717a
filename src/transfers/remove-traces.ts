// What a cancelled transfer leaves on the gateway or the disk, and removing it.
import type { AppErrorKind } from '../domain/app-error'
import type { Clock } from './clock'
import { atRest, spoolOf, type Job } from './job'
import { forgetDownload } from './journal-download'
import { abandonUpload } from './multipart-upload'
import type { Transfer, TransferPorts } from './transfer'
import type { TransferFeed } from './transfer-feed'
import type { EntryWriter } from './upload-journal'

/** Failures of an upload after which an object is there, or may be. */
const LANDED: readonly AppErrorKind[] = ['stored-in-clear', 'digest-mismatch', 'sse-key-wrong']

/** Cancelled on screen at once; what is left on the gateway or the disk is removed behind it, and said when it is. */
export function settleCancelled(job: Job, ports: TransferPorts, clock: Clock, feed: TransferFeed): void {
  const traces = tracesOf(job)
  const removing = removeTraces(job, ports, clock, feed.journal.of(job))
  job.startOver()
  const { workId } = job
  void removing.then((left) => {
    if (job.workId === workId && job.view.traces === 'removing') feed.change(job, { traces: left })
  })
  feed.change(job, { state: 'cancelled', traces, error: undefined, doneBytes: 0, ...atRest(clock.nowMs()) })
}

/** What a transfer that is cancelled now leaves behind, before anything is removed. */
function tracesOf({ task, upload, view }: Job): Transfer['traces'] {
  if (task.direction !== 'upload') return 'removed'
  const kind = view.error?.kind ?? 'unexpected'
  if (kind === 'sse-key-lost' && upload.isOutcomeUnknown) return 'kept-object' // see hold-key.ts
  if (upload.uploadId !== undefined) return 'removing'
  return LANDED.includes(kind) ? 'kept-object' : 'removed'
}

/** Removes what the job holds now; the journal keeps what stays. @returns what that is of an upload; undefined for a download. Never rejects. */
async function removeTraces(
  job: Job,
  ports: Pick<TransferPorts, 'spool' | 'downloads'>,
  clock: Clock,
  entry: EntryWriter
): Promise<Transfer['traces']> {
  const { task, upload, workId } = job
  if (task.direction !== 'upload') {
    if (task.direction === 'download') await forgetDownload(workId, task.request, ports)
    return void spoolOf(job, ports)
      .discard(workId)
      .catch(() => undefined)
  }
  if (upload.uploadId === undefined) {
    entry.removeSoon()
    return 'removed'
  }
  if (!(await abandonUpload(task.request, upload, clock))) return 'kept-parts'
  await entry.remove()
  return 'removed'
}
