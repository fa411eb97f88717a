// Whose turn it is, and what listeners hear of it.
import { describe, expect, it } from 'vitest'
import type { QueueSnapshot } from '../../../src/transfer/transfer'
import { FakeStorage } from './fake-storage'
import { makeFile, makeGate, makeRig, MIB } from './fakes'

describe('TransferQueue', () => {
  it('sends hundreds of small files, no more requests at once than there are slots', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    const ids = Array.from({ length: 300 }, (_, index) => rig.upload(makeFile(100, `f${index}`)))
    await rig.until(() => !rig.queue.hasRunning)
    expect(ids.every((id) => rig.view(id).state === 'done')).toBe(true)
    expect(storage.mostUnderWay).toBe(5)
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
    const [big, second, small] = [makeFile(48 * MIB, 'big'), makeFile(48 * MIB, 'second'), makeFile(5, 'small')].map(
      (file) => rig.upload(file)
    ) as [string, string, string]
    expect((await rig.ended(small)).state).toBe('done')
    expect(rig.view(big).state).toBe('running')
    expect(rig.view(second).state).toBe('waiting')
    storage.faults = []
    gate.open()
    expect((await rig.ended(second)).state).toBe('done')
    expect(storage.mostUnderWay).toBe(2)
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

  it('tells of progress ten times a second at most, and of a new state at once', async () => {
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
    expect(heard.length).toBeLessThanOrEqual(spanMs / 100 + spanMs / 1000 + 2)
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
    rig.queue.subscribe(({ transfers: [one] }) => told.push(one?.trouble?.kind))
    const id = rig.upload(makeFile(1000))
    await rig.ended(id)
    expect(told).toContain('gateway-busy')
    expect([rig.view(id).state, rig.view(id).trouble]).toEqual(['done', undefined])
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
})
