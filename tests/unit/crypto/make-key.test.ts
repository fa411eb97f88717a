// New keys: the right shape, never the same, and no character likelier than another.
import { afterEach, expect, test, vi } from 'vitest'
import { makeBinaryKey, makeKeystring } from '../../../src/crypto/make-key'
import { formatKeystring, parseKeyInput } from '../../../src/domain/key-format'

afterEach(() => void vi.restoreAllMocks())

test('a keystring is 32 letters and digits and comes back from its file', () => {
  const seen = new Set<string>()
  for (let i = 0; i < 200; i++) {
    const bytes = makeKeystring()
    const text = formatKeystring({ bytes })
    expect(text).toMatch(/^[A-Za-z0-9]{32}$/)
    expect(parseKeyInput(text)).toEqual({ bytes, form: 'keystring' })
    seen.add(text)
  }
  expect(seen.size).toBe(200)
})

test('every character is equally likely (chi square, 61 degrees of freedom)', () => {
  const counts = new Map<number, number>()
  const keys = 6200
  for (let i = 0; i < keys; i++) for (const code of makeKeystring()) counts.set(code, (counts.get(code) ?? 0) + 1)
  expect(counts.size).toBe(62)
  const expected = (keys * 32) / 62
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  // 132 is passed by chance less than once in a million runs; a plain remainder of 256 by 62 gives about 1,300.
  expect(chiSquare).toBeLessThan(132)
  expect(chiSquare).toBeGreaterThan(15)
})

test('random bytes past the last whole alphabet are thrown away', () => {
  let call = 0
  vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
    ;(array as Uint8Array).fill(call++ === 0 ? 248 : 247)
    return array
  })
  expect(formatKeystring({ bytes: makeKeystring() })).toBe('9'.repeat(32))
  expect(call).toBe(2)
})

test('a binary key has 32 bytes of every value', () => {
  const seen = new Set<number>()
  for (let i = 0; i < 500; i++) {
    const bytes = makeBinaryKey()
    expect(bytes).toHaveLength(32)
    for (const byte of bytes) seen.add(byte)
  }
  expect(seen.size).toBe(256)
})
