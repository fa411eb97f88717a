// Digests of streams in the form of S3 ETags. Parts, of one stream or of several, advance four at a time; so bytes of the first are
// held until the fourth comes. Knows nothing of workers.
import { Md5Stream, type Md5Lanes } from '../../crypto/md5-lanes'

export type EtagPlan = { readonly kind: 'whole' } | { readonly kind: 'parts'; readonly partSizeBytes: number }

/** Bytes that were given at once; parts share them where they reach from one into the next. */
interface Held {
  readonly buffer: ArrayBuffer
  uses: number
}

interface Part {
  readonly md5: Md5Stream
  readonly queue: { readonly bytes: Uint8Array; readonly held: Held }[]
  /** Whose bytes its MD5 has. */
  digesting: Held | undefined
  state: 'open' | 'ended' | 'padded'
}

interface Digest {
  readonly partSizeBytes: number
  readonly parts: Part[]
  /** Bytes of the last part. */
  inPart: number
}

export class EtagDigests {
  readonly #lanes: Pick<Md5Lanes, 'width' | 'advance'>
  readonly #maxHeld: number
  readonly #onFree: (buffer: ArrayBuffer) => void
  readonly #digests = new Map<number, Digest>()
  /** Parts whose MD5 has blocks that wait, in the order in which they came. */
  readonly #waiting = new Set<Part>()
  #held = 0

  /**
   * @param maxHeld buffers that may wait until four parts can advance at once; 0: all is digested when it is given
   * @param onFree told of each buffer that is no longer needed
   */
  constructor(
    lanes: Pick<Md5Lanes, 'width' | 'advance'>,
    maxHeld = 0,
    onFree: (buffer: ArrayBuffer) => void = () => undefined
  ) {
    this.#lanes = lanes
    this.#maxHeld = maxHeld
    this.#onFree = onFree
  }

  /** @param id of the caller's choosing */
  begin(id: number, plan: EtagPlan): void {
    const partSizeBytes = plan.kind === 'parts' ? plan.partSizeBytes : Number.POSITIVE_INFINITY
    this.#digests.set(id, { partSizeBytes, parts: [makePart()], inPart: 0 })
  }

  /** The bytes must stay as they are until their buffer is told to be free. */
  update(id: number, bytes: Uint8Array<ArrayBuffer>): void {
    const digest = this.#digests.get(id)
    if (digest === undefined) return this.#onFree(bytes.buffer)
    const held: Held = { buffer: bytes.buffer, uses: 1 }
    this.#held++
    for (let rest: Uint8Array = bytes; rest.byteLength > 0;) {
      if (digest.inPart === digest.partSizeBytes) {
        this.#end(lastOf(digest))
        digest.parts.push(makePart())
        digest.inPart = 0
      }
      const some = rest.subarray(0, digest.partSizeBytes - digest.inPart)
      held.uses++
      lastOf(digest).queue.push({ bytes: some, held })
      this.#feed(lastOf(digest))
      digest.inPart += some.byteLength
      rest = rest.subarray(some.byteLength)
    }
    this.#release(held)
    // A stream as a whole has no other parts to wait for.
    if (digest.partSizeBytes === Number.POSITIVE_INFINITY) this.#advanceAll(digest.parts)
    while (this.#waiting.size >= this.#lanes.width || (this.#waiting.size > 0 && this.#held > this.#maxHeld))
      this.#advance()
  }

  /** Ends a digest. @returns hex, or `hex-N` for parts */
  etag(id: number): string | undefined {
    const digest = this.#digests.get(id)
    if (digest === undefined) return undefined
    this.#digests.delete(id)
    const { parts, partSizeBytes } = digest
    this.#end(lastOf(digest))
    this.#advanceAll(parts)
    if (partSizeBytes === Number.POSITIVE_INFINITY) return lastOf(digest).md5.digestHex()
    const ofParts = makePart()
    ofParts.md5.update(Uint8Array.from(parts.flatMap(({ md5 }) => [...md5.digestBytes()])))
    this.#end(ofParts)
    this.#advanceAll([ofParts])
    return `${ofParts.md5.digestHex()}-${parts.length}`
  }

  /** Forgets a digest, and frees its bytes. */
  drop(id: number): void {
    for (const part of this.#digests.get(id)?.parts ?? []) {
      this.#waiting.delete(part)
      if (part.digesting !== undefined) this.#release(part.digesting)
      for (const { held } of part.queue) this.#release(held)
    }
    this.#digests.delete(id)
  }

  /** @returns false when nothing waits */
  #advance(among: Iterable<Part> = this.#waiting): boolean {
    const turn: Part[] = []
    for (const part of among) {
      if (turn.length === this.#lanes.width) break
      if (this.#waiting.has(part)) turn.push(part)
    }
    if (turn.length === 0) return false
    this.#lanes.advance(turn.map(({ md5 }) => md5))
    for (const part of turn) this.#feed(part)
    return true
  }

  #advanceAll(parts: readonly Part[]): void {
    let isMore = true
    while (isMore) isMore = this.#advance(parts)
  }

  #end(part: Part): void {
    part.state = 'ended'
    this.#feed(part)
  }

  /** Gives a part's MD5 its next bytes, if no blocks wait there. */
  #feed(part: Part): void {
    const { md5, queue } = part
    while (md5.blocks === 0) {
      if (part.digesting !== undefined) this.#release(part.digesting)
      part.digesting = undefined
      const next = queue.shift()
      if (next !== undefined) {
        part.digesting = next.held
        md5.update(next.bytes)
      } else if (part.state === 'ended') {
        part.state = 'padded'
        md5.end()
      } else return void this.#waiting.delete(part)
    }
    this.#waiting.add(part)
  }

  #release(held: Held): void {
    held.uses--
    if (held.uses > 0) return
    this.#held--
    this.#onFree(held.buffer)
  }
}

function makePart(): Part {
  return { md5: new Md5Stream(), queue: [], digesting: undefined, state: 'open' }
}

function lastOf({ parts }: Digest): Part {
  return parts[parts.length - 1] as Part
}
