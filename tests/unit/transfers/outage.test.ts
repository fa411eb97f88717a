// Outages that transfers outlast, and failures that are none. The time is the fake clock's: what is waited for passes at once.
import { describe, expect, it } from 'vitest'
import type { AppErrorKind } from '../../../src/domain/app-error'
import { AppError } from '../../../src/domain/app-error'
import { withRetries } from '../../../src/transfers/retry'
import type { Transfer } from '../../../src/transfers/transfer'
import { FakeStorage, md5, type Fault, type Operation } from './fake-storage'
import { FakeNetwork, FastClock, makeFile, makeKey } from './fakes'
import { KIB, makeSmallPartsRig as makeRig } from './small-parts'

const OPERATIONS: readonly Operation[] = [
  ...(['findObject', 'headObject', 'putObject', 'signDownload'] as const),
  ...(['createMultipartUpload', 'uploadPart', 'completeMultipartUpload'] as const)
]

/** A gateway that does not answer from the call `nth` of `operation` on, for `ms`. */
function makeOutage(operation: Operation, nth: number, ms: number, kind: AppErrorKind = 'unreachable') {
  const storage = new FakeStorage()
  const rig = makeRig(storage)
  let sinceMs: number | undefined
  const down: readonly Fault[] = OPERATIONS.map((one) => ({ operation: one, kind }))
  Object.defineProperty(storage, 'faults', {
    get: () => {
      if (storage.count(operation) >= nth) sinceMs ??= rig.clock.nowMs()
      return sinceMs !== undefined && rig.clock.nowMs() < sinceMs + ms ? down : []
    }
  })
  const heard: Transfer[] = []
  rig.queue.subscribe(({ transfers: [one] }) => one !== undefined && heard.push(one))
  return { ...rig, heard, since: () => sinceMs ?? 0 }
}

describe('an outage of 15 s', () => {
  const KINDS: readonly AppErrorKind[] = ['unreachable', 'gateway-busy', 'gateway-failed', 'cors-blocked', 'not-s3']

  it.each(KINDS)('does not fail a large upload in its middle: %s', async (kind) => {
    const rig = makeOutage('uploadPart', 2, 15_000, kind)
    const view = await rig.ended(rig.upload(makeFile(18 * KIB)))
    expect(view).toMatchObject({ state: 'done', verification: 'verified', retryError: undefined, retryAtMs: undefined })
    expect(rig.clock.nowMs() - rig.since()).toBeGreaterThan(15_000)
  })

  it.each(['createMultipartUpload', 'completeMultipartUpload', 'findObject'] as const)(
    'does not fail a large upload at its other requests: %s',
    async (operation) => {
      const rig = makeOutage(operation, 1, 15_000)
      const view = await rig.ended(rig.upload(makeFile(17 * KIB), { ifAbsent: true }))
      expect(view).toMatchObject({ state: 'done', verification: 'verified' })
    }
  )

  it('does not fail small uploads, nor what waits behind them', async () => {
    const rig = makeOutage('putObject', 8, 15_000)
    for (let index = 0; index < 30; index++) rig.upload(makeFile(10, `f${index}`))
    await rig.until(() => !rig.queue.hasRunning)
    expect(rig.queue.snapshot.totals).toMatchObject({ done: 30, failed: 0 })
  })

  it('does not fail a download', async () => {
    const rig = makeOutage('signDownload', 1, 15_000)
    const bytes = Buffer.from('x')
    rig.storage.objects.set('x', { bytes, etag: md5(bytes), sseKeyId: undefined, metadata: {}, modifiedAtMs: 1 })
    const entry = { key: 'x', sizeBytes: 1, etag: md5(bytes), modifiedAtMs: 1 }
    const id = rig.queue.enqueueDownload({ storage: rig.storage, bucket: 'lab', entry, fileName: 'x' })
    expect(await rig.ended(id)).toMatchObject({ state: 'done', verification: 'verified' })
  })

  it('says what it waits for, and for how long', async () => {
    const rig = makeOutage('uploadPart', 2, 15_000)
    await rig.ended(rig.upload(makeFile(18 * KIB)))
    const waits = rig.heard.filter(({ retryError }) => retryError !== undefined)
    expect(new Set(waits.map(({ retryError }) => retryError?.kind))).toEqual(new Set(['unreachable']))
    expect(waits.some(({ retryAtMs = 0 }) => retryAtMs > rig.since())).toBe(true)
  })

  it('names no rate and no time left while nothing moves', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    storage.putObject = async (_request, options) => {
      for (let second = 1; second <= 4; second++) {
        options?.onProgress?.(second * 1000)
        await rig.clock.sleep(1000)
      }
      throw new AppError('unreachable')
    }
    const said: (number | undefined)[] = []
    let isWaitSeen = false
    rig.queue.subscribe(({ transfers: [one], totals }) => {
      if (one?.retryError === undefined) return
      isWaitSeen = true
      said.push(one.rateBytesPerSecond, one.secondsLeft, totals.rateBytesPerSecond, totals.secondsLeft)
    })
    const id = rig.upload(makeFile(10_000))
    await rig.until(() => isWaitSeen)
    rig.queue.cancel(id)
    await rig.ended(id)
    expect(said.filter((one) => one !== undefined)).toEqual([])
  })
})

describe('an outage that stays', () => {
  const HOUR_MS = 3_600_000

  it('fails a transfer after two minutes where nothing ever reached the gateway, and its retry goes on from there', async () => {
    const rig = makeOutage('createMultipartUpload', 1, 1_000_000)
    const id = rig.upload(makeFile(18 * KIB))
    expect(await rig.ended(id)).toMatchObject({ state: 'failed', error: { kind: 'unreachable' } })
    const seconds = (rig.clock.nowMs() - rig.since()) / 1000
    expect(seconds).toBeGreaterThan(110)
    expect(seconds).toBeLessThan(150)
    await rig.clock.sleep(1_000_000)
    rig.queue.retry(id)
    expect(await rig.ended(id)).toMatchObject({ state: 'done', verification: 'verified' })
  })

  it.each(['unreachable', 'gateway-busy', 'cors-blocked', 'not-s3'] as const)(
    'for an hour fails nothing where bytes had gone through, and all goes on by itself: %s',
    async (kind) => {
      const rig = makeOutage('putObject', 8, HOUR_MS, kind)
      const large = rig.upload(makeFile(18 * KIB, 'large'))
      for (let index = 0; index < 30; index++) rig.upload(makeFile(10, `f${index}`))
      await rig.until(() => !rig.queue.hasRunning)
      expect(rig.queue.snapshot.totals).toMatchObject({ done: 31, failed: 0 })
      expect(rig.view(large)).toMatchObject({ state: 'done', verification: 'verified' })
      const lateMs = rig.clock.nowMs() - rig.since() - HOUR_MS
      expect(lateMs).toBeLessThan(60_000)
    }
  )

  it('is outlasted by a large upload that was started, though none of its parts was answered', async () => {
    const rig = makeOutage('uploadPart', 1, HOUR_MS)
    expect(await rig.ended(rig.upload(makeFile(18 * KIB)))).toMatchObject({ state: 'done', verification: 'verified' })
  })

  it('asks twice a minute, once for all that wait, and says so', async () => {
    const rig = makeOutage('uploadPart', 3, HOUR_MS)
    rig.upload(makeFile(48 * KIB))
    await rig.clock.sleep(1000)
    await rig.until(() => rig.clock.nowMs() > rig.since() + 600_000)
    const from = rig.clock.nowMs()
    const before = rig.storage.count('findObject')
    await rig.clock.sleep(600_000)
    const asked = rig.storage.count('findObject') - before
    expect(asked).toBeGreaterThan(15)
    expect(asked).toBeLessThan(25)
    const [view] = rig.queue.snapshot.transfers
    expect(view).toMatchObject({ state: 'running', retryError: { kind: 'unreachable' } })
    expect(view?.retryAtMs).toBeGreaterThan(from)
    rig.queue.cancelAll()
  })

  it('is none where the gateway answers, and one request alone fails on', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    expect(await rig.ended(rig.upload(makeFile(10, 'first')))).toMatchObject({ state: 'done' })
    storage.faults = [{ operation: 'putObject', kind: 'unreachable' }]
    const startMs = rig.clock.nowMs()
    const id = rig.upload(makeFile(10, 'too large for a proxy'))
    expect(await rig.ended(id)).toMatchObject({ state: 'failed', error: { kind: 'unreachable' } })
    expect(rig.clock.nowMs() - startMs).toBeLessThan(300_000)
  })

  it('is waited for by a transfer that can be paused and cancelled', async () => {
    const rig = makeOutage('uploadPart', 3, HOUR_MS)
    const id = rig.upload(makeFile(18 * KIB))
    await rig.until(() => rig.since() > 0 && rig.clock.nowMs() > rig.since() + 600_000)
    rig.queue.pause(id)
    await rig.until(() => rig.view(id).state === 'paused')
    rig.queue.resume(id)
    await rig.until(() => rig.view(id).retryError !== undefined)
    rig.queue.cancel(id)
    expect(await rig.ended(id)).toMatchObject({ state: 'cancelled', retryError: undefined })
  })
})

describe('what is no outage', () => {
  const tries = (storage: FakeStorage) => storage.count('putObject')

  it('is a refusal that the browser hides, where nothing went through before: 15 s tell', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'putObject', kind: 'cors-blocked' }]
    const rig = makeRig(storage)
    expect(await rig.ended(rig.upload(makeFile(10)))).toMatchObject({ error: { kind: 'cors-blocked' } })
    expect(tries(storage)).toBe(6)
  })

  it('is one file that the gateway fails at while it takes others', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage, { files: 2 })
    const put = storage.putObject.bind(storage)
    let failures = 0
    storage.putObject = (request, options) => {
      if (request.key !== 'cursed') return rig.clock.sleep(200).then(() => put(request, options))
      failures++
      return Promise.reject(new AppError('gateway-failed'))
    }
    const cursed = rig.upload(makeFile(10, 'cursed'))
    for (let index = 0; index < 300; index++) rig.upload(makeFile(10, `f${index}`))
    expect(await rig.ended(cursed)).toMatchObject({ error: { kind: 'gateway-failed' } })
    expect(failures).toBeLessThan(10)
    rig.queue.cancelAll()
  })
})

describe('without a network', () => {
  const offline = (storage: FakeStorage) => {
    storage.faults = OPERATIONS.map((operation) => ({ operation, kind: 'offline' as const }))
  }

  it('a transfer waits for as long as it takes, says so, and goes on by itself', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    rig.network.set(false)
    offline(storage)
    const id = rig.upload(makeFile(10))
    await rig.clock.sleep(600_000)
    expect(rig.view(id)).toMatchObject({ state: 'running', retryError: { kind: 'offline' }, retryAtMs: undefined })
    storage.faults = []
    rig.network.set(true)
    expect(await rig.ended(id)).toMatchObject({ state: 'done', verification: 'verified', retryError: undefined })
  })

  it('what broke off when it went is said to wait for the network', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    rig.network.set(false)
    storage.faults = [{ operation: 'putObject', nth: 1, kind: 'unreachable' }]
    const heard: (string | undefined)[] = []
    rig.queue.subscribe(({ transfers: [one] }) => heard.push(one?.retryError?.kind))
    expect(await rig.ended(rig.upload(makeFile(10)))).toMatchObject({ state: 'done' })
    expect(heard).toContain('offline')
    expect(heard).not.toContain('unreachable')
  })

  it('a transfer that waits can be cancelled', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    rig.network.set(false)
    offline(storage)
    const id = rig.upload(makeFile(10))
    await rig.until(() => rig.view(id).retryError !== undefined)
    rig.queue.cancel(id)
    expect(await rig.ended(id)).toMatchObject({ state: 'cancelled', retryError: undefined })
  })

  it('a gateway that answers anyway is asked: a browser may be wrong', async () => {
    const clock = new FastClock()
    const network = new FakeNetwork()
    network.set(false)
    let tries = 0
    const attempt = () => (++tries < 4 ? Promise.reject(new AppError('offline')) : Promise.resolve(tries))
    const { signal } = new AbortController()
    const startMs = clock.nowMs()
    expect(await withRetries(attempt, { clock, signal, network })).toBe(4)
    expect(clock.nowMs() - startMs).toBe(90_000)
  })

  it('the key of a download is looked for again when the network is back', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    const sseKey = makeKey('k')
    const bytes = Buffer.from('x')
    storage.objects.set('x', { bytes, etag: md5(bytes), sseKeyId: 'k', metadata: {}, modifiedAtMs: 1 })
    rig.network.set(false)
    offline(storage)
    const entry = { key: 'x', sizeBytes: 1, etag: md5(bytes), modifiedAtMs: 1 }
    const id = rig.queue.enqueueDownload({
      ...{ storage, bucket: 'lab', entry, fileName: 'x' },
      findSseKey: () => Promise.resolve(rig.network.isOnline ? sseKey : undefined)
    })
    await rig.until(() => rig.view(id).retryError !== undefined)
    storage.faults = []
    rig.network.set(true)
    expect(await rig.ended(id)).toMatchObject({ state: 'done', verification: 'verified', sseKeyId: 'k' })
  })
})
