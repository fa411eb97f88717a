// Changes headers, metadata and tags of one object. Headers and metadata are changed by a copy of the object onto itself, which resets
// its tags and ACL: these are given back, and everything is read back.
import { AppError, toAppError } from '../../domain/app-error'
import { applyChanges, changesCopy, headersOf, isSameTexts, type AttributeChanges } from '../../domain/attributes'
import { withoutAwsChunked } from '../../domain/content-encoding'
import type { EditRefusal } from '../../domain/editing'
import { isHeaderText } from '../../domain/header-text'
import type { LostAttribute } from '../../domain/object-copies'
import type { ObjectEntry, ObjectProperties } from '../../domain/object-entry'
import type { PendingAclEntry } from '../../domain/pending-acl'
import { MAX_TAGS } from '../../domain/upload-headers'
import { isSameEtag } from '../../transfers/etag'
import { isOutcomeUnknown, withRetries } from '../../transfers/retry'
import { finishEarlierWrites } from '../access/finish-earlier-writes'
import { carryAttributes, lostProperties } from '../copying/carry-attributes'
import { mayCopyObject } from '../copying/copy-bytes'
import type { CopyDeps, CopyJob } from '../copying/copy-task'
import { rewriteInPlace } from '../copying/rewrite-in-place'
import { readSource, type ReadSource } from '../copying/source'
import { editRefusalOf } from '../editing/edit-refusal'
import { changeTags, type ChangeOutcome } from './change-tags'

export type AttributesJob = Pick<
  CopyJob,
  'gateway' | 'bucket' | 'versioning' | 'mustEncrypt' | 'refusesEncryptedSources'
>

/** As the user saw it, with all that a copy onto itself has to keep. */
export interface SeenObject extends ReadSource {
  readonly tags: NonNullable<ReadSource['tags']>
  readonly acl: NonNullable<ReadSource['acl']>
}

/** Why headers and metadata can't be changed; tags can. Undefined: they can. */
export function refusalOf({ properties, tags, acl }: ReadSource): EditRefusal | undefined {
  if (tags === undefined) return { code: 'tags-unreadable' }
  if (acl === undefined) return { code: 'acl-unreadable' }
  if (!isHeaderText(properties.contentEncoding ?? '')) return { code: 'not-ascii', name: 'content-encoding' }
  return editRefusalOf({ ...properties, contentEncoding: undefined }) // the bytes stay: their coding does not matter
}

/** All bytes have to be copied, twice: the gateway can't change it in one step. Undefined versioning could not be read. */
export function isSlow(job: Pick<AttributesJob, 'versioning'>, source: ReadSource): boolean {
  return !mayCopyObject(job, source, { sseKey: source.sseKey })
}

/**
 * Changes the latest object, if it is the one that was listed, and, where given, still as it was seen. What an earlier change left
 * pending is restored first. Rejects as changeTags does; `object-changed` (`change-interrupted`) where the user has to decide about that;
 * `not-supported` (`cannot-keep`) where something would be lost, `must-be-encrypted`, and as reading and copying do. Then the object is
 * as it was, unless the outcome is unknown, or the operation is `verify`.
 */
export async function changeAttributes(
  job: AttributesJob,
  entry: ObjectEntry,
  changes: AttributeChanges,
  { seen, ...deps }: CopyDeps & { readonly seen?: SeenObject | undefined },
  signal: AbortSignal
): Promise<ChangeOutcome> {
  const { clock, aclRecovery } = deps
  const place = { bucket: job.bucket, key: entry.key }
  if (!changesCopy(changes)) {
    await aclRecovery?.finish(job.gateway, place.bucket, place.key)
    return changeTags(job, entry.key, changes.tags, { clock, seen }, signal)
  }
  const isFinished = await finishEarlierWrites(aclRecovery, job.gateway, place)
  const target = { targetGateway: job.gateway, targetBucket: job.bucket }
  const copyJob: CopyJob = { ...job, ...target, encryption: { kind: 'keep' }, isMove: false }
  const source = await readSource(copyJob, entry, deps, signal)
  if (seen !== undefined && !isAsSeen(source, seen)) {
    if (isAsSeen(source, wantedOf(seen, changes))) return { kind: 'changed', lost: [] } // by an attempt that was interrupted
    throw changed()
  }
  const refusal = refusalOf(source)
  if (refusal !== undefined)
    throw new AppError('not-supported', { operation: 'CopyObject', reason: 'cannot-keep', refusal })
  const wanted = wantedOf(source, changes)
  if (isSameAttributes(source, wanted)) return { kind: isFinished ? 'changed' : 'unchanged', lost: [] }
  if (Object.keys(wanted.tags ?? {}).length > MAX_TAGS)
    throw new AppError('request-refused', { operation: 'PutObjectTagging', reason: 'too-many-tags' })
  if (job.mustEncrypt && source.sseKey === undefined) throw new AppError('must-be-encrypted')
  signal.throwIfAborted()
  const write = isSlow(job, source)
    ? async () => (await rewriteInPlace(copyJob, wanted, source.sseKey, deps, signal)).lost
    : () => replaceMetadata(copyJob, source, wanted, deps)
  return { kind: 'changed', lost: await deps.usingKey(source.sseKey, write) }
}

/** Of an object that is still the one that was read: what it had beside its bytes. */
function isAsSeen(now: ReadSource, seen: ReadSource): boolean {
  return isSameEtag(now.etag, seen.etag) && isSameAttributes(now, seen)
}

function isSameAttributes(one: ReadSource, other: ReadSource): boolean {
  return (
    isSameTexts(headersOf(one.properties), headersOf(other.properties)) &&
    isSameTexts(one.properties.metadata, other.properties.metadata) &&
    isSameTexts(one.tags ?? {}, other.tags ?? {})
  )
}

function wantedOf(source: ReadSource, { headers, metadata, tags }: AttributeChanges): ReadSource {
  const { contentType, cacheControl, contentDisposition } = applyChanges(headersOf(source.properties), headers)
  const properties: ObjectProperties = {
    ...source.properties,
    ...{ contentType, cacheControl, contentDisposition },
    metadata: applyChanges(source.properties.metadata, metadata)
  }
  return { ...source, properties, tags: applyChanges(source.tags ?? {}, tags) }
}

function changed(): AppError {
  return new AppError('object-changed', { operation: 'CopyObject' })
}

/** By CopyObject. Its source is the latest object and no version: bytes that someone else writes in the same moment stay. */
async function replaceMetadata(
  job: CopyJob,
  source: ReadSource,
  wanted: ReadSource,
  { clock, aclRecovery }: CopyDeps
): Promise<readonly LostAttribute[]> {
  const { gateway, bucket } = job
  const { key, etag, sizeBytes, acl, tags = {} } = wanted
  const retrying = <T>(attempt: () => Promise<T>) =>
    withRetries(attempt, { clock, signal: new AbortController().signal })
  const properties = {
    ...wanted.properties,
    contentEncoding: withoutAwsChunked(wanted.properties.contentEncoding)
  }
  const encryption = () => ({ state: 'clear', seenAtMs: clock.nowMs() }) as const // it answers without a key
  const read = () => gateway.properties.read(bucket, key)
  const isWritten = async (): Promise<boolean> => {
    const now = await read()
    const lost = lostProperties(wanted, { properties: now, encryption: encryption() }, 'object')
    return isSameEtag(now.etag ?? '', etag) && lost.length === 0
  }
  const { endpoint, id: accountId } = gateway.storage.account
  const formerModifiedAtMs = source.entry.modifiedAtMs
  const pending = { endpoint, accountId, bucket, key, etag, sizeBytes, formerModifiedAtMs, acl: acl!, tags }
  return aclRecovery === undefined ? write() : aclRecovery.during(pending, write)

  async function write(entry?: PendingAclEntry): Promise<readonly LostAttribute[]> {
    const look = async (): Promise<ObjectProperties> => {
      const now = await retrying(read)
      if (isSameEtag(now.etag ?? '', etag) && now.sizeBytes === sizeBytes) return now
      await entry?.settle() // the ACL is not this object's
      throw new AppError('object-changed', { operation: 'verify' })
    }
    let isAgain = false
    const send = async (): Promise<void> => {
      if (isAgain && (await isWritten())) return
      isAgain = true
      await gateway.copies.replaceMetadata({ bucket, key, etag, properties })
    }
    try {
      await retrying(send)
    } catch (thrown) {
      const isUnknown = isOutcomeUnknown(toAppError(thrown))
      if (!isUnknown) await entry?.settle() // refused: the ACL is as it was
      if (!isUnknown || !(await isWritten().catch(() => false))) throw thrown
    }
    let now = await look()
    const hasGiven = await giveTags(look).catch(() => true) // they are read back below
    if (hasGiven) now = await look() // Pacific moves its date with its tags
    const seen = { properties: now, encryption: encryption() }
    return carryAttributes(
      job,
      { ...wanted, entry: source.entry },
      { bucket, key, ...NO_KEY },
      { way: 'object', expectedEtag: etag },
      seen,
      {
        clock,
        entry
      }
    )
  }

  /** @returns whether they had to be given. */
  async function giveTags(look: () => Promise<ObjectProperties>): Promise<boolean> {
    if (isSameTexts(await retrying(() => gateway.properties.tagsOf(bucket, key)), tags)) return false
    await retrying(async () => {
      await look()
      await gateway.storage.putTags(bucket, key, tags)
    })
    return true
  }
}

const NO_KEY = { sseKey: undefined, beforeCommit: () => Promise.resolve() }
