// The date of a file in an object's metadata, in the form of rclone.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fileDateMetadata, fileDateOf } from '../../../src/domain/file-date'

it.each([
  [1_354_040_105_123, '1354040105.123'],
  [1_354_040_105_120, '1354040105.12'],
  [1_354_040_105_000, '1354040105'],
  [7, '0.007'],
  [0, '0'],
  [-1500, '-1.5']
])('is written in seconds: %i', (ms, mtime) => {
  expect(fileDateMetadata(ms)).toEqual({ mtime })
})

it('reads nanoseconds as a browser reads them, and nothing from what is no date', () => {
  expect(fileDateOf({ mtime: '1354040105.123456789' })).toBe(1_354_040_105_123)
  expect(fileDateOf({ mtime: '-1.5001' })).toBe(-1501)
  for (const mtime of ['', 'yesterday', '1.', '1e9', '2024-01-01T00:00:00Z', '0x1'])
    expect(fileDateOf({ mtime })).toBeUndefined()
  expect(fileDateOf({})).toBeUndefined()
  expect(fileDateMetadata(Number.NaN)).toEqual({})
})

it('comes back as it was written', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 8e12 }), (ms) => {
      expect(fileDateOf(fileDateMetadata(ms))).toBe(ms)
    })
  )
})
