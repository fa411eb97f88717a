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

test('what has come is kept for the next attempt, but for bytes of unknown identity', () => {
  const partial = new PartialDownloads()
  expect(partial.keeps('a')).toBe(false)
  partial.continues('a', WHOLE, OBJECT)
  expect(partial.keeps('a')).toBe(true)
  partial.continues('b', WHOLE, { ...OBJECT, etag: '' })
  partial.adopt('c', { etag: 'e', sizeBytes: 10 })
  partial.adopt('d', { etag: '', sizeBytes: 10 })
  expect(['b', 'c', 'd'].map((id) => partial.keeps(id))).toEqual([false, true, false])
  partial.forget('a')
  partial.continues('c', WHOLE, { ...OBJECT, etag: '' })
  expect(['a', 'c'].map((id) => partial.keeps(id))).toEqual([false, false])
})

test('it is not kept once it was lost, until there is more, nor where the whole is answered instead of the rest', () => {
  const partial = new PartialDownloads()
  partial.continues('a', WHOLE, OBJECT)
  partial.noteLost('a')
  expect(partial.keeps('a')).toBe(false)
  partial.continues('a', WHOLE, OBJECT)
  partial.noteProgress('a', undefined)
  partial.noteProgress('a', 'read-again')
  expect(partial.keeps('a')).toBe(true)
  partial.noteProgress('a', 'started-over')
  expect(partial.keeps('a')).toBe(false)
  partial.continues('a', WHOLE, OBJECT)
  expect(partial.keeps('a')).toBe(false)
})
