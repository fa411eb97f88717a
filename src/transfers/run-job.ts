// One attempt at a transfer, and how it ends.
import { isAbort, toAppError } from '../domain/app-error'
import { runDownload } from './download'
import type { Job } from './job'
import type { RunEnv } from './run-env'
import type { Transfer } from './transfer'
import { runUpload } from './upload'

/** Never rejects. @returns what the attempt makes of the transfer: done, failed or cancelled. */
export async function runJob(job: Job, env: RunEnv): Promise<Partial<Transfer>> {
  const { task } = job
  try {
    const outcome = await (task.direction === 'upload'
      ? runUpload(task.request, job.upload, env)
      : runDownload(task.request, env))
    return { ...outcome, state: 'done', doneBytes: job.view.sizeBytes }
  } catch (thrown) {
    const isCancelled = env.signal.aborted && (isAbort(thrown) || job.view.state === 'running')
    return isCancelled ? { state: 'cancelled' } : { state: 'failed', error: toAppError(thrown) }
  }
}
