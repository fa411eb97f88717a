// A download that becomes one ZIP file: every entry verified, what could not be had told by name, and no outage taken for a missing object.
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { ObjectEntry } from '../../../src/domain/object-entry'
import type { ListRequest } from '../../../src/domain/ports'
import type { ArchiveRequest } from '../../../src/transfers/requests'
import type { ArchiveReport } from '../../../src/transfers/transfer'
import { FakeStorage, md5 } from './fake-storage'
import { makeGate, makeKey, makeRig, MIB } from './fakes'

/** A bucket whose objects hold their own keys. */
function makeBucket(keys: readonly string[]) {
  const storage = new FakeStorage()
  const put = (key: string, bytes: Buffer = Buffer.from(key.endsWith('/') ? '' : key), sseKeyId?: string): void =>
    void storage.objects.set(key, { bytes, etag: md5(bytes), sseKeyId, metadata: {}, modifiedAtMs: 1 })
  for (const key of keys) put(key)
  const entryOf = (key: string): ObjectEntry => {
    const object = storage.objects.get(key)!
    return { key, sizeBytes: object.bytes.length, etag: object.etag, modifiedAtMs: 1 }
  }
  Object.assign(storage, {
    listPage: ({ prefix, token = '' }: ListRequest) => {
      const all = [...storage.objects.keys()].filter((key) => key.startsWith(prefix) && key > token).sort()
      const page = all.slice(0, 3)
      return Promise.resolve({
        prefixes: [],
        objects: page.map(entryOf),
        nextToken: all.length > 3 ? page.at(-1) : undefined
      })
    }
  })
  return { storage, put }
}

function begin(storage: FakeStorage, more: Partial<ArchiveRequest> = {}) {
  const rig = makeRig(storage)
  const reports: ArchiveReport[] = []
  const sizeBytes = [...storage.objects.values()].reduce((sum, { bytes }) => sum + bytes.length, 0)
  const id = rig.queue.enqueueArchive({
    storage,
    bucket: 'lab',
    prefix: '',
    selection: { entries: [], prefixes: ['d/'] },
    fileCount: storage.objects.size,
    sizeBytes,
    overheadBytes: 0,
    findSseKey: () => Promise.resolve(undefined),
    fileName: 'd.zip',
    describe: (report) => {
      reports.push(report)
      return 'the report'
    },
    ...more
  })
  const archive = () => [...rig.spool.archives.values()][0]!
  return { ...rig, id, archive, reports, over: () => rig.ended(id) }
}

const flip = (bytes: Buffer) => {
  bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0)
  return bytes
}

describe('a download as one archive', () => {
  test('is one transfer with every object under its folders, and verified when each of them is', async () => {
    const { storage } = makeBucket(['d/', 'd/A', 'd/a', 'd/e/b', 'd/../c', '/d/x'])
    const { archive, over, queue, reports, spool } = begin(storage)
    expect(await over()).toMatchObject({
      state: 'done',
      verification: 'verified',
      fileName: 'd.zip',
      archive: { addedCount: 4, verifiedCount: 4, missingCount: 0, renamedCount: 2 }
    })
    expect(archive().texts).toEqual({
      'd/A': 'd/A',
      'd/a (1)': 'd/a',
      'd/e/b': 'd/e/b',
      'd/object/c': 'd/../c',
      '_lockgate-report.txt': 'the report'
    })
    expect(reports[0]?.renamed).toEqual([
      { key: 'd/../c', path: 'd/object/c' },
      { key: 'd/a', path: 'd/a (1)' }
    ])
    expect([queue.snapshot.transfers.length, spool.handedOver.length]).toEqual([1, 1])
  })

  test('has no report when there is nothing to tell', async () => {
    const { storage } = makeBucket(['d/a', 'd/_lockgate-report.txt'])
    const { archive, over } = begin(storage)
    await over()
    expect(archive().texts).toEqual({ 'd/a': 'd/a', 'd/_lockgate-report.txt': 'd/_lockgate-report.txt' })
  })

  test('leaves out what is gone, has no key or does not match, names it, and is not verified then', async () => {
    const { storage, put } = makeBucket(['_lockgate-report.txt', 'a', 'b', 'c'])
    put('locked', Buffer.from('locked'), 'k')
    put('opened', Buffer.from('opened'), 'mine')
    const { archive, over, reports, spool, guard } = begin(storage, {
      selection: { entries: [], prefixes: [''] },
      findSseKey: ({ key }) => Promise.resolve(key === 'opened' ? makeKey('mine') : undefined)
    })
    let isFirst = true
    spool.beforeReceive = () => {
      if (isFirst) storage.objects.delete('c')
      isFirst = false
    }
    spool.spoil = [undefined, flip, undefined, flip]
    // Two lanes may read in any order: what is spoiled twice is whatever object came second and is tried again.
    const done = await over()
    expect(done).toMatchObject({ state: 'done', verification: undefined })
    const missing = Object.fromEntries(reports[0]!.missing.map(({ key, error }) => [key, error.kind]))
    expect(missing).toMatchObject({ c: 'no-such-object', locked: 'sse-key-needed' })
    expect(archive().texts).toMatchObject({ opened: 'opened', '_lockgate-report (1).txt': 'the report' })
    for (const [name, text] of Object.entries(archive().texts))
      if (!name.startsWith('_lockgate-report (')) expect(text).toBe(name)
    expect(done.archive).toMatchObject({
      missingCount: reports[0]!.missing.length,
      addedCount: archive().entries.size - 1
    })
    expect(guard.held).toEqual([])
  })

  test('asks for a key only where one is needed, once others came without', async () => {
    const plain = Array.from({ length: 40 }, (_, n) => `d/${String(n).padStart(2, '0')}`)
    const { storage, put } = makeBucket(plain)
    put('d/99', Buffer.from('d/99'), 'mine')
    const asked: string[] = []
    const { over } = begin(storage, {
      findSseKey: ({ key }) => {
        asked.push(key)
        return Promise.resolve(key === 'd/99' ? makeKey('mine') : undefined)
      }
    })
    expect(await over()).toMatchObject({ state: 'done', verification: 'verified', archive: { addedCount: 41 } })
    expect([asked.length < 10, asked.at(-1)]).toEqual([true, 'd/99'])
  })

  test('says why when nothing at all could be had, and hands nothing over', async () => {
    const { storage } = makeBucket([])
    const entries = [{ key: 'gone', sizeBytes: 5, etag: 'e', modifiedAtMs: 1 }]
    const { over, spool } = begin(storage, { selection: { entries, prefixes: [] } })
    expect(await over()).toMatchObject({ state: 'failed', error: { kind: 'no-such-object' } })
    expect(spool.handedOver).toEqual([])
  })

  test('takes what is above 16 MiB straight in, alone, and everything else when it is verified', async () => {
    const { storage, put } = makeBucket(['d/a', 'd/b', 'd/c'])
    put('d/large', Buffer.alloc(17 * MIB, 7))
    put('d/larger', Buffer.alloc(18 * MIB, 8))
    const { archive, over } = begin(storage)
    expect(await over()).toMatchObject({ verification: 'verified', archive: { addedCount: 5 } })
    expect(archive().large).toEqual(['d/large', 'd/larger'])
  })

  test('tries an entry again that arrived changed, large or small', async () => {
    for (const sizeBytes of [5, 17 * MIB]) {
      const { storage, put } = makeBucket([])
      put('d/a', Buffer.alloc(sizeBytes, 7))
      const { over, spool } = begin(storage)
      spool.spoil = [flip]
      expect(await over()).toMatchObject({ state: 'done', verification: 'verified' })
      expect(spool.discarded).toHaveLength(1)
    }
  })

  test('is told by size alone where no checksum can be compared', async () => {
    const { storage } = makeBucket(['d/a', 'd/b'])
    storage.objects.get('d/b')!.etag = 'odd'
    const { over } = begin(storage)
    expect(await over()).toMatchObject({
      state: 'done',
      verification: 'size-checked',
      archive: { addedCount: 2, verifiedCount: 1 }
    })
  })

  test('an outage ends the attempt and not an entry, and the next one asks only for what is not there yet', async () => {
    const { storage } = makeBucket(['d/a', 'd/b'])
    const { archive, id, over, queue, spool } = begin(storage)
    let isDown = false
    spool.beforeReceive = () => {
      if (isDown) throw new AppError('unreachable')
      isDown = true
    }
    expect(await over()).toMatchObject({ state: 'failed', error: { kind: 'unreachable' } })
    expect(Object.keys(archive().texts)).toEqual(['d/a'])
    spool.beforeReceive = undefined
    spool.plans.length = 0
    queue.retry(id)
    expect(await over()).toMatchObject({ state: 'done', verification: 'verified', archive: { addedCount: 2 } })
    expect([archive().texts, spool.plans.length]).toEqual([{ 'd/a': 'd/a', 'd/b': 'd/b' }, 1])
  })

  test('what the gateway fails at twice is missing; what it cannot be asked for never is', async () => {
    for (const [kind, after] of [
      ['gateway-failed', 'done'],
      ['unreachable', 'failed']
    ] as const) {
      const { storage } = makeBucket(['d/a', 'd/b'])
      const { id, over, queue, spool } = begin(storage)
      let isFirst = true
      spool.beforeReceive = () => {
        if (!isFirst) throw new AppError(kind)
        isFirst = false
      }
      expect(await over()).toMatchObject({ state: 'failed', error: { kind } })
      queue.retry(id)
      expect((await over()).state).toBe(after)
    }
  })

  test('a full disk ends it, and it goes on when there is room', async () => {
    const { storage } = makeBucket(['d/a', 'd/b'])
    const { id, over, queue, spool } = begin(storage)
    spool.failures = [undefined, new AppError('browser-storage-full')]
    expect(await over()).toMatchObject({ state: 'failed', error: { kind: 'browser-storage-full' } })
    queue.retry(id)
    expect(await over()).toMatchObject({ state: 'done', archive: { addedCount: 2, missingCount: 0 } })
  })

  test('paused and resumed, it goes on; cancelled, what it wrote is removed and it starts over', async () => {
    const { storage } = makeBucket(['d/a', 'd/b', 'd/c'])
    const { archive, id, over, queue, spool, until, view } = begin(storage)
    const gate = makeGate()
    let received = 0
    spool.beforeReceive = () => (++received > 1 ? gate.opened : undefined)
    await until(() => view(id).archive?.addedCount === 1)
    queue.pause(id)
    gate.open()
    await until(() => view(id).state === 'paused')
    const [archiveId] = [...spool.archives.keys()]
    queue.resume(id)
    expect(await over()).toMatchObject({ state: 'done', verification: 'verified' })
    expect([archive().entries.size, spool.archives.size, spool.archives.has(archiveId!)]).toEqual([3, 1, true])

    const other = begin(storage)
    const otherGate = makeGate()
    received = 0
    other.spool.beforeReceive = () => (++received > 1 ? otherGate.opened : undefined)
    await other.until(() => other.view(other.id).archive?.addedCount === 1)
    const [cancelledId] = [...other.spool.archives.keys()]
    other.queue.cancel(other.id)
    otherGate.open()
    await other.over()
    await other.until(() => other.spool.discarded.includes(cancelledId!))
    expect(other.spool.handedOver).toEqual([])
    other.queue.retry(other.id)
    await other.until(() => other.view(other.id).state === 'done')
    expect(other.spool.archives.has(cancelledId!)).toBe(false)
    expect(other.archive().entries.size).toBe(3)
  })

  test('counts bytes and sizes as they are, so that the bar ends at its end', async () => {
    const { storage } = makeBucket(['d/a', 'd/b'])
    const { over, queue } = begin(storage, { sizeBytes: 1000, fileCount: 7 })
    const done = await over()
    expect(done.doneBytes).toBe(done.sizeBytes)
    expect(queue.snapshot.totals).toMatchObject({ done: 1, doneBytes: done.sizeBytes, sizeBytes: done.sizeBytes })
  })
})
