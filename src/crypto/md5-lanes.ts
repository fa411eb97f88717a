// MD5 (RFC 1321) of several streams, four of which advance at once where the processor has SIMD. Knows nothing of where bytes come from.
import { hexOfBytes } from '../domain/hex'
import { assembleMd5, BLOCK_BYTES, INPUT_AT, LANE_BYTES } from './md5-module'

const NOTHING = new Uint8Array()

/** MD5 of one stream. It holds what it was given until Md5Lanes has digested it. */
export class Md5Stream {
  /** a, b, c and d. */
  readonly state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
  readonly #partial = new Uint8Array(BLOCK_BYTES)
  #partialBytes = 0
  #piece: Uint8Array = NOTHING
  #sizeBytes = 0

  /** How many whole blocks wait to be digested. When none does, the last piece is no longer needed and the next can be given. */
  get blocks(): number {
    return Math.floor((this.#partialBytes + this.#piece.byteLength) / BLOCK_BYTES)
  }

  /** Holds the piece without copying it: its bytes must stay as they are while blocks wait. */
  update(piece: Uint8Array): void {
    this.#sizeBytes += piece.byteLength
    this.#give(piece)
  }

  /** Pads the stream (sections 3.1 and 3.2). Once no block waits, `state` is the digest. */
  end(): void {
    const lastBytes = (this.#sizeBytes % BLOCK_BYTES) + 1 + 8
    const padding = new Uint8Array(Math.ceil(lastBytes / BLOCK_BYTES) * BLOCK_BYTES - lastBytes + 1 + 8)
    padding[0] = 0x80
    new DataView(padding.buffer).setBigUint64(padding.byteLength - 8, BigInt(this.#sizeBytes) * 8n, true)
    this.#give(padding)
  }

  /** Copies waiting bytes to `into`, which has room for whole blocks, and for no more than wait. */
  take(into: Uint8Array): void {
    into.set(this.#partial.subarray(0, this.#partialBytes))
    const bytes = into.byteLength - this.#partialBytes
    into.set(this.#piece.subarray(0, bytes), this.#partialBytes)
    this.#partialBytes = 0
    this.#give(this.#piece.subarray(bytes))
  }

  /** 16 bytes, and in lower-case hex. */
  digestBytes(): Uint8Array {
    return new Uint8Array(this.state.buffer)
  }
  digestHex(): string {
    return hexOfBytes(this.digestBytes())
  }

  #give(piece: Uint8Array): void {
    this.#piece = piece
    if (this.blocks > 0) return
    this.#partial.set(piece, this.#partialBytes)
    this.#partialBytes += piece.byteLength
    this.#piece = NOTHING
  }
}

interface Md5Exports {
  readonly memory: WebAssembly.Memory
  one(bytes: number): void
  four?(bytes: number): void
}

/** Digests what streams hold. Takes 320 KiB of memory, however many streams there are. */
export class Md5Lanes {
  /** How many streams can advance at once: 4, or 1 without SIMD. */
  readonly width: 1 | 4
  readonly #exports: Md5Exports
  readonly #states: Uint32Array
  readonly #memory: Uint8Array

  private constructor(exports: Md5Exports) {
    this.width = exports.four === undefined ? 1 : 4
    this.#exports = exports
    this.#states = new Uint32Array(exports.memory.buffer)
    this.#memory = new Uint8Array(exports.memory.buffer)
  }

  static async create(): Promise<Md5Lanes> {
    const withSimd = assembleMd5(true)
    const code = WebAssembly.validate(withSimd) ? withSimd : assembleMd5(false)
    const { instance } = await WebAssembly.instantiate(code)
    return new Md5Lanes(instance.exports as unknown as Md5Exports)
  }

  /**
   * Digests equally many blocks of each stream: as many as all of them have, at most 64 KiB.
   * @param streams as many as `width` at most, each with blocks that wait
   */
  advance(streams: readonly Md5Stream[]): void {
    const bytes = Math.min(LANE_BYTES, ...streams.map(({ blocks }) => blocks * BLOCK_BYTES))
    for (const [lane, stream] of streams.entries()) {
      const at = INPUT_AT + lane * LANE_BYTES
      stream.take(this.#memory.subarray(at, at + bytes))
      for (const [r, word] of stream.state.entries()) this.#states[4 * r + lane] = word
    }
    if (streams.length === 1) this.#exports.one(bytes)
    else this.#exports.four?.(bytes)
    for (const [lane, { state }] of streams.entries())
      for (const r of state.keys()) state[r] = this.#states[4 * r + lane] as number
  }
}
