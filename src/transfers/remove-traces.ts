// What a cancelled transfer leaves on the gateway or the disk, and removing it.
import type { AppErrorKind } from '../domain/app-error'
import type { Clock } from './clock'
import type { Job } from './job'
import { abandonUpload } from './multipart-upload'
import type { Transfer, TransferPorts } from './transfer'

/** Failures of an upload after which an object is there, or may be. */
const LANDED: readonly AppErrorKind[] = ['stored-in-clear', 'digest-mismatch', 'sse-key-wrong']

/** What a transfer that is cancelled now leaves behind, before anything is removed. */
export function tracesOf({ task, upload, view }: Job): Transfer['traces'] {
  if (task.direction === 'download') return 'removed'
  const kind = view.error?.kind ?? 'unexpected'
  if (kind === 'sse-key-lost' && upload.isOutcomeUnknown) return 'kept-object' // see hold-key.ts
  if (upload.uploadId !== undefined) return 'removing'
  return LANDED.includes(kind) ? 'kept-object' : 'removed'
}

/** Removes what the job holds now. @returns what is left of an upload; undefined for a download. Never rejects. */
export async function removeTraces(job: Job, ports: TransferPorts, clock: Clock): Promise<Transfer['traces']> {
  const { task, upload, workId } = job
  if (task.direction === 'download') return void ports.spool.discard(workId).catch(() => undefined)
  return (await abandonUpload(task.request, upload, ports.journal, clock)) ? 'removed' : 'kept-parts'
}
