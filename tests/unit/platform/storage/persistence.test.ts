// Persistence and the guess at private windows, against browsers that answer in every way seen.
import { expect, test, vi } from 'vitest'
import {
  isLikelyPrivate,
  isPersisted,
  requestPersistence,
  type PersistenceSource
} from '../../../../src/platform/storage/persistence'

const GIB = 2 ** 30
type StorageFake = NonNullable<PersistenceSource['storage']>

function browser(storage: Partial<StorageFake> | undefined, rest: Partial<PersistenceSource> = {}): PersistenceSource {
  const usual: StorageFake = {
    persisted: async () => false,
    persist: async () => false,
    estimate: async () => ({ quota: 100 * GIB, usage: 0 }),
    getDirectory: async () => ({}) as FileSystemDirectoryHandle
  }
  return {
    storage: storage && { ...usual, ...storage },
    heapLimitBytes: 4 * GIB,
    openDatabase: async () => undefined,
    ...rest
  }
}
const refuse = (name: string) => () => Promise.reject(new DOMException('no', name))

const forEver = () => new Promise<never>(() => undefined)

test('whether it is promised is looked up without asking anyone', async () => {
  const persist = vi.fn(async () => true)
  expect(await isPersisted(browser({ persist }))).toBe(false)
  expect(await isPersisted(browser({ persisted: async () => true, persist }))).toBe(true)
  expect(persist).not.toHaveBeenCalled()
  expect(await requestPersistence(browser({ persist }))).toBe(true)
})

test.each([
  ['an ordinary window that refuses', browser({}), false],
  ['a page over plain http', browser(undefined), false],
  ['a browser that fails at asking', browser({ persisted: refuse('TypeError'), estimate: refuse('TypeError') }), false],
  [
    'a browser that tells no heap limit',
    browser({ estimate: async () => ({ quota: GIB }) }, { heapLimitBytes: undefined }),
    false
  ],
  ['an OPFS that fails otherwise', browser({ getDirectory: refuse('NotAllowedError') }), false],
  ['Firefox in private', browser({ getDirectory: refuse('SecurityError') }), true],
  ['Safari in private', browser({ getDirectory: refuse('UnknownError') }), true],
  ['Chromium in private', browser({ estimate: async () => ({ quota: 2 * GIB }) }), true],
  ['IndexedDB that is forbidden', browser({}, { openDatabase: refuse('InvalidStateError') }), true]
])('%s', async (_, source, isPrivate) => {
  expect(await isPersisted(source)).toBe(false)
  expect(await requestPersistence(source)).toBe(false)
  expect(await isLikelyPrivate(source)).toBe(isPrivate)
})

test('what hangs is not waited for, and holds nothing else up', async () => {
  const hanging = { persisted: forEver, persist: forEver, estimate: forEver, getDirectory: forEver }
  expect(await isPersisted(browser(hanging), 20)).toBe(false)
  expect(await isLikelyPrivate(browser(hanging), 20)).toBe(false)
  expect(await isLikelyPrivate(browser({ ...hanging, getDirectory: refuse('SecurityError') }), 20)).toBe(true)
  expect(await isLikelyPrivate(browser({}, { openDatabase: forEver }), 20)).toBe(true)
})
