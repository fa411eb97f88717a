// The ranges in which an object is copied.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_SINGLE_COPY_BYTES } from '../../../../src/domain/object-copies'
import { rangesInside, rangesThrough } from '../../../../src/operations/copying/ranges'
import { planDigest } from '../../../../src/transfers/etag'

const MIB = 1024 ** 2
const MD5 = '0cc175b9c0f1b6a831c399e269772661'
const sized = (sizeBytes: number, etag = MD5, partSize?: number) => ({
  ...{ sizeBytes, etag },
  properties: { metadata: partSize === undefined ? {} : { 'lockgate-part-size': String(partSize) } }
})
const sizes = ({ parts }: ReturnType<typeof rangesInside>) => parts.map(({ start, end }) => end - start)

describe('inside the gateway', () => {
  it('one part, whose MD5 is the ETag of an object that was sent as one', () => {
    expect(sizes(rangesInside(sized(MAX_SINGLE_COPY_BYTES)))).toEqual([MAX_SINGLE_COPY_BYTES])
  })

  it.each([1, 1024, 1025, 5 * 1024])('one part of %i MiB can be verified by the ETag of its copy', (mib) => {
    const { parts, partSizeBytes } = rangesInside(sized(mib * MIB))
    expect(parts).toHaveLength(1)
    expect(partSizeBytes).toBe(mib > 1024 ? mib * MIB : undefined)
    const { plan } = planDigest(`${MD5}-1`, mib * MIB, partSizeBytes)
    expect(plan.kind === 'parts' && plan.partSizeBytes >= mib * MIB).toBe(true)
  })

  it('the parts that were sent, recorded or of a usual size', () => {
    expect(sizes(rangesInside(sized(20 * MIB, `${MD5}-3`, 7 * MIB)))).toEqual([7 * MIB, 7 * MIB, 6 * MIB])
    expect(rangesInside(sized(20 * MIB, `${MD5}-3`)).partSizeBytes).toBe(8 * MIB)
  })

  it('parts of at most 5 GiB for more than one request may copy', () => {
    const sizeBytes = 2 * MAX_SINGLE_COPY_BYTES + 1
    const { parts } = rangesInside(sized(sizeBytes))
    expect(Math.max(...parts.map(({ start, end }) => end - start))).toBeLessThanOrEqual(MAX_SINGLE_COPY_BYTES)
    expect(parts.at(-1)?.end).toBe(sizeBytes)
    expect(parts.length).toBeLessThanOrEqual(10_000)
  })

  it('every byte once, in parts that S3 takes, up to 5 TiB', () => {
    const sizeBytes = fc.integer({ min: MAX_SINGLE_COPY_BYTES + 1, max: 5 * 1024 ** 4 })
    const partMib = fc.option(fc.integer({ min: 1, max: 5 * 1024 }), { nil: undefined })
    fc.assert(
      fc.property(sizeBytes, partMib, (size, mib) => {
        const count = mib === undefined ? undefined : Math.ceil(size / (mib * MIB))
        const isOwn = count !== undefined && count <= 10_000
        const { parts } = rangesInside(isOwn ? sized(size, `${MD5}-${count}`, mib! * MIB) : sized(size))
        expect(parts.length).toBeLessThanOrEqual(10_000)
        expect(parts.map(({ start }) => start)).toEqual([0, ...parts.slice(0, -1).map(({ end }) => end)])
        expect(parts.at(-1)?.end).toBe(size)
        expect(parts.map(({ partNumber }) => partNumber)).toEqual(parts.map((_, index) => index + 1))
        const partSizes = parts.map(({ start, end }) => end - start)
        expect(Math.min(...partSizes.slice(0, -1))).toBeGreaterThanOrEqual(5 * MIB)
        expect(Math.min(...partSizes)).toBeGreaterThan(0)
        expect(Math.max(...partSizes)).toBeLessThanOrEqual(MAX_SINGLE_COPY_BYTES)
      }),
      { numRuns: 50 }
    )
  })

  it('no part below the minimum of S3, whatever was recorded', () => {
    expect(sizes(rangesInside(sized(9 * MIB, `${MD5}-9`, MIB)))).toEqual([9 * MIB])
  })
})

it('through the browser never more at once than its memory should hold', () => {
  for (const [etag, partSize] of [[MD5], [`${MD5}-2`, 64 * MIB], [`${MD5}-16`, 8 * MIB]] as const)
    for (const { start, end } of rangesThrough(sized(128 * MIB, etag, partSize)).parts)
      expect(end - start).toBeLessThanOrEqual(16 * MIB)
})
