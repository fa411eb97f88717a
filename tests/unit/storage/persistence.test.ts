// Persistence and the guess at private windows, against browsers that answer in every way seen.
import { expect, test, vi } from 'vitest'
import { askPersistence, type PersistenceSource } from '../../../src/storage/persistence'

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

test('granted now, or long ago without asking again', async () => {
  expect(await askPersistence(browser({ persist: async () => true }))).toEqual({
    persisted: true,
    isLikelyPrivate: false
  })
  const persist = vi.fn(async () => false)
  expect(await askPersistence(browser({ persisted: async () => true, persist }))).toEqual({
    persisted: true,
    isLikelyPrivate: false
  })
  expect(persist).not.toHaveBeenCalled()
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
])('%s', async (_, source, isLikelyPrivate) => {
  expect(await askPersistence(source)).toEqual({ persisted: false, isLikelyPrivate })
})

test('an opening that hangs is not waited for', async () => {
  const source = browser({}, { openDatabase: () => new Promise(() => undefined) })
  expect(await askPersistence(source, 20)).toEqual({ persisted: false, isLikelyPrivate: true })
})
