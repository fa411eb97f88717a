// Bucket settings and the journal of begun uploads.
import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { createStore, get, set } from 'idb-keyval'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { JournalEntry } from '../../../src/domain/ports'
import { IdbBucketSettingsStore } from '../../../src/storage/idb-bucket-settings-store'
import { IdbTransferJournal } from '../../../src/storage/idb-transfer-journal'

beforeEach(() => void (globalThis.indexedDB = new IDBFactory()))
afterEach(() => void vi.restoreAllMocks())

describe('bucket settings', () => {
  const rawStore = () => createStore('lockgate-bucket-settings', 'records')

  test('belong to a bucket on an endpoint', async () => {
    const store = new IdbBucketSettingsStore()
    await store.update('https://a', 'x', () => ({ defaultKeyId: 'k' }))
    await store.update('https://a', 'y', () => ({ defaultKeyId: 'clear' }))
    await store.update('https://b', 'x', () => ({ defaultKeyId: 'k' }))
    expect(await new IdbBucketSettingsStore().get('https://a', 'x')).toEqual({ defaultKeyId: 'k' })
    expect(await store.get('https://b', 'y')).toEqual({})
    expect(await store.bucketsOf('k')).toEqual([
      { endpoint: 'https://a', bucket: 'x' },
      { endpoint: 'https://b', bucket: 'x' }
    ])
    await store.update('https://a', 'x', () => ({}))
    expect(await store.bucketsOf('k')).toEqual([{ endpoint: 'https://b', bucket: 'x' }])
  })

  test('that cannot be read are an error, for empty ones would let an upload go in the clear', async () => {
    await set(['https://a', 'x'], { version: 2, defaultKey: 'k' }, rawStore())
    const store = new IdbBucketSettingsStore()
    await expect(store.get('https://a', 'x')).rejects.toMatchObject({ kind: 'browser-storage-failed' })
    await expect(store.bucketsOf('k')).rejects.toMatchObject({ kind: 'browser-storage-failed' })
    expect(await get(['https://a', 'x'], rawStore())).toEqual({ version: 2, defaultKey: 'k' })
  })
})

describe('the journal', () => {
  const entry = (id: string, startedAtMs: number): JournalEntry => ({
    id,
    profileId: 'p',
    endpoint: 'https://a',
    bucket: 'b',
    key: 'k',
    uploadId: 'u',
    sizeBytes: 10,
    partSizeBytes: 5,
    sseKeyId: undefined,
    startedAtMs
  })

  test('keeps what was begun until it is removed, oldest first', async () => {
    const journal = new IdbTransferJournal()
    await journal.put(entry('a', 2))
    await journal.put(entry('b', 1))
    expect(await new IdbTransferJournal().list()).toEqual([entry('b', 1), entry('a', 2)])
    await journal.put({ ...entry('a', 2), uploadId: 'again' })
    await journal.remove('b')
    await journal.remove('not there')
    expect(await journal.list()).toEqual([{ ...entry('a', 2), uploadId: 'again' }])
  })

  test('a put that cannot be kept rejects, so that no upload begins unjournalled', async () => {
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    await expect(new IdbTransferJournal().put(entry('a', 1))).rejects.toMatchObject({ kind: 'browser-storage-full' })
  })

  test('leaves entries of a newer Lockgate alone', async () => {
    const journal = new IdbTransferJournal()
    await journal.put(entry('a', 1))
    const rawStore = createStore('lockgate-journal', 'records')
    await set('newer', { version: 2 }, rawStore)
    expect(await journal.list()).toEqual([entry('a', 1)])
    expect(await get('newer', rawStore)).toEqual({ version: 2 })
  })
})
