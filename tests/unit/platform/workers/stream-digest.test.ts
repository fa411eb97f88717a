// The digest of a stream is the ETag that S3 would give, however the stream was cut on its way.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { StreamDigest } from '../../../../src/platform/workers/stream-digest'

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest()

async function digestOf(plan: Parameters<typeof StreamDigest.create>[0], bytes: Uint8Array, cuts: readonly number[]) {
  const digest = await StreamDigest.create(plan)
  const ends = [...cuts.map((cut) => Math.min(cut, bytes.length)).sort((one, other) => one - other), bytes.length]
  let at = 0
  for (const end of ends) digest.update(bytes.subarray(at, (at = end)))
  return await digest.etag()
}

const bytes = fc.uint8Array({ minLength: 1, maxLength: 500 })
const cuts = fc.array(fc.nat({ max: 500 }))

it('digests the whole', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, cuts, async (all, where) => {
      expect(await digestOf({ kind: 'whole' }, all, where)).toBe(md5(all).toString('hex'))
    })
  )
  expect(await digestOf({ kind: 'whole' }, new Uint8Array(), [])).toBe('d41d8cd98f00b204e9800998ecf8427e')
})

it('digests parts', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, cuts, fc.integer({ min: 1, max: 600 }), async (all, where, partSizeBytes) => {
      const digests: Buffer[] = []
      for (let at = 0; at < all.length; at += partSizeBytes) digests.push(md5(all.subarray(at, at + partSizeBytes)))
      const expected = `${md5(Buffer.concat(digests)).toString('hex')}-${digests.length}`
      expect(await digestOf({ kind: 'parts', partSizeBytes }, all, where)).toBe(expected)
    })
  )
})

it('digests nothing when nothing was asked', async () => {
  expect(await digestOf({ kind: 'none' }, new Uint8Array(5), [])).toBeUndefined()
})
