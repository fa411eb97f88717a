// Downloads of earlier tabs: listed while no tab has them, resumed under their own ID, or removed.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { BatchEntry } from '../../../src/domain/batch-journal'
import type { DownloadEntry, LeftDownloads as LeftFiles } from '../../../src/domain/download-journal'
import { GoneTabs } from '../../../src/platform/storage/gone-tabs'
import { LeftDownloads, type LeftDownloadsDeps } from '../../../src/state/left-downloads.svelte'
import type { DownloadRequest } from '../../../src/transfers/requests'
import { MemoryLocks } from '../platform/storage/memory-locks'
import { FakeStorage } from '../transfers/fake-storage'
import { makeGate, makeKey } from '../transfers/fakes'

const storage = new FakeStorage()

beforeEach(() => vi.stubGlobal('navigator', { locks: new MemoryLocks() }))
afterEach(() => vi.unstubAllGlobals())

class FakeFiles implements LeftFiles {
  readonly tabId = 'this'
  readonly living = new Set<string>()
  readonly gone = new Map<string, () => void>()
  told: (() => void) | undefined
  close(tabId: string): void {
    this.living.delete(tabId)
    this.gone.get(tabId)?.()
  }
  readonly files = new Map<string, number>()
  readonly #goneTabs = new GoneTabs()
  async whileLeft<T>(
    { tabId, startedAtMs }: Pick<DownloadEntry, 'tabId' | 'startedAtMs'>,
    work: () => Promise<T>
  ): Promise<{ readonly done: T } | undefined> {
    return this.living.has(tabId) ? undefined : this.#goneTabs.whileGone(tabId, startedAtMs, work)
  }
  bytesOf({ tabId, id }: DownloadEntry): Promise<number | undefined> {
    return Promise.resolve(this.files.get(`${tabId}/${id}`))
  }
  async adopt(entry: DownloadEntry): Promise<boolean> {
    const bytes = await this.bytesOf(entry)
    await this.remove(entry)
    if (bytes !== undefined) this.files.set(`${this.tabId}/${entry.id}`, bytes)
    return bytes !== undefined
  }
  remove({ tabId, id }: DownloadEntry): Promise<void> {
    this.files.delete(`${tabId}/${id}`)
    return Promise.resolve()
  }
}

function makeEntry(id: string, more: Partial<DownloadEntry> = {}): DownloadEntry {
  return {
    id,
    tabId: 'gone',
    accountId: storage.account.id,
    endpoint: storage.endpoint,
    bucket: 'lab',
    key: `in/${id}`,
    versionId: undefined,
    sizeBytes: 100,
    etag: 'e',
    modifiedAtMs: 1,
    fileName: id,
    sseKeyId: undefined,
    startedAtMs: 5,
    ...more
  }
}

function makeBatch(id: string, more: Partial<BatchEntry> = {}): BatchEntry {
  return {
    ...{ id, tabId: 'gone', accountId: storage.account.id, endpoint: storage.endpoint, bucket: 'lab', prefix: '' },
    ...{ way: 'directory', name: id, selection: { entries: [], prefixes: ['in/'] }, decision: 'skip', handle: {} },
    ...{ fileCount: 2, sizeBytes: 200, overheadBytes: 0, startedAtMs: 5, firstStartedAtMs: 5 },
    ...more
  }
}

function makeLeft(...given: readonly (DownloadEntry | BatchEntry)[]) {
  const entries = given.flatMap((entry) => ('key' in entry ? entry : []))
  const batches = new Map(given.flatMap((entry) => ('way' in entry ? [[entry.id, entry]] : [])))
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const files = new FakeFiles()
  for (const { tabId, id } of entries) files.files.set(`${tabId}/${id}`, 40)
  const resumed: DownloadRequest[] = []
  const engine = { isOffline: false }
  const disk = { isFull: false }
  const left = new LeftDownloads({
    journal: {
      list: () => Promise.resolve([...byId.values()]),
      put: async (entry) => {
        if (disk.isFull) throw new AppError('browser-storage-full')
        byId.set(entry.id, entry)
      },
      remove: async (id) => void byId.delete(id)
    },
    batches: {
      list: () => Promise.resolve([...batches.values()]),
      put: async (entry) => void batches.set(entry.id, entry),
      remove: async (id) => void batches.delete(id)
    },
    files,
    tabs: {
      tabId: files.tabId,
      living: () => Promise.resolve(new Set([files.tabId, ...files.living])),
      untilGone: (tabId) => new Promise((resolve) => files.gone.set(tabId, resolve)),
      onTold: (listener) => {
        files.told = listener
        return () => undefined
      }
    },
    session: { account: storage.account, storage, profiles: [] } as unknown as LeftDownloadsDeps['session'],
    keys: { byId: (id: string | undefined) => (id === 'k' ? makeKey('k') : undefined) },
    transfers: {
      prepare: async () => {
        if (engine.isOffline) throw new TypeError('Failed to fetch')
      },
      resumeDownload: async (request) => void resumed.push(request)
    }
  })
  const ids = () => left.list.map(({ entry }) => entry.id)
  return { left, byId, batches, files, resumed, engine, disk, ids }
}

describe('the list', () => {
  test('has what tabs that are gone left, the oldest first, and how far each is', async () => {
    const { left, files, ids } = makeLeft(
      makeEntry('late', { startedAtMs: 9 }),
      makeEntry('early'),
      makeEntry('own', { tabId: 'this' }),
      makeEntry('of a living tab', { tabId: 'living' })
    )
    files.living.add('living')
    await left.load()
    expect(ids()).toEqual(['early', 'late'])
    expect(left.list[0]).toMatchObject({ receivedBytes: 40, isHere: true })
  })

  test('has all that one tab left, while that tab’s folder is cleared too', async () => {
    const { left, files, ids } = makeLeft(makeEntry('a'), makeEntry('b'), makeBatch('many'), makeBatch('more'))
    const gate = makeGate()
    const clearing = files.whileLeft(makeEntry('a'), () => gate.opened)
    const loading = left.load()
    gate.open()
    await Promise.all([clearing, loading])
    expect([ids(), left.batches.map(({ entry }) => entry.id)]).toEqual([
      ['a', 'b'],
      ['many', 'more']
    ])
  })

  test('has what was cut off before its first byte, with none', async () => {
    const { left, files } = makeLeft(makeEntry('a'), makeEntry('b'))
    files.files.delete('gone/a')
    files.files.set('gone/b', 0)
    await left.load()
    expect(left.list.map(({ receivedBytes }) => receivedBytes)).toEqual([0, 0])
  })

  test('has what another tab received as soon as that tab is gone, whenever it began', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const { left, byId, files, ids, batches } = makeLeft()
      files.living.add('other')
      left.start()
      await vi.advanceTimersByTimeAsync(1000)
      byId.set('a', makeEntry('a', { tabId: 'other' }))
      files.files.set('other/a', 40)
      batches.set('many', makeBatch('many', { tabId: 'other' }))
      files.told?.()
      await vi.advanceTimersByTimeAsync(1000)
      expect(left.count).toBe(0)
      files.close('other')
      await vi.advanceTimersByTimeAsync(1000)
      expect([ids(), left.batches.length]).toEqual([['a'], 1])
    } finally {
      vi.useRealTimers()
    }
  })

  test('tells of what belongs to another account', async () => {
    const { left } = makeLeft(makeEntry('a', { accountId: 'https://other user bob' as DownloadEntry['accountId'] }))
    await left.load()
    expect(left.list).toMatchObject([{ isHere: false, profile: undefined }])
    await left.resume(left.list[0]!)
    expect(left.errorOf(left.list[0]!)).toMatchObject({ kind: 'unexpected' })
  })
})

describe('Resume', () => {
  test('takes the file and the entry, and asks for the same object under the same id', async () => {
    const { left, byId, files, resumed, ids } = makeLeft(makeEntry('a', { sseKeyId: 'k', versionId: 'v' }))
    await left.load()
    await left.resume(left.list[0]!)
    expect(resumed).toMatchObject([
      {
        bucket: 'lab',
        entry: { key: 'in/a', sizeBytes: 100, etag: 'e', modifiedAtMs: 1, versionId: 'v' },
        sseKey: { id: 'k' },
        fileName: 'a',
        journalled: { id: 'a', startedAtMs: 5 }
      }
    ])
    expect([byId.get('a')?.tabId, [...files.files.keys()], ids()]).toEqual(['this', ['this/a'], []])
  })

  test('of two rows at once goes on with both', async () => {
    const { left, resumed, ids } = makeLeft(makeEntry('a'), makeEntry('b'))
    await left.load()
    await Promise.all(left.list.map((row) => left.resume(row)))
    expect([resumed.map(({ fileName }) => fileName), ids()]).toEqual([['a', 'b'], []])
  })

  test('leaves it where another tab was faster', async () => {
    const { left, byId, resumed, ids } = makeLeft(makeEntry('a'))
    await left.load()
    byId.set('a', makeEntry('a', { tabId: 'faster' }))
    await left.resume(left.list[0]!)
    expect(resumed).toEqual([])
    byId.set('a', makeEntry('a'))
    await left.load()
    expect(ids()).toEqual(['a'])
  })

  test.each([
    ['the engine does not load', 'unexpected'],
    ['the journal takes nothing', 'browser-storage-full']
  ] as const)('that fails because %s leaves entry, file and row as they were', async (what, kind) => {
    const { left, byId, files, resumed, engine, disk, ids } = makeLeft(makeEntry('a'))
    await left.load()
    engine.isOffline = what === 'the engine does not load'
    disk.isFull = !engine.isOffline
    await left.resume(left.list[0]!)
    expect([ids(), byId.get('a')?.tabId, [...files.files.keys()]]).toEqual([['a'], 'gone', ['gone/a']])
    expect(left.errorOf(left.list[0]!)).toMatchObject({ kind })
    engine.isOffline = disk.isFull = false
    await left.resume(left.list[0]!)
    expect([resumed.length, ids()]).toEqual([1, []])
  })

  test('needs the key with which it was started', async () => {
    const { left, resumed, ids } = makeLeft(makeEntry('a', { sseKeyId: 'removed' }))
    await left.load()
    await left.resume(left.list[0]!)
    expect(left.errorOf(left.list[0]!)).toMatchObject({ kind: 'sse-key-needed' })
    expect([resumed, ids()]).toEqual([[], ['a']])
  })
})

test('Discard removes file and entry', async () => {
  const { left, byId, files, ids } = makeLeft(makeEntry('a'), makeEntry('b'))
  await left.load()
  await left.discard(left.list[0]!)
  expect([ids(), [...byId.keys()], [...files.files.keys()]]).toEqual([['b'], ['b'], ['gone/b']])
})

describe('a download of many', () => {
  const files = [makeEntry('a', { batchId: 'many' }), makeEntry('alone')]

  test('is one row, with its files', async () => {
    const { left, ids } = makeLeft(...files, makeBatch('many'), makeBatch('own', { tabId: 'this' }))
    await left.load()
    expect([ids(), left.batches.map(({ entry }) => entry.id), left.count]).toEqual([['alone'], ['many'], 2])
  })

  test('starts over with what was received, in this tab', async () => {
    const { left, byId, files: kept } = makeLeft(...files, makeBatch('many'))
    await left.load()
    let received: ReadonlyMap<string, DownloadEntry> = new Map()
    await left.startOver(left.batches[0]!, async (receive) => void (received = await receive()))
    expect([...received.keys(), byId.get('a')?.tabId]).toEqual(['in/a', 'this'])
    expect([...kept.files.keys()]).toEqual(['gone/alone', 'this/a'])
  })

  test('stays where another tab was faster, and where the folder is refused', async () => {
    const { left, batches } = makeLeft(makeBatch('many'))
    await left.load()
    const [many] = left.batches
    const refused = new AppError('directory-unwritable')
    await left.startOver(many!, () => Promise.reject(refused))
    expect([left.errorOf(many!), left.batches.length]).toEqual([refused, 1])
    batches.set('many', makeBatch('many', { tabId: 'faster' }))
    let hasStarted = false
    await left.startOver(many!, async () => void (hasStarted = true))
    expect(hasStarted).toBe(false)
  })

  test('takes its files with it when it is discarded', async () => {
    const { left, byId, batches, files: kept } = makeLeft(...files, makeBatch('many'))
    await left.load()
    await left.discardBatch(left.batches[0]!)
    expect([batches.size, [...byId.keys()], [...kept.files.keys()]]).toEqual([0, ['alone'], ['gone/alone']])
  })
})
