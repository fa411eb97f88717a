// Two Lockgates on one host, at two paths: they do not share, and no key of an earlier version is lost from anyone's sight.
import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { createStore, entries, get, set } from 'idb-keyval'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { databaseSuffix, findKeysElsewhere } from '../../../../src/platform/storage/database-names'
import { IdbKeyStore } from '../../../../src/platform/storage/idb-key-store'
import { makeKey } from '../../transfers/fakes'
import { MemoryWebStorage } from './memory-web-storage'

const open = (suffix: string) => new IdbKeyStore(new MemoryWebStorage(), `lockgate-keys${suffix}`)
const idsIn = async (suffix: string) => (await open(suffix).list()).map(({ id }) => id)
const names = async () => (await indexedDB.databases()).map(({ name }) => name)

beforeEach(() => void (globalThis.indexedDB = new IDBFactory()))
afterEach(() => void vi.restoreAllMocks())

test('the first path has the plain names, another its own, and neither sees the other’s keys', async () => {
  expect(await databaseSuffix('/a/index.html')).toBe('')
  await open('').add(makeKey('of-a'))
  expect(await databaseSuffix('/b/')).toBe(' /b/')
  await open(' /b/').add(makeKey('of-b'))
  for (let start = 0; start < 2; start++) {
    expect([await databaseSuffix('/a/'), await databaseSuffix('/b/index.html')]).toEqual(['', ' /b/'])
    expect([await idsIn(''), await idsIn(' /b/')]).toEqual([['of-a'], ['of-b']])
  }
})

describe('what an earlier version left to every path', () => {
  beforeEach(async () => {
    await open('').add(makeKey('old'))
    await set('p', { version: 1, secretKey: 's' }, createStore('lockgate-profiles', 'records'))
    await set(
      ['https://x', 'lab'],
      { version: 1, defaultKeyId: 'old' },
      createStore('lockgate-bucket-settings', 'records')
    )
  })

  test('stays where it is for the first, is copied once for another, and nothing is shared from then on', async () => {
    expect(await databaseSuffix('/a/')).toBe('')
    expect(await names()).not.toContain('lockgate-keys /a/')
    expect(await databaseSuffix('/b/')).toBe(' /b/')
    expect([await idsIn(''), await idsIn(' /b/')]).toEqual([['old'], ['old']])
    expect(await get('p', createStore('lockgate-profiles /b/', 'records'))).toEqual({ version: 1, secretKey: 's' })
    expect(await entries(createStore('lockgate-bucket-settings /b/', 'records'))).toHaveLength(1)

    await open('').add(makeKey('new-of-a'))
    await open(' /b/').remove('old')
    expect(await databaseSuffix('/b/')).toBe(' /b/')
    expect([await idsIn(''), await idsIn(' /b/')]).toEqual([['new-of-a', 'old'], []])
  })

  test('is copied from the one database too, without what was started at the first path', async () => {
    const shared = (suffix: string) => createStore(`lockgate${suffix}`, 'records')
    await set(['bucket-settings', ['https://x', 'lab', 'a']], { version: 1, defaultKeyId: 'old' }, shared(''))
    await set(['pending-acl', '1'], { version: 1 }, shared(''))
    await databaseSuffix('/a/')
    await databaseSuffix('/b/')
    expect(await entries(shared(' /b/'))).toEqual([
      [['bucket-settings', ['https://x', 'lab', 'a']], { version: 1, defaultKeyId: 'old' }]
    ])
  })

  test('is never missing: a copy that fails is none, the page does not start without it, and the next try makes it', async () => {
    await databaseSuffix('/a/')
    const failing = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    await expect(databaseSuffix('/b/')).rejects.toMatchObject({
      kind: expect.stringContaining('browser-storage') as string
    })
    failing.mockRestore()
    expect(await names()).not.toContain('lockgate-keys /b/')
    expect(await databaseSuffix('/b/')).toBe(' /b/')
    expect(await idsIn(' /b/')).toEqual(['old'])
  })
})

test('a path that has its own databases keeps them when the claims were deleted, and so does the other', async () => {
  await databaseSuffix('/a/')
  await open('').add(makeKey('of-a'))
  await databaseSuffix('/b/')
  await open(' /b/').add(makeKey('of-b'))
  const deleting = indexedDB.deleteDatabase('lockgate-paths')
  await new Promise((resolve) => (deleting.onsuccess = resolve))
  expect([await databaseSuffix('/b/'), await databaseSuffix('/a/')]).toEqual([' /b/', ''])
})

test('a page that moved to another path finds the keys of the former one', async () => {
  await databaseSuffix('/before/')
  await open('').add(makeKey('k'))
  const suffix = await databaseSuffix('/after/')
  expect(await idsIn(suffix)).toEqual([])
  expect(await findKeysElsewhere(suffix)).toEqual([{ path: '/before/', keys: [makeKey('k')] }])
  await open(suffix).add(makeKey('other'))
  expect(await findKeysElsewhere('')).toEqual([{ path: '/after/', keys: [makeKey('other')] }])
})

test('where nothing can be opened the plain names are as good as any', async () => {
  vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('refused', 'SecurityError')
  })
  expect(await databaseSuffix('/a/')).toBe('')
})
