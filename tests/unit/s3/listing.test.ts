// Names of a listing, decoded, and ETags without their quotes.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unquote } from '../../../src/s3/etag'
import { decodeName, toBuckets, toListingPage } from '../../../src/s3/listing'

const $metadata = {}

describe('decodeName', () => {
  it('takes plus for a space and %2B for a plus', () => {
    expect(decodeName('a+b%2Bc%20d')).toBe('a b+c d')
  })

  it('undoes the encoding of any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => text.isWellFormed()),
        (text) => {
          expect(decodeName(encodeURIComponent(text))).toBe(text)
        }
      )
    )
  })

  it('shows what is not UTF-8 instead of failing the whole page', () => {
    expect(decodeName('caf%E9%20%C3%A9')).toBe('caf\ufffd é')
  })
})

describe('toListingPage', () => {
  it('hands on a token only when there is more', () => {
    const output = { $metadata, Name: 'b', NextContinuationToken: 't', CommonPrefixes: [{ Prefix: 'a%2Bb/' }] }
    expect(toListingPage({ ...output, IsTruncated: false })).toMatchObject({ nextToken: undefined, prefixes: ['a+b/'] })
    expect(toListingPage({ ...output, IsTruncated: true })?.nextToken).toBe('t')
  })

  it('tells an empty listing from something else', () => {
    expect(toListingPage({ $metadata, Name: 'b' })).toEqual({ prefixes: [], objects: [], nextToken: undefined })
    expect(toListingPage({ $metadata })).toBeUndefined()
    expect(toBuckets({ $metadata, Owner: { ID: 'a' } })).toEqual([])
    expect(toBuckets({ $metadata })).toBeUndefined()
  })
})

describe('unquote', () => {
  it('takes off quotes, and counts an empty one as none', () => {
    expect(['"ab-2"', 'ab-2', 'W/"ab"', '""', '', undefined].map(unquote)).toEqual([
      'ab-2',
      'ab-2',
      'ab',
      undefined,
      undefined,
      undefined
    ])
  })
})
