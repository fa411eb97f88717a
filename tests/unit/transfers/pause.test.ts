// A paused transfer sends and asks for nothing, keeps what it has and its key, and goes on where it stopped.
import { describe, expect, it, test } from 'vitest'
import { AppError, type AppErrorKind } from '../../../src/domain/app-error'
import { refusalId } from '../../../src/transfers/refusal-id'
import { makeAccount } from '../domain/accounts'
import { FakeStorage, md5 } from './fake-storage'
import { makeFile, makeGate, makeKey } from './fakes'
import { KIB, makeSmallPartsRig as makeRig } from './small-parts'

const entryOf = (storage: FakeStorage, key: string, bytes: Buffer) => {
  storage.objects.set(key, { bytes, etag: md5(bytes), sseKeyId: undefined, metadata: {}, modifiedAtMs: 1 })
  return { key, sizeBytes: bytes.length, etag: md5(bytes), modifiedAtMs: 1 }
}

describe('a paused upload in parts', () => {
  it('is cut off, keeps the parts that have gone and its key, and sends only the rest', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'uploadPart', partNumber: 3, until: makeGate().opened }]
    const rig = makeRig(storage)
    const id = rig.upload(makeFile(80 * KIB, 'big'), { sseKey: makeKey('k') })
    await rig.until(() => rig.view(id).doneBytes === 72 * KIB && storage.underWay === 1)
    rig.queue.pause(id)
    await rig.until(() => rig.view(id).state === 'paused')
    expect([storage.underWay, rig.view(id).doneBytes, rig.view(id).endedAtMs]).toEqual([0, 72 * KIB, undefined])
    expect(rig.guard.held).toMatchObject([{ keyId: 'k' }])
    expect(rig.queue.snapshot.totals).toMatchObject({ paused: 1, running: 0, sizeBytes: 0 })
    storage.faults = []
    await rig.clock.sleep(60_000)
    expect(rig.view(id).state).toBe('paused')
    rig.queue.resume(id)
    expect(await rig.ended(id)).toMatchObject({ state: 'done', verification: 'verified' })
    expect(storage.bytesReceived).toBe(80 * KIB)
    expect([storage.count('createMultipartUpload'), storage.count('abortMultipartUpload')]).toEqual([1, 0])
    expect(rig.guard.held).toEqual([])
  })

  it('is aborted by a cancel, and then by no resume', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'uploadPart', partNumber: 3, until: makeGate().opened }]
    const rig = makeRig(storage)
    const id = rig.upload(makeFile(80 * KIB, 'big'))
    await rig.until(() => rig.view(id).doneBytes >= 64 * KIB)
    rig.queue.pause(id)
    await rig.until(() => rig.view(id).state === 'paused')
    rig.queue.cancel(id)
    rig.queue.resume(id)
    await rig.until(() => rig.view(id).traces === 'removed')
    expect([rig.view(id).state, storage.uploads.size]).toEqual(['cancelled', 0])
  })

  it('leaves no upload behind when it is paused while one is created', async () => {
    const storage = new FakeStorage()
    const gate = makeGate()
    storage.faults = [{ operation: 'createMultipartUpload', nth: 1, until: gate.opened }]
    const rig = makeRig(storage)
    const id = rig.upload(makeFile(80 * KIB, 'big'))
    await rig.until(() => storage.count('createMultipartUpload') === 1)
    rig.queue.pause(id)
    await rig.until(() => rig.view(id).state === 'paused')
    gate.open()
    await rig.until(() => storage.count('abortMultipartUpload') === 1)
    rig.queue.resume(id)
    expect((await rig.ended(id)).state).toBe('done')
    expect(storage.uploads.size).toBe(0)
  })

  it('that is resumed, or cancelled, before it has stopped does that', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'uploadPart', nth: 2, until: makeGate().opened }]
    const rig = makeRig(storage)
    const [one, other] = [rig.upload(makeFile(80 * KIB, 'one')), rig.upload(makeFile(80 * KIB, 'other'))]
    await rig.until(() => rig.view(one).doneBytes > 0)
    rig.queue.pause(one)
    rig.queue.resume(one)
    expect((await rig.ended(one)).state).toBe('done')
    storage.faults = [{ operation: 'uploadPart', until: makeGate().opened }]
    await rig.until(() => rig.view(other).state !== 'waiting')
    rig.queue.pause(other)
    rig.queue.cancel(other)
    rig.queue.pause(other)
    expect((await rig.ended(other)).state).toBe('cancelled')
  })

  it('stays paused while the network goes and comes back', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'uploadPart', kind: 'unreachable' }]
    const rig = makeRig(storage)
    const id = rig.upload(makeFile(80 * KIB, 'big'))
    await rig.until(() => rig.view(id).retryError !== undefined)
    rig.network.set(false)
    rig.queue.pause(id)
    await rig.until(() => rig.view(id).state === 'paused')
    const { length } = storage.calls
    rig.network.set(true)
    await rig.clock.sleep(300_000)
    expect([rig.view(id).state, storage.calls.length, rig.view(id).retryError]).toEqual(['paused', length, undefined])
    storage.faults = []
    rig.queue.resume(id)
    expect((await rig.ended(id)).state).toBe('done')
  })
})

describe('what only an answer can tell', () => {
  test.each<[string, number, 'putObject' | 'completeMultipartUpload']>([
    ['a PUT', 10, 'putObject'],
    ['a Complete', 80 * KIB, 'completeMultipartUpload']
  ])('%s that is out is not paused', async (_, sizeBytes, operation) => {
    const storage = new FakeStorage()
    const gate = makeGate()
    storage.faults = [{ operation, until: gate.opened }]
    const rig = makeRig(storage)
    const id = rig.upload(makeFile(sizeBytes, 'file'))
    await rig.until(() => storage.count(operation) === 1)
    expect(rig.view(id)).toMatchObject({ state: 'running', isCommitting: true })
    rig.queue.pauseAll()
    gate.open()
    expect((await rig.ended(id)).state).toBe('done')
    expect([storage.count(operation), rig.view(id).isCommitting]).toEqual([1, undefined])
  })

  test.each<[string, number, 'putObject' | 'completeMultipartUpload']>([
    ['a PUT', 10, 'putObject'],
    ['a Complete', 80 * KIB, 'completeMultipartUpload']
  ])('%s whose answer was lost is looked for when the upload goes on, and not repeated', async (_, size, operation) => {
    const storage = new FakeStorage()
    storage.faults = [
      { operation, kind: 'unreachable', when: 'after' },
      { operation: 'findObject', kind: 'unreachable' }
    ]
    const rig = makeRig(storage)
    const id = rig.upload(makeFile(size, 'file'))
    await rig.until(() => rig.view(id).retryError !== undefined)
    rig.queue.pause(id)
    await rig.until(() => rig.view(id).state === 'paused')
    const sent = storage.count(operation)
    storage.faults = []
    rig.queue.resume(id)
    expect(await rig.ended(id)).toMatchObject({ state: 'done', verification: 'verified' })
    expect(storage.count(operation)).toBe(sent)
  })
})

describe('a paused download', () => {
  it('keeps what has come, and is received again under the same id', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    const ids: string[] = []
    const receive = rig.spool.receive.bind(rig.spool)
    rig.spool.receive = (id, request, plan, options) => {
      ids.push(id)
      return receive(id, request, plan, options)
    }
    rig.spool.beforeReceive = () => rig.clock.sleep(1000)
    const entry = entryOf(storage, 'object', Buffer.from('bytes'))
    const id = rig.queue.enqueueDownload({ storage, bucket: 'lab', entry, fileName: 'object' })
    await rig.until(() => ids.length === 1)
    rig.queue.pause(id)
    await rig.until(() => rig.view(id).state === 'paused')
    expect([rig.spool.discarded, rig.spool.handedOver]).toEqual([[], []])
    rig.queue.resume(id)
    expect((await rig.ended(id)).state).toBe('done')
    expect(new Set(ids).size).toBe(1)
  })

  it('that is cancelled is discarded', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    rig.spool.beforeReceive = () => rig.clock.sleep(1000)
    const entry = entryOf(storage, 'object', Buffer.from('bytes'))
    const id = rig.queue.enqueueDownload({ storage, bucket: 'lab', entry, fileName: 'object' })
    await rig.until(() => rig.spool.plans.length === 1)
    rig.queue.pause(id)
    await rig.until(() => rig.view(id).state === 'paused')
    rig.queue.cancel(id)
    await rig.until(() => rig.spool.discarded.length === 1)
    expect(rig.view(id).state).toBe('cancelled')
  })
})

describe('the line', () => {
  function makeLine(names: readonly string[]) {
    const storage = new FakeStorage()
    const gate = makeGate()
    storage.faults = [{ operation: 'putObject', nth: 1, until: gate.opened }]
    const rig = makeRig(storage, { files: 1 })
    const ids = new Map(['running', ...names].map((name) => [name, rig.upload(makeFile(10, name))]))
    const order = () => rig.queue.snapshot.lines.flat().map((id) => rig.view(id).key)
    const id = (name: string) => ids.get(name)!
    const storedOrder = async () => {
      gate.open()
      await rig.until(() => !rig.queue.hasRunning)
      return [...storage.objects.keys()]
    }
    return { rig, id, order, storedOrder, started: rig.until(() => storage.count('putObject') === 1) }
  }

  it('is changed by the user, and told', async () => {
    const { rig, id, order, storedOrder, started } = makeLine(['a', 'b', 'c', 'd'])
    await started
    expect(order()).toEqual(['a', 'b', 'c', 'd'])
    rig.queue.move(id('d'), 'first')
    rig.queue.move(id('a'), 'later')
    rig.queue.move(id('c'), 'earlier')
    rig.queue.move(id('d'), 'earlier')
    rig.queue.move(id('running'), 'first')
    expect(order()).toEqual(['d', 'b', 'c', 'a'])
    expect(await storedOrder()).toEqual(['running', 'd', 'b', 'c', 'a'])
  })

  it('is not held up by what is paused, and is gone on with in the order of before', async () => {
    const { rig, id, order, storedOrder, started } = makeLine(['a', 'b', 'c', 'd'])
    await started
    rig.queue.move(id('c'), 'first')
    rig.queue.pauseAll()
    expect(order()).toEqual([])
    expect(rig.queue.snapshot.totals).toMatchObject({ paused: 4, running: 1, waiting: 0 })
    const late = rig.upload(makeFile(10, 'late'))
    rig.queue.resumeAll()
    expect(order()).toEqual(['c', 'a', 'b', 'd', 'late'])
    rig.queue.pause(id('c'))
    rig.queue.pause(id('d'))
    rig.queue.resume(id('d'))
    expect(order()).toEqual(['d', 'a', 'b', 'late'])
    expect(await storedOrder()).toEqual(['running', 'd', 'a', 'b', 'late'])
    expect([rig.view(late).state, rig.view(id('c')).state]).toEqual(['done', 'paused'])
  })
})

describe('credentials that are refused', () => {
  test('pause what waits for them, once; a retry goes on with all of it', async () => {
    const storage = new FakeStorage()
    const other = new FakeStorage('https://other.example.edu', makeAccount('https://other.example.edu'))
    storage.faults = [{ operation: 'putObject', kind: 'access-key-unknown' }]
    const rig = makeRig(storage)
    const ids = Array.from({ length: 300 }, (_, index) => rig.upload(makeFile(10, `f${index}`)))
    const elsewhere = rig.queue.enqueueUpload({
      ...{ storage: other, bucket: 'lab', key: 'x', file: makeFile(10, 'x'), ifAbsent: false, contentType: '' }
    })
    await rig.until(() => !rig.queue.hasRunning)
    const { totals, pausedGroups } = rig.queue.snapshot
    expect([totals.failed, totals.paused, rig.view(elsewhere).state]).toEqual([6, 294, 'done'])
    expect(storage.count('putObject')).toBe(6)
    expect(pausedGroups).toMatchObject([{ error: { kind: 'access-key-unknown' }, count: 294 }])
    rig.queue.pause(ids[299]!)
    rig.queue.resumeGroup(pausedGroups[0]!.id)
    await rig.until(() => !rig.queue.hasRunning)
    expect(rig.queue.snapshot.pausedGroups).toMatchObject([{ count: expect.any(Number) as number }])
    storage.faults = []
    rig.queue.resumeGroup(pausedGroups[0]!.id)
    await rig.until(() => !rig.queue.hasRunning)
    expect(rig.queue.snapshot.pausedGroups).toEqual([])
    expect(storage.objects.size).toBe(300)
  })

  test('and are forgotten, at once, when the user pauses everything', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'putObject', kind: 'token-refused' }]
    const rig = makeRig(storage, { files: 1 })
    for (const name of ['a', 'b', 'c']) rig.upload(makeFile(10, name))
    await rig.until(() => !rig.queue.hasRunning)
    expect(rig.queue.snapshot.pausedGroups).toMatchObject([{ count: 2 }])
    rig.queue.pauseAll()
    expect(rig.queue.snapshot.pausedGroups).toEqual([])
  })

  test('and are forgotten with the last that was paused for them', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'putObject', kind: 'token-refused' }]
    const rig = makeRig(storage, { files: 1 })
    const ids = ['a', 'b', 'c'].map((name) => rig.upload(makeFile(10, name)))
    await rig.until(() => !rig.queue.hasRunning)
    expect(ids.map((id) => rig.view(id).state)).toEqual(['failed', 'paused', 'paused'])
    rig.queue.cancel(ids[1]!)
    storage.faults = []
    rig.queue.resume(ids[2]!)
    await rig.until(() => !rig.queue.hasRunning)
    expect(rig.queue.snapshot.pausedGroups).toEqual([])
    expect(rig.view(ids[2]!).state).toBe('done')
  })
})

describe('a bucket that is full or gone', () => {
  test.each(['quota-exceeded', 'no-such-bucket'] as const)(
    '%s pauses what goes there, and nothing else; resumed, all of it goes on',
    async (kind) => {
      const storage = new FakeStorage()
      const refused = (bucket: string) => {
        const put = storage.putObject.bind(storage)
        storage.putObject = (request, options) =>
          request.bucket === bucket ? Promise.reject(new AppError(kind)) : put(request, options)
        return put
      }
      const put = refused('full')
      const rig = makeRig(storage)
      for (const bucket of ['full', 'lab'])
        for (let index = 0; index < 30; index++) rig.upload(makeFile(10, `${bucket}-${index}`), { bucket })
      await rig.until(() => !rig.queue.hasRunning)
      expect(rig.queue.snapshot.totals).toMatchObject({ failed: 6, paused: 24, done: 30 })
      expect(rig.queue.snapshot.pausedGroups).toMatchObject([{ bucket: 'full', error: { kind }, count: 24 }])
      const [group] = rig.queue.snapshot.pausedGroups
      rig.queue.resumeGroup(group!.id) // and it is still so
      await rig.until(() => !rig.queue.hasRunning)
      const { totals, pausedGroups } = rig.queue.snapshot
      expect([totals.failed + totals.paused, pausedGroups.length]).toEqual([30, 1])
      storage.putObject = put
      rig.queue.resumeGroup(group!.id)
      await rig.until(() => !rig.queue.hasRunning)
      expect(rig.queue.snapshot.pausedGroups).toEqual([])
      expect(storage.objects.size).toBe(60)
    }
  )

  test('downloads go on from a bucket that is full, and not from one that is gone', () => {
    const request = { storage: new FakeStorage(), bucket: 'lab' }
    const idOf = (kind: AppErrorKind, direction: 'upload' | 'download') =>
      refusalId(new AppError(kind), { direction, request })
    expect(idOf('quota-exceeded', 'download')).toBeUndefined()
    expect(idOf('no-such-bucket', 'download')).toBe(idOf('no-such-bucket', 'upload'))
    expect(idOf('quota-exceeded', 'upload')).not.toBe(idOf('no-such-bucket', 'upload'))
    expect(idOf('access-denied', 'upload')).toBeUndefined()
  })
})

describe('a full browser store', () => {
  test('pauses the downloads that wait, and no small file of a folder; resumed, all of them go on', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage, { files: 1 })
    rig.spool.failures = [new AppError('browser-storage-full')]
    const start = (key: string, more: object = {}): string => {
      const entry = entryOf(storage, key, Buffer.from(key))
      return rig.queue.enqueueDownload({ storage, bucket: 'lab', entry, fileName: key, ...more })
    }
    const ids = ['a', 'b', 'c'].map((key) => start(key))
    const small = start('d', { directory: { name: 'picked', write: () => Promise.resolve() } })
    const upload = rig.upload(makeFile(10, 'e'))
    await rig.until(() => !rig.queue.hasRunning)
    expect([...ids, small, upload].map((id) => rig.view(id).state)).toEqual([
      ...['failed', 'paused', 'paused'],
      ...['done', 'done']
    ])
    const [group] = rig.queue.snapshot.pausedGroups
    expect(group).toMatchObject({ error: { kind: 'browser-storage-full' }, count: 2 })
    rig.queue.resumeGroup(group!.id)
    await rig.until(() => !rig.queue.hasRunning)
    expect(ids.map((id) => rig.view(id).state)).toEqual(['done', 'done', 'done'])
  })
})

/** Each fails with its reason, keeps what the gateway has, and Retry goes on from there once the reason is gone. */
test.each<[AppErrorKind, number]>([
  ['access-key-unknown', 80],
  ['secret-wrong', 80],
  ['token-refused', 80],
  ['access-denied', 80],
  ['no-such-bucket', 80],
  ['quota-exceeded', 80],
  ['no-such-upload', 80 + 32] // the parts are gone with it, twice
])('%s fails an upload with that reason, and Retry sends what is missing', async (kind, sentKib) => {
  const storage = new FakeStorage()
  storage.faults = [{ operation: 'uploadPart', partNumber: 3, kind }]
  const rig = makeRig(storage, { slots: 1 })
  const id = rig.upload(makeFile(80 * KIB, 'big'), { sseKey: makeKey('k') })
  expect(await rig.ended(id)).toMatchObject({ state: 'failed', error: { kind } })
  expect(rig.guard.held).toHaveLength(1)
  storage.faults = []
  rig.queue.retry(id)
  expect(await rig.ended(id)).toMatchObject({ state: 'done', verification: 'verified' })
  expect(storage.bytesReceived).toBe(sentKib * KIB)
})
