// Many downloads: fed a few at a time, each accounted for, and a listing that fails loses no place.
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { ObjectEntry } from '../../../src/domain/object-entry'
import type { PickedDirectory } from '../../../src/domain/download-ports'
import type { ListRequest } from '../../../src/domain/ports'
import { DownloadBatch, type DownloadBatchRequest, type DownloadBatchView } from '../../../src/transfers/download-batch'
import { FakeStorage, md5 } from './fake-storage'
import { makeFile, makeGate, makeKey, makeRig } from './fakes'

class FakeDirectory implements PickedDirectory {
  readonly name = 'picked'
  readonly files = new Map<string, Buffer>()
  savedAtMs = 0
  failure: AppError | undefined
  isEmpty(): Promise<boolean> {
    return Promise.resolve(this.files.size === 0)
  }
  has(path: readonly string[]): Promise<boolean> {
    return Promise.resolve(this.files.has(path.join('/')))
  }
  fileAt(path: readonly string[]): Promise<Blob | undefined> {
    const bytes = this.files.get(path.join('/'))
    const options = { lastModified: this.savedAtMs }
    return Promise.resolve(bytes && new File([new Uint8Array(bytes)], path.at(-1) ?? '', options))
  }
  async write(path: readonly string[], file: Blob, { mayReplace }: { readonly mayReplace: boolean }): Promise<void> {
    if (this.failure !== undefined) throw this.failure
    if (!mayReplace && this.files.has(path.join('/'))) throw new AppError('precondition-failed')
    this.files.set(path.join('/'), Buffer.from(await file.arrayBuffer()))
  }
  get texts(): Record<string, string> {
    return Object.fromEntries([...this.files].map(([path, bytes]) => [path, bytes.toString()]))
  }
}

/** A bucket whose objects hold their own keys; lists three a page unless told otherwise. */
function makeBucket(keys: readonly string[], pageSize = 3) {
  const storage = new FakeStorage()
  const listing = { fails: 0, count: 0 }
  for (const key of keys) {
    const bytes = Buffer.from(key.endsWith('/') ? '' : key)
    storage.objects.set(key, { bytes, etag: md5(bytes), sseKeyId: undefined, metadata: {}, modifiedAtMs: 1 })
  }
  const entryOf = (key: string): ObjectEntry => {
    const object = storage.objects.get(key)!
    return { key, sizeBytes: object.bytes.length, etag: object.etag, modifiedAtMs: 1 }
  }
  Object.assign(storage, {
    listPage: ({ prefix, token = '' }: ListRequest) => {
      listing.count++
      if (listing.fails > 0) {
        listing.fails--
        return Promise.reject(new AppError('gateway-busy'))
      }
      const all = [...storage.objects.keys()].filter((key) => key.startsWith(prefix) && key > token).sort()
      const page = all.slice(0, pageSize)
      const nextToken = all.length > pageSize ? page.at(-1) : undefined
      return Promise.resolve({ prefixes: [], objects: page.map(entryOf), nextToken })
    }
  })
  return { storage, listing, entryOf }
}

function begin(storage: FakeStorage, more: Partial<DownloadBatchRequest> = {}) {
  const rig = makeRig(storage)
  const views: DownloadBatchView[] = []
  const batch = new DownloadBatch(
    {
      storage,
      bucket: 'lab',
      prefix: '',
      selection: { entries: [], prefixes: ['d/'] },
      label: 'd',
      objectCount: storage.objects.size,
      sizeBytes: 100,
      directory: undefined,
      decision: 'keep-both',
      findSseKey: () => Promise.resolve(undefined),
      ...more
    },
    { queue: rig.queue, clock: rig.clock, digester: rig.digester },
    (view) => views.push(view)
  )
  const over = () => rig.until(() => ['done', 'stopped'].includes(batch.view.state) && !rig.queue.hasRunning)
  return { ...rig, batch, views, over }
}

const names = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `d/${String(index).padStart(5, '0')}`)

describe('a download of many', () => {
  test('brings every object, its folders in its name, and counts those that were verified', async () => {
    const { storage, entryOf } = makeBucket(['d/', 'd/a', 'd/e/b', 'x'])
    const { batch, spool, over } = begin(storage, { selection: { entries: [entryOf('x')], prefixes: ['d/'] } })
    await over()
    expect(spool.handedOver.map(({ fileName, bytes }) => [fileName, bytes.toString()])).toEqual([
      ['x', 'x'],
      ['d_a', 'd/a'],
      ['d_e_b', 'd/e/b']
    ])
    expect(batch.view).toMatchObject({ state: 'done', startedCount: 4, savedCount: 3, verifiedCount: 3, openCount: 0 })
    expect(batch.view.renamedCount).toBe(0)
  })

  test('counts what Swift large objects hold beyond their listing, foreseen or not', async () => {
    const sizesAfter = async (more: Partial<DownloadBatchRequest>) => {
      const { storage } = makeBucket(['d/a', 'd/dlo'])
      const dlo = storage.objects.get('d/dlo')
      if (dlo) dlo.bytes = Buffer.alloc(1000)
      const list = storage.listPage.bind(storage)
      const listed = { sizeBytes: 0, etag: md5(Buffer.alloc(0)) }
      if (dlo) dlo.listed = listed
      Object.assign(storage, {
        listPage: async (...asked: Parameters<typeof list>) => {
          const page = await list(...asked)
          return { ...page, objects: page.objects.map((one) => (one.key === 'd/dlo' ? { ...one, ...listed } : one)) }
        }
      })
      const { batch, over } = begin(storage, more)
      await over()
      expect(batch.view).toMatchObject({ state: 'done', savedCount: 2, verifiedCount: 1 })
      return [batch.view.sizeBytes, batch.view.startedBytes]
    }
    expect(await sizesAfter({ sizeBytes: 3 })).toEqual([1003, 1003])
    expect(await sizesAfter({ sizeBytes: 1003, unlistedBytes: 1000 })).toEqual([1003, 1003])
  })

  test('into a directory: folders are kept, names told that could not be, and nothing stays behind here', async () => {
    const { storage } = makeBucket(['d/A', 'd/a', 'd/e/b'])
    const directory = new FakeDirectory()
    const { batch, spool, queue, over } = begin(storage, { directory })
    await over()
    expect(directory.texts).toEqual({ 'd/A': 'd/A', 'd/a (1)': 'd/a', 'd/e/b': 'd/e/b' })
    expect(batch.view.renamed).toEqual([{ key: 'd/a', path: 'd/a (1)' }])
    expect([spool.handedOver, spool.discarded.length]).toEqual([[], 3])
    expect(queue.snapshot.transfers.map(({ directoryName }) => directoryName)).toEqual(Array(3).fill('picked'))
  })

  test('thousands are never thousands of rows, and each is counted', async () => {
    const { storage } = makeBucket(names(1200), 1000)
    const directory = new FakeDirectory()
    const { batch, queue, over, upload, until } = begin(storage, { directory })
    let most = 0
    queue.subscribe(({ transfers }) => (most = Math.max(most, transfers.length)))
    await over()
    expect([directory.files.size, batch.view.savedCount, queue.snapshot.totals.done]).toEqual([1200, 1200, 1200])
    expect(most).toBeLessThanOrEqual(151)
    upload(makeFile(1, 'later'))
    await until(() => !queue.hasRunning)
    expect(queue.snapshot.totals.done).toBe(1201)
    queue.clearFinished()
    expect(queue.snapshot.totals.done).toBe(0)
  })

  test('what is there already is kept beside, left or replaced', async () => {
    for (const [decision, files] of [
      ['keep-both', { 'd/a': 'old', 'd/a (1)': 'd/a', 'd/b': 'd/b' }],
      ['skip', { 'd/a': 'old', 'd/b': 'd/b' }],
      ['replace', { 'd/a': 'd/a', 'd/b': 'd/b' }]
    ] as const) {
      const { storage } = makeBucket(['d/a', 'd/b'])
      const directory = new FakeDirectory()
      directory.files.set('d/a', Buffer.from('old'))
      const { batch, over } = begin(storage, { directory, decision })
      await over()
      expect(directory.texts).toEqual(files)
      expect(batch.view.skippedCount).toBe(decision === 'skip' ? 1 : 0)
    }
  })

  test.each([
    ['small', 10, 12],
    ['large', 2 ** 20, 5]
  ])('files that are written to their folder hold up the next ones only if they are %s', async (_, more, count) => {
    const { storage } = makeBucket(names(12), 100)
    for (const object of storage.objects.values()) {
      object.bytes = Buffer.concat([object.bytes, Buffer.alloc(more)])
      object.etag = md5(object.bytes)
    }
    const directory = new FakeDirectory()
    const gate = makeGate()
    const write = directory.write.bind(directory)
    let writing = 0
    directory.write = async (...file) => {
      writing++
      await gate.opened
      return write(...file)
    }
    const { over, clock } = begin(storage, { directory })
    await clock.sleep(60_000)
    await expect.poll(() => writing).toBe(count)
    gate.open()
    await over()
    expect(directory.files.size).toBe(12)
  })

  test('started again, replaces only what is older than its first start', async () => {
    for (const [savedAtMs, texts] of [
      [99, { 'd/a': 'd/a' }],
      [100, { 'd/a': 'edited', 'd/a (1)': 'd/a' }]
    ] as const) {
      const { storage } = makeBucket(['d/a'])
      const directory = new FakeDirectory()
      directory.files.set('d/a', Buffer.from('edited'))
      directory.savedAtMs = savedAtMs
      const { over } = begin(storage, { directory, decision: 'replace', firstStartedAtMs: 100 })
      await over()
      expect(directory.texts).toEqual(texts)
    }
  })

  test('a file that was kept beside another is known again', async () => {
    const { storage } = makeBucket(['d/a'])
    const directory = new FakeDirectory()
    directory.files.set('d/a', Buffer.from('of the user'))
    await begin(storage, { directory }).over()
    const { batch, over } = begin(storage, { directory })
    await over()
    expect(directory.texts).toEqual({ 'd/a': 'of the user', 'd/a (1)': 'd/a' })
    expect(batch.view.sameCount).toBe(1)
  })

  test('what is there already with the same bytes is left, however the rest was decided', async () => {
    for (const decision of ['keep-both', 'skip', 'replace'] as const) {
      const { storage } = makeBucket(['d/a', 'd/b', 'd/c', 'd/parts'])
      const bytes = Buffer.alloc(20, 7)
      const etag = `${md5(Buffer.from(md5(bytes) + md5(bytes), 'hex'))}-2`
      const whole = Buffer.concat([bytes, bytes])
      storage.objects.set('d/parts', { bytes: whole, etag, sseKeyId: undefined, metadata: {}, modifiedAtMs: 1 })
      const directory = new FakeDirectory()
      directory.files.set('d/a', Buffer.from('d/a')) // the same
      directory.files.set('d/b', Buffer.from('d/?')) // as long, and other bytes
      directory.files.set('d/parts', whole) // its parts' size is not known
      const { batch, over, queue } = begin(storage, { directory, decision })
      await over()
      expect(batch.view).toMatchObject({ state: 'done', sameCount: 1, startedCount: 4 })
      expect(queue.snapshot.transfers.some(({ key }) => key === 'd/a')).toBe(false)
      expect(batch.view.skippedCount).toBe(decision === 'skip' ? 2 : 0)
      expect(batch.view.savedCount).toBe(decision === 'skip' ? 1 : 3)
      expect(directory.texts['d/b']).toBe(decision === 'replace' ? 'd/b' : 'd/?')
    }
  })

  test('what fails is told and can be tried again, the rest goes on', async () => {
    const { storage } = makeBucket(['d/a', 'd/b', 'd/c'])
    storage.objects.get('d/b')!.sseKeyId = 'k'
    const keys: ReturnType<typeof makeKey>[] = []
    const directory = new FakeDirectory()
    const { batch, queue, over } = begin(storage, { directory, findSseKey: () => Promise.resolve(keys[0]) })
    await over()
    expect(batch.view).toMatchObject({ state: 'done', savedCount: 2, failedCount: 1 })
    expect(queue.snapshot.transfers.find(({ state }) => state === 'failed')?.error?.kind).toBe('sse-key-needed')
    keys.push(makeKey('k'))
    queue.retryFailed()
    await over()
    expect(batch.view).toMatchObject({ savedCount: 3, failedCount: 0, verifiedCount: 3 })
    expect(directory.texts['d/b']).toBe('d/b')
  })

  test('a key is looked for at the first file, and then where the gateway wants one', async () => {
    const { storage } = makeBucket(names(200))
    storage.objects.get('d/00150')!.sseKeyId = 'k'
    const asked: string[] = []
    const findSseKey = ({ key }: ObjectEntry) => {
      asked.push(key)
      return Promise.resolve(storage.objects.get(key)?.sseKeyId === undefined ? undefined : makeKey('k'))
    }
    const { batch, over } = begin(storage, { directory: new FakeDirectory(), findSseKey })
    await over()
    expect(batch.view).toMatchObject({ savedCount: 200, verifiedCount: 200 })
    expect(asked).toContain('d/00000')
    expect(asked).toContain('d/00150')
    expect(asked.length).toBeLessThan(50)
  })

  test.each([
    ['small files, of which none is kept', 0, 0],
    ['larger files, of which those under way are kept', 2 ** 20, 5]
  ])('a directory that takes no file pauses all with that reason: %s', async (_, more, mostKept) => {
    const { storage } = makeBucket(names(60), 1000)
    for (const object of storage.objects.values()) {
      object.bytes = Buffer.concat([object.bytes, Buffer.alloc(more)])
      object.etag = md5(object.bytes)
    }
    const directory = new FakeDirectory()
    directory.failure = new AppError('directory-unwritable')
    const { batch, queue, over, until, spool } = begin(storage, { directory })
    for (const time of [1, 2]) {
      await until(() => batch.view.state === 'paused' && !queue.hasRunning)
      expect([batch.view.error?.kind, batch.view.isPausedByUser], `time ${time}`).toEqual([
        'directory-unwritable',
        false
      ])
      expect([batch.view.savedCount, directory.files.size]).toEqual([0, 0])
      expect(spool.keptCount).toBeLessThanOrEqual(mostKept)
      if (time === 1) batch.resume()
    }
    const receivedBefore = spool.received.length
    directory.failure = undefined
    batch.resume()
    await over()
    expect(batch.view).toMatchObject({ state: 'done', error: undefined, savedCount: 60, failedCount: 0 })
    expect([directory.files.size, spool.keptCount]).toEqual([60, 0])
    expect(spool.received.length - receivedBefore).toBeLessThanOrEqual(60)
  })

  test('a full browser store pauses all with that reason, and Resume tries again what failed', async () => {
    const { storage } = makeBucket(names(60), 1000)
    const { batch, queue, over, until, spool } = begin(storage)
    spool.failures = [undefined, new AppError('browser-storage-full')]
    await until(() => batch.view.state === 'paused' && !queue.hasRunning)
    expect(batch.view).toMatchObject({ error: { kind: 'browser-storage-full' }, failedCount: 1 })
    expect(batch.view.savedCount).toBeLessThan(10)
    batch.resume()
    await over()
    expect(batch.view).toMatchObject({ state: 'done', savedCount: 60, failedCount: 0 })
  })

  test('a listing that fails and fails again before anything came holds up all, and goes on where it was', async () => {
    const { storage, listing } = makeBucket(names(7))
    const directory = new FakeDirectory()
    listing.fails = 19
    const { batch, until, over } = begin(storage, { directory })
    await until(() => batch.view.retryError !== undefined)
    expect([batch.view.state, batch.view.retryError?.kind]).toEqual(['running', 'gateway-busy'])
    await until(() => batch.view.state === 'paused')
    const { error, retryError, startedCount } = batch.view
    expect([error?.kind, retryError, startedCount]).toEqual(['gateway-busy', undefined, 0])
    batch.resume()
    await over()
    expect([batch.view.state, batch.view.error, directory.files.size]).toEqual(['done', undefined, 7])
  })

  test('an outage in its middle is outlasted, however long it is', async () => {
    const { storage, listing } = makeBucket(names(7))
    const directory = new FakeDirectory()
    const { batch, until, over, views } = begin(storage, { directory })
    await until(() => listing.count === 1)
    listing.fails = 100
    await over()
    expect(views.map(({ state }) => state)).not.toContain('paused')
    expect([batch.view.state, batch.view.retryError, directory.files.size]).toEqual(['done', undefined, 7])
    expect(listing.count).toBeGreaterThan(100)
  })

  test('where everything fails it waits before it begins ever more', async () => {
    const { storage } = makeBucket(names(700), 1000)
    const directory = new FakeDirectory()
    directory.failure = new AppError('name-refused')
    const { batch, until, over, queue } = begin(storage, { directory })
    await until(() => batch.view.state === 'paused' && !queue.hasRunning)
    expect(batch.view.startedCount).toBeLessThan(600)
    directory.failure = undefined
    queue.retryFailed()
    batch.resume()
    await over()
    expect([batch.view.savedCount, batch.view.failedCount, batch.view.state]).toEqual([700, 0, 'done'])
  })

  test('who has looked at the failures and goes on is not asked at every file', async () => {
    const { storage } = makeBucket(names(700), 1000)
    const directory = new FakeDirectory()
    directory.failure = new AppError('name-refused')
    const { batch, until, over, queue } = begin(storage, { directory })
    await until(() => batch.view.state === 'paused' && !queue.hasRunning)
    batch.resume()
    await over()
    expect([batch.view.failedCount, batch.view.state]).toEqual([700, 'done'])
  })

  test('paused, it begins nothing more and pauses what is under way; resumed, it goes on with all of it', async () => {
    const { storage } = makeBucket(names(200), 1000)
    const gate = makeGate()
    const directory = new FakeDirectory()
    const { batch, spool, until, over, queue } = begin(storage, { directory })
    let received = 0
    spool.beforeReceive = () => (++received > 20 ? gate.opened : undefined)
    await until(() => directory.files.size === 20)
    batch.pause()
    await until(() => batch.view.openCount === queue.snapshot.totals.paused)
    const { startedCount } = batch.view
    expect(batch.view).toMatchObject({ state: 'paused', isPausedByUser: true, error: undefined, savedCount: 20 })
    gate.open()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect([batch.view.startedCount, directory.files.size]).toEqual([startedCount, 20])
    batch.resume()
    await over()
    expect(batch.view).toMatchObject({ state: 'done', isPausedByUser: false, savedCount: 200, cancelledCount: 0 })
  })

  test('paused when all is started, it is done only after it goes on', async () => {
    const { storage } = makeBucket(['d/a'])
    const directory = new FakeDirectory()
    const { batch, spool, until, over } = begin(storage, { directory })
    spool.beforeReceive = () => batch.pause()
    await until(() => batch.view.state === 'paused' && batch.view.openCount === 1)
    spool.beforeReceive = undefined
    batch.resume()
    await over()
    expect(batch.view).toMatchObject({ state: 'done', savedCount: 1 })
  })

  test('stopped, it keeps what is saved, cancels what is under way, and begins nothing more', async () => {
    const { storage } = makeBucket(names(200), 1000)
    const gate = makeGate()
    const directory = new FakeDirectory()
    const { batch, spool, until, queue } = begin(storage, { directory })
    let received = 0
    spool.beforeReceive = () => (++received > 20 ? gate.opened : undefined)
    await until(() => directory.files.size === 20)
    batch.stop()
    gate.open()
    await until(() => !queue.hasRunning)
    expect(batch.view).toMatchObject({ state: 'stopped', savedCount: 20, failedCount: 0, openCount: 0 })
    expect(batch.view.cancelledCount).toBe(batch.view.startedCount - 20)
    expect([directory.files.size, batch.view.startedCount < 80]).toEqual([20, true])
  })
})
