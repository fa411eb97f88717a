// The user's keys: how they come, what counts as saved, and what stays when the browser's store fails.
import { describe, expect, test, vi } from 'vitest'
import { makeAccount } from '../domain/accounts'
import type { JournalEntry } from '../../../src/domain/transfer-journal'
import { KeyRemoval } from '../../../src/ui/keys/key-removal.svelte'
import { makeGate, makeKey } from '../transfers/fakes'
import { ELSEWHERE, FakeKeyStore, HERE, makeKeys } from './fakes'

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
const A = 'a'.repeat(32)
const B = 'b'.repeat(32)

describe('keys come', () => {
  test('a made key is kept, listed, and not saved yet', async () => {
    const { keys, store } = await makeKeys()
    const key = await keys.make('lab', 'keystring')
    expect(key).toMatchObject({ name: 'lab', form: 'keystring', origin: 'made', bytes: bytesOf(A) })
    expect(store.kept.get(key.id)).toEqual(key)
    expect(keys.list).toEqual([key])
    expect(keys.unsaved).toEqual([key])
  })

  test('typed text is a key without a saved copy', async () => {
    const { keys } = await makeKeys()
    const answer = await keys.import('typed', A)
    expect(answer).toMatchObject({ isNew: true, key: { name: 'typed', origin: 'imported', form: 'keystring' } })
    expect(keys.list).toMatchObject([{ savedAtMs: undefined }])
    expect(keys.unsaved).toHaveLength(1)
  })

  test('a file is itself the saved copy', async () => {
    const { keys } = await makeKeys()
    const answer = await keys.import('file', bytesOf(`${A}\n`))
    expect(answer).toMatchObject({ isNew: true, key: { savedAtMs: expect.any(Number) as number } })
    expect(keys.list).toHaveLength(1)
    expect(keys.unsaved).toEqual([])
  })

  test('the same bytes under another name are the key that is here already', async () => {
    const { keys, store } = await makeKeys()
    const made = await keys.make('lab', 'keystring')
    expect(await keys.import('again', bytesOf(A))).toEqual({ key: made, isNew: false })
    expect(await keys.import('again', Buffer.from(A).toString('base64'))).toEqual({ key: made, isNew: false })
    expect(store.kept.size).toBe(1)
  })

  test('what is no key is named, and nothing is kept', async () => {
    const { keys, store } = await makeKeys()
    expect(await keys.import('short', 'abc')).toEqual({
      problem: { code: 'text-length', characters: 3, bytes: 3 }
    })
    expect(store.kept.size).toBe(0)
  })

  test('they are listed oldest first, also those of another tab', async () => {
    const { keys, store } = await makeKeys([makeKey('new', { createdAtMs: 2 }), makeKey('old', { createdAtMs: 1 })])
    expect(keys.list.map(({ id }) => id)).toEqual(['old', 'new'])
    await store.add(makeKey('oldest', { createdAtMs: 0 }))
    store.tell()
    await expect.poll(() => keys.list.map(({ id }) => id)).toEqual(['oldest', 'old', 'new'])
  })
})

describe('a key counts as saved', () => {
  test('when the file that was saved is dropped back', async () => {
    const { keys, files, store } = await makeKeys()
    const key = await keys.make('lab 1', 'keystring')
    keys.saveToFile(key)
    expect(keys.unsaved).toHaveLength(1)
    expect(files[0]?.fileName).toBe('lab 1.keystring.txt')
    const saved = new Uint8Array(await files[0]!.blob.arrayBuffer())
    expect(await keys.confirmSaved(key.id, saved)).toBeUndefined()
    expect(keys.unsaved).toEqual([])
    expect(store.kept.get(key.id)?.savedAtMs).toBeDefined()
  })

  test('a binary key is saved as base64, which is that key again', async () => {
    const { keys, files } = await makeKeys([makeKey('k', { bytes: new Uint8Array(32).fill(200) })])
    keys.saveToFile(keys.list[0]!)
    expect(await files[0]!.blob.text()).toBe(Buffer.alloc(32, 200).toString('base64'))
    expect(await keys.confirmSaved('k', new Uint8Array(await files[0]!.blob.arrayBuffer()))).toBeUndefined()
  })

  test('not by the file of another key, which is named when it is here', async () => {
    const { keys } = await makeKeys()
    const key = await keys.make('lab', 'keystring')
    await keys.import('other', B)
    expect(await keys.confirmSaved(key.id, bytesOf(B))).toEqual({ code: 'different-key', name: 'other' })
    expect(await keys.confirmSaved(key.id, bytesOf('c'.repeat(32)))).toEqual({ code: 'different-key', name: undefined })
    expect(await keys.confirmSaved(key.id, bytesOf(`${'a'.repeat(31)}b`))).toMatchObject({ code: 'different-key' })
    expect(await keys.confirmSaved(key.id, bytesOf('abc'))).toEqual({
      code: 'not-a-key',
      problem: { code: 'text-length', characters: 3, bytes: 3 }
    })
    expect(keys.unsaved).toHaveLength(2)
  })

  test('not when it has gone in the meantime', async () => {
    const { keys } = await makeKeys()
    const key = await keys.make('lab', 'keystring')
    await keys.remove(key.id)
    expect(await keys.confirmSaved(key.id, bytesOf(A))).toEqual({ code: 'key-removed' })
  })
})

describe('keys change', () => {
  test('a new name changes nothing else', async () => {
    const { keys, store } = await makeKeys([makeKey('k')])
    await keys.rename('k', 'Lab')
    expect(keys.list).toEqual([makeKey('k', { name: 'Lab' })])
    expect([...store.kept.values()]).toEqual(keys.list)
  })

  test('an endpoint is noted once, with the latest use', async () => {
    const { keys } = await makeKeys([makeKey('k', { endpoints: [ELSEWHERE], lastUsedAtMs: 1 })])
    await keys.markUsed('k', HERE)
    await keys.markUsed('k', HERE)
    await keys.markUsed('k', ELSEWHERE)
    expect(keys.byId('k')?.endpoints).toEqual([ELSEWHERE, HERE])
    expect(keys.byId('k')?.lastUsedAtMs).toBeGreaterThan(1)
  })

  test('a use is written at most once a minute for each key and endpoint, and again after a write that failed', async () => {
    const { keys, store } = await makeKeys([makeKey('k')])
    const writes = vi.spyOn(store, 'update')
    for (let file = 0; file < 100; file++) await keys.markUsed('k', HERE, 1_000_000 + file)
    expect(writes).toHaveBeenCalledTimes(1)
    await keys.markUsed('k', ELSEWHERE, 1_000_050)
    expect(writes).toHaveBeenCalledTimes(2)
    await keys.markUsed('k', HERE, 1_060_000)
    expect(writes).toHaveBeenCalledTimes(3)
    expect(keys.byId('k')).toMatchObject({ endpoints: [HERE, ELSEWHERE], lastUsedAtMs: 1_060_000 })
    store.failure = 'browser-storage-failed'
    await expect(keys.markUsed('k', HERE, 2_000_000)).rejects.toMatchObject({ kind: 'browser-storage-failed' })
    store.failure = undefined
    await keys.markUsed('k', HERE, 2_000_001)
    expect(keys.byId('k')?.lastUsedAtMs).toBe(2_000_001)
  })

  test('a removed key is gone, and what depended on it was told before', async () => {
    const { keys, store, settings, memory, journal } = await makeKeys([makeKey('k'), makeKey('other')])
    settings.set(HERE, 'lab', 'k').set(HERE, 'beside', 'other')
    const subject = { account: makeAccount(HERE), bucket: 'lab', key: 'x', etag: 'e', modifiedAtMs: 1 }
    await memory.put(subject, { state: 'encrypted', keyId: 'k', seenAtMs: 1 })
    await journal.put({ id: 'j', sseKeyId: 'k' } as JournalEntry)
    await journal.put({ id: 'i', sseKeyId: 'other' } as JournalEntry)
    expect(await keys.dependents('k')).toEqual({
      buckets: [{ endpoint: HERE, bucket: 'lab' }],
      seenObjects: 1,
      unfinishedUploads: 1
    })
    await keys.remove('k')
    expect(keys.list.map(({ id }) => id)).toEqual(['other'])
    expect(keys.byId('k')).toBeUndefined()
    expect([...store.kept.keys()]).toEqual(['other'])
  })
})

describe('a key in use', () => {
  test('is not removed, in this tab or for another', async () => {
    const { keys, store, guard } = await makeKeys([makeKey('k')])
    const use = keys.hold('k', 'upload')
    await expect(keys.remove('k')).rejects.toMatchObject({ kind: 'sse-key-in-use' })
    use.release()
    guard.others = [{ tab: 'other', use: 'upload', count: undefined }]
    await expect(keys.remove('k')).rejects.toMatchObject({ kind: 'sse-key-in-use' })
    expect([...store.kept.keys()]).toEqual(['k'])
    guard.others = []
    await keys.remove('k')
    expect(store.kept.size).toBe(0)
  })

  test('is held for as long as work goes on that encrypts with it, and only if it is still stored', async () => {
    const { keys, store, guard } = await makeKeys([makeKey('k')])
    const key = keys.byId('k')
    const gate = makeGate()
    const work = keys.using(key, 'restore', () => gate.opened)
    await expect(keys.remove('k')).rejects.toMatchObject({ kind: 'sse-key-in-use' })
    gate.open()
    await work
    store.kept.delete('k') // by another tab, whose word has not come yet
    await expect(keys.using(key, 'edit', () => Promise.reject(new Error('was done')))).rejects.toMatchObject({
      kind: 'sse-key-lost'
    })
    expect(guard.held).toEqual([])
    store.tell('k')
    await expect.poll(() => keys.lost).toEqual([])
    expect(keys.list).toEqual([])
  })

  test('a removal looks who needs it, and again after a refusal', async () => {
    const { keys, guard } = await makeKeys([makeKey('k')])
    const looks: boolean[] = []
    const removal = new KeyRemoval('k', keys, (haveHoldersChanged) => looks.push(haveHoldersChanged))
    await expect.poll(() => removal.holders).toEqual([])
    const use = keys.hold('k', 'upload') // since the last look
    expect(await removal.remove()).toBe(false)
    expect([removal.error?.kind, removal.holders]).toEqual([
      'sse-key-in-use',
      [{ tab: 'this', use: 'upload', count: 1 }]
    ])
    use.release()
    expect(guard.held).toEqual([])
    await removal.look()
    expect(removal.holders).toEqual([])
    expect(looks).toEqual([true, true, true]) // what depends on it is asked again each time
    expect(await removal.remove()).toBe(true)
    removal.stop()
  })
})

describe('when the store fails', () => {
  test('the error is kept, with the keys that were known, until it answers again', async () => {
    const { keys, store } = await makeKeys([makeKey('k')])
    store.failure = 'browser-storage-failed'
    await keys.load()
    expect(keys.error?.kind).toBe('browser-storage-failed')
    expect(keys.list.map(({ id }) => id)).toEqual(['k'])
    store.failure = undefined
    await keys.load()
    expect(keys.error).toBeUndefined()
  })

  test('what is here but was not loaded yet is not kept twice', async () => {
    const first = await makeKeys()
    await first.keys.import('one', bytesOf(A))
    first.store.failure = 'browser-storage-failed'
    const { keys, store } = await makeKeys([], first.store)
    await expect(keys.import('two', bytesOf(A))).rejects.toMatchObject({ kind: 'browser-storage-failed' })
    store.failure = undefined
    expect(await keys.import('two', bytesOf(A))).toMatchObject({ isNew: false })
    expect(store.kept.size).toBe(1)
  })

  test('a store that never answered has loaded nothing', async () => {
    const store = new FakeKeyStore()
    store.failure = 'browser-storage-failed'
    const { keys } = await makeKeys([], store)
    expect([keys.isLoaded, keys.error?.kind]).toEqual([false, 'browser-storage-failed'])
    store.failure = undefined
    await keys.load()
    expect([keys.isLoaded, keys.error]).toEqual([true, undefined])
  })

  test('a key that could not be stored is not listed, and its creation fails', async () => {
    const { keys, store } = await makeKeys()
    store.failure = 'browser-storage-full'
    await expect(keys.make('lab', 'keystring')).rejects.toMatchObject({ kind: 'browser-storage-full' })
    await expect(keys.import('lab', bytesOf(A))).rejects.toMatchObject({ kind: 'browser-storage-full' })
    expect(keys.list).toEqual([])
  })
})

describe('a key that the browser’s storage lost under the running page', () => {
  test('is lost and not removed, is used for nothing, and can be saved and stored again', async () => {
    const { keys, store, files } = await makeKeys([makeKey('k'), makeKey('other')])
    store.kept.clear()
    store.tell() // the connection was closed
    await expect.poll(() => keys.lost.map(({ id }) => id)).toEqual(['k', 'other'])
    expect(keys.list).toEqual([])
    await expect(keys.assertStored('k')).rejects.toMatchObject({ kind: 'sse-key-lost' })
    keys.saveToFile(keys.lost[0]!)
    expect(files).toHaveLength(1)
    await keys.storeAgain('k')
    expect([keys.list.map(({ id }) => id), keys.lost.map(({ id }) => id)]).toEqual([['k'], ['other']])
    await keys.assertStored('k')
    keys.dismissLost('other')
    await keys.load()
    expect(keys.lost).toEqual([])
  })

  test('is noticed also where no event tells of it, by the look before it is used', async () => {
    const { keys, store } = await makeKeys([makeKey('k')])
    store.kept.clear()
    await expect(keys.assertStored('k')).rejects.toMatchObject({ kind: 'sse-key-lost' })
    expect(keys.lost.map(({ id }) => id)).toEqual(['k'])
  })

  test('is not what a person removed, here or in another tab', async () => {
    const { keys, store } = await makeKeys([makeKey('one'), makeKey('two')])
    await keys.remove('one')
    store.kept.delete('two')
    store.tell('two')
    await expect.poll(() => keys.list).toEqual([])
    expect(keys.lost).toEqual([])
    await expect(keys.assertStored('two')).rejects.toMatchObject({ kind: 'sse-key-needed' })
  })

  test('is not one that a newer Lockgate wrote over', async () => {
    const { keys, store } = await makeKeys([makeKey('k')])
    store.unreadable.add('k')
    store.tell()
    await expect.poll(() => keys.list).toEqual([])
    expect(keys.lost).toEqual([])
  })
})

test('a key in memory only encrypts nothing until its backup has been verified', async () => {
  const store = new FakeKeyStore()
  const { keys, files } = await makeKeys([], store, { isMemoryOnly: true })
  const key = await keys.make('lab', 'keystring')
  await expect(keys.assertStored(key.id)).rejects.toMatchObject({ kind: 'sse-key-not-backed-up' })
  keys.saveToFile(key)
  await expect(keys.assertStored(key.id)).rejects.toMatchObject({ kind: 'sse-key-not-backed-up' })
  await keys.confirmSaved(key.id, new Uint8Array(await files[0]!.blob.arrayBuffer()))
  await keys.assertStored(key.id)
})

test('on a page over plain http no key comes in, and a stored one is saved and removed', async () => {
  const store = new FakeKeyStore([makeKey('k')])
  const { keys, files } = await makeKeys([], store, { isInsecurePage: true })
  await expect(keys.make('new', 'keystring')).rejects.toMatchObject({ kind: 'insecure-page' })
  await expect(keys.import('new', A)).rejects.toMatchObject({ kind: 'insecure-page' })
  keys.saveToFile(keys.list[0]!)
  expect(files).toHaveLength(1)
  await keys.remove('k')
  expect(store.kept.size).toBe(0)
})

test('keys of another Lockgate on this host are copied by the person’s hand, and told no longer then', async () => {
  const other = makeKey('o', { md5Base64: 'other' })
  const findElsewhere = () => Promise.resolve([{ path: '/b/', keys: [makeKey('x', { md5Base64: 'here' }), other] }])
  const { keys, store } = await makeKeys([makeKey('k', { md5Base64: 'here' })], undefined, { findElsewhere })
  const [place] = await keys.elsewhere()
  expect(place).toEqual({ path: '/b/', keys: [other] })
  await keys.copyHere(place!.keys)
  expect(store.kept.get('o')).toEqual(other)
  expect(await keys.elsewhere()).toEqual([])
})
