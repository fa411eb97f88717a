// Making an older version the latest again: a copy inside the gateway, which loses its ACL on the way and is not believed.
import { toAppError, type AppError } from '../domain/app-error'
import type { Gateway } from '../domain/gateway'
import type { AclRecovery } from '../domain/owed-acl'
import type { SseKey } from '../domain/sse-key'
import type { Clock } from './clock'
import { putBack, withAclRecovery, type Aftermath, type Written } from './put-back'
import { mayHaveLanded } from './retry'

export interface VersionToRestore {
  readonly gateway: Gateway
  readonly bucket: string
  readonly key: string
  readonly versionId: string
  /** As listed, since headers may be hidden from pages. */
  readonly etag: string
  readonly sizeBytes: number
  /** That opens this version; undefined: it was seen to be in the clear. */
  readonly sseKey: SseKey | undefined
}

/** Without an aftermath the copy was made, and what else was to stay could not be looked at; the error says why. */
export interface RestoredVersion {
  readonly written: Written
  readonly aftermath: Aftermath | undefined
  readonly error: AppError | undefined
}

/**
 * Resolves when the copy was made. Rejects `not-supported` where the gateway cannot copy it; then nothing
 * was changed.
 */
export async function restoreVersion(
  { gateway, bucket, key, versionId, etag, sizeBytes, sseKey }: VersionToRestore,
  { clock, aclRecovery }: { readonly clock: Clock; readonly aclRecovery?: AclRecovery | undefined },
  signal: AbortSignal
): Promise<RestoredVersion> {
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
  const written: Written = { gateway, bucket, key, ...expected, former: { properties, tags, acl, sseKey }, clock }
  return withAclRecovery(aclRecovery, written, async (noted) => {
    await gateway.versions.restore({ bucket, key, versionId, sseKey }).catch(async (error: unknown) => {
      if (!mayHaveLanded(toAppError(error))) await noted.entry?.settle() // refused: nothing was copied
      throw error
    })
    return putBack(noted).then(
      (aftermath) => ({ written: noted, aftermath, error: undefined }),
      (error: unknown) => ({ written: noted, aftermath: undefined, error: toAppError(error) })
    )
  })
}
