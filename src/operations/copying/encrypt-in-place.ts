// Another encryption for an object under its own name: first a copy under a temporary name, which is verified and stays until the
// object itself is. So its bytes are there twice whenever they are replaced.
import { AppError, isAbort, toAppError } from '../../domain/app-error'
import { newId } from '../../domain/new-id'
import { nameProblem } from '../../domain/object-entry'
import type { PendingAclEntry } from '../../domain/pending-acl'
import type { SseKey } from '../../domain/sse-key'
import { isOutcomeUnknown } from '../../transfers/retry'
import { carryAttributes } from './carry-attributes'
import { copyBytes } from './copy-bytes'
import { copyVerified } from './copy-verified'
import type { CopyDeps, CopyJob, CopyOutcome } from './copy-task'
import { removeCreated } from './remove-created'
import { isUnchanged, type ReadSource } from './source'
import { verifyCopy } from './verify-copy'
import type { Writing } from './written-copy'

/** Rejects as copyVerified does. Then the object is as it was, or its verified copy under the temporary name stays. */
export async function encryptInPlace(
  job: CopyJob,
  source: ReadSource,
  sseKey: SseKey | undefined,
  deps: CopyDeps,
  signal: AbortSignal
): Promise<CopyOutcome> {
  const { gateway, bucket, versioning } = job
  const { key } = source
  // What can't be carried over would be lost for good.
  const { tags, acl } = source
  if (tags === undefined || acl === undefined) throw new AppError('access-denied', { operation: 'CopyObject' })
  const temporary: Writing = { bucket, key: temporaryName(key), sseKey, beforeCommit: () => Promise.resolve() }
  const inside = { ...deps, onBytes: undefined }
  const { written: kept, seen } = await copyVerified(job, source, temporary, inside, signal)
  if (seen.encryption.state === 'unknown') {
    await removeCreated(gateway, temporary, kept)
    throw new AppError('cors-blocked', { operation: 'verify' })
  }
  const pending = {
    endpoint: gateway.storage.account.endpoint,
    accountId: gateway.storage.account.id,
    bucket,
    key,
    etag: kept.expectedEtag,
    sizeBytes: source.sizeBytes,
    acl
  }
  let isReplaced = false
  const replace = async (entry?: PendingAclEntry): Promise<CopyOutcome> => {
    const beforeCommit = async (): Promise<void> => {
      if (!(await isUnchanged(job, source, deps, signal)))
        throw new AppError('object-changed', { operation: 'CopyObject' })
      signal.throwIfAborted()
      isReplaced = true
    }
    const target: Writing = { bucket, key, sseKey, beforeCommit }
    try {
      const written = await copyBytes(job, source, target, deps, signal)
      const seen = await verifyCopy(
        job,
        { ...source, ...asCopied() },
        target,
        written,
        deps,
        new AbortController().signal
      )
      const lost = await carryAttributes(job, source, target, written, seen, { ...deps, entry })
      deps.onVerified?.({ etag: written.expectedEtag, lost })
      return { kind: 'copied', lost, keepsOlderVersion: versioning === 'on' }
    } catch (thrown) {
      if (isAbort(thrown)) isReplaced = false // nothing that replaces it was sent
      if (!isReplaced || !isOutcomeUnknown(toAppError(thrown))) await entry?.settle()
      throw thrown
    }
  }
  try {
    const outcome = await (deps.aclRecovery?.during(pending, replace) ?? replace())
    await removeCreated(gateway, temporary, kept)
    return outcome
  } catch (thrown) {
    if (!isReplaced) await removeCreated(gateway, temporary, kept)
    throw thrown
  }

  /** What to read for a comparison: the object itself is no longer what it was. */
  function asCopied() {
    const { versionId, expectedEtag: etag } = kept
    return source.versionId === undefined ? { key: temporary.key, versionId, etag, sseKey } : {}
  }
}

/** A hidden name beside the object, or one in the bucket where that would be too long. */
function temporaryName(key: string): string {
  const ending = `.lockgate-${newId()}`
  return nameProblem('', key + ending) === undefined ? key + ending : ending
}
