// Removes an object that a copy created and that must not stay: that one alone, by its version.
import { NULL_VERSION, type ObjectVersion } from '../../domain/bucket'
import type { CopyTarget } from '../../domain/object-copies'
import { isSameEtag } from '../../transfers/etag'
import { deleteNullVersion } from '../versions/key-versions'
import type { CopyGateway } from './copy-task'
import type { WrittenCopy } from './written-copy'

/** The clocks of this device and the gateway may differ by so much. */
const CLOCK_DIFFERENCE_MS = 5_000

/** @returns false where it stays, or cannot be told from another object. Never rejects. */
export async function removeCreated(
  gateway: Pick<CopyGateway, 'versions'>,
  { bucket, key }: CopyTarget,
  written: Pick<WrittenCopy, 'etag' | 'versionId' | 'expectedEtag' | 'sentAtMs'>
): Promise<boolean> {
  try {
    const created = await findCreated(gateway, { bucket, key }, written)
    if (created === undefined) return false
    const { versionId } = created
    if (versionId === NULL_VERSION) await deleteNullVersion(gateway, bucket, created)
    else if ((await gateway.versions.deleteBatch(bucket, [{ key, versionId }])).length > 0) return false
    return true
  } catch {
    return false
  }
}

/** Pacific does not tell which version a copy became: then it is the only one with this ETag since it was sent. */
async function findCreated(
  { versions }: Pick<CopyGateway, 'versions'>,
  { bucket, key }: CopyTarget,
  { etag, expectedEtag, versionId, sentAtMs }: Parameters<typeof removeCreated>[2]
): Promise<ObjectVersion | undefined> {
  const page = await versions.listPage({ bucket, prefix: key, maxKeys: 100 })
  const own = page.versions.filter((version) => version.key === key && !version.isDeleteMarker)
  if (versionId !== undefined) return own.find((version) => version.versionId === versionId)
  const [only] = own
  // Without versions what is there has replaced what was there: no date is needed, and this device's clock may be wrong.
  if (only !== undefined && own.length === 1 && only.versionId === NULL_VERSION)
    return isSameEtag(only.etag, etag ?? expectedEtag) ? only : undefined
  const alike = own.filter(
    (version) =>
      isSameEtag(version.etag, etag ?? expectedEtag) && version.modifiedAtMs >= sentAtMs - CLOCK_DIFFERENCE_MS
  )
  return alike.length === 1 ? alike[0] : undefined
}
