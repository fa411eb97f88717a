// Which bytes are gone on with: those of the attempt before, or of an earlier session, and of the same object only.
import { expect, test } from 'vitest'
import { PartialDownloads } from '../../../../src/platform/files/partial-downloads'

const WHOLE = { kind: 'whole' } as const
const OBJECT = { etag: 'e', expectedBytes: 10 }

test('those of the attempt before, at the same object by the same plan', () => {
  const partial = new PartialDownloads()
  expect(partial.continues('a', WHOLE, OBJECT)).toBe(false)
  expect(partial.continues('a', WHOLE, OBJECT)).toBe(true)
  expect(partial.continues('a', { kind: 'none' }, OBJECT)).toBe(false)
  expect(partial.continues('a', { kind: 'none' }, { ...OBJECT, etag: 'other' })).toBe(false)
})

test('those of an earlier session, once, and not after the object has changed', () => {
  const partial = new PartialDownloads()
  partial.adopt('a', { etag: 'e', sizeBytes: 10 })
  partial.adopt('b', { etag: 'e', sizeBytes: 10 })
  partial.adopt('c', { etag: 'e', sizeBytes: 10 })
  expect(partial.continues('a', WHOLE, OBJECT)).toBe(true)
  expect(partial.continues('a', { kind: 'none' }, OBJECT)).toBe(false)
  expect(partial.continues('b', WHOLE, { ...OBJECT, etag: 'other' })).toBe(false)
  partial.forget('c')
  expect(partial.continues('c', WHOLE, OBJECT)).toBe(false)
})
