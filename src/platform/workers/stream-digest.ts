// The digest of a stream in the form of an S3 ETag: the MD5 of the whole, or the MD5 of its parts' MD5s with their number.
import { createMd5, type Md5 } from '../../crypto/md5'
import type { DigestPlan } from '../../domain/download-ports'

export class StreamDigest {
  readonly #md5: Md5 | undefined
  readonly #partSizeBytes: number
  readonly #partDigests: Uint8Array[] = []
  #inPart = 0
  #sizeBytes = 0

  private constructor(md5: Md5 | undefined, partSizeBytes: number) {
    this.#md5 = md5
    this.#partSizeBytes = partSizeBytes
  }

  static async create(plan: DigestPlan): Promise<StreamDigest> {
    const md5 = plan.kind === 'none' ? undefined : await createMd5()
    return new StreamDigest(md5, plan.kind === 'parts' ? plan.partSizeBytes : Number.POSITIVE_INFINITY)
  }

  /** Of all bytes so far. */
  get sizeBytes(): number {
    return this.#sizeBytes
  }

  update(bytes: Uint8Array): void {
    this.#sizeBytes += bytes.byteLength
    if (this.#md5 === undefined) return
    let rest = bytes
    while (rest.byteLength > 0) {
      const piece = rest.subarray(0, Math.min(rest.byteLength, this.#partSizeBytes - this.#inPart))
      this.#md5.update(piece)
      this.#inPart += piece.byteLength
      rest = rest.subarray(piece.byteLength)
      if (this.#inPart === this.#partSizeBytes) this.#endPart()
    }
  }

  /** Ends the digest. Hex, or `hex-N` for parts; undefined when none was asked for. */
  async etag(): Promise<string | undefined> {
    if (this.#md5 === undefined) return undefined
    if (this.#partSizeBytes === Number.POSITIVE_INFINITY) return this.#md5.digestHex()
    if (this.#inPart > 0) this.#endPart()
    for (const digest of this.#partDigests) this.#md5.update(digest)
    return `${this.#md5.digestHex()}-${this.#partDigests.length}`
  }

  #endPart(): void {
    if (this.#md5 === undefined) return
    this.#partDigests.push(this.#md5.digestBytes())
    this.#md5.init()
    this.#inPart = 0
  }
}
