// Versions: old records are upgraded, unknown ones are named and hide no other.
import * as v from 'valibot'
import { expect, test } from 'vitest'
import {
  isSameRecord,
  readRecord,
  toRecord,
  tryReadRecord,
  type RecordFormat
} from '../../../../src/platform/storage/records'

interface Thing {
  readonly name: string
  readonly size: number
}
const format: RecordFormat<Thing> = {
  what: 'thing',
  upgrades: [
    (record) => ({ ...record, name: (record as { title: string }).title }),
    (record) => ({ name: (record as Thing).name, size: 7 })
  ],
  schema: v.object({ name: v.string(), size: v.number() })
}

test('what was written comes back, in the newest version', () => {
  expect(toRecord(format, { name: 'a', size: 1 })).toEqual({ version: 3, name: 'a', size: 1 })
  expect(readRecord(format, toRecord(format, { name: 'a', size: 1 }))).toEqual({ name: 'a', size: 1 })
})

test('older versions are upgraded step by step', () => {
  expect(readRecord(format, { version: 1, title: 'old' })).toEqual({ name: 'old', size: 7 })
  expect(readRecord(format, { version: 2, name: 'older' })).toEqual({ name: 'older', size: 7 })
})

test.each([4, 0, -1, 1.5, '3', undefined])('version %j is named', (version) => {
  const record = { version, name: 'secret', size: 1 }
  expect(() => readRecord(format, record)).toThrow(
    expect.objectContaining({
      kind: 'browser-storage-failed',
      details: expect.objectContaining({
        reason: 'unknown-version',
        detail: `thing: ${String(version)} > 3`
      })
    })
  )
  expect(tryReadRecord(format, record)).toBeUndefined()
})

test('a damaged record is named without its contents', () => {
  expect(() => readRecord(format, { version: 3, name: 'secret' })).toThrow(
    expect.objectContaining({
      details: { code: 'Damaged', reason: 'damaged-record', detail: 'thing' }
    })
  )
  for (const junk of [null, undefined, 5, 'x', []]) expect(tryReadRecord(format, junk)).toBeUndefined()
})

test('sameness is of every field and byte, in any order', () => {
  const bytes = Uint8Array.from([1, 2, 3])
  expect(isSameRecord({ a: 1, bytes }, { bytes: bytes.slice(), a: 1 })).toBe(true)
  expect(isSameRecord({ a: 1, bytes }, { a: 1, bytes: Uint8Array.from([1, 2, 4]) })).toBe(false)
  expect(isSameRecord({ a: [1, 2] }, { a: [2, 1] })).toBe(false)
  expect(isSameRecord({ a: 1 }, undefined)).toBe(false)
})
