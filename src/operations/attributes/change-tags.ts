// Changes the tags of an object: its bytes, headers and versions stay as they are.
import { applyChanges, isSameTexts, type TextChanges, type Texts } from '../../domain/attributes'
import { AppError } from '../../domain/app-error'
import type { Gateway } from '../../domain/gateway'
import type { LostAttribute } from '../../domain/object-copies'
import type { ObjectEntry } from '../../domain/object-entry'
import { MAX_TAGS } from '../../domain/upload-headers'
import type { Clock } from '../../transfers/clock'
import { withRetries } from '../../transfers/retry'

export interface TagsPlace {
  readonly gateway: Pick<Gateway, 'storage' | 'properties'>
  readonly bucket: string
}

/** What the user saw before the change: another object, or other tags, are left alone. */
export interface SeenTags {
  readonly etag: string
  readonly tags: Texts
}

export interface ChangeOutcome {
  /** `unchanged`: everything was as wished, and nothing was written. */
  readonly kind: 'changed' | 'unchanged'
  /** What is not as it was sent, or not as it was before. */
  readonly lost: readonly LostAttribute[]
}

/**
 * Writes all tags, if they are other ones, and reads them back. Rejects `object-changed` (`PutObjectTagging`: nothing was written;
 * `verify`: another object came in the same moment), `no-such-object`, `request-refused` when they would be too many, and as
 * requests do.
 */
export async function changeTags(
  { gateway, bucket }: TagsPlace,
  key: string,
  changes: TextChanges,
  { clock, seen }: { readonly clock: Clock; readonly seen?: SeenTags | undefined },
  signal: AbortSignal
): Promise<ChangeOutcome> {
  const { storage, properties } = gateway
  const operation = 'PutObjectTagging'
  const read = (ofRead: AbortSignal) =>
    withRetries(
      () => Promise.all([storage.findObject(bucket, key, ofRead), properties.tagsOf(bucket, key, undefined, ofRead)]),
      { clock, signal: ofRead }
    )
  const [entry, before] = await read(signal)
  if (entry === undefined) throw new AppError('no-such-object', { operation })
  if (seen !== undefined && (entry.etag !== seen.etag || !isSameTexts(before, seen.tags)))
    throw new AppError('object-changed', { operation })
  const listedEtag = entry.etag
  const wanted = applyChanges(before, changes)
  if (isSameTexts(before, wanted)) return { kind: 'unchanged', lost: [] }
  if (Object.keys(wanted).length > MAX_TAGS)
    throw new AppError('request-refused', { operation, reason: 'too-many-tags' })
  signal.throwIfAborted()
  // From here it is finished: a write is read back whatever the user does.
  const whole = new AbortController().signal
  let isAgain = false
  const put = async (): Promise<void> => {
    if (isAgain) refuseAnother(await storage.findObject(bucket, key))
    isAgain = true
    await storage.putTags(bucket, key, wanted)
  }
  await withRetries(put, { clock, signal: whole })
  const [now, after] = await read(whole)
  refuseAnother(now)
  return { kind: 'changed', lost: isSameTexts(after, wanted) ? [] : ['tags'] }

  /** Pacific lists no ETag after another tool's DeleteObjectTagging, and lists it again after this. */
  function refuseAnother(now: ObjectEntry | undefined): void {
    if (now === undefined || (listedEtag !== '' && now.etag !== listedEtag))
      throw new AppError('object-changed', { operation: 'verify' })
  }
}
