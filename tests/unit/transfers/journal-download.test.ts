// What the journal has of a download: an entry before the first byte, until it is handed over or nothing can follow.
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { DownloadRequest } from '../../../src/transfers/requests'
import { FakeStorage, md5 } from './fake-storage'
import { makeGate, makeKey, makeRig, MIB } from './fakes'

function make(sizeBytes = 2 * MIB) {
  const storage = new FakeStorage()
  const rig = makeRig(storage, {}, { tabId: 'this', tell: () => undefined })
  const bytes = Buffer.alloc(sizeBytes)
  const etag = md5(bytes)
  storage.objects.set('in/object', { bytes, etag, sseKeyId: undefined, metadata: {}, modifiedAtMs: 1 })
  const entry = { key: 'in/object', sizeBytes, etag, modifiedAtMs: 1 }
  const download = (more: Partial<DownloadRequest> = {}) =>
    rig.queue.enqueueDownload({ storage, bucket: 'lab', entry, fileName: 'object', ...more })
  return { ...rig, entry, download, noted: () => [...rig.downloads.entries.values()] }
}

test('has what is needed to go on, before the first byte, and nothing once it is handed over', async () => {
  const { spool, download, ended, noted, storage, entry, keys } = make()
  const sseKey = makeKey('k')
  keys.set('k', sseKey)
  storage.objects.get('in/object')!.sseKeyId = 'k'
  const seen: unknown[] = []
  spool.beforeReceive = () => void seen.push(...noted())
  const id = download({ findSseKey: () => Promise.resolve(sseKey) })
  expect((await ended(id)).state).toBe('done')
  const { account, endpoint } = storage
  const place = { accountId: account.id, endpoint, bucket: 'lab', tabId: 'this' }
  expect(seen).toMatchObject([{ ...place, ...entry, fileName: 'object', sseKeyId: 'k' }])
  expect(noted()).toEqual([])
})

describe('an entry', () => {
  test('stays while the bytes may be gone on with, and goes with them', async () => {
    const { spool, download, ended, noted, queue, until } = make()
    spool.failures = Array.from({ length: 40 }, () => new AppError('gateway-busy'))
    const id = download()
    expect((await ended(id)).state).toBe('failed')
    expect(noted()).toHaveLength(1)
    queue.cancel(id)
    await until(() => noted().length === 0)
  })

  test.each([
    'token-refused',
    'access-key-unknown',
    'access-denied',
    'redirected',
    'browser-storage-full',
    'sse-key-needed',
    'unexpected'
  ] as const)('and the bytes stay after what a user can mend: %s', async (kind) => {
    const { spool, download, ended, noted, queue, until } = make()
    spool.bytesBeforeFailure = MIB
    spool.failures = [new AppError(kind)]
    const id = download()
    expect((await ended(id)).error?.kind).toBe(kind)
    expect([noted().length, spool.discarded]).toEqual([1, []])
    const [{ id: workId } = { id: '' }] = noted()
    queue.retry(id)
    expect(await ended(id)).toMatchObject({ state: 'done', verification: 'verified' })
    expect(spool.received).toEqual([workId, workId])
    spool.failures = [new AppError(kind)]
    const other = download()
    await ended(other)
    const [{ id: otherId } = { id: '' }] = noted()
    queue.cancel(other)
    await until(() => noted().length === 0 && spool.discarded.includes(otherId))
  })

  test('goes when the download was refused before its first byte, and not when that is asked for again after a pause', async () => {
    const { spool, download, ended, noted, queue, until, view } = make()
    spool.failures = [new AppError('access-denied')]
    await ended(download())
    expect(noted()).toEqual([])
    const gate = makeGate()
    spool.readAgain = [MIB]
    spool.beforeReceive = () => gate.opened
    const id = download()
    await until(() => view(id).doneBytes === MIB)
    queue.pause(id)
    gate.open()
    await until(() => view(id).state === 'paused')
    spool.failures = [new AppError('access-denied')]
    queue.resume(id)
    await ended(id)
    expect(noted()).toHaveLength(1)
  })

  test.each(['object-changed', 'no-such-object', 'digest-mismatch', 'stored-compressed'] as const)(
    'goes with the bytes where nothing can follow them: %s',
    async (kind) => {
      const { spool, download, ended, noted } = make()
      spool.failures = [new AppError(kind), new AppError(kind)]
      expect((await ended(download())).error?.kind).toBe(kind)
      expect([noted().length, spool.discarded.length]).toEqual([0, 1])
    }
  )

  test('goes where nothing can follow, and comes back with the next attempt', async () => {
    const { spool, download, ended, noted, queue } = make()
    spool.failures = [new AppError('object-changed')]
    const id = download()
    expect((await ended(id)).error?.kind).toBe('object-changed')
    expect(noted()).toEqual([])
    let count = 0
    spool.beforeReceive = () => void (count = noted().length)
    queue.retry(id)
    expect((await ended(id)).state).toBe('done')
    expect(count).toBe(1)
  })

  test('keeps its id and its beginning when an earlier session began it', async () => {
    const { spool, download, ended, noted } = make()
    let seen: unknown
    spool.beforeReceive = () => void (seen = noted()[0])
    await ended(download({ journalled: { id: 'earlier', startedAtMs: 5 } }))
    expect(seen).toMatchObject({ id: 'earlier', startedAtMs: 5 })
  })

  test.each<[string, number, Partial<DownloadRequest>]>([
    ['a small object', 1000, {}],
    ['a directory of the user', 2 * MIB, { directory: { name: 'picked', write: () => Promise.resolve() } }]
  ])('is not made for %s', async (_, sizeBytes, more) => {
    const { spool, download, ended, noted } = make(sizeBytes)
    let count = -1
    spool.beforeReceive = () => void (count = noted().length)
    expect((await ended(download(more))).state).toBe('done')
    expect(count).toBe(0)
  })
})
