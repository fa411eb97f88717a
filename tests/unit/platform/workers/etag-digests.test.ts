// The digest of a stream is the ETag that S3 would give, however the stream was cut on its way and whatever else is digested beside it.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Md5Lanes } from '../../../../src/crypto/md5-lanes'
import { EtagDigests, type EtagPlan } from '../../../../src/platform/workers/etag-digests'

const lanes = await Md5Lanes.create()
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest()

function expectedOf(plan: EtagPlan, bytes: Uint8Array): string {
  if (plan.kind === 'whole') return md5(bytes).toString('hex')
  const digests: Buffer[] = []
  for (let at = 0; at < bytes.length; at += plan.partSizeBytes)
    digests.push(md5(bytes.subarray(at, at + plan.partSizeBytes)))
  return `${md5(Buffer.concat(digests)).toString('hex')}-${digests.length}`
}

const plan = fc.oneof(
  fc.constant<EtagPlan>({ kind: 'whole' }),
  fc.integer({ min: 1, max: 600 }).map((partSizeBytes): EtagPlan => ({ kind: 'parts', partSizeBytes }))
)
const stream = fc.record({ plan, bytes: fc.uint8Array({ minLength: 1, maxLength: 2000 }) })
/** Which stream goes on, and with how many bytes. */
const step = fc.tuple(fc.nat({ max: 4 }), fc.integer({ min: 1, max: 700 }))

it('digests streams as S3 would, each buffer freed once, and no more held than allowed', () => {
  fc.assert(
    fc.property(
      fc.array(stream, { minLength: 1, maxLength: 5 }),
      fc.array(step),
      fc.nat({ max: 12 }),
      (streams, steps, maxHeld) => {
        const away = new Set<ArrayBuffer>()
        const digests = new EtagDigests(lanes, maxHeld, (buffer) => expect(away.delete(buffer)).toBe(true))
        const at = streams.map(() => 0)
        for (const [id, { plan }] of streams.entries()) digests.begin(id, plan)
        const give = (id: number, sizeBytes: number): void => {
          const bytes = streams[id]?.bytes.slice(at[id], (at[id] ?? 0) + sizeBytes) as Uint8Array<ArrayBuffer>
          if (bytes.length === 0) return
          at[id] = (at[id] ?? 0) + bytes.length
          away.add(bytes.buffer)
          digests.update(id, bytes)
          // A block that was started needs no buffer; four parts may still be full.
          expect(away.size).toBeLessThanOrEqual(maxHeld + lanes.width)
        }
        for (const [id, sizeBytes] of steps) if (id < streams.length) give(id, sizeBytes)
        for (const [id, { plan, bytes }] of streams.entries()) {
          give(id, bytes.length)
          expect(digests.etag(id)).toBe(expectedOf(plan, bytes))
        }
        expect(away.size).toBe(0)
      }
    )
  )
})

it('digests nothing', () => {
  const digests = new EtagDigests(lanes)
  digests.begin(1, { kind: 'whole' })
  expect(digests.etag(1)).toBe('d41d8cd98f00b204e9800998ecf8427e')
  expect(digests.etag(1)).toBeUndefined()
})

it('advances four parts of one stream at once', () => {
  const widths: number[] = []
  const counting = {
    width: 4 as const,
    advance: (streams: Parameters<Md5Lanes['advance']>[0]) => {
      widths.push(streams.length)
      lanes.advance(streams)
    }
  }
  const digests = new EtagDigests(counting, 100)
  const bytes = new Uint8Array(64 * 1000).map((_, index) => index * 7)
  digests.begin(1, { kind: 'parts', partSizeBytes: 64 * 100 })
  for (let at = 0; at < bytes.length; at += 640) digests.update(1, bytes.slice(at, at + 640))
  expect(new Set(widths)).toEqual(new Set([4]))
  expect(digests.etag(1)).toBe(expectedOf({ kind: 'parts', partSizeBytes: 64 * 100 }, bytes))
})

it('frees what a dropped stream held, and goes on with the others', () => {
  const away = new Set<ArrayBuffer>()
  const digests = new EtagDigests(lanes, 100, (buffer) => away.delete(buffer))
  const bytes = new Uint8Array(1000).fill(3)
  for (const id of [1, 2]) digests.begin(id, { kind: 'parts', partSizeBytes: 300 })
  for (const id of [1, 2, 1]) {
    const given = bytes.slice()
    away.add(given.buffer)
    digests.update(id, given)
  }
  digests.drop(1)
  digests.update(1, bytes.slice()) // late, and not kept
  expect(digests.etag(2)).toBe(expectedOf({ kind: 'parts', partSizeBytes: 300 }, bytes))
  expect(away.size).toBe(0)
})
