// SHA-256 (FIPS 180-4) of short texts, at once and without the browser's own, which pages over plain http lack. For identifiers only:
// nothing is signed or verified with it.
import { hexOfBytes } from './hex'

const PRIMES = firstPrimes(64)
const START = PRIMES.slice(0, 8).map((prime) => fractionBits(Math.sqrt(prime)))
const ROUND = PRIMES.map((prime) => fractionBits(Math.cbrt(prime)))

/** @returns the digest of the text's UTF-8 in lower-case hex. */
export function sha256Hex(text: string): string {
  const state = Uint32Array.from(START)
  const message = pad(new TextEncoder().encode(text))
  for (let at = 0; at < message.byteLength; at += 64) mix(state, message, at)
  const digest = new DataView(new ArrayBuffer(32))
  state.forEach((word, index) => digest.setUint32(index * 4, word))
  return hexOfBytes(new Uint8Array(digest.buffer))
}

/** The bytes, a one bit, zeros, and the length in bits: a multiple of 64 bytes. */
function pad(bytes: Uint8Array): DataView {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 4, bytes.length * 8)
  return view
}

function mix(state: Uint32Array, message: DataView, at: number): void {
  const words = new Uint32Array(64)
  const word = (index: number): number => words[index] ?? 0
  for (let i = 0; i < 64; i++)
    words[i] =
      i < 16
        ? message.getUint32(at + i * 4)
        : word(i - 16) +
          (rotate(word(i - 15), 7) ^ rotate(word(i - 15), 18) ^ (word(i - 15) >>> 3)) +
          word(i - 7) +
          (rotate(word(i - 2), 17) ^ rotate(word(i - 2), 19) ^ (word(i - 2) >>> 10))
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (const [i, constant] of ROUND.entries()) {
    const choice = (e & f) ^ (~e & g)
    const first = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + constant + word(i)) | 0
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0]
  }
  for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] = (state[i] ?? 0) + value
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits))
}

function fractionBits(root: number): number {
  return Math.floor((root % 1) * 2 ** 32)
}

function firstPrimes(count: number): readonly number[] {
  const primes: number[] = []
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n)
  return primes
}
