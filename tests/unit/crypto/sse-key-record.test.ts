// A key's record, and the saved copy that is dropped back.
import { expect, test } from 'vitest'
import { makeBinaryKey, makeKeystring } from '../../../src/crypto/make-key'
import { makeSseKey, savedCopyMatches } from '../../../src/crypto/sse-key-record'
import { formatBase64, formatKeystring } from '../../../src/domain/key-format'

const bytesOf = (text: string) => new TextEncoder().encode(text)

test('a new record is unsaved, unused, and has its MD5 and an id of its own', async () => {
  const bytes = bytesOf('abcdefghijklmnopqrstuvwxyz012345')
  const parts = { name: 'lab', bytes, form: 'keystring', origin: 'imported' } as const
  const key = await makeSseKey(parts)
  expect(key).toEqual({
    ...parts,
    id: expect.any(String),
    md5Base64: 'NX6C25NPxF9KJbS4Pci9GQ==',
    createdAtMs: expect.closeTo(Date.now(), -4),
    savedAtMs: undefined,
    endpoints: [],
    lastUsedAtMs: undefined
  })
  expect((await makeSseKey(parts)).id).not.toBe(key.id)
})

test('what an older record knew is not carried into a new one', async () => {
  const old = {
    ...(await makeSseKey({ name: 'a', bytes: makeBinaryKey(), form: 'binary', origin: 'made' })),
    savedAtMs: 1
  }
  const key = await makeSseKey({ ...old, bytes: makeBinaryKey() })
  expect(key.savedAtMs).toBeUndefined()
  expect(key.id).not.toBe(old.id)
})

test('31 bytes are no key', async () => {
  const parts = { name: 'a', bytes: new Uint8Array(31), form: 'binary', origin: 'made' } as const
  await expect(makeSseKey(parts)).rejects.toThrow(RangeError)
})

test('a saved copy matches in every form, and no other file does', () => {
  const bytes = makeKeystring()
  const text = formatKeystring({ bytes })
  for (const copy of [text, `${text}\n`, `${text}\r\n`, formatBase64(bytes), Buffer.from(bytes).toString('hex')])
    expect(savedCopyMatches({ bytes }, bytesOf(copy))).toBe(true)
  for (let at = 0; at < 32; at++) {
    const other = bytes.slice()
    other[at]! ^= 1
    expect(savedCopyMatches({ bytes }, other)).toBe(false)
  }
  for (const other of ['', text.slice(1), `${text}x`, `${text} ${text}`])
    expect(savedCopyMatches({ bytes }, bytesOf(other))).toBe(false)
  const binary = makeBinaryKey()
  expect(savedCopyMatches({ bytes: binary }, binary)).toBe(true)
  expect(savedCopyMatches({ bytes: binary }, bytesOf(`${formatBase64(binary)}\n`))).toBe(true)
})
