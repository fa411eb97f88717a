// Four streams at once, or one after another: each has the MD5 that RFC 1321 and hash-wasm give its bytes, however they come.
import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import { md5Hex } from '../../../src/crypto/md5'
import { Md5Lanes, Md5Stream } from '../../../src/crypto/md5-lanes'

/** Appendix A.5 of the RFC. */
const VECTORS = {
  '': 'd41d8cd98f00b204e9800998ecf8427e',
  a: '0cc175b9c0f1b6a831c399e269772661',
  abc: '900150983cd24fb0d6963f7d28e17f72',
  'message digest': 'f96b697d7cb7938d525a2f31aaf161d0',
  abcdefghijklmnopqrstuvwxyz: 'c3fcd3d76192e4007dfb496cca67e13b',
  ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789: 'd174ab98d277d9f5a5611c2c9f419d9f',
  '12345678901234567890123456789012345678901234567890123456789012345678901234567890': '57edf4a22be3c955ac49da2e2107b67a'
}

afterEach(() => void vi.restoreAllMocks())

/** More than two turns of a lane. */
const LONG = Uint8Array.from({ length: 150_000 }, (_, index) => (index * index) >>> 3)

/** @param hasSimd without, the processor refuses a module with SIMD */
async function createLanes(hasSimd: boolean): Promise<Md5Lanes> {
  if (!hasSimd) vi.spyOn(WebAssembly, 'validate').mockReturnValueOnce(false)
  return await Md5Lanes.create()
}

/** One stream: yields while it has blocks to digest, and returns its digest. */
function* digest(pieces: readonly Uint8Array[]): Generator<Md5Stream, string, void> {
  const stream = new Md5Stream()
  for (const piece of pieces) {
    const given = piece.slice()
    stream.update(given)
    while (stream.blocks > 0) yield stream
    given.fill(0xff) // no longer needed
  }
  stream.end()
  while (stream.blocks > 0) yield stream
  return stream.digestHex()
}

/** @param widths how many streams each turn digests; the others wait, and those that end make room for the next. */
function digestAll(lanes: Md5Lanes, streams: readonly (readonly Uint8Array[])[], widths: readonly number[]): string[] {
  const digests: string[] = []
  const waiting = streams.map((pieces, index) => ({ index, steps: digest(pieces) }))
  for (let turn = 0; waiting.length > 0; turn++) {
    const ready: Md5Stream[] = []
    for (const one of waiting.splice(0, Math.min(lanes.width, widths[turn % widths.length] ?? 4))) {
      const { done, value } = one.steps.next()
      if (done) digests[one.index] = value
      else {
        ready.push(value)
        waiting.push(one)
      }
    }
    if (ready.length > 0) lanes.advance(ready)
  }
  return digests
}

const cutAt = (bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] => {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)).sort((one, other) => one - other), bytes.length]
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
}

it('has four lanes where there is SIMD, and one elsewhere', async () => {
  expect((await createLanes(true)).width).toBe(4)
  expect((await createLanes(false)).width).toBe(1)
})

it.each([true, false])('digests the vectors of RFC 1321, SIMD: %s', async (hasSimd) => {
  const lanes = await createLanes(hasSimd)
  const streams = Object.keys(VECTORS).map((text) => [new TextEncoder().encode(text)])
  expect(digestAll(lanes, streams, [4])).toEqual(Object.values(VECTORS))
})

it.each([true, false])('digests as hash-wasm does, whatever comes together, SIMD: %s', async (hasSimd) => {
  const lanes = await createLanes(hasSimd)
  const stream = fc.record({
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 700 }),
      fc.nat({ max: LONG.length }).map((start) => LONG.subarray(start))
    ),
    cuts: fc.array(fc.nat(), { maxLength: 6 })
  })
  const widths = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(fc.array(stream, { minLength: 1, maxLength: 9 }), widths, async (streams, everyTurn) => {
      const expected = await Promise.all(streams.map(({ bytes }) => md5Hex(bytes)))
      const pieces = streams.map(({ bytes, cuts }) => cutAt(bytes, cuts))
      expect(digestAll(lanes, pieces, everyTurn)).toEqual(expected)
    })
  )
})

it('counts the bits of more than 512 MiB', () => {
  const stream = new Md5Stream()
  const piece = new Uint8Array(2 ** 25)
  for (let sizeBytes = 0; sizeBytes < 2 ** 29; sizeBytes += piece.byteLength) {
    stream.update(piece)
    stream.take(piece)
  }
  stream.end()
  const last = new Uint8Array(64)
  stream.take(last)
  expect(new DataView(last.buffer).getBigUint64(56, true)).toBe(2n ** 32n)
})
