// Whose turn it is, and what listeners hear of it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { QueueSnapshot, TransferState } from '../../../src/transfers/transfer'
import { FakeStorage } from './fake-storage'
import { makeFile, makeGate, makeKey } from './fakes'
import { KIB, makeSmallPartsRig as makeRig } from './small-parts'

describe('TransferQueue', () => {
  it('sends hundreds of small files, six at once', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    for (let index = 0; index < 300; index++) rig.upload(makeFile(100, `f${index}`))
    await rig.until(() => !rig.queue.hasRunning)
    expect(storage.mostUnderWay).toBe(6)
    expect(storage.objects.size).toBe(300)
    expect(rig.queue.snapshot.totals).toMatchObject({
      done: 300,
      running: 0,
      waiting: 0,
      sizeBytes: 30_000,
      doneBytes: 30_000
    })
  })

  it('gives a large file all slots, and lets small ones pass beside it but no second large one', async () => {
    const storage = new FakeStorage()
    const gate = makeGate()
    storage.faults = [{ operation: 'uploadPart', partNumber: 1, until: gate.opened }]
    const rig = makeRig(storage, { slots: 2 })
    const [big, second, small] = [makeFile(48 * KIB, 'big'), makeFile(48 * KIB, 'second'), makeFile(5, 'small')].map(
      (file) => rig.upload(file)
    ) as [string, string, string]
    expect((await rig.ended(small)).state).toBe('done')
    expect(rig.view(big).state).toBe('running')
    expect(rig.view(second).state).toBe('waiting')
    storage.faults = []
    gate.open()
    expect((await rig.ended(second)).state).toBe('done')
    expect(storage.mostUnderWay).toBeLessThanOrEqual(3) // two slots, and the check of the first large file beside them
  })

  it('sends a small file while larger ones have all turns and slots', async () => {
    const storage = new FakeStorage()
    const gate = makeGate()
    storage.faults = [{ operation: 'uploadPart', until: gate.opened }]
    const rig = makeRig(storage)
    const larger = Array.from({ length: 7 }, (_, index) => rig.upload(makeFile(17 * KIB, `larger-${index}`)))
    const small = rig.upload(makeFile(5, 'small'))
    expect((await rig.ended(small)).state).toBe('done')
    expect(larger.map((id) => rig.view(id).state)).not.toContain('done')
    gate.open()
    for (const id of larger) expect((await rig.ended(id)).state).toBe('done')
  })

  it('gives larger files their turn while small ones wait', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    for (let index = 0; index < 300; index++) rig.upload(makeFile(5, `small-${index}`))
    await rig.until(() => rig.queue.snapshot.totals.done > 0)
    const ids = [3 * KIB, 17 * KIB, 300 * KIB].map((size) => rig.upload(makeFile(size, `larger-${size}`)))
    for (const id of ids.toReversed()) rig.queue.move(id, 'first')
    for (const id of ids) await rig.ended(id)
    expect(rig.queue.snapshot.totals.done).toBeLessThan(150)
    await rig.until(() => !rig.queue.hasRunning)
  })

  it('makes one snapshot of a thousand files enqueued', async () => {
    const rig = makeRig(new FakeStorage())
    const snapshots: QueueSnapshot[] = []
    rig.queue.subscribe((snapshot) => snapshots.push(snapshot))
    for (let index = 0; index < 1000; index++) rig.upload(makeFile(1, `f${index}`))
    expect(snapshots).toHaveLength(0)
    await Promise.resolve()
    expect(snapshots[0]?.transfers).toHaveLength(1000)
    await rig.until(() => !rig.queue.hasRunning)
  })

  it('tells of progress five times a second at most, and of a new state at once', async () => {
    const storage = new FakeStorage()
    const gate = makeGate()
    const rig = makeRig(storage)
    let tell: ((sentBytes: number) => void) | undefined
    storage.putObject = async (_request, options) => {
      tell = options?.onProgress
      await gate.opened
      return { etag: undefined }
    }
    const heard: { readonly atMs: number; readonly doneBytes: number }[] = []
    const id = rig.upload(makeFile(1000))
    await rig.until(() => tell !== undefined)
    const stop = rig.queue.subscribe(() => heard.push({ atMs: rig.clock.nowMs(), doneBytes: rig.view(id).doneBytes }))
    const startMs = rig.clock.nowMs()
    for (let sent = 1; sent <= 1000; sent++) {
      tell?.(sent)
      if (sent % 10 === 0) await rig.clock.sleep(10)
    }
    const spanMs = rig.clock.nowMs() - startMs
    expect(heard.length).toBeGreaterThan(3)
    // One a tick of the second besides.
    expect(heard.length).toBeLessThanOrEqual(spanMs / 200 + spanMs / 1000 + 2)
    const before = heard.length
    rig.queue.cancel(id)
    gate.open()
    await rig.ended(id)
    await Promise.resolve()
    expect(heard.length).toBeGreaterThan(before)
    stop()
    const last = heard.length
    rig.queue.clearFinished()
    await Promise.resolve()
    expect(heard.length).toBe(last)
  })

  it('does not hear what a dead attempt still says', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    let tell: ((sentBytes: number) => void) | undefined
    const put = storage.putObject.bind(storage)
    storage.putObject = (request, options) => {
      tell ??= options?.onProgress
      return put(request, options)
    }
    storage.faults = [{ operation: 'putObject', nth: 1, kind: 'access-denied' }]
    const id = rig.upload(makeFile(1000))
    await rig.ended(id)
    tell?.(999)
    expect(rig.view(id).doneBytes).toBe(0)
  })

  it('tells why it waits before it tries again, until bytes move', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    storage.faults = [{ operation: 'putObject', nth: 1, kind: 'gateway-busy' }]
    const told: (string | undefined)[] = []
    rig.queue.subscribe(({ transfers: [one] }) => told.push(one?.retryError?.kind))
    const id = rig.upload(makeFile(1000))
    await rig.ended(id)
    expect(told).toContain('gateway-busy')
    expect([rig.view(id).state, rig.view(id).retryError]).toEqual(['done', undefined])
  })

  it('measures the rate, the time left and a history', async () => {
    const storage = new FakeStorage()
    const gate = makeGate()
    const rig = makeRig(storage)
    let tell: ((sentBytes: number) => void) | undefined
    storage.putObject = async (_request, options) => {
      tell = options?.onProgress
      await gate.opened
      return { etag: undefined }
    }
    const id = rig.upload(makeFile(10_000))
    await rig.until(() => tell !== undefined)
    for (let second = 1; second <= 4; second++) {
      for (let tenth = 1; tenth <= 10; tenth++) {
        await rig.clock.sleep(100)
        tell?.(second * 1000 - 1000 + tenth * 100)
      }
    }
    await rig.clock.sleep(150)
    const { totals } = rig.queue.snapshot
    expect(rig.view(id).rateBytesPerSecond).toBeGreaterThan(800)
    expect(rig.view(id).rateBytesPerSecond).toBeLessThan(1200)
    expect(totals.secondsLeft).toBeGreaterThan(4)
    expect(totals.secondsLeft).toBeLessThan(8)
    expect(totals.rateHistory.length).toBeGreaterThanOrEqual(3)
    expect(totals.rateHistory.at(-1)).toBeGreaterThan(800)
    const running = rig.queue.snapshot
    rig.queue.cancel(id)
    gate.open()
    await rig.ended(id)
    expect(rig.view(id).rateBytesPerSecond).toBeUndefined()
    expect(running.transfers[0]?.state).toBe('running') // a snapshot stays what it was
  })

  it('cancels what waits without a request, and clears what is over but not what failed', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'putObject', nth: 1, kind: 'access-denied' }]
    const rig = makeRig(storage, { files: 1 })
    const failing = rig.upload(makeFile(1, 'failing'))
    const done = rig.upload(makeFile(1, 'done'))
    const waiting = rig.upload(makeFile(1, 'waiting'))
    rig.queue.cancel(waiting)
    expect(rig.view(waiting).state).toBe('cancelled')
    await rig.ended(failing)
    await rig.ended(done)
    expect(storage.count('putObject')).toBe(2)
    rig.queue.clearFinished()
    expect(rig.queue.snapshot.transfers.map((transfer) => transfer.id)).toEqual([failing])
    expect(rig.queue.snapshot.totals.failed).toBe(1)
  })

  it('counts what is done until it is cleared, whatever fails, is tried again or follows later', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    const counts = () => {
      const { waiting, running, done, failed } = rig.queue.snapshot.totals
      return { underWay: waiting + running, done, failed }
    }
    for (const name of ['a', 'b', 'c']) rig.upload(makeFile(10, name))
    await rig.until(() => !rig.queue.hasRunning)
    storage.faults = [{ operation: 'putObject', kind: 'access-denied' }]
    const failing = rig.upload(makeFile(10, 'd'))
    await rig.ended(failing)
    expect(counts()).toEqual({ underWay: 0, done: 3, failed: 1 })
    storage.faults = []
    rig.queue.retry(failing)
    expect(counts()).toEqual({ underWay: 1, done: 3, failed: 0 })
    await rig.ended(failing)
    expect(counts()).toEqual({ underWay: 0, done: 4, failed: 0 })
    rig.queue.clearFinished()
    expect(counts()).toEqual({ underWay: 0, done: 0, failed: 0 })
  })

  it('lists the latest hundred of those that are done, all that failed, and counts the rest', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    storage.faults = [{ operation: 'putObject', nth: 3, kind: 'access-denied' }]
    for (let index = 0; index < 130; index++) rig.upload(makeFile(10, `f${index}`))
    await rig.until(() => !rig.queue.hasRunning)
    const { transfers, unlisted, totals } = rig.queue.snapshot
    expect(transfers.map(({ fileName, state }) => [fileName, state])).toEqual([
      ['f2', 'failed'],
      ...Array.from({ length: 100 }, (_, index) => [`f${index + 30}`, 'done'])
    ])
    expect(unlisted).toEqual({ count: 29, unverifiedCount: 0 })
    expect(totals).toMatchObject({ done: 129, failed: 1, sizeBytes: 1290, doneBytes: 1290 })
    rig.queue.clearFinished()
    expect(rig.queue.snapshot).toMatchObject({ transfers: [{ fileName: 'f2' }], unlisted: { count: 0 } })
    expect(rig.queue.snapshot.totals).toMatchObject({ done: 0, failed: 1, sizeBytes: 0, doneBytes: 0 })
  })

  it('says of how many that left the list the proof is not whole', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    const sseKey = makeKey('k')
    storage.faults = [{ operation: 'headObject', kind: 'access-denied' }]
    rig.upload(makeFile(10, 'encrypted, not seen to be'), { sseKey })
    await rig.until(() => !rig.queue.hasRunning)
    for (let index = 0; index < 101; index++) rig.upload(makeFile(10, `f${index}`))
    await rig.until(() => !rig.queue.hasRunning)
    expect(rig.queue.snapshot.unlisted).toEqual({ count: 2, unverifiedCount: 1 })
  })

  it('keeps every download on the list that can be saved again', async () => {
    const storage = new FakeStorage()
    const bytes = Buffer.from('x')
    storage.objects.set('x', { bytes, etag: 'e', sseKeyId: undefined, metadata: {}, modifiedAtMs: 1 })
    const rig = makeRig(storage)
    const entry = { key: 'x', sizeBytes: 1, etag: '9dd4e461268c8034f5c8564e155c67a6', modifiedAtMs: 1 }
    const ids = Array.from({ length: 120 }, () =>
      rig.queue.enqueueDownload({ storage, bucket: 'lab', entry, fileName: 'x' })
    )
    await rig.until(() => !rig.queue.hasRunning)
    await rig.queue.saveAgain(ids[0]!)
    expect(rig.spool.handedOver).toHaveLength(121)
    expect(rig.queue.snapshot).toMatchObject({ transfers: { length: 120 }, unlisted: { count: 0 } })
    await rig.until(() => rig.spool.discarded.length === 120)
    await rig.until(() => rig.queue.snapshot.unlisted.count === 20)
  })

  it('shows five times a second at most, however many files end', async () => {
    const rig = makeRig(new FakeStorage())
    const shownAtMs: number[] = []
    let lastDone = 0
    rig.queue.subscribe(({ totals }) => {
      shownAtMs.push(rig.clock.nowMs())
      lastDone = totals.done
    })
    for (let index = 0; index < 500; index++) rig.upload(makeFile(1, `f${index}`))
    const startMs = rig.clock.nowMs()
    await rig.until(() => !rig.queue.hasRunning)
    await Promise.resolve()
    // The first, and the last when all is over, come at once.
    expect(shownAtMs.length).toBeLessThanOrEqual((rig.clock.nowMs() - startMs) / 200 + 2)
    expect(lastDone).toBe(500)
  })

  it('tells a watcher of each transfer whose state changed, and of no other', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'putObject', nth: 1, kind: 'access-denied' }]
    const rig = makeRig(storage, { files: 1 })
    const told: string[] = []
    const stop = rig.queue.watch(({ fileName, state }) => told.push(`${fileName} ${state}`))
    for (const name of ['a', 'b']) rig.upload(makeFile(1, name))
    await rig.until(() => !rig.queue.hasRunning)
    expect(told).toEqual(['a waiting', 'b waiting', 'a running', 'a failed', 'b running', 'b done'])
    stop()
    rig.queue.retryFailed()
    await rig.until(() => !rig.queue.hasRunning)
    expect(told).toHaveLength(6)
  })

  it('takes its sums from the transfers, whatever happened to them', async () => {
    const kinds = [undefined, 'access-denied'] as const
    const step = fc.record({
      deed: fc.constantFrom('upload', 'cancel', 'retry', 'retryFailed', 'clearFinished', 'work'),
      which: fc.nat(20),
      kind: fc.constantFrom(...kinds)
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const storage = new FakeStorage()
        const rig = makeRig(storage)
        for (const [index, { deed, which, kind }] of steps.entries()) {
          storage.faults = kind === undefined ? [] : [{ operation: 'putObject', kind }]
          const ids = rig.queue.snapshot.transfers.map(({ id }) => id)
          const id = ids[which % Math.max(1, ids.length)] ?? ''
          if (deed === 'upload') rig.upload(makeFile(which + 1, `f${index}`))
          else if (deed === 'work') for (let turn = 0; turn < which; turn++) await new Promise(setImmediate)
          else if (deed === 'cancel' || deed === 'retry') rig.queue[deed](id)
          else rig.queue[deed]()
          expectTrueSums(rig.queue.snapshot)
        }
        await rig.until(() => !rig.queue.hasRunning)
        expectTrueSums(rig.queue.snapshot)
      }),
      { numRuns: 40 }
    )
  })
})

function expectTrueSums({ transfers, totals }: QueueSnapshot): void {
  const count = (...states: TransferState[]) => transfers.filter(({ state }) => states.includes(state)).length
  const sums = transfers.filter(({ state }) => state !== 'failed' && state !== 'cancelled')
  expect(totals).toMatchObject({
    waiting: count('waiting'),
    running: count('running', 'verifying'),
    done: count('done'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    sizeBytes: sums.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    doneBytes: sums.reduce((sum, { doneBytes }) => sum + doneBytes, 0)
  })
}

describe('uploads that are being verified', () => {
  it('keep no turn from others, however many of them stall, and are looked at a few at a time', async () => {
    const storage = new FakeStorage()
    const gate = makeGate()
    const rig = makeRig(storage)
    const looked: string[] = []
    const head = storage.headObject.bind(storage)
    storage.headObject = async (bucket, key, ...more) => {
      looked.push(key)
      await gate.opened
      return head(bucket, key, ...more)
    }
    const sseKey = makeKey('k')
    for (let index = 0; index < 7; index++) rig.upload(makeFile(10, `locked${index}`), { sseKey })
    for (let index = 0; index < 20; index++) rig.upload(makeFile(10, `f${index}`))
    await rig.until(() => rig.queue.snapshot.totals.done === 20)
    expect(rig.queue.snapshot.totals).toMatchObject({ running: 7, waiting: 0 })
    expect(looked).toHaveLength(3)
    gate.open()
    await rig.until(() => !rig.queue.hasRunning)
    const locked = rig.queue.snapshot.transfers.filter(({ sseKeyId }) => sseKeyId === 'k')
    expect(locked.map(({ verification, lock }) => `${verification} ${lock?.state}`)).toEqual(
      Array(7).fill('verified encrypted')
    )
  })

  it('hold up new ones when too many wait: what is not verified must not pile up', async () => {
    const storage = new FakeStorage()
    const gate = makeGate()
    const rig = makeRig(storage)
    const head = storage.headObject.bind(storage)
    storage.headObject = (...about) => gate.opened.then(() => head(...about))
    const sseKey = makeKey('k')
    for (let index = 0; index < 60; index++) rig.upload(makeFile(10, `f${index}`), { sseKey })
    await rig.clock.sleep(10_000)
    expect(rig.queue.snapshot.totals).toMatchObject({ running: 50, waiting: 10 })
    gate.open()
    await rig.until(() => !rig.queue.hasRunning)
    expect(rig.queue.snapshot.totals.done).toBe(60)
  })

  it('end their check at once when it is cancelled while it waits', async () => {
    const storage = new FakeStorage()
    const gate = makeGate()
    const rig = makeRig(storage)
    const head = storage.headObject.bind(storage)
    storage.headObject = (...about) => gate.opened.then(() => head(...about))
    const sseKey = makeKey('k')
    const ids = Array.from({ length: 5 }, (_, index) => rig.upload(makeFile(10, `f${index}`), { sseKey }))
    await rig.until(() => ids.every((id) => rig.view(id).state === 'verifying'))
    await rig.clock.sleep(1000)
    rig.queue.cancel(ids[4]!)
    expect(await rig.ended(ids[4]!)).toMatchObject({
      state: 'done',
      verification: undefined,
      lock: { state: 'unknown' }
    })
    gate.open()
    await rig.until(() => !rig.queue.hasRunning)
  })
})
