// The engine behind the screen: loaded when it is first needed, and each transfer that is done told once.
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { Transfers } from '../../../src/state/transfers.svelte'
import type { UploadRequest } from '../../../src/transfers/requests'
import { FakeStorage } from '../transfers/fake-storage'
import { makeFile, makeGate, makeRig } from '../transfers/fakes'
import { settle } from './fakes'

function makeTransfers(storage = new FakeStorage()) {
  const rig = makeRig(storage)
  const engine = { loads: 0, isThere: true }
  const load = async () => {
    engine.loads++
    await Promise.resolve()
    if (!engine.isThere) throw new AppError('unreachable')
    return rig.queue
  }
  const transfers = new Transfers(load)
  const done: string[] = []
  transfers.onDone(({ key }) => done.push(key))
  const idle = () => rig.until(() => !rig.queue.hasRunning).then(settle)
  return { ...rig, transfers, engine, done, idle }
}

const requestOf = (storage: FakeStorage, key: string): UploadRequest => ({
  storage,
  bucket: 'lab',
  key,
  file: makeFile(10, key),
  ifAbsent: true,
  contentType: 'text/plain'
})

describe('the engine', () => {
  test('is loaded with the first transfer, and once', async () => {
    const { transfers, engine, storage, idle } = makeTransfers()
    expect([engine.loads, transfers.list, transfers.hasUnfinished]).toEqual([0, [], false])
    await Promise.all(['a', 'b'].map((key) => transfers.upload([requestOf(storage, key)])))
    await transfers.upload([requestOf(storage, 'c')])
    await idle()
    expect(engine.loads).toBe(1)
    expect([...storage.objects.keys()].sort()).toEqual(['a', 'b', 'c'])
  })

  test('that could not be loaded begins nothing, and is loaded with the next transfer', async () => {
    const { transfers, engine, storage, done, idle } = makeTransfers()
    engine.isThere = false
    await expect(transfers.upload([requestOf(storage, 'a')])).rejects.toMatchObject({ kind: 'unreachable' })
    expect(transfers.list).toEqual([])
    engine.isThere = true
    await transfers.upload([requestOf(storage, 'b')])
    await idle()
    expect(engine.loads).toBe(2)
    expect(done).toEqual(['b'])
  })
})

describe('very many uploads', () => {
  /** Calls `onTurn` whenever something else has its turn while 40,000 uploads are asked for. */
  async function uploadMany(onTurn: (transfers: Transfers) => void) {
    const { transfers, storage, until } = makeTransfers()
    storage.faults = [{ operation: 'putObject', until: makeGate().opened }]
    const request = requestOf(storage, '')
    let [made, turns] = [0, 0]
    function* requests(): Iterable<UploadRequest> {
      for (; made < 40_000; made++) yield { ...request, key: `${made}` }
    }
    const timer = setInterval(() => {
      turns++
      onTurn(transfers)
    })
    await transfers.upload(requests())
    clearInterval(timer)
    return { transfers, made, turns, until }
  }

  test('are queued a slice at a time, so that the page has its turns in between', async () => {
    const { transfers, turns, until } = await uploadMany(() => undefined)
    expect(turns).toBeGreaterThan(3)
    await until(() => transfers.totals.waiting + transfers.totals.running === 40_000)
  })

  test('are asked for no further once all are canceled', async () => {
    const { transfers, made, until } = await uploadMany((some) => some.cancelAll())
    expect(made).toBeLessThan(20_000)
    await until(() => !transfers.hasUnfinished)
    expect(transfers.totals.cancelled).toBeLessThanOrEqual(made)
  })
})

describe('what the screen sees', () => {
  test('whether more uploads go to a folder, those that are not listed yet too', async () => {
    const { transfers, storage, queue, until, clock } = makeTransfers()
    const { account } = storage
    const goesTo = (prefix: '' | `${string}/`, bucket = 'lab') => transfers.hasUploadsBelow({ account, bucket, prefix })
    expect(goesTo('')).toBe(false)
    storage.faults = [{ operation: 'putObject', until: clock.sleep(1e6) }]
    await transfers.upload([requestOf(storage, 'in/a')])
    await until(() => goesTo(''))
    expect([goesTo('in/'), goesTo('out/'), goesTo('', 'other')]).toEqual([true, false, false])
    await transfers.pauseAll()
    await until(() => !goesTo(''))
    queue.cancelAll()
    await transfers.upload(Array.from({ length: 300 }, (_, index) => requestOf(storage, `${index}`)))
    await until(() => transfers.backlog.count > 0)
    for (const { id } of queue.snapshot.transfers) queue.pause(id)
    await until(() => transfers.totals.paused > 0)
    expect([goesTo(''), goesTo('', 'other')]).toEqual([true, false])
    queue.cancelAll()
    await until(() => !goesTo(''))
  })

  test('newest first, with the sums and whether any runs', async () => {
    const storage = new FakeStorage()
    const gate = makeGate()
    storage.faults = [{ operation: 'putObject', until: gate.opened }]
    const { transfers, idle } = makeTransfers(storage)
    await transfers.upload(['a', 'b'].map((key) => requestOf(storage, key)))
    await settle()
    expect(transfers.list.map(({ key }) => key)).toEqual(['b', 'a'])
    expect([transfers.hasUnfinished, transfers.totals.running]).toEqual([true, 2])
    gate.open()
    await idle()
    expect([transfers.hasUnfinished, transfers.totals.done]).toEqual([false, 2])
    transfers.clearFinished()
    await settle()
    expect(transfers.list).toEqual([])
  })

  test('what is finished is no longer among what is to be seen to, and what failed is', async () => {
    const storage = new FakeStorage()
    const gate = makeGate()
    storage.faults = [
      { operation: 'putObject', nth: 2, kind: 'access-denied' },
      { operation: 'putObject', nth: 3, until: gate.opened }
    ]
    const { transfers, until, idle } = makeTransfers(storage)
    for (const key of ['a', 'b', 'c']) await transfers.upload([requestOf(storage, key)])
    await until(() => transfers.totals.done + transfers.totals.failed === 2)
    expect([transfers.underWayCount, transfers.openCount]).toEqual([1, 2])
    gate.open()
    await idle()
    expect([transfers.list.length, transfers.underWayCount, transfers.openCount]).toEqual([3, 0, 1])
    transfers.retryFailed()
    await settle()
    await idle()
    expect([transfers.openCount, transfers.totals.done]).toEqual([0, 3])
  })

  test('a download is saved under a name that is safe, and may be saved again', async () => {
    const { transfers, storage, spool, until } = makeTransfers()
    storage.objects.set('in/x?', {
      bytes: Buffer.from('x'),
      etag: 'e',
      sseKeyId: undefined,
      metadata: {},
      modifiedAtMs: 1
    })
    const entry = { key: 'in/x?', sizeBytes: 1, etag: '9dd4e461268c8034f5c8564e155c67a6', modifiedAtMs: 1 }
    await transfers.download({ storage, bucket: 'lab', entry })
    await until(() => transfers.totals.done === 1)
    expect(spool.handedOver.map(({ fileName }) => fileName)).toEqual(['x_'])
    await transfers.saveAgain(transfers.list[0]!.id)
    expect(spool.handedOver).toHaveLength(2)
  })
})

describe('a transfer that is done', () => {
  test('is told once, however often the screen is told of it', async () => {
    const { transfers, storage, done, idle } = makeTransfers()
    await transfers.upload([requestOf(storage, 'a')])
    await idle()
    await transfers.upload([requestOf(storage, 'b')])
    await idle()
    expect(transfers.list.map(({ state }) => state)).toEqual(['done', 'done'])
    expect(done).toEqual(['a', 'b'])
  })

  test('is told after it failed and was tried again, not before', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'putObject', kind: 'access-denied' }]
    const { transfers, done, idle } = makeTransfers(storage)
    await transfers.upload(['a', 'b'].map((key) => requestOf(storage, key)))
    await idle()
    expect([done, transfers.totals.failed]).toEqual([[], 2])
    storage.faults = []
    transfers.retry(transfers.list.find(({ key }) => key === 'a')!.id)
    await settle()
    await idle()
    expect(done).toEqual(['a'])
    transfers.retryFailed()
    await settle()
    await idle()
    expect(done).toEqual(['a', 'b'])
  })

  test('is not told when it was cancelled', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'putObject', until: makeGate().opened }]
    const { transfers, done, idle } = makeTransfers(storage)
    await transfers.upload(['a', 'b', 'c'].map((key) => requestOf(storage, key)))
    await settle()
    transfers.cancel(transfers.list[0]!.id)
    await settle()
    expect(transfers.list.map(({ state }) => state)).toEqual(['cancelled', 'running', 'running'])
    transfers.cancelAll()
    await settle()
    await idle()
    expect([done, transfers.list.map(({ state }) => state)]).toEqual([[], Array(3).fill('cancelled')])
  })
})
