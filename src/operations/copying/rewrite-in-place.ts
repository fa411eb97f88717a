// Another encryption or other properties for an object under its own name: first a copy under a temporary name, which is verified and
// stays until the object itself is. So its bytes are there twice whenever they are replaced.
import type { Acl } from '../../domain/acl'
import { AppError, isAbort, toAppError } from '../../domain/app-error'
import { NULL_VERSION } from '../../domain/bucket'
import { newId } from '../../domain/new-id'
import type { LostAttribute } from '../../domain/object-copies'
import { nameProblem, type ObjectProperties } from '../../domain/object-entry'
import type { PendingAclEntry } from '../../domain/pending-acl'
import type { PendingCopyEntry } from '../../domain/pending-copy'
import type { SseKey } from '../../domain/sse-key'
import { isOutcomeUnknown } from '../../transfers/retry'
import { carryAttributes, lostProperties } from './carry-attributes'
import { copyBytes } from './copy-bytes'
import { copyVerified } from './copy-verified'
import type { CopyDeps, CopyJob, CopyOutcome } from './copy-task'
import { removeCreated } from './remove-created'
import { isUnchanged, type ReadSource } from './source'
import { verifyCopy } from './verify-copy'
import type { Writing } from './written-copy'

/**
 * Rejects as copyVerified does. Then the object is as it was, or its verified copy under the temporary name stays. What stays, or may,
 * is told to `onTemporaryLeft`, and in the journal until it is gone.
 */
export async function rewriteInPlace(
  job: CopyJob,
  source: ReadSource,
  sseKey: SseKey | undefined,
  deps: CopyDeps,
  signal: AbortSignal
): Promise<CopyOutcome> {
  const { bucket, gateway } = job
  const { key, etag, sizeBytes, tags, acl } = source
  // What can't be carried over would be lost for good.
  if (acl === undefined) throw new AppError('access-denied', { operation: 'CopyObject' })
  if (tags === undefined) throw wouldLose(['tags'])
  const { endpoint, id: accountId } = gateway.storage.account
  const temporaryKey = temporaryName(key)
  const work = (noted?: PendingCopyEntry) =>
    replaceByCopy(job, { ...source, acl }, { sseKey, temporaryKey }, { ...deps, noted }, signal)
  const keyIds = { formerKeyId: source.sseKey?.id, sseKeyId: sseKey?.id }
  const pending = { endpoint, accountId, bucket, key, temporaryKey, etag, sizeBytes, ...keyIds }
  return deps.pendingCopies?.during(pending, work) ?? work()
}

async function replaceByCopy(
  job: CopyJob,
  source: ReadSource & { readonly acl: Acl },
  { sseKey, temporaryKey }: { readonly sseKey: SseKey | undefined; readonly temporaryKey: string },
  deps: CopyDeps & { readonly noted: PendingCopyEntry | undefined },
  signal: AbortSignal
): Promise<CopyOutcome> {
  const { gateway, bucket, versioning } = job
  const { noted, clock } = deps
  const { key, acl } = source
  let isSent = false
  const markSent = async (): Promise<void> => {
    isSent = true
    await noted?.note({ sentAtMs: clock.nowMs() })
  }
  let hasOpenUpload = false
  const onUpload = async (uploadId: string | undefined): Promise<void> => {
    hasOpenUpload = uploadId !== undefined
    await noted?.note({ uploadId })
  }
  const temporary: Writing = { bucket, key: temporaryKey, sseKey, beforeCommit: markSent, onUpload }
  const inside = { ...deps, onBytes: undefined }
  const { written: kept, seen } = await copyVerified(job, source, temporary, inside, signal).catch(
    async (thrown: unknown) => {
      if (isSent) await tellIfLeft(isOutcomeUnknown(toAppError(thrown)))
      else await settle()
      throw thrown
    }
  )
  await noted?.note({ copyEtag: kept.expectedEtag, isProven: kept.isProven, sentAtMs: undefined })
  const isUnchecked = seen.encryption.state === 'unknown'
  const lost = versioning === 'on' ? [] : lostProperties(source, seen, kept.way)
  if (isUnchecked || lost.length > 0) {
    await removeTemporary()
    if (isUnchecked) throw new AppError('cors-blocked', { operation: 'verify' })
    throw wouldLose(lost)
  }
  const pending = {
    endpoint: gateway.storage.account.endpoint,
    accountId: gateway.storage.account.id,
    bucket,
    key,
    etag: kept.expectedEtag,
    sizeBytes: source.sizeBytes,
    acl,
    tags: source.tags
  }
  let isReplaced = false
  const replace = async (entry?: PendingAclEntry): Promise<CopyOutcome> => {
    const beforeCommit = async (): Promise<void> => {
      await noted?.note({ sentAtMs: clock.nowMs() })
      if (!(await isUnchanged(job, source, deps, signal)))
        throw new AppError('object-changed', { operation: 'CopyObject' })
      signal.throwIfAborted()
      isReplaced = true
    }
    const target: Writing = { bucket, key, sseKey, beforeCommit, onUpload }
    let isWritten = false
    try {
      const written = await copyBytes(job, source, target, deps, signal)
      isWritten = true
      const seen = await verifyCopy(
        job,
        { ...source, ...asCopied() },
        target,
        written,
        deps,
        new AbortController().signal
      )
      await noted?.note({ replacedEtag: written.expectedEtag, sentAtMs: undefined })
      const lost = await carryAttributes(job, source, target, written, seen, { ...deps, entry })
      deps.onVerified?.({ etag: written.expectedEtag, lost })
      const isVersion = ({ versionId = NULL_VERSION }: Pick<ObjectProperties, 'versionId'>) =>
        versionId !== NULL_VERSION
      // While versioning is suspended only a version called null is replaced.
      const keepsOlder = versioning === 'on' || isVersion(source.properties) || isVersion(seen.properties)
      const wasClear = source.sseKey === undefined && sseKey !== undefined
      return { kind: 'copied', lost, keepsOlderVersion: keepsOlder && wasClear }
    } catch (thrown) {
      if (isAbort(thrown)) isReplaced = false // nothing that replaces it was sent
      const error = toAppError(thrown)
      const isAnother = error.kind === 'object-changed' && error.details.operation === 'verify'
      if (!isReplaced || isAnother || (!isWritten && !isOutcomeUnknown(error))) await entry?.settle()
      throw thrown
    }
  }
  try {
    const outcome = await (deps.aclRecovery?.during(pending, replace) ?? replace())
    await removeTemporary()
    return outcome
  } catch (thrown) {
    if (!isReplaced || (!isOutcomeUnknown(toAppError(thrown)) && (await isAsBefore()))) await removeTemporary()
    else deps.onTemporaryLeft?.({ key: temporary.key, isNeeded: true })
    throw thrown
  }

  /** The name is this copy's alone: whatever this device's clock says, nothing else is there. */
  async function removeTemporary(): Promise<void> {
    const isRemoved = await removeCreated(gateway, temporary, { ...kept, sentAtMs: Number.NEGATIVE_INFINITY })
    if (isRemoved) await settle()
    else await tellIfLeft()
  }

  /** Parts that could not be removed are removed by the next page. */
  async function settle(): Promise<void> {
    if (!hasOpenUpload) await noted?.settle()
  }

  /** @param mayCome - it may be created later, by a request whose answer was lost. */
  async function tellIfLeft(mayCome = false): Promise<void> {
    const look = gateway.storage.findObject(bucket, temporary.key)
    const mayBeThere = await look.then(
      (found) => mayCome || found !== undefined,
      () => true
    )
    if (mayBeThere) deps.onTemporaryLeft?.({ key: temporary.key, isNeeded: false })
    else await settle()
  }

  /** What was to replace the object was refused, as of a quota. */
  function isAsBefore(): Promise<boolean> {
    return isUnchanged(job, source, deps, new AbortController().signal).catch(() => false)
  }

  /** What to read for a comparison: the object itself is no longer what it was. */
  function asCopied() {
    const { versionId, expectedEtag: etag } = kept
    return source.versionId === undefined ? { key: temporary.key, versionId, etag, sseKey } : {}
  }
}

function wouldLose(lost: readonly LostAttribute[]): AppError {
  return new AppError('not-supported', { operation: 'CopyObject', reason: 'attributes-lost', lost })
}

/** A hidden name beside the object, or one in the bucket where that would be too long. */
function temporaryName(key: string): string {
  const ending = `.lockgate-${newId()}`
  return nameProblem('', key + ending) === undefined ? key + ending : ending
}
