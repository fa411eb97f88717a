// Streams that are read at their own pace: what has come is digested together, and no one waits for the slow.
import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { beforeEach, expect, it } from 'vitest'
import { Md5Lanes, type Md5Stream } from '../../../../src/crypto/md5-lanes'
import { Md5Turns } from '../../../../src/platform/workers/md5-turns'

const KIB = 1024
/** How many streams each turn digested. */
let turns: number[]
let md5: Md5Turns

beforeEach(async () => {
  turns = []
  const lanes = await Md5Lanes.create()
  const advance = (streams: readonly Md5Stream[]): void => {
    turns.push(streams.length)
    lanes.advance(streams)
  }
  md5 = new Md5Turns({ width: lanes.width, advance })
})

const bytesOf = (sizeBytes: number, seed: number): Uint8Array => new Uint8Array(sizeBytes).fill(seed)
const expected = (...pieces: Uint8Array[]): string => createHash('md5').update(Buffer.concat(pieces)).digest('hex')

async function* read(...pieces: Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    await nextTurn()
    yield piece
  }
}

it('digests together what came together', async () => {
  const pieces = [1, 2, 3, 4].map((seed) => bytesOf(256 * KIB, seed))
  const digests = await Promise.all(pieces.map((piece) => md5.md5Hex(read(piece))))
  expect(digests).toEqual(pieces.map((piece) => expected(piece)))
  expect(turns.filter((width) => width === 4).length).toBeGreaterThanOrEqual(3) // of four, and one for the padding
  expect(turns.length).toBeLessThan(10)
})

it('gives each of more than four its turn', async () => {
  const pieces = Array.from({ length: 11 }, (_, index) => bytesOf(index * 50 * KIB + index, index))
  const digests = await Promise.all(pieces.map((piece) => md5.md5Hex(read(piece, piece))))
  expect(digests).toEqual(pieces.map((piece) => expected(piece, piece)))
  expect(Math.max(...turns)).toBe(4)
})

it('does not wait for a stream that is not there yet', async () => {
  let deliver: (piece: Uint8Array) => void = () => undefined
  const late = new Promise<Uint8Array>((resolve) => (deliver = resolve))
  const slow = md5.md5Hex(
    (async function* () {
      yield bytesOf(KIB, 1)
      yield await late
    })()
  )
  const quick = bytesOf(300 * KIB, 2)
  expect(await Promise.all([md5.md5Hex(read(quick)), md5.md5Hex(read(quick))])).toEqual([
    expected(quick),
    expected(quick)
  ])
  deliver(quick)
  expect(await slow).toBe(expected(bytesOf(KIB, 1), quick))
})

it('fails as a stream does, and goes on with the others', async () => {
  const broken = md5.md5Hex(
    (async function* () {
      yield bytesOf(100 * KIB, 1)
      throw new Error('gone')
    })()
  )
  const whole = bytesOf(500 * KIB, 2)
  const other = md5.md5Hex(read(whole))
  await expect(broken).rejects.toThrow('gone')
  expect(await other).toBe(expected(whole))
})
