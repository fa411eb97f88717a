// The body of an answer in pieces of a fixed size: memory stays flat however long it is.
import { withinTime } from '../../domain/within-time'

const PIECE_BYTES = 1024 * 1024

/**
 * The readers at work. Without this, Chromium collects a Blob's stream that nothing but its own waiting read refers to, and the read
 * then waits for ever (measured on 156: within a hundred parts of 16 MiB).
 */
const atWork = new Set<ReadableStreamDefaultReader | ReadableStreamBYOBReader>()

/**
 * Pieces of 1 MiB, the last one shorter; each is good until the next is asked for. Rejects as the stream does.
 * @param maxSilenceMs it rejects also when nothing comes for so long
 * @param nextBuffer where the last piece's buffer was given away
 */
export async function* readPieces(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  maxSilenceMs?: number,
  nextBuffer = (sizeBytes: number) => new ArrayBuffer(sizeBytes)
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const byob = byobReaderOf(body)
  const reader = byob ?? body.getReader()
  atWork.add(reader)
  try {
    if (byob !== undefined) yield* fill(byob, maxSilenceMs, nextBuffer)
    else yield* gather(reader as ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>, maxSilenceMs, nextBuffer)
  } finally {
    atWork.delete(reader)
    reader.cancel().catch(() => undefined)
  }
}

function limit<T>(reading: Promise<T>, maxSilenceMs: number | undefined): Promise<T> {
  if (maxSilenceMs === undefined) return reading
  return withinTime(reading, maxSilenceMs, () => new TypeError('The stream fell silent'))
}

/** Undefined where the browser's bodies are no byte streams. */
function byobReaderOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): ReadableStreamBYOBReader | undefined {
  try {
    return body.getReader({ mode: 'byob' })
  } catch {
    return undefined
  }
}

/** One buffer goes to the browser and comes back, over and over. */
async function* fill(
  reader: ReadableStreamBYOBReader,
  maxSilenceMs: number | undefined,
  nextBuffer: (sizeBytes: number) => ArrayBuffer
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let buffer = nextBuffer(PIECE_BYTES)
  let filled = 0
  for (;;) {
    if (buffer.byteLength === 0) buffer = nextBuffer(PIECE_BYTES)
    const { value, done } = await limit(reader.read(new Uint8Array(buffer, filled, PIECE_BYTES - filled)), maxSilenceMs)
    if (value !== undefined) {
      buffer = value.buffer
      filled += value.byteLength
    }
    if (filled > 0 && (done || filled === PIECE_BYTES)) {
      yield new Uint8Array(buffer, 0, filled)
      filled = 0
    }
    if (done) return
  }
}

/** Chunks as they come, copied into one buffer. */
async function* gather(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  maxSilenceMs: number | undefined,
  nextBuffer: (sizeBytes: number) => ArrayBuffer
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let piece = new Uint8Array(nextBuffer(PIECE_BYTES))
  let filled = 0
  for (;;) {
    const { value, done } = await limit(reader.read(), maxSilenceMs)
    if (done) break
    for (let at = 0; at < value.byteLength;) {
      if (piece.byteLength === 0) piece = new Uint8Array(nextBuffer(PIECE_BYTES))
      const some = value.subarray(at, at + PIECE_BYTES - filled)
      piece.set(some, filled)
      filled += some.byteLength
      at += some.byteLength
      if (filled < PIECE_BYTES) continue
      yield piece
      filled = 0
    }
  }
  if (filled > 0) yield piece.subarray(0, filled)
}
