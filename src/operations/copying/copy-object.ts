// Copies or moves one object: reads the source, writes the copy, verifies it, gives it what belongs to it; a move then deletes the
// source. Only what it created itself is ever removed.
import { AppError, toAppError } from '../../domain/app-error'
import type { LostAttribute } from '../../domain/object-copies'
import type { ObjectEntry } from '../../domain/object-entry'
import type { SseKey } from '../../domain/sse-key'
import { isSameEtag } from '../../transfers/etag'
import { withRetries } from '../../transfers/retry'
import { finishEarlierWrites } from '../access/finish-earlier-writes'
import { carryAttributes } from './carry-attributes'
import {
  isAcross,
  type CopyDeps,
  type CopyJob,
  type CopyOutcome,
  type CopyTask,
  type EncryptionWish
} from './copy-task'
import { copyVerified } from './copy-verified'
import { deleteSource, kept } from './delete-source'
import { rewriteInPlace } from './rewrite-in-place'
import { isSameEntry, lookAgain, readSource, type ReadSource } from './source'
import type { Writing } from './written-copy'

/**
 * Resolves when the copy was verified, and of a move when the source is deleted. Rejects `source-kept` when the copy was verified and
 * the source stays or is gone already, `precondition-failed` when its name is taken, `must-be-encrypted`, and as finishing earlier
 * writes, reading, copying and verifying do; then the source is as it was. As deleting does it rejects when neither its answer nor the
 * source can be seen. An abort before the copy is written ends it; later the copy is finished, but a move doesn't delete its source.
 */
export async function copyObject(
  job: CopyJob,
  task: CopyTask,
  deps: CopyDeps,
  signal: AbortSignal
): Promise<CopyOutcome> {
  await finishEarlierWrites(deps.aclRecovery, job.gateway, { bucket: job.bucket, key: task.entry.key })
  const source = await readSource(job, task.entry, deps, signal).catch(async (thrown: unknown) => {
    const error = toAppError(thrown)
    if (error.kind !== 'no-such-object' || !job.isMove || !(await isCopied(job, task, deps))) throw thrown
    if (task.earlier?.state === 'may-be-moved') return undefined
    throw kept('source-gone', error)
  })
  if (source === undefined) return { kind: 'moved', lost: [], keepsOlderVersion: false }
  if (job.areUnencrypted === true && source.sseKey !== undefined)
    throw new AppError('object-changed', { operation: 'CopyObject' })
  const sseKey = keyFor(job.encryption, source)
  if (job.mustEncrypt && sseKey === undefined) throw new AppError('must-be-encrypted')
  return deps.usingKey(sseKey, async () => {
    if (!isAcross(job) && job.bucket === job.targetBucket && task.key === source.key) {
      if (sseKey?.id === source.sseKey?.id) return { kind: 'unchanged', lost: [], keepsOlderVersion: false }
      return rewriteInPlace(job, source, sseKey, deps, signal)
    }
    const target: Writing = {
      bucket: job.targetBucket,
      key: task.key,
      sseKey,
      beforeCommit: async (etag) => {
        await refuseTaken(job, source, task, deps)
        if (task.isReplacing) await finishEarlierWrites(deps.aclRecovery, job.targetGateway, target)
        deps.onStep?.({ etag, state: 'sent' })
      }
    }
    const { written, seen } = await copyVerified(job, source, target, deps, signal)
    const lost = await carryAttributes(job, source, target, written, seen, deps)
    const { expectedEtag: etag } = written
    deps.onVerified?.({ etag, lost })
    deps.onStep?.({ etag, state: 'verified' })
    if (!job.isMove) return { kind: 'copied', lost, keepsOlderVersion: false }
    if (lost.some((attribute) => !MAY_BE_LOST.includes(attribute))) {
      // What can't be read may be lost because someone else has deleted the original.
      const now = await lookAgain(job, source, deps, signal).catch(() => undefined)
      throw kept(now === 'gone' ? 'source-gone' : 'attributes-lost')
    }
    if (signal.aborted) throw kept('move-stopped')
    deps.onStep?.({ etag, state: 'may-be-moved' })
    await deleteSource(job, source, deps).catch((thrown: unknown) => {
      if (toAppError(thrown).kind === 'source-kept') deps.onStep?.({ etag, state: 'verified' })
      throw thrown
    })
    return { kind: 'moved', lost, keepsOlderVersion: false }
  })
}

/** A move that cannot bring these along is still made, and says so. */
const MAY_BE_LOST: readonly LostAttribute[] = ['storageClass', 'owner']

function keyFor(wish: EncryptionWish, source: ReadSource): SseKey | undefined {
  if (wish.kind === 'none') return undefined
  return wish.kind === 'key' ? wish.sseKey : source.sseKey
}

/** An earlier try has made the copy and verified it, and it is there. */
async function isCopied(
  { targetGateway, targetBucket }: CopyJob,
  { key, earlier }: CopyTask,
  { clock }: CopyDeps
): Promise<boolean> {
  if (earlier === undefined || earlier.state === 'sent') return false
  const { signal } = new AbortController()
  const there = await withRetries(() => targetGateway.storage.findObject(targetBucket, key), { clock, signal })
  return there !== undefined && isSameEtag(there.etag, earlier.etag)
}

/**
 * Across profiles also refuses to replace the source by its copy. What appears between this look and the copy is overwritten:
 * conditions on copies are ignored (Pacific, Reef).
 */
async function refuseTaken(
  job: CopyJob,
  source: ReadSource,
  { key, isReplacing, earlier }: CopyTask,
  { clock }: CopyDeps
): Promise<void> {
  const { targetGateway, targetBucket } = job
  if (isReplacing && !isAcross(job)) return
  const look = (): Promise<ObjectEntry | undefined> => targetGateway.storage.findObject(targetBucket, key)
  const { signal } = new AbortController()
  const there = await withRetries(look, { clock, signal })
  if (there === undefined) return
  // Two profiles may reach the same bucket, by the same address or another.
  const copied = key === source.key ? source.entry : job.sources?.get(key)
  if (isAcross(job) && copied !== undefined && isSameEntry(there, copied))
    throw new AppError('precondition-failed', { reason: 'same-object' })
  if (isReplacing) return
  if (earlier !== undefined && isSameEtag(there.etag, earlier.etag)) return
  throw new AppError('precondition-failed')
}
