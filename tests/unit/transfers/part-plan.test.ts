// The parts of any file are the file: nothing left out, nothing twice, within S3's limits.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planParts } from '../../../src/transfers/part-plan'
import { MIB } from './fakes'

describe('planParts', () => {
  it('covers every file exactly, in order, without overlap', () => {
    const sizes = fc.oneof(fc.nat({ max: 200 * MIB }), fc.integer({ min: 0, max: 40 * 1024 * 1024 * MIB }))
    fc.assert(
      fc.property(sizes, (sizeBytes) => {
        const { parts, partSizeBytes, isMultipart } = planParts(sizeBytes)
        expect(parts.length).toBeLessThanOrEqual(10_000)
        expect(partSizeBytes).toBeLessThanOrEqual(5 * 1024 * MIB)
        expect(isMultipart).toBe(sizeBytes > 16 * MIB)
        let at = 0
        for (const [index, part] of parts.entries()) {
          if (part.start !== at || part.partNumber !== index + 1)
            throw new Error(`part ${index} starts at ${part.start}`)
          const isLast = index === parts.length - 1
          if (!isLast && part.end - part.start !== partSizeBytes) throw new Error(`part ${index} is not whole`)
          if (part.end <= part.start && sizeBytes > 0) throw new Error(`part ${index} is empty`)
          at = part.end
        }
        expect(at).toBe(sizeBytes)
      }),
      { numRuns: 60 }
    )
  })

  it('sends up to 16 MiB as one PUT, an empty file too', () => {
    expect(planParts(0).parts).toEqual([{ partNumber: 1, start: 0, end: 0 }])
    expect(planParts(16 * MIB).isMultipart).toBe(false)
    expect(planParts(16 * MIB + 1)).toMatchObject({ isMultipart: true, partSizeBytes: 8 * MIB, parts: { length: 3 } })
  })

  it('has sent the first five when a tenth of the file has gone', () => {
    const sizes = fc.integer({ min: 400 * MIB, max: 16 * MIB * 10_000 })
    fc.assert(
      fc.property(sizes, (sizeBytes) => {
        expect(planParts(sizeBytes).partSizeBytes * 5).toBeLessThanOrEqual(sizeBytes / 10)
      })
    )
    expect(planParts(512 * MIB).partSizeBytes).toBe(8 * MIB)
    expect(planParts(1024 * MIB).partSizeBytes).toBe(16 * MIB)
  })

  it('grows parts by whole MiB when 10,000 would not do', () => {
    const limit = 16 * MIB * 10_000
    expect(planParts(limit).partSizeBytes).toBe(16 * MIB)
    expect(planParts(limit + 1).partSizeBytes).toBe(17 * MIB)
  })

  it('refuses what S3 cannot hold', () => {
    expect(() => planParts(5 * 1024 * MIB * 10_000 + 1)).toThrow(expect.objectContaining({ kind: 'too-large' }))
  })
})
