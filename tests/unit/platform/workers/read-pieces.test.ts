// However a body arrives, it is read whole, in order, in pieces of one size.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPieces } from '../../../../src/platform/workers/read-pieces'

const MIB = 1024 * 1024

function makeBody(
  chunks: readonly number[],
  isByteStream: boolean
): { body: ReadableStream<Uint8Array<ArrayBuffer>>; bytes: Buffer } {
  const bytes = Buffer.alloc(chunks.reduce((sum, size) => sum + size, 0))
  for (let at = 0; at < bytes.length; at += 997) bytes.writeUInt8(at % 251, at)
  let next = 0
  let at = 0
  const pull = (controller: {
    enqueue(chunk: Uint8Array<ArrayBuffer>): void
    close(): void
    byobRequest?: { respond(n: number): void } | null
  }) => {
    const size = chunks[next++]
    if (size === undefined) {
      controller.close()
      controller.byobRequest?.respond(0)
      return
    }
    controller.enqueue(new Uint8Array(bytes.subarray(at, (at += size))))
  }
  const source = isByteStream ? { type: 'bytes', pull } : { pull }
  return { body: new ReadableStream(source as unknown as UnderlyingDefaultSource<Uint8Array<ArrayBuffer>>), bytes }
}

describe('readPieces', () => {
  it('reads byte streams and others whole, in pieces of 1 MiB', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 3 * MIB }), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(sizes, fc.boolean(), async (chunks, isByteStream) => {
        const { body, bytes } = makeBody(chunks, isByteStream)
        const pieces: Buffer[] = []
        for await (const piece of readPieces(body)) pieces.push(Buffer.from(piece)) // copied: it is good for one turn only
        expect(Buffer.concat(pieces).equals(bytes)).toBe(true)
        expect(pieces.slice(0, -1).every((piece) => piece.length === MIB)).toBe(true)
        expect(pieces.every((piece) => piece.length > 0 && piece.length <= MIB)).toBe(true)
      }),
      { numRuns: 30 }
    )
  })

  it('rejects when the stream breaks, and does not end as if all had come', async () => {
    for (const type of ['bytes', undefined]) {
      let isFirst = true
      const source = {
        type,
        pull(controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) {
          if (!isFirst) return controller.error(new TypeError('broken'))
          isFirst = false
          controller.enqueue(new Uint8Array(10))
        }
      }
      const body = new ReadableStream(source as unknown as UnderlyingDefaultSource<Uint8Array<ArrayBuffer>>)
      const readAll = async () => {
        for await (const piece of readPieces(body)) expect(piece.length).toBe(10)
      }
      await expect(readAll()).rejects.toThrow('broken')
    }
  })

  it('lets go of the stream when its reader stops early', async () => {
    let isCancelled = false
    const source: UnderlyingDefaultSource<Uint8Array<ArrayBuffer>> = {
      pull: (controller) => controller.enqueue(new Uint8Array(MIB)),
      cancel: () => void (isCancelled = true)
    }
    for await (const piece of readPieces(new ReadableStream(source))) if (piece.length > 0) break
    expect(isCancelled).toBe(true)
  })
})
