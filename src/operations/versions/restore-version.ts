// Restores an older version: a copy inside the gateway, which loses its ACL, and is read back.
import { AppError, toAppError } from '../../domain/app-error'
import { isSameVersion, NULL_VERSION, type ObjectVersion } from '../../domain/bucket'
import type { Gateway } from '../../domain/gateway'
import type { AclRecovery } from '../../domain/pending-acl'
import type { SseKey } from '../../domain/sse-key'
import type { Clock } from '../../transfers/clock'
import { finishEarlierWrites } from '../access/finish-earlier-writes'
import { findVersion } from './key-versions'
import { restoreAttributes, withAclRecovery, type SaveReport, type SavedObject } from '../editing/restore-attributes'
import { isOutcomeUnknown } from '../../transfers/retry'

export interface VersionToRestore {
  readonly gateway: Gateway
  readonly bucket: string
  readonly key: string
  readonly versionId: string
  /** As listed, since headers may be hidden from pages. */
  readonly etag: string
  readonly sizeBytes: number
  /** The version called `null` that was shown. Unless versions are kept, the copy replaces it; any other would be lost unseen. */
  readonly nullVersion: ObjectVersion | undefined
  /** That opens this version; undefined: it was seen not to be encrypted. */
  readonly sseKey: SseKey | undefined
}

/** Without a report the copy exists, but could not be read back; the error says why. */
export interface RestoredVersion {
  readonly written: SavedObject
  readonly report: SaveReport | undefined
  readonly error: AppError | undefined
}

/**
 * Resolves when it is copied. Rejects `not-supported` where the gateway cannot copy it, and
 * `object-changed` when the copy would replace another version than was shown, and as {@link finishEarlierWrites} does; then nothing
 * was changed.
 */
export async function restoreVersion(
  { gateway, bucket, key, versionId, etag, sizeBytes, sseKey, nullVersion: shown }: VersionToRestore,
  { clock, aclRecovery }: { readonly clock: Clock; readonly aclRecovery?: AclRecovery | undefined },
  signal: AbortSignal
): Promise<RestoredVersion> {
  await finishEarlierWrites(aclRecovery, gateway, { bucket, key })
  const [properties, tags, acl] = await Promise.all([
    gateway.properties.read(bucket, key, { sseKey, versionId }, signal),
    gateway.properties.tagsOf(bucket, key, versionId, signal),
    gateway.access.ofObject(bucket, key, versionId, signal)
  ])
  signal.throwIfAborted()
  // What is copied of a Swift large object is its manifest: the copy has the same segments, and the ETag that a HEAD tells.
  const isLarge = properties.largeObject !== undefined
  const expected = isLarge
    ? { etag: properties.etag ?? etag, sizeBytes: properties.sizeBytes ?? sizeBytes }
    : { etag, sizeBytes }
  const written: SavedObject = { gateway, bucket, key, ...expected, former: { properties, tags, acl, sseKey }, clock }
  const keepsVersions = () =>
    gateway.buckets.versioningOf(bucket).then(
      (versioning) => versioning === 'on',
      () => false
    )
  return withAclRecovery(aclRecovery, written, async (noted) => {
    let isSent = false
    const copy = async (): Promise<void> => {
      const isAdded = versionId !== NULL_VERSION && (await keepsVersions())
      const named = isAdded
        ? undefined
        : await findVersion(gateway, bucket, key, (version) => version.versionId === NULL_VERSION)
      if (named !== undefined && (shown === undefined || !isSameVersion(named, shown)))
        throw new AppError('object-changed', { operation: 'CopyObject' })
      isSent = true
      await gateway.versions.restore({ bucket, key, versionId, sseKey })
    }
    await copy().catch(async (error: unknown) => {
      if (!isSent || !isOutcomeUnknown(toAppError(error))) await noted.entry?.settle() // nothing was copied
      throw error
    })
    return restoreAttributes(noted).then(
      (report) => ({ written: noted, report, error: undefined }),
      (error: unknown) => ({ written: noted, report: undefined, error: toAppError(error) })
    )
  })
}

/** `changed`: the marker hides the object no longer, and was left alone; the latest version, if any, is what is there. */
export type RestoredObject =
  { readonly state: 'restored' } | { readonly state: 'changed'; readonly latest: ObjectVersion | undefined }

/**
 * Removes the delete marker that hides an object, if it still does. Rejects `no-such-object` when there is nothing below it, or
 * another marker.
 */
export async function restoreDeleted(
  gateway: Pick<Gateway, 'versions' | 'storage'>,
  bucket: string,
  marker: ObjectVersion,
  signal?: AbortSignal
): Promise<RestoredObject> {
  const { key, versionId } = marker
  const latest = await findVersion(gateway, bucket, key, ({ isLatest }) => isLatest, signal)
  if (latest === undefined || !isSameVersion(latest, marker)) return { state: 'changed', latest }
  // A marker has no ETag, so there is no condition to send with it.
  const [failed] = await gateway.versions.deleteBatch(bucket, [{ key, versionId }], signal)
  if (failed !== undefined) throw failed.error
  if ((await gateway.storage.findObject(bucket, key, signal)) === undefined)
    throw new AppError('no-such-object', { operation: 'ListObjectVersions' })
  return { state: 'restored' }
}
