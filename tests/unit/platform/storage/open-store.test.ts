// The connection: reopened when the browser drops it, never blocking a deletion, and speaking AppErrors only.
import 'fake-indexeddb/auto'
import { get, promisifyRequest, set } from 'idb-keyval'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AppError } from '../../../../src/domain/app-error'
import { openStore, toStorageError } from '../../../../src/platform/storage/open-store'

beforeEach(() => void (globalThis.indexedDB = new IDBFactory()))
afterEach(() => void vi.restoreAllMocks())

test('a connection that the browser closed is opened again', async () => {
  const store = openStore('a')
  await set('x', 1, store)
  await store('readonly', (records) => records.transaction.db.close())
  expect(await get('x', store)).toBe(1)
  await store('readonly', (records) => records.transaction.db.close())
  await set('x', 2, store)
  expect(await get('x', store)).toBe(2)
})

test('a database that is deleted while it is open closes at once, and the store opens a new one', async () => {
  const store = openStore('a')
  await set('x', 1, store)
  const request = indexedDB.deleteDatabase('a')
  const blocked = vi.fn()
  request.onblocked = blocked
  await promisifyRequest(request)
  expect(blocked).not.toHaveBeenCalled()
  expect(await get('x', store)).toBeUndefined()
  await set('x', 2, store)
  expect(await get('x', store)).toBe(2)
})

test('a write that fails after it began is not done twice', async () => {
  const store = openStore('a')
  const write = vi.fn(() => Promise.reject(new DOMException('gone', 'InvalidStateError')))
  await expect(store('readwrite', write)).rejects.toBeInstanceOf(AppError)
  expect(write).toHaveBeenCalledTimes(1)
})

test('an opening that fails is tried once more, then told', async () => {
  const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('no', 'SecurityError')
  })
  const store = openStore('a')
  await expect(get('x', store)).rejects.toMatchObject({
    kind: 'browser-storage-failed',
    details: { code: 'SecurityError' }
  })
  expect(open).toHaveBeenCalledTimes(2)
  open.mockRestore()
  await set('x', 1, store)
  expect(await get('x', store)).toBe(1)
})

test('writes ask for the disk, unless told that they may be lost', async () => {
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction')
  await set('x', 1, openStore('a'))
  expect(transaction).toHaveBeenLastCalledWith('records', 'readwrite', { durability: 'strict' })
  await set('x', 1, openStore('b', 'relaxed'))
  expect(transaction).toHaveBeenLastCalledWith('records', 'readwrite', { durability: 'relaxed' })
})

test.each([
  [new DOMException('x', 'QuotaExceededError'), 'browser-storage-full'],
  [new DOMException('Encountered full disk while opening backing store', 'UnknownError'), 'browser-storage-full'],
  [new DOMException('x', 'InvalidStateError'), 'browser-storage-failed'],
  // Not an AbortError any more: no one cancelled anything.
  [new DOMException('x', 'AbortError'), 'browser-storage-failed'],
  [null, 'browser-storage-failed'],
  [new TypeError('secret text'), 'browser-storage-failed']
])('%s is %s, and none of its words are carried along', (error, kind) => {
  const translated = toStorageError(error)
  expect(translated).toMatchObject({ name: 'AppError', kind })
  expect(JSON.stringify(translated)).not.toContain('secret text')
})

test('a full disk is told by the transaction that it aborts', async () => {
  const store = openStore('a')
  const write = store('readwrite', (records) => {
    records.put(1, 'x')
    Object.defineProperty(records.transaction, 'error', { get: () => new DOMException('full', 'QuotaExceededError') })
    records.transaction.abort()
    return promisifyRequest(records.transaction)
  })
  await expect(write).rejects.toMatchObject({ kind: 'browser-storage-full' })
})

test('a request that fails tells why, though its transaction does not know yet', async () => {
  const store = openStore('a')
  const write = store('readwrite', (records) => {
    records.add(1, 'x')
    records.add(2, 'x')
    return promisifyRequest(records.transaction)
  })
  await expect(write).rejects.toMatchObject({ kind: 'browser-storage-failed', details: { code: 'ConstraintError' } })
  expect(await get('x', store)).toBeUndefined()
})
