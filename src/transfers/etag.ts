// ETags as proofs: which digest can be compared with one, and what a comparison is worth. On a RADOS gateway the ETag of
// one PUT is the MD5 of the plain bytes, SSE-C or not, and that of a multipart upload the MD5 of its parts' MD5s, then `-N`.
import { bytesOfHex } from '../domain/hex'
import type { DigestPlan } from '../domain/download-ports'

const MIB = 1024 * 1024

/** Part sizes that tools use by default, most likely first: aws-cli and boto3, Lockgate, s3cmd, rclone, others. */
const COMMON_PART_SIZES = [8, 16, 15, 5, 64, 32, 10, 50, 100, 20, 25, 128, 256, 512, 1024].map((mib) => mib * MIB)

export interface PlannedDigest {
  readonly plan: DigestPlan
  /** True: the part size was never recorded, so a digest that differs may only mean another part size. */
  readonly isGuess: boolean
}

/** `mismatch`: the bytes are not the object's. `size-checked`: nothing speaks for or against them but their size. */
export type DigestComparison = 'verified' | 'size-checked' | 'mismatch'

/** Which digest to take of bytes that come, to compare it with this ETag. `recordedPartSize` in bytes, from PART_SIZE_METADATA. */
export function planDigest(etag: string, sizeBytes: number, recordedPartSize?: number): PlannedDigest {
  if (/^[0-9a-f]{32}$/i.test(etag)) return { plan: { kind: 'whole' }, isGuess: false }
  const partCount = partCountOf(etag)
  if (partCount === undefined) return { plan: { kind: 'none' }, isGuess: true }
  const fits = (partSizeBytes: number) => Math.max(1, Math.ceil(sizeBytes / partSizeBytes)) === partCount
  if (
    recordedPartSize !== undefined &&
    Number.isSafeInteger(recordedPartSize) &&
    recordedPartSize > 0 &&
    fits(recordedPartSize)
  )
    return { plan: { kind: 'parts', partSizeBytes: recordedPartSize }, isGuess: false }
  const guess = COMMON_PART_SIZES.find(fits)
  return {
    plan: guess === undefined ? { kind: 'none' } : { kind: 'parts', partSizeBytes: guess },
    isGuess: partCount > 1
  }
}

/** `N` of `hex-N`; undefined for other ETags. */
export function partCountOf(etag: string): number | undefined {
  const match = /^[0-9a-f]{32}-([1-9]\d{0,4})$/i.exec(etag)
  return match?.[1] === undefined ? undefined : Number(match[1])
}

/** Compares the digest of what came with the object's ETag. */
export function compareDigest(
  planned: PlannedDigest,
  etag: string,
  receivedEtag: string | undefined
): DigestComparison {
  if (planned.plan.kind === 'none' || receivedEtag === undefined) return 'size-checked'
  if (isSameEtag(etag, receivedEtag)) return 'verified'
  return planned.isGuess ? 'size-checked' : 'mismatch'
}

export function isSameEtag(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** The ETag that a multipart upload of parts with these MD5s (hex) will have. */
export async function multipartEtag(
  partMd5Hex: readonly string[],
  md5Hex: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>
): Promise<string> {
  return `${await md5Hex(bytesOfHex(partMd5Hex.join('')))}-${partMd5Hex.length}`
}
