// What is said of keys: the length of what is none, and who still needs one.
import { describe, expect, test } from 'vitest'
import { parseKeyInput } from '../../../src/domain/key-format'
import { en } from '../../../src/messages/en'

test.each([
  ['x', 'This has 1 character; an SSE-C key has 32.'],
  ['', 'This is empty; an SSE-C key has 32 characters.'],
  [`${'a'.repeat(31)}ü`, 'This has 32 characters in 33 bytes; an SSE-C key has 32 bytes.'],
  [new Uint8Array(5000), 'This file has 5,000 bytes; a binary SSE-C key has 32.']
])('%j', (input, words) => {
  const reading = parseKeyInput(input)
  expect('problem' in reading && en.keys.problem(reading.problem)).toBe(words)
})

describe('who needs a key', () => {
  test.each([
    [{ tab: 'this', use: 'upload', count: 1 }, '1 upload in this tab'],
    [{ tab: 'this', use: 'edit', count: 2 }, '2 open editors in this tab'],
    [{ tab: 'other', use: 'download', count: undefined }, 'downloads in another tab'],
    [{ tab: 'other', use: undefined, count: undefined }, 'another tab']
  ] as const)('%j', (holder, words) => expect(en.keys.remove.holder(holder)).toBe(words))
})
