// What an ETag can prove, and what it cannot.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareDigest, multipartEtag, planDigest } from '../../../src/transfers/etag'
import { planParts } from '../../../src/transfers/part-plan'
import { md5 } from './fake-storage'
import { MIB } from './fakes'

const hex = 'd41d8cd98f00b204e9800998ecf8427e'

describe('planDigest', () => {
  it('takes the whole for the ETag of one PUT', () => {
    expect(planDigest(hex, 5)).toEqual({ plan: { kind: 'whole' }, isGuess: false })
  })

  it('takes the recorded part size for every upload that Lockgate plans', () => {
    fc.assert(
      fc.property(fc.integer({ min: 17 * MIB, max: 1024 * 1024 * MIB }), (sizeBytes) => {
        const { parts, partSizeBytes } = planParts(sizeBytes)
        expect(planDigest(`${hex}-${parts.length}`, sizeBytes, partSizeBytes)).toEqual({
          plan: { kind: 'parts', partSizeBytes },
          isGuess: false
        })
      }),
      { numRuns: 50 }
    )
  })

  it('guesses the likeliest tool that cuts into so many parts', () => {
    const planned = (count: number, mib: number) => planDigest(`${hex}-${count}`, mib * MIB)
    expect(planned(13, 100)).toEqual({ plan: { kind: 'parts', partSizeBytes: 8 * MIB }, isGuess: true })
    expect(planned(7, 100)).toMatchObject({ plan: { partSizeBytes: 16 * MIB } }) // s3cmd's 15 MiB give 7 as well
    expect(planned(20, 100)).toMatchObject({ plan: { partSizeBytes: 5 * MIB } })
    expect(planned(60, 900)).toMatchObject({ plan: { partSizeBytes: 15 * MIB } })
    expect(planned(77, 100)).toEqual({ plan: { kind: 'none' }, isGuess: true })
  })

  it('does not believe a record that cannot be', () => {
    for (const recorded of [Number.NaN, 0, -1, 1.5, 3 * MIB, Infinity])
      expect(planDigest(`${hex}-13`, 100 * MIB, recorded).isGuess).toBe(true)
  })

  it('knows the digest of a single part whatever its size', () => {
    expect(planDigest(`${hex}-1`, 5).isGuess).toBe(false)
  })

  it('takes none for what is no MD5', () => {
    for (const etag of ['', 'abc', `${hex}-0`, `${hex}-`, `${hex}-x`, `${hex}0`])
      expect(planDigest(etag, 5).plan).toEqual({ kind: 'none' })
  })
})

describe('compareDigest', () => {
  it('calls a mismatch so only where the digest is certain', () => {
    const recorded = planDigest(`${hex}-2`, 20 * MIB, 16 * MIB)
    const guessed = planDigest(`${hex}-2`, 20 * MIB)
    expect(compareDigest(recorded, `${hex}-2`, 'f'.repeat(32) + '-2')).toBe('mismatch')
    expect(compareDigest(guessed, `${hex}-2`, 'f'.repeat(32) + '-2')).toBe('size-checked')
    expect(compareDigest(guessed, `${hex}-2`, `${hex.toUpperCase()}-2`)).toBe('verified')
    expect(compareDigest(planDigest(hex, 5), hex, 'f'.repeat(32))).toBe('mismatch')
    expect(compareDigest(planDigest('', 5), '', undefined)).toBe('size-checked')
  })
})

describe('multipartEtag', () => {
  it('is the MD5 of the MD5s and their count', async () => {
    const parts = [md5(Buffer.from('one')), md5(Buffer.from('two'))]
    const expected = `${md5(Buffer.concat(parts.map((part) => Buffer.from(part, 'hex'))))}-2`
    expect(await multipartEtag(parts, (bytes) => Promise.resolve(md5(bytes)))).toBe(expected)
  })
})
