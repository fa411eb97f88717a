// Writes a copy and looks at it.
import { AppError, toAppError, type AppErrorKind } from '../../domain/app-error'
import { copyBytes } from './copy-bytes'
import type { CopyDeps, CopyJob } from './copy-task'
import { removeCreated } from './remove-created'
import type { ReadSource } from './source'
import { verifyCopy, type SeenCopy } from './verify-copy'
import type { Writing, WrittenCopy } from './written-copy'

/** After these, what was created is not what was to be created. */
const WRONG: readonly AppErrorKind[] = ['stored-in-clear', 'sse-key-wrong', 'digest-mismatch', 'object-changed']

/**
 * Writes the copy and looks at it; what is not as it should be is removed again. Rejects as copyBytes and verifyCopy do; the reason
 * says whether it was removed.
 */
export async function copyVerified(
  job: CopyJob,
  source: ReadSource,
  target: Writing,
  deps: CopyDeps,
  signal: AbortSignal
): Promise<{ readonly written: WrittenCopy; readonly seen: SeenCopy }> {
  const written = await copyBytes(job, source, target, deps, signal)
  try {
    return { written, seen: await verifyCopy(job, source, target, written, deps, new AbortController().signal) }
  } catch (thrown) {
    const error = toAppError(thrown)
    if (!WRONG.includes(error.kind)) throw thrown
    const isRemoved = await removeCreated(job.targetGateway, target, written)
    const reason = isRemoved ? 'copy-removed' : 'copy-not-removed'
    throw new AppError(error.kind, { ...error.details, reason }, { cause: error })
  }
}
