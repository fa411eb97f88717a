// A key's record.
import { expect, test } from 'vitest'
import { makeBinaryKey } from '../../../src/crypto/make-key'
import { makeSseKey } from '../../../src/crypto/sse-key-record'

const bytesOf = (text: string) => new TextEncoder().encode(text)

test('a new record is unsaved, unused, and has its MD5 and an id of its own', async () => {
  const bytes = bytesOf('abcdefghijklmnopqrstuvwxyz012345')
  const parts = { name: 'lab', bytes, form: 'keystring', origin: 'imported' } as const
  const key = await makeSseKey(parts)
  expect(key).toEqual({
    ...parts,
    id: expect.any(String),
    md5Base64: 'NX6C25NPxF9KJbS4Pci9GQ==',
    createdAtMs: expect.closeTo(Date.now(), -6),
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
