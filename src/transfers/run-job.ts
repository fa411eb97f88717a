// One attempt at a transfer, and how it ends.
import { isAbort, toAppError } from '../domain/app-error'
import { runArchive } from './archive'
import { ArchiveMemory } from './archive-memory'
import { runDownload } from './download'
import type { Job } from './job'
import type { RunEnv } from './run-env'
import type { Transfer } from './transfer'
import { runUpload } from './upload'

/** Never rejects. @returns what the attempt makes of the transfer: done, failed or cancelled. */
export async function runJob(job: Job, env: RunEnv): Promise<Partial<Transfer>> {
  try {
    const outcome = await runTask(job, env)
    return { ...outcome, state: 'done', doneBytes: outcome.sizeBytes ?? job.view.sizeBytes }
  } catch (thrown) {
    const isCancelled = env.signal.aborted && (isAbort(thrown) || job.view.state === 'running')
    return isCancelled ? { state: 'cancelled' } : { state: 'failed', error: toAppError(thrown) }
  }
}

function runTask(job: Job, env: RunEnv): Promise<Partial<Transfer>> {
  const { task } = job
  if (task.direction === 'upload') return runUpload(task.request, job.upload, env)
  if (task.direction === 'download') return runDownload(task.request, env)
  const memoryOf = (isContinued: boolean): ArchiveMemory =>
    (job.archive = (isContinued ? job.archive : undefined) ?? new ArchiveMemory(task.request))
  return runArchive(task.request, memoryOf, env)
}
