// The versions of one key as they are now, and deleting one only while it is what was seen: the id `null` names whatever came last.
import { AppError } from '../../domain/app-error'
import { isSameVersion, NULL_VERSION, type ObjectVersion, type VersionPage } from '../../domain/bucket'
import type { Gateway } from '../../domain/gateway'

const PAGE_SIZE = 100

/** Pages of one key's versions, in the gateway's order. Rejects as listings do. */
async function* versionsOf(
  { versions }: Pick<Gateway, 'versions'>,
  bucket: string,
  key: string,
  signal: AbortSignal | undefined
): AsyncGenerator<ObjectVersion> {
  let after: VersionPage['next']
  do {
    const page = await versions.listPage({ bucket, prefix: key, after, maxKeys: PAGE_SIZE }, signal)
    // Of all keys that begin with this one, the key itself sorts first, with all its versions.
    yield* page.versions.filter((version) => version.key === key)
    after = page.next?.keyMarker === key ? page.next : undefined
  } while (after !== undefined)
}

/** @returns the first that is meant; undefined when there is none. Rejects as listings do. */
export async function findVersion(
  gateway: Pick<Gateway, 'versions'>,
  bucket: string,
  key: string,
  isMeant: (version: ObjectVersion) => boolean,
  signal?: AbortSignal
): Promise<ObjectVersion | undefined> {
  for await (const version of versionsOf(gateway, bucket, key, signal)) if (isMeant(version)) return version
  return undefined
}

/**
 * Deletes what is called `null`, if it is still the version that was seen; resolves also when it is gone. Rejects `object-changed`,
 * and deletes nothing, when another one has the name by now. What is written between the look and the delete is lost where the
 * gateway knows no condition.
 */
export async function deleteNullVersion(
  gateway: Pick<Gateway, 'versions'>,
  bucket: string,
  seen: ObjectVersion,
  signal?: AbortSignal
): Promise<void> {
  const { key, versionId, etag } = seen
  const now = await findVersion(gateway, bucket, key, (version) => version.versionId === NULL_VERSION, signal)
  if (now === undefined) return
  if (!isSameVersion(now, seen)) throw new AppError('object-changed', { operation: 'DeleteObject' })
  // Tentacle compares the condition of any version with the latest one, and would refuse to delete an older one.
  const target = { key, versionId, etag: now.isLatest ? etag : '' }
  const [failed] = await gateway.versions.deleteBatch(bucket, [target], signal)
  if (failed === undefined || failed.error.kind === 'no-such-object') return
  if (failed.error.kind === 'precondition-failed') throw new AppError('object-changed', failed.error.details)
  throw failed.error
}
