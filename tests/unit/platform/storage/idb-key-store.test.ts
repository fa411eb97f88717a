// The key store's promises: no key is lost between tabs, by an update, by a newer version, or without a word.
import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { createStore, get, promisifyRequest, set } from 'idb-keyval'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { SseKey } from '../../../../src/domain/sse-key'
import { IdbKeyStore } from '../../../../src/platform/storage/idb-key-store'
import { MemoryWebStorage } from './memory-web-storage'

let marks: MemoryWebStorage
let opened: IdbKeyStore[]
const openTab = (): IdbKeyStore => {
  const store = new IdbKeyStore(marks)
  opened.push(store)
  return store
}
const rawStore = () => createStore('lockgate-keys', 'records')

let serial = 0
function makeKey(id = `key-${serial++}`): SseKey {
  return {
    id,
    name: `name of ${id}`,
    bytes: crypto.getRandomValues(new Uint8Array(32)),
    form: 'binary',
    md5Base64: 'NX6C25NPxF9KJbS4Pci9GQ==',
    origin: 'made',
    createdAtMs: 5,
    savedAtMs: undefined,
    endpoints: [],
    lastUsedAtMs: undefined
  }
}
const addEndpoint = (endpoint: string) => (key: SseKey) => ({ ...key, endpoints: [...key.endpoints, endpoint] })

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
  marks = new MemoryWebStorage()
  opened = []
})
afterEach(() => {
  vi.restoreAllMocks()
  for (const store of opened) store.close()
})

describe('adding', () => {
  test('a key comes back whole, also in another tab', async () => {
    const key = makeKey()
    await openTab().add(key)
    expect(await openTab().list()).toEqual([key])
  })

  test('an id that is taken is refused and the first key stays', async () => {
    const store = openTab()
    const key = makeKey('same')
    await store.add(key)
    await expect(openTab().add(makeKey('same'))).rejects.toMatchObject({
      kind: 'browser-storage-failed',
      details: { reason: 'key-exists' }
    })
    expect(await store.list()).toEqual([key])
  })

  test('two tabs that add at once lose none', async () => {
    const tabs = [openTab(), openTab()]
    const keys = Array.from({ length: 100 }, () => makeKey())
    await Promise.all(keys.map((key, index) => tabs[index % 2]!.add(key)))
    const listed = await openTab().list()
    expect(listed.map(({ id }) => id).sort()).toEqual(keys.map(({ id }) => id).sort())
    for (const key of keys) expect(listed).toContainEqual(key)
  })

  test('of two tabs that add the same id, exactly one succeeds', async () => {
    const results = await Promise.allSettled([openTab().add(makeKey('same')), openTab().add(makeKey('same'))])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('a full disk is told, and nothing pretends to be there', async () => {
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    const store = openTab()
    await expect(store.add(makeKey())).rejects.toMatchObject({ kind: 'browser-storage-full' })
    expect(await store.list()).toEqual([])
    expect(marks.items.size).toBe(0)
  })

  test('a key that comes back with another byte is an error', async () => {
    const add = IDBObjectStore.prototype.add
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, record: SseKey, id) {
      const bytes = record.bytes.slice()
      bytes[31]! ^= 1
      return add.call(this, { ...record, bytes }, id)
    })
    await expect(openTab().add(makeKey())).rejects.toMatchObject({
      kind: 'browser-storage-failed',
      details: { reason: 'read-back-differs' }
    })
  })
})

describe('updating', () => {
  test('two tabs that update one key at once lose no update', async () => {
    const tabs = [openTab(), openTab()]
    await tabs[0]!.add(makeKey('k'))
    const endpoints = Array.from({ length: 60 }, (_, index) => `https://rgw${index}.example`)
    await Promise.all(endpoints.map((endpoint, index) => tabs[index % 2]!.update('k', addEndpoint(endpoint))))
    expect([...(await tabs[0]!.list())[0]!.endpoints].sort()).toEqual([...endpoints].sort())
  })

  test('resolves to the new record', async () => {
    const store = openTab()
    const key = makeKey()
    await store.add(key)
    expect(await store.update(key.id, (old) => ({ ...old, name: 'new' }))).toEqual({ ...key, name: 'new' })
  })

  test('a key that is not there is not made', async () => {
    const store = openTab()
    await expect(store.update('none', (key) => key)).rejects.toMatchObject({ kind: 'browser-storage-failed' })
    expect(await store.list()).toEqual([])
  })

  test('no update replaces the key itself', async () => {
    const store = openTab()
    const key = makeKey()
    await store.add(key)
    for (const change of [{ bytes: new Uint8Array(32) }, { id: 'other' }, { md5Base64: 'x' }])
      await expect(store.update(key.id, (old) => ({ ...old, ...change }))).rejects.toMatchObject({
        kind: 'browser-storage-failed'
      })
    expect(await store.list()).toEqual([key])
  })
})

describe('records of a newer Lockgate, or damaged', () => {
  const newer = { version: 9, sealed: 'x' }

  test('hide no other key, are counted, named and never touched', async () => {
    const store = openTab()
    const key = makeKey('mine')
    await store.add(key)
    await set('newer', newer, rawStore())
    await set('damaged', { version: 1, ...makeKey('damaged'), bytes: new Uint8Array(31) }, rawStore())
    expect(await store.list()).toEqual([key])
    expect(await store.countUnreadable()).toBe(2)
    await expect(store.update('newer', (old) => old)).rejects.toMatchObject({
      details: { reason: 'unknown-version', detail: 'key: 9 > 1' }
    })
    await expect(store.add(makeKey('newer'))).rejects.toMatchObject({ kind: 'browser-storage-failed' })
    await store.remove('mine')
    expect(await get('newer', rawStore())).toEqual(newer)
    expect(await get('damaged', rawStore())).toBeDefined()
    expect(await store.wereKeysLost()).toBe(false)
  })
})

describe('telling others', () => {
  test('a change calls listeners of this tab and of others, until they stop', async () => {
    const [a, b] = [openTab(), openTab()]
    const here = vi.fn()
    const there = vi.fn()
    a.onChange(here)
    const stop = b.onChange(there)
    const key = makeKey()
    await a.add(key)
    expect(here).toHaveBeenCalledTimes(1)
    await expect.poll(() => there).toHaveBeenCalledTimes(1)
    await a.update(key.id, (old) => old)
    await expect.poll(() => there).toHaveBeenCalledTimes(2)
    stop()
    await a.remove(key.id)
    expect(here).toHaveBeenCalledTimes(3)
    const later = vi.fn()
    b.onChange(later)
    await a.add(makeKey())
    await expect.poll(() => later).toHaveBeenCalled()
    expect(there).toHaveBeenCalledTimes(2)
  })

  test('a failed change notifies no listener', async () => {
    const store = openTab()
    const listener = vi.fn()
    store.onChange(listener)
    await expect(store.update('none', (key) => key)).rejects.toBeDefined()
    expect(listener).not.toHaveBeenCalled()
  })
})

describe('keys that the browser deleted', () => {
  const wipe = () => promisifyRequest(indexedDB.deleteDatabase('lockgate-keys'))

  test('are missed, by a page that was open and by the next one', async () => {
    const store = openTab()
    expect(await store.wereKeysLost()).toBe(false)
    await store.add(makeKey())
    expect(await store.wereKeysLost()).toBe(false)
    await wipe()
    expect(await store.list()).toEqual([])
    expect(await store.wereKeysLost()).toBe(true)
    expect(await openTab().wereKeysLost()).toBe(true)
  })

  test('are not those that the person removed', async () => {
    const store = openTab()
    const [a, b] = [makeKey(), makeKey()]
    await store.add(a)
    await store.add(b)
    await store.remove(a.id)
    expect(marks.items.size).toBe(1)
    await store.remove(b.id)
    expect(await store.wereKeysLost()).toBe(false)
    await wipe()
    expect(await openTab().wereKeysLost()).toBe(false)
  })

  test('are told of until the person has keys again', async () => {
    const store = openTab()
    await store.add(makeKey())
    await wipe()
    expect(await store.wereKeysLost()).toBe(true)
    await store.add(makeKey())
    expect(await store.wereKeysLost()).toBe(false)
  })

  test('the mark is set again by a list, where it went alone', async () => {
    const store = openTab()
    await store.add(makeKey())
    marks.items.clear()
    await store.list()
    await wipe()
    expect(await store.wereKeysLost()).toBe(true)
  })

  test('cannot be missed without localStorage, and keys work anyway', async () => {
    const store = new IdbKeyStore(undefined)
    opened.push(store)
    const key = makeKey()
    await store.add(key)
    expect(await store.list()).toEqual([key])
    expect(await store.wereKeysLost()).toBe(false)
  })
})

test('a key that is about to be added is told first; a change of it is not', async () => {
  const told: number[] = []
  const store = new IdbKeyStore(marks, undefined, () => void told.push(1))
  opened.push(store)
  const key = makeKey()
  const adding = store.add(key)
  expect(told).toHaveLength(1)
  await adding
  await store.update(key.id, addEndpoint('https://rgw.example.edu'))
  expect(told).toHaveLength(1)
})
