// Encryption is seen by asking, and a key is only shown to the endpoint that it belongs to.
import { describe, expect, it } from 'vitest'
import type { EncryptionObservation } from '../../../src/domain/encryption-observation'
import type { ObjectEntry } from '../../../src/domain/object-entry'
import type { SseKey } from '../../../src/domain/sse-key'
import {
  findKeyFor,
  encryptionSubjectOf,
  observeEncryption,
  tryKey,
  type EncryptionQuestion
} from '../../../src/operations/encryption/encryption-observer'
import { ObservationQueue } from '../../../src/operations/encryption/observation-queue'
import { FakeStorage } from '../transfers/fake-storage'
import { FakeEncryptionObservationStore, makeKey } from '../transfers/fakes'

const HERE = 'https://rgw.example.edu'
const entry: ObjectEntry = { key: 'a', sizeBytes: 1, etag: 'e', modifiedAtMs: 5 }

function makeQuestion(sseKeyId: string | undefined, keys: readonly SseKey[], more: Partial<EncryptionQuestion> = {}) {
  const storage = new FakeStorage(HERE)
  storage.objects.set('a', { bytes: Buffer.from('x'), etag: 'e', sseKeyId, metadata: {}, modifiedAtMs: 5 })
  const memory = new FakeEncryptionObservationStore()
  const question = { storage, bucket: 'lab', entry, keys, settings: {}, memory, nowMs: () => 9, ...more }
  const shown = () => storage.calls.map((call) => call.sseKeyId)
  return { storage, memory, question, shown }
}

describe('observeEncryption', () => {
  it('sees an object in the clear with one question, and remembers it', async () => {
    const { question, shown } = makeQuestion(undefined, [makeKey('k', { endpoints: [HERE] })])
    expect(await observeEncryption(question)).toEqual({ state: 'clear', seenAtMs: 9 })
    expect(await observeEncryption(question)).toEqual({ state: 'clear', seenAtMs: 9 })
    expect(shown()).toEqual([undefined])
  })

  it('tries the default of the bucket first, then the keys of this endpoint, and no other', async () => {
    const keys = [
      makeKey('foreign', { endpoints: ['https://elsewhere.example.edu'] }),
      makeKey('unused'),
      makeKey('old', { endpoints: [HERE], lastUsedAtMs: 1 }),
      makeKey('new', { endpoints: [HERE], lastUsedAtMs: 2 }),
      makeKey('default')
    ]
    const { question, shown } = makeQuestion('foreign', keys, { settings: { defaultKeyId: 'default' } })
    expect(await observeEncryption(question)).toEqual({ state: 'encrypted-unknown', seenAtMs: 9 })
    expect(shown()).toEqual([undefined, 'default', 'new', 'old'])
  })

  it('finds the key that opens, and remembers it', async () => {
    const keys = [makeKey('b', { endpoints: [HERE] }), makeKey('a', { endpoints: [HERE], lastUsedAtMs: 1 })]
    const { question, storage } = makeQuestion('b', keys)
    expect(await observeEncryption(question)).toEqual({ state: 'encrypted', keyId: 'b', seenAtMs: 9 })
    const asked = storage.calls.length
    expect(await observeEncryption(question)).toMatchObject({ state: 'encrypted', keyId: 'b' })
    expect(storage.calls.length).toBe(asked)
  })

  it('shows no key over plain http', async () => {
    const storage = new FakeStorage('http://rgw.example.edu')
    storage.objects.set('a', { bytes: Buffer.from('x'), etag: 'e', sseKeyId: 'k', metadata: {}, modifiedAtMs: 5 })
    const { question } = makeQuestion('k', [makeKey('k', { endpoints: [storage.endpoint] })], {
      storage,
      settings: { defaultKeyId: 'k' }
    })
    expect((await observeEncryption(question)).state).toBe('encrypted-unknown')
    expect(storage.calls.map((call) => call.sseKeyId)).toEqual([undefined])
  })

  it('does not say that a key opens an object when that key is no longer here', async () => {
    const { question, memory } = makeQuestion('gone', [])
    const remembered: EncryptionObservation = { state: 'encrypted', keyId: 'gone', seenAtMs: 1 }
    await memory.put(encryptionSubjectOf({ storage: question.storage, bucket: 'lab', entry }), remembered)
    expect((await observeEncryption(question)).state).toBe('encrypted-unknown')
    expect(await memory.get(encryptionSubjectOf({ storage: question.storage, bucket: 'lab', entry }))).toEqual(
      remembered
    )
  })

  it('tries a new key on what none opened before, but none twice', async () => {
    const tried = new Set<string>()
    const wrong = makeKey('wrong', { endpoints: [HERE] })
    const { question, shown } = makeQuestion('right', [wrong], { tried })
    expect((await observeEncryption(question)).state).toBe('encrypted-unknown')
    expect((await observeEncryption(question)).state).toBe('encrypted-unknown')
    expect(shown()).toEqual([undefined, 'wrong'])
    const keys = [wrong, makeKey('right', { endpoints: [HERE] })]
    expect(await observeEncryption({ ...question, keys })).toMatchObject({ state: 'encrypted', keyId: 'right' })
    expect(shown()).toEqual([undefined, 'wrong', 'right'])
  })

  it('says why it could not see, and does not remember it', async () => {
    const { question, storage, memory } = makeQuestion('k', [])
    storage.faults = [{ operation: 'headObject', kind: 'cors-blocked' }]
    expect(await observeEncryption(question)).toEqual({
      state: 'unknown',
      reason: 'no-answer'
    })
    expect(memory.kept.size).toBe(0)
  })

  it('asks again about an object that was replaced', async () => {
    const { question, shown } = makeQuestion(undefined, [])
    await observeEncryption(question)
    await observeEncryption({ ...question, entry: { ...entry, etag: 'f' } })
    expect(shown()).toEqual([undefined, undefined])
  })
})

describe('tryKey and findKeyFor', () => {
  it('lets a chosen key belong to this endpoint once it opened the object', async () => {
    const used: string[] = []
    const { question, memory } = makeQuestion('k', [])
    const choice = {
      ...question,
      sseKey: makeKey('k'),
      onKeyUsed: (keyId: string, endpoint: string) => used.push(`${keyId} ${endpoint}`)
    }
    expect(await tryKey(choice)).toEqual({ state: 'encrypted', keyId: 'k', seenAtMs: 9 })
    expect(used).toEqual([`k ${HERE}`])
    expect(await memory.countOf('k')).toBe(1)
  })

  it('refuses a key that does not open it, and does not call an open object locked', async () => {
    const locked = makeQuestion('k', [])
    await expect(tryKey({ ...locked.question, sseKey: makeKey('other') })).rejects.toMatchObject({
      kind: 'sse-key-wrong'
    })
    expect(locked.memory.kept.size).toBe(0)
    const clear = makeQuestion(undefined, [])
    expect(await tryKey({ ...clear.question, sseKey: makeKey('k') })).toEqual({ state: 'clear', seenAtMs: 9 })
    expect(clear.shown()).toEqual([undefined])
  })

  it('finds the key of a download, none for a clear object, and says when there is none', async () => {
    const key = makeKey('k', { endpoints: [HERE] })
    expect(await findKeyFor(makeQuestion('k', [key]).question)).toBe(key)
    expect(await findKeyFor(makeQuestion(undefined, [key]).question)).toBeUndefined()
    await expect(findKeyFor(makeQuestion('other', [key]).question)).rejects.toMatchObject({ kind: 'sse-key-needed' })
  })
})

describe('ObservationQueue', () => {
  const rows = (...keys: string[]) => keys.map((key) => ({ ...entry, key }))
  const turn = () => new Promise((resolve) => setImmediate(resolve))

  it('looks at a few at once, the newest on screen first, and drops what left the screen', async () => {
    const asked: string[] = []
    const answer: (() => void)[] = []
    const seen: string[] = []
    const queue = new ObservationQueue({
      observe: (row) => {
        asked.push(row.key)
        return new Promise((resolve) => answer.push(() => resolve({ state: 'clear', seenAtMs: 1 })))
      },
      onSeen: (row) => seen.push(row.key),
      limit: 2
    })
    queue.show(rows('a', 'b', 'c', 'd'))
    expect(asked).toEqual(['a', 'b'])
    queue.show(rows('d', 'e', 'f'))
    while (answer.length > 0) {
      answer.shift()?.()
      await turn()
    }
    expect(asked).toEqual(['a', 'b', 'e', 'f', 'd'])
    expect(seen).toEqual(asked)
    queue.show(rows('a', 'c'))
    await turn()
    expect(asked.slice(5)).toEqual(['c'])
    queue.forget() // while it is looked at with the keys of before
    queue.show(rows('c'))
    answer.shift()?.()
    await turn()
    expect(asked.slice(6)).toEqual(['c'])
    answer.shift()?.()
    await turn()
    queue.show(rows('c'))
    expect(asked).toHaveLength(7)
  })

  it('says nothing after it was stopped', async () => {
    const seen: string[] = []
    const queue = new ObservationQueue({
      observe: (_row, signal) =>
        new Promise((resolve, reject) => {
          setImmediate(() => resolve({ state: 'clear', seenAtMs: 1 }))
          signal.addEventListener('abort', () => reject(signal.reason as Error))
        }),
      onSeen: (row) => seen.push(row.key)
    })
    queue.show(rows('a'))
    queue.stop()
    await turn()
    await turn()
    expect(seen).toEqual([])
  })
})
