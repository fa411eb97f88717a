// Names of a listing, decoded, and ETags without their quotes.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unquote } from '../../../src/s3/etag'
import { parsePosition } from '../../../src/s3/checked-listing'
import { replaceUnreadable } from '../../../src/s3/readable-xml'
import { decodeName } from '../../../src/s3/decode-name'
import { toBucketList, toListedPage, toListingPage } from '../../../src/s3/listing'

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
  const pageOf = (output: Parameters<typeof toListedPage>[0]) => {
    const listed = toListedPage(output)
    return listed && toListingPage(listed, { prefix: '', delimiter: '/', maxRows: 1000 })
  }
  const nextOf = (output: Parameters<typeof toListedPage>[0]) => parsePosition(pageOf(output)?.nextToken)

  it('hands on a token only when there is more', () => {
    const output = { $metadata, Name: 'b', NextContinuationToken: 't', CommonPrefixes: [{ Prefix: 'a%2Bb/' }] }
    expect(pageOf({ ...output, IsTruncated: false })).toMatchObject({
      nextToken: undefined,
      prefixes: ['a+b/']
    })
    expect(nextOf({ ...output, IsTruncated: true }).token).toBe('t')
  })

  it('goes on after the last name where XML has lost the token', () => {
    const output = { $metadata, Name: 'b', IsTruncated: true, NextContinuationToken: '\ufffdb' }
    const [prefix, object] = [{ Prefix: '%01a/' }, { Key: '%01b' }]
    expect(nextOf({ ...output, CommonPrefixes: [prefix], Contents: [object] }).startAfter).toBe('\x01b')
    expect(nextOf({ ...output, CommonPrefixes: [prefix] }).startAfter).toBe('\x01a/')
    const [last, first] = [{ Prefix: encodeURIComponent('\x01😀/') }, { Key: encodeURIComponent('\x01\uffee') }]
    expect(nextOf({ ...output, CommonPrefixes: [last], Contents: [first] }).startAfter).toBe('\x01😀/')
  })

  it('tells an empty listing from something else', () => {
    expect(pageOf({ $metadata, Name: 'b' })).toEqual({ prefixes: [], objects: [], nextToken: undefined })
    expect(pageOf({ $metadata })).toBeUndefined()
    expect(toBucketList({ $metadata, Owner: { ID: 'a' } })).toEqual({ buckets: [], userId: 'a' })
    expect(toBucketList({ $metadata, Owner: { ID: '' }, Buckets: [] })).toEqual({ buckets: [], userId: undefined })
    expect(toBucketList({ $metadata, Buckets: [{ Name: 'b' }] })?.userId).toBeUndefined()
    expect(toBucketList({ $metadata })).toBeUndefined()
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

it('takes out of XML what no parser reads, and nothing else', () => {
  expect(replaceUnreadable('a&#x01;b&#1;c&#x1f;\x02&#31;')).toBe('a\ufffdb\ufffdc\ufffd\ufffd\ufffd')
  const readable = '<a>&#x9;&#xA;&#13;&#x20;&#x10000;&#100;&#x1F600;\n\t&amp;#x01;</a>'
  expect(replaceUnreadable(readable)).toBe(readable)
})
