// Keys with dots between slashes: what is sent must survive a browser's URL parser and still decode to the same key.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAddressable } from '../../../src/domain/object-entry'
import { escapeDotSegments, hasDotSegments } from '../../../src/s3/dot-segments'

const encode = (key: string): string => key.split('/').map(encodeURIComponent).join('/')

describe('escapeDotSegments', () => {
  it('leaves ordinary paths alone', () => {
    for (const path of ['/b', '/b/', '/b/a//c', '/b/...', '/b/.hidden', '/b/a%2Fc', '/b/%252e%252e/x'])
      expect(escapeDotSegments(path, 1)).toBe(path)
  })

  it('joins the segments of the key', () => {
    expect(escapeDotSegments('/b/../x', 1)).toBe('/b/..%2Fx')
    expect(escapeDotSegments('/b/a/./c', 1)).toBe('/b/a%2F.%2Fc')
    expect(escapeDotSegments('/../x', 0)).toBe('/..%2Fx')
  })

  it('gives a path that no URL parser changes and that decodes to the key', () => {
    const segment = fc.oneof(
      fc.constantFrom('.', '..', '', '...', '%2e', 'a b'),
      fc.string({ unit: 'grapheme', maxLength: 3 })
    )
    const keys = fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => segments.join('/'))
    fc.assert(
      fc.property(
        keys.filter(isAddressable).filter((key) => key.isWellFormed()),
        (key) => {
          const sent = escapeDotSegments(`/b/${encode(key)}`, 1)
          const { pathname } = new URL(`https://h${sent}`)
          expect(decodeURIComponent(pathname)).toBe(`/b/${key}`)
        }
      )
    )
  })

  it('knows the keys that cannot be addressed at all', () => {
    expect(['.', '..', ''].map(isAddressable)).toEqual([false, false, false])
    expect(['...', 'a/..', '../..', '/'].map(isAddressable)).toEqual([true, true, true, true])
    expect(['a/..', './a', '..a', 'a'].map(hasDotSegments)).toEqual([true, true, false, false])
  })
})
