// What can go wrong with one request on the wire, and the streams that make it so. Knows no S3.
import { Transform } from 'node:stream'

export interface MadeUpAnswer {
  readonly status: number
  /** Default application/xml. */
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * At a byte of a body: the connection is reset (`reset`); nothing more is passed on (`stall`); the rest is left out, with a
 * Content-Length that fits (`short`); a bit is flipped (`flip`; of an answer without a body, in the ETag); the connection ends
 * before its Content-Length (`cut`).
 */
export type ByteFaultKind =
  `${'reset' | 'stall' | 'short' | 'flip'}-request` | `${'reset' | 'stall' | 'short' | 'flip' | 'cut'}-answer`

/**
 * `lost-answer`: the gateway has done it, and the connection is reset. `duplicate-answer`: it is on the connection twice.
 * `repeated-request`: it is sent on twice, and the second answer is passed on. `no-etag`: the answer comes without.
 */
export type WholeFaultKind = 'lost-answer' | 'duplicate-answer' | 'repeated-request' | 'no-etag'

export type WireFault = (
  | { readonly kind: ByteFaultKind; /** Of the body's bytes: 0 to less than 1. */ readonly at: number }
  | { readonly kind: ByteFaultKind; readonly atByte: number }
  | { readonly kind: WholeFaultKind }
  /** Instead of passing the request on. */
  | { readonly kind: 'made-up'; readonly answer: MadeUpAnswer }
) & {
  /** It has happened. */
  readonly onHit?: () => void
}

/** What was passed on before a break arrives first. */
const SETTLE_MS = 100

/** The byte of a body of so many bytes at which the fault is. */
export function offsetOf(fault: { readonly at: number } | { readonly atByte: number }, sizeBytes: number): number {
  return 'atByte' in fault ? fault.atByte : Math.floor(fault.at * sizeBytes)
}

/** Passes a body on until the byte, and there does what the fault says. `breakOff` ends the connection. */
export function faulty(kind: ByteFaultKind, offset: number, hit: () => void, breakOff: () => void): Transform {
  let seenBytes = 0
  let isOver = false
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const index = offset - seenBytes
      seenBytes += chunk.byteLength
      if (isOver && kind.startsWith('short')) return done()
      if (isOver || index >= chunk.byteLength) return done(null, chunk)
      isOver = true
      hit()
      if (kind.startsWith('flip')) return done(null, flipped(chunk, index))
      this.push(chunk.subarray(0, index))
      if (kind.startsWith('short')) done()
      else if (!kind.startsWith('stall')) setTimeout(breakOff, SETTLE_MS)
    }
  })
}

function flipped(bytes: Buffer, index: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[index] = (copy[index] ?? 0) ^ (1 << (index % 8))
  return copy
}

/** Counts what passes. */
export function counting(count: (bytes: number) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      count(chunk.byteLength)
      done(null, chunk)
    }
  })
}

/** What all bodies share that are slowed down together. */
export interface Line {
  freeAtMs: number
}

/** So many bytes a second, until it is healed. */
export function slow(bytesPerSecond: number, healed: AbortSignal, line: Line = { freeAtMs: 0 }): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const nowMs = Date.now()
      line.freeAtMs = Math.max(nowMs, line.freeAtMs) + (chunk.byteLength / bytesPerSecond) * 1000
      const timer = setTimeout(pass, healed.aborted ? 0 : line.freeAtMs - nowMs)
      healed.addEventListener('abort', pass, { once: true })

      function pass(): void {
        clearTimeout(timer)
        healed.removeEventListener('abort', pass)
        done(null, chunk)
      }
    }
  })
}
