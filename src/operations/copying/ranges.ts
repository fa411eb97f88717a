// The ranges in which an object is copied: its own parts where they are known, so that the copy's ETag tells that it is the same.
import { MAX_SINGLE_COPY_BYTES } from '../../domain/object-copies'
import { PART_SIZE_METADATA, type ObjectProperties } from '../../domain/object-entry'
import { planDigest } from '../../transfers/etag'
import { MAX_SINGLE_PUT_BYTES, planParts, splitInto, type Part } from '../../transfers/part-plan'

export interface CopyRanges {
  readonly parts: readonly Part[]
  /** To be recorded with the copy: of several parts, and of one that readers of its ETag would not guess. */
  readonly partSizeBytes: number | undefined
}

interface Sized {
  readonly etag: string
  readonly sizeBytes: number
  readonly properties: Pick<ObjectProperties, 'metadata'>
}

/** As the ETag of every object of one part. */
const ONE_PART = `${'0'.repeat(32)}-1`
/** S3's minimum for every part but the last. */
const MIN_PART_BYTES = 5 * 1024 ** 2

/** For UploadPartCopy, of an object that is not empty. Throws `too-large` past what S3's limits hold. */
export function rangesInside(source: Sized): CopyRanges {
  const own = ownParts(source, MAX_SINGLE_COPY_BYTES)
  if (own !== undefined) return own
  if (source.sizeBytes <= MAX_SINGLE_COPY_BYTES) return whole(source.sizeBytes)
  return toRanges(planParts(source.sizeBytes))
}

/** For bytes that come through this browser, each range in its memory. */
export function rangesThrough(source: Sized): CopyRanges {
  if (source.sizeBytes <= MAX_SINGLE_PUT_BYTES) return whole(source.sizeBytes)
  return ownParts(source, MAX_SINGLE_PUT_BYTES) ?? toRanges(planParts(source.sizeBytes))
}

/** As the ETag says that it was sent, or may have been. */
function ownParts({ etag, sizeBytes, properties }: Sized, maxBytes: number): CopyRanges | undefined {
  const recorded = properties.metadata[PART_SIZE_METADATA]
  const { plan } = planDigest(etag, sizeBytes, recorded === undefined ? undefined : Number(recorded))
  if (plan.kind !== 'parts' || plan.partSizeBytes > maxBytes) return undefined
  if (plan.partSizeBytes >= sizeBytes) return whole(sizeBytes)
  return plan.partSizeBytes < MIN_PART_BYTES ? undefined : toRanges(splitInto(sizeBytes, plan.partSizeBytes))
}

function whole(sizeBytes: number): CopyRanges {
  const isGuessed = planDigest(ONE_PART, sizeBytes).plan.kind === 'parts'
  return { parts: [{ partNumber: 1, start: 0, end: sizeBytes }], partSizeBytes: isGuessed ? undefined : sizeBytes }
}

function toRanges({ parts, partSizeBytes }: ReturnType<typeof splitInto>): CopyRanges {
  return { parts, partSizeBytes }
}
