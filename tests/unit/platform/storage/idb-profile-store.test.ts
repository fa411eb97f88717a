// Profiles in their two places, and moving between them without ever being in neither.
import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { createStore, get, set } from 'idb-keyval'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Profile } from '../../../../src/domain/profile'
import { IdbProfileStore } from '../../../../src/platform/storage/idb-profile-store'
import { MemoryWebStorage } from './memory-web-storage'

let local: MemoryWebStorage
const openTab = (session = new MemoryWebStorage()) => new IdbProfileStore(session, local)
const rawStore = () => createStore('lockgate-profiles', 'records')

function makeProfile(id: string, isRemembered: boolean, createdAtMs = 1): Profile {
  return {
    id,
    name: id,
    endpoint: 'https://rgw.example.edu',
    region: 'us-east-1',
    pathStyle: true,
    accessKey: 'A',
    secretKey: `secret of ${id}`,
    isRemembered,
    createdAtMs
  }
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
  local = new MemoryWebStorage()
})
afterEach(() => void vi.restoreAllMocks())

test('a remembered profile is in every tab, another in its own only', async () => {
  const a = openTab()
  const [kept, brief] = [makeProfile('kept', true, 2), makeProfile('brief', false, 1)]
  await a.put(kept)
  await a.put(brief)
  expect(await a.list()).toEqual([brief, kept])
  expect(await openTab().list()).toEqual([kept])
})

test('a profile that is not to be remembered leaves nothing behind', async () => {
  const a = openTab()
  await a.put(makeProfile('p', true))
  await a.put(makeProfile('p', false))
  expect(await get('p', rawStore())).toBeUndefined()
  expect(await a.list()).toEqual([makeProfile('p', false)])
  expect(await openTab().list()).toEqual([])
})

test('a profile that is to be remembered leaves the tab', async () => {
  const a = openTab()
  await a.put(makeProfile('p', false))
  await a.put(makeProfile('p', true))
  expect(await openTab().list()).toEqual([makeProfile('p', true)])
  await a.remove('p')
  expect(await a.list()).toEqual([])
})

test('a profile for this tab is in memory only: no web storage holds it, and a reload asks again', async () => {
  const session = new MemoryWebStorage()
  const a = openTab(session)
  await a.put(makeProfile('p', false))
  a.setActiveId('p')
  expect(JSON.stringify([...session.items, ...local.items])).not.toContain('secret')
  expect(await openTab(session).list()).toEqual([])
})

test('what an older version left in sessionStorage is erased there, and used by this tab until it is reloaded', async () => {
  const session = new MemoryWebStorage()
  session.items.set('lockgate-profile:p', JSON.stringify({ ...makeProfile('p', false), version: 1 }))
  session.items.set('lockgate-profile:newer', JSON.stringify({ secretKey: 'x', version: 9 }))
  session.items.set('lockgate-active-profile', 'p')
  const a = openTab(session)
  expect([...session.items.keys()]).toEqual(['lockgate-active-profile'])
  expect(await a.list()).toEqual([makeProfile('p', false)])
  expect(a.activeId()).toBe('p')
  expect(await openTab(session).list()).toEqual([])
})

test('a move that fails leaves the profile where it was', async () => {
  const a = openTab()
  await a.put(makeProfile('q', false))
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  await expect(a.put(makeProfile('q', true))).rejects.toMatchObject({ kind: 'browser-storage-full' })
  expect(await a.list()).toContainEqual(makeProfile('q', false))
})

test('what comes back otherwise is an error', async () => {
  const put = IDBObjectStore.prototype.put
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, record: Profile, id) {
    return put.call(this, { ...record, secretKey: '' }, id)
  })
  await expect(openTab().put(makeProfile('p', true))).rejects.toMatchObject({ kind: 'browser-storage-failed' })
})

test('without sessionStorage a profile for this tab works anyway', async () => {
  const store = new IdbProfileStore(undefined, local)
  await store.put(makeProfile('p', false))
  expect(await store.list()).toEqual([makeProfile('p', false)])
})

test('a removed profile is gone from both stores and active in no tab', async () => {
  const session = new MemoryWebStorage()
  const a = openTab(session)
  for (const isRemembered of [true, false]) {
    await a.put(makeProfile('p', isRemembered))
    a.setActiveId('p')
    await a.remove('p')
    expect(await a.list()).toEqual([])
    expect(a.activeId()).toBeUndefined()
    expect([...session.items, ...local.items]).toEqual([])
  }
})

test('each tab has its own active profile, and a new one begins with the last remembered', async () => {
  const [a, b] = [openTab(), openTab()]
  for (const id of ['x', 'y']) await a.put(makeProfile(id, true))
  await b.put(makeProfile('brief', false))
  a.setActiveId('x')
  b.setActiveId('y')
  expect(a.activeId()).toBe('x')
  expect(openTab().activeId()).toBe('y')
  b.setActiveId('brief')
  expect(b.activeId()).toBe('brief')
  expect(openTab().activeId()).toBe('y')
  a.setActiveId(undefined)
  expect(a.activeId()).toBeUndefined()
})

test('records of a newer Lockgate are left out and left alone', async () => {
  const a = openTab()
  await a.put(makeProfile('p', true))
  await set('newer', { version: 2, x: 1 }, rawStore())
  expect(await a.list()).toEqual([makeProfile('p', true)])
  expect(await get('newer', rawStore())).toEqual({ version: 2, x: 1 })
})

test('junk in sessionStorage is passed over', async () => {
  const session = new MemoryWebStorage()
  session.items.set('lockgate-profile:x', 'no JSON')
  session.items.set('other', '{}')
  expect(await openTab(session).list()).toEqual([])
})

test('a profile that is about to be stored on this device is told first; one of this tab is not', async () => {
  const told: number[] = []
  const store = new IdbProfileStore(new MemoryWebStorage(), local, undefined, () => void told.push(1))
  await store.put(makeProfile('brief', false))
  expect(told).toHaveLength(0)
  await store.put(makeProfile('kept', true))
  expect(told).toHaveLength(1)
})
