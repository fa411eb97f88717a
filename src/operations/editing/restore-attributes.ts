// After an object was overwritten: restores its ACL, then reads back everything that was to stay. What is not seen is not claimed.
import { hasSameGrants, withOwner, type Acl } from '../../domain/acl'
import { AppError, isAbort, toAppError } from '../../domain/app-error'
import { NULL_VERSION } from '../../domain/bucket'
import { COMPARED_HEADERS, type ComparedAttribute } from '../../domain/editing'
import type { Gateway } from '../../domain/gateway'
import type { EncryptionObservation } from '../../domain/encryption-observation'
import { FILE_DATE_METADATA } from '../../domain/file-date'
import { PART_SIZE_METADATA, type ObjectProperties } from '../../domain/object-entry'
import type { AclRecovery, PendingAclEntry } from '../../domain/pending-acl'
import type { SseKey } from '../../domain/sse-key'
import { hasAll } from '../../domain/upload-headers'
import type { Clock } from '../../transfers/clock'
import { isSameEtag } from '../../transfers/etag'
import { verifyEncryption } from '../../transfers/verify-encryption'
import { withRetries } from '../../transfers/retry'

/** What an object had beside its bytes, before it was overwritten. */
export interface ObjectAttributes {
  readonly properties: ObjectProperties
  readonly tags: Readonly<Record<string, string>>
  readonly acl: Acl
  /** Undefined: not encrypted, as it was seen. */
  readonly sseKey: SseKey | undefined
}

export interface SavedObject {
  readonly gateway: Gateway
  readonly bucket: string
  readonly key: string
  /** Of the bytes that are there now, if all went well. */
  readonly etag: string
  readonly sizeBytes: number
  readonly former: ObjectAttributes
  readonly clock: Clock
  /** In the journal, until the ACL was seen restored; undefined where none is kept. */
  readonly entry?: PendingAclEntry | undefined
}

/**
 * `kept`: read back, and the same grants; `owner` may have changed, since an object belongs to its writer. `lost`: not
 * restored; `now` is what stands in its place, undefined where that could not be read either.
 */
export type AclReturn =
  | { readonly state: 'kept'; readonly owner: Acl['owner'] }
  | { readonly state: 'lost'; readonly now: Acl | undefined; readonly error: AppError | undefined }

export interface SaveReport {
  readonly properties: ObjectProperties
  readonly acl: AclReturn
  /** What is not as it was, or could not be read back. */
  readonly differences: readonly ComparedAttribute[]
  readonly encryption: EncryptionObservation
}

/** A write that resets the ACL and restores it, with an entry in the journal for what interrupts it. */
export function withAclRecovery<T>(
  recovery: AclRecovery | undefined,
  written: SavedObject,
  write: (written: SavedObject) => Promise<T>
): Promise<T> {
  if (recovery === undefined) return write(written)
  const { gateway, bucket, key, etag, sizeBytes, former } = written
  const { endpoint, id: accountId } = gateway.storage.account
  const pending = { endpoint, accountId, bucket, key, etag, sizeBytes, acl: former.acl }
  return recovery.during(pending, (entry) => write({ ...written, entry }))
}

/**
 * Rejects `object-changed` when something else is there by now (its ACL is left alone then), `stored-in-clear` or `sse-key-wrong`
 * when it is not encrypted as it was, and as HEAD does.
 */
export async function restoreAttributes(written: SavedObject): Promise<SaveReport> {
  const { gateway, bucket, key, former, clock } = written
  const { sseKey } = former
  const { properties, isOurs } = await lookAt(written)
  if (!isOurs) return refuseAnother(written)
  await written.entry?.identify({ versionId: properties.versionId, modifiedAtMs: properties.modifiedAtMs })
  const acl = await restoreOwnAcl(written, properties)
  const encryption: EncryptionObservation =
    sseKey === undefined
      ? { state: 'clear', seenAtMs: clock.nowMs() } // it has just answered without a key
      : await verifyEncryption({ storage: gateway.storage, bucket, key }, sseKey, clock)
  const tags = await retrying(() => gateway.properties.tagsOf(bucket, key), clock).catch(() => undefined)
  const differences = differencesBetween(former.properties, properties)
  const hasSameTags = isSameRecord(former.tags, tags)
  return { properties, acl, differences: hasSameTags ? differences : [...differences, 'tags'], encryption }
}

/** Once more, after the ACL was not restored, or (without a report) nothing could be seen. Rejects as {@link restoreAttributes}. */
export async function retryRestore(written: SavedObject, report: SaveReport | undefined): Promise<SaveReport> {
  return report ? { ...report, acl: await restoreAclAgain(written) } : restoreAttributes(written)
}

/** What is there now, and whether it is what was written. */
async function lookAt({ gateway, bucket, key, former, clock, ...written }: SavedObject) {
  const { sseKey } = former
  const properties = await retrying(() => gateway.properties.read(bucket, key, { sseKey }), clock)
  const etag = properties.etag ?? (await retrying(() => gateway.storage.findObject(bucket, key), clock))?.etag ?? ''
  return { properties, isOurs: isSameEtag(etag, written.etag) && properties.sizeBytes === written.sizeBytes }
}

/** As long as the object is still the one that was written. */
async function restoreAclAgain(written: SavedObject): Promise<AclReturn> {
  const { properties, isOurs } = await lookAt(written)
  if (!isOurs) return refuseAnother(written)
  return restoreOwnAcl(written, properties)
}

function restoreOwnAcl(written: SavedObject, { versionId }: ObjectProperties): Promise<AclReturn> {
  const isStillThere = async (): Promise<boolean> => (await lookAt(written)).isOurs
  return restoreAcl({ ...written, isStillThere }, versionId).catch((thrown: unknown) =>
    toAppError(thrown).kind === 'object-changed' ? refuseAnother(written) : Promise.reject(thrown)
  )
}

async function refuseAnother({ entry }: SavedObject): Promise<never> {
  await entry?.settle() // the ACL that is pending is not this object's
  throw new AppError('object-changed', { operation: 'verify' })
}

/**
 * Gives the object its former grants, unless it has them, and reads them back; then its ACL is no longer pending. Rejects
 * `object-changed` (`verify`) when another object is there, which gets none.
 */
export async function restoreAcl(
  {
    gateway,
    bucket,
    key,
    former,
    clock,
    entry,
    isStillThere
  }: Pick<SavedObject, 'bucket' | 'key' | 'clock' | 'entry'> & {
    readonly gateway: Pick<Gateway, 'access'>
    readonly former: Pick<ObjectAttributes, 'acl'>
    /** Asked right before each try to write the ACL of an object without a version of its own: it would open another object. */
    readonly isStillThere?: (() => Promise<boolean>) | undefined
  },
  versionId: string | undefined
): Promise<AclReturn> {
  const look = () => gateway.access.ofObject(bucket, key, versionId)
  let now: Acl | undefined
  try {
    now = await retrying(look, clock)
    if (!hasSameGrants(now, former.acl)) {
      const wanted = withOwner(former.acl, now.owner)
      const hasVersion = versionId !== undefined && versionId !== NULL_VERSION
      await retrying(async () => {
        if (!hasVersion && (await isStillThere?.()) === false)
          throw new AppError('object-changed', { operation: 'verify' })
        await entry?.noteWrite()
        await gateway.access.putOfObject(bucket, key, wanted, versionId)
      }, clock)
      now = undefined
      now = await retrying(look, clock)
      if (!hasSameGrants(now, former.acl)) return { state: 'lost', now, error: undefined }
    }
    await entry?.noteAcl()
    return { state: 'kept', owner: now.owner }
  } catch (thrown) {
    const error = toAppError(thrown)
    if (isAbort(thrown) || error.kind === 'object-changed') throw thrown
    return { state: 'lost', now, error }
  }
}

function differencesBetween(before: ObjectProperties, after: ObjectProperties): readonly ComparedAttribute[] {
  const differences: ComparedAttribute[] = COMPARED_HEADERS.filter((field) => before[field] !== after[field])
  if ((before.storageClass ?? 'STANDARD') !== (after.storageClass ?? 'STANDARD')) differences.push('storageClass')
  if (!isSameRecord(withoutMetadataOfBytes(before.metadata), withoutMetadataOfBytes(after.metadata)))
    differences.push('metadata')
  return differences
}

const METADATA_OF_BYTES: readonly string[] = [PART_SIZE_METADATA, FILE_DATE_METADATA]

/** The part size and the file's date belong to the bytes that were sent: no other bytes keep them. */
export function withoutMetadataOfBytes(metadata: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(metadata).filter(([name]) => !METADATA_OF_BYTES.includes(name)))
}

/** Whether both hold the same; undefined is nothing that was seen. */
export function isSameRecord(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>> | undefined
): boolean {
  return other !== undefined && hasAll(one, other) && hasAll(other, one)
}

/** A write cannot be undone, so it is finished even if the dialog is closed. */
function retrying<T>(attempt: () => Promise<T>, clock: Clock): Promise<T> {
  return withRetries(attempt, { clock, signal: new AbortController().signal })
}
