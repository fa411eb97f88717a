// Gives a copy the tags and the ACL of its source where they did not come along, and reads back everything that should have.
import { isOfEveryone, isOfOwner, withGrant, type Acl } from '../../domain/acl'
import { AppError, toAppError } from '../../domain/app-error'
import { withoutAwsChunked } from '../../domain/content-encoding'
import { COMPARED_HEADERS, type ComparedAttribute } from '../../domain/editing'
import type { LostAttribute } from '../../domain/object-copies'
import { PART_SIZE_METADATA, type ObjectProperties } from '../../domain/object-entry'
import type { PendingAclEntry } from '../../domain/pending-acl'
import { isSameEtag } from '../../transfers/etag'
import { withRetries } from '../../transfers/retry'
import { isSameRecord, restoreAcl } from '../editing/restore-attributes'
import { isAcross, type CopyDeps, type CopyJob } from './copy-task'
import type { ReadSource } from './source'
import type { SeenCopy } from './verify-copy'
import type { Writing, WrittenCopy } from './written-copy'

const LOST_HEADERS: readonly (readonly [header: string, attribute: LostAttribute])[] = [
  ['x-amz-object-lock-mode', 'retention'],
  ['x-amz-object-lock-legal-hold', 'legalHold'],
  ['x-amz-website-redirect-location', 'redirect']
]

const GATEWAY_ENCRYPTION = 'x-amz-server-side-encryption'

/**
 * A stop does not end it. Rejects only `object-changed` (`verify`), when something else was written over the copy: it gets neither.
 * @returns what the copy has not, or was not seen to have.
 */
export async function carryAttributes(
  job: CopyJob,
  source: ReadSource,
  { bucket, key, sseKey }: Writing,
  { way, expectedEtag }: Pick<WrittenCopy, 'way' | 'expectedEtag'>,
  { properties, encryption }: SeenCopy,
  { clock, entry }: Pick<CopyDeps, 'clock'> & { readonly entry?: PendingAclEntry | undefined }
): Promise<readonly LostAttribute[]> {
  const gateway = job.targetGateway
  const retrying = <T>(attempt: () => Promise<T>) =>
    withRetries(attempt, { clock, signal: new AbortController().signal })
  await entry?.identify({ versionId: properties.versionId, modifiedAtMs: properties.modifiedAtMs })
  const lost = [...lostProperties(source, { properties, encryption }, way)]
  if (encryption.state === 'unknown') lost.push('encryption')
  if (await hasTags().catch(unlessChanged(false))) await entry?.noteTags()
  else lost.push('tags')
  lost.push(...(await carryAcl().catch(unlessChanged(['acl'] as const))))
  return lost

  /** What failed is lost; but of another object nothing is told. */
  function unlessChanged<T>(failed: T): (thrown: unknown) => Promise<T> {
    return async (thrown) => {
      if (toAppError(thrown).kind !== 'object-changed') return failed
      await entry?.settle() // what is pending is not this object's
      throw thrown
    }
  }

  async function hasTags(): Promise<boolean> {
    const { tags } = source
    if (tags === undefined) return false
    // Pacific stores those of CreateMultipartUpload where no request reads them.
    if (way === 'parts' && Object.keys(tags).length > 0)
      await retrying(async () => {
        if (!(await isStillThere())) throw new AppError('object-changed', { operation: 'verify' })
        await gateway.storage.putTags(bucket, key, tags)
      })
    return isSameRecord(tags, await retrying(() => gateway.properties.tagsOf(bucket, key)))
  }

  /** What is lost of the access. An object belongs to its writer, and no ACL gives it back. */
  async function carryAcl(): Promise<readonly LostAttribute[]> {
    const { acl } = source
    if (acl === undefined) return ['acl']
    const about = { gateway, bucket, key, clock, entry, isStillThere }
    if (isAcross(job)) {
      const { state } = await restoreAcl({ ...about, former: { acl: await ofOtherAccount(acl) } }, properties.versionId)
      const isWhole = acl.grants.every((grant) => isOfEveryone(grant) || isOfOwner(acl, grant))
      return state === 'kept' && isWhole ? [] : ['acl']
    }
    const carried = await restoreAcl({ ...about, former: { acl } }, properties.versionId)
    const owner = carried.state === 'kept' ? carried.owner : carried.now?.owner
    return [
      ...(carried.state === 'kept' ? [] : (['acl'] as const)),
      ...(owner === undefined || owner.id === acl.owner.id ? [] : (['owner'] as const))
    ]
  }

  /** Without a version of its own it is known by its ETag and size, and what is written after this look gets its tags or ACL. */
  async function isStillThere(): Promise<boolean> {
    const now = await retrying(() => gateway.properties.read(bucket, key, { sseKey }))
    const etag = now.etag ?? (await retrying(() => gateway.storage.findObject(bucket, key)))?.etag ?? ''
    return now.sizeBytes === properties.sizeBytes && isSameEtag(etag, expectedEtag)
  }

  /** Without grants to users: the same IDs are other users there, or none. */
  async function ofOtherAccount(acl: Acl): Promise<Acl> {
    const { owner } = await retrying(() => gateway.access.ofObject(bucket, key, properties.versionId))
    return withGrant({ owner, grants: acl.grants.filter(isOfEveryone) }, owner.id, ['FULL_CONTROL'])
  }
}

/** What the copy's own HEAD tells, before tags and ACL. */
export function lostProperties(
  { properties: before }: Pick<ReadSource, 'properties'>,
  { properties: after, encryption }: SeenCopy,
  way: WrittenCopy['way']
): readonly LostAttribute[] {
  const isGone = (header: string): boolean => before.others.includes(header) && !after.others.includes(header)
  return [
    ...differences(before, after),
    ...LOST_HEADERS.flatMap(([header, attribute]) => (isGone(header) ? [attribute] : [])),
    // A key of the user's is no less.
    ...(encryption.state === 'clear' && isGone(GATEWAY_ENCRYPTION) ? (['gatewayEncryption'] as const) : []),
    // CopyObject carries also what this page may not see.
    ...(way !== 'object' && !before.isWhole ? (['hiddenHeaders'] as const) : [])
  ]
}

function differences(before: ObjectProperties, after: ObjectProperties): readonly ComparedAttribute[] {
  const headers = COMPARED_HEADERS.filter((field) =>
    field === 'contentEncoding'
      ? withoutAwsChunked(before[field]) !== withoutAwsChunked(after[field])
      : before[field] !== after[field]
  )
  const hasSameClass = (before.storageClass ?? 'STANDARD') === (after.storageClass ?? 'STANDARD')
  const hasSameMetadata = isSameRecord(withoutPartSize(before.metadata), withoutPartSize(after.metadata))
  return [
    ...headers,
    ...(hasSameClass ? [] : (['storageClass'] as const)),
    ...(hasSameMetadata ? [] : (['metadata'] as const))
  ]
}

/** It is of the parts that were sent, and the copy may have others. */
function withoutPartSize(metadata: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { [PART_SIZE_METADATA]: _, ...rest } = metadata
  return rest
}
