// Nothing is handed over that was not compared, and never half a file.
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { PART_SIZE_METADATA, type LargeObject, type ObjectEntry } from '../../../src/domain/object-entry'
import type { DownloadRequest } from '../../../src/transfers/requests'
import { canSaveAgain } from '../../../src/transfers/transfer'
import { FakeStorage, md5 } from './fake-storage'
import { makeGate, makeKey, makeRig, MIB } from './fakes'

const HOUR_MS = 3_600_000

type Rig = ReturnType<typeof makeRig>

function store(
  storage: FakeStorage,
  key: string,
  bytes: Buffer,
  more: { etag?: string; partSize?: number; sseKeyId?: string } = {}
): ObjectEntry {
  const etag = more.etag ?? md5(bytes)
  const metadata: Record<string, string> =
    more.partSize === undefined ? {} : { [PART_SIZE_METADATA]: String(more.partSize) }
  storage.objects.set(key, { bytes, etag, sseKeyId: more.sseKeyId, metadata, modifiedAtMs: 5 })
  return { key, sizeBytes: bytes.length, etag, modifiedAtMs: 5 }
}

const enqueue = (rig: Rig, entry: ObjectEntry, more: Partial<DownloadRequest> = {}) =>
  rig.queue.enqueueDownload({ storage: rig.storage, bucket: 'lab', entry, fileName: 'saved.bin', ...more })

function partsEtag(bytes: Buffer, partSize: number): string {
  const digests: Buffer[] = []
  for (let at = 0; at < bytes.length; at += partSize)
    digests.push(Buffer.from(md5(bytes.subarray(at, at + partSize)), 'hex'))
  return `${md5(Buffer.concat(digests))}-${digests.length}`
}

const flip = (bytes: Buffer) => {
  bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0)
  return bytes
}

describe('a download', () => {
  it('is verified by the whole digest, and handed over under its name', async () => {
    const rig = makeRig(new FakeStorage())
    const entry = store(rig.storage, 'a', Buffer.from('hello'))
    expect(await rig.ended(enqueue(rig, entry))).toMatchObject({
      state: 'done',
      verification: 'verified',
      doneBytes: 5
    })
    expect(rig.spool.handedOver).toEqual([{ fileName: 'saved.bin', bytes: Buffer.from('hello') }])
    expect(rig.storage.calls.map((call) => call.operation)).toEqual(['signDownload'])
  })

  it('signs again where an address was good for a part only', async () => {
    const rig = makeRig(new FakeStorage())
    rig.spool.unfinished = 2
    const entry = store(rig.storage, 'a', Buffer.from('hello'))
    expect(await rig.ended(enqueue(rig, entry))).toMatchObject({ state: 'done', verification: 'verified' })
    expect(rig.storage.calls.map((call) => call.operation)).toEqual(['signDownload', 'signDownload', 'signDownload'])
  })

  it('shows how far it has read again what is there, and counts none of it as received now', async () => {
    const rig = makeRig(new FakeStorage())
    rig.spool.readAgain = [2, 4]
    const gate = makeGate()
    rig.spool.beforeReceive = () => gate.opened
    const id = enqueue(rig, store(rig.storage, 'a', Buffer.from('hello')))
    await rig.until(() => rig.queue.snapshot.transfers[0]?.isReadAgain === true)
    expect(rig.queue.snapshot.transfers[0]).toMatchObject({ state: 'running', doneBytes: 4 })
    gate.open()
    expect(await rig.ended(id)).toMatchObject({ state: 'done', doneBytes: 5, isReadAgain: undefined })
  })

  it('keeps what it handed over until the browser must have copied it, and discards it by itself then', async () => {
    const rig = makeRig(new FakeStorage())
    const id = enqueue(rig, store(rig.storage, 'a', Buffer.alloc(5 * MIB)))
    const { endedAtMs = 0 } = await rig.ended(id)
    expect([canSaveAgain(rig.view(id)), rig.spool.discarded]).toEqual([true, []])
    await rig.queue.saveAgain(id)
    const savedAtMs = rig.clock.nowMs()
    await rig.until(() => rig.spool.discarded.length > 0)
    expect(rig.clock.nowMs() - endedAtMs).toBeGreaterThan(HOUR_MS)
    expect(rig.clock.nowMs() - savedAtMs).toBeGreaterThan(HOUR_MS)
    await rig.until(() => !canSaveAgain(rig.view(id)))
    expect(rig.view(id)).toMatchObject({ state: 'done', verification: 'verified' })
    await rig.queue.saveAgain(id)
    expect(rig.spool.handedOver).toHaveLength(2)
  })

  it('counts no time in which the device was asleep', async () => {
    const rig = makeRig(new FakeStorage())
    const id = enqueue(rig, store(rig.storage, 'a', Buffer.alloc(5 * MIB)))
    let awakeMs = 0
    const sleep = rig.clock.sleep.bind(rig.clock)
    rig.clock.sleep = async (ms, signal) => {
      const isLidClosed = awakeMs === 0
      await sleep(isLidClosed ? 8 * HOUR_MS : ms, signal)
      awakeMs += isLidClosed ? 1 : ms
    }
    await rig.ended(id)
    await rig.until(() => rig.spool.discarded.length > 0)
    expect(awakeMs).toBeGreaterThan(0.9 * HOUR_MS)
  })

  it('discards sooner what was cleared from the list, and not while the browser may copy it', async () => {
    const rig = makeRig(new FakeStorage())
    const { endedAtMs = 0 } = await rig.ended(enqueue(rig, store(rig.storage, 'a', Buffer.alloc(5 * MIB))))
    rig.queue.clearFinished()
    expect([rig.queue.snapshot.transfers, rig.spool.discarded]).toEqual([[], []])
    await rig.until(() => rig.spool.discarded.length > 0)
    expect(rig.clock.nowMs() - endedAtMs).toBeGreaterThan(55_000)
    expect(rig.clock.nowMs() - endedAtMs).toBeLessThan(70_000)
    await rig.until(() => rig.spool.discarded.length > 1)
    expect(rig.queue.snapshot.transfers).toEqual([])
  })

  it('is verified by the digest of its parts, as recorded', async () => {
    const rig = makeRig(new FakeStorage())
    const bytes = Buffer.alloc(10 * MIB, 7)
    const entry = store(rig.storage, 'a', bytes, { etag: partsEtag(bytes, 3 * MIB), partSize: 3 * MIB })
    expect(await rig.ended(enqueue(rig, entry))).toMatchObject({ state: 'done', verification: 'verified' })
    expect(rig.spool.plans).toEqual([{ kind: 'parts', partSizeBytes: 3 * MIB }])
  })

  it('is verified by a guess that fits, and only size-checked by one that does not', async () => {
    const rig = makeRig(new FakeStorage())
    const bytes = Buffer.alloc(20 * MIB, 7)
    const guessed = store(rig.storage, 'a', bytes, { etag: partsEtag(bytes, 8 * MIB) })
    expect(await rig.ended(enqueue(rig, guessed))).toMatchObject({ state: 'done', verification: 'verified' })
    const other = store(rig.storage, 'b', bytes, { etag: partsEtag(bytes, 7 * MIB) })
    expect(await rig.ended(enqueue(rig, other))).toMatchObject({ state: 'done', verification: 'size-checked' })
  })

  it('tries once more when other bytes came, and gives up then without handing anything over', async () => {
    const rig = makeRig(new FakeStorage())
    const entry = store(rig.storage, 'a', Buffer.from('hello'))
    rig.spool.spoil = [flip]
    expect(await rig.ended(enqueue(rig, entry))).toMatchObject({ state: 'done', verification: 'verified' })
    rig.spool.spoil = [flip, flip]
    rig.spool.handedOver.length = 0
    expect(await rig.ended(enqueue(rig, entry))).toMatchObject({ state: 'failed', error: { kind: 'digest-mismatch' } })
    expect(rig.spool.handedOver).toEqual([])
    expect(rig.spool.discarded.length).toBeGreaterThan(0)
  })

  it('never takes a recorded part size for a guess', async () => {
    const rig = makeRig(new FakeStorage())
    const bytes = Buffer.alloc(10 * MIB, 7)
    const entry = store(rig.storage, 'a', bytes, { etag: partsEtag(bytes, 5 * MIB), partSize: 5 * MIB })
    rig.spool.spoil = [flip, flip]
    expect(await rig.ended(enqueue(rig, entry))).toMatchObject({ state: 'failed', error: { kind: 'digest-mismatch' } })
  })

  it('does not call a short file done even where only the size can be checked', async () => {
    const rig = makeRig(new FakeStorage())
    const entry = store(rig.storage, 'a', Buffer.from('hello'), { etag: 'odd' })
    rig.spool.spoil = Array.from({ length: 9 }, () => (bytes: Buffer) => bytes.subarray(0, 3))
    expect(await rig.ended(enqueue(rig, entry))).toMatchObject({ state: 'failed', error: { kind: 'truncated' } })
    expect(rig.spool.handedOver).toEqual([])
  })

  it('says so when the object was replaced in the meantime', async () => {
    const rig = makeRig(new FakeStorage())
    const entry = store(rig.storage, 'a', Buffer.from('hello'))
    rig.spool.beforeReceive = () => void store(rig.storage, 'a', Buffer.from('other'))
    expect(await rig.ended(enqueue(rig, entry))).toMatchObject({ state: 'failed', error: { kind: 'object-changed' } })
    expect(rig.spool.handedOver).toEqual([])
  })

  it('keeps the verified bytes where the folder has no room for them, until they are there', async () => {
    const rig = makeRig(new FakeStorage())
    const failures = [new AppError('directory-unwritable')]
    const saved: Blob[] = []
    const write = async (file: Blob): Promise<void> => {
      const failure = failures.shift()
      if (failure !== undefined) throw failure
      saved.push(file)
    }
    const bytes = Buffer.alloc(MIB + 1)
    const id = enqueue(rig, store(rig.storage, 'a', bytes), { directory: { name: 'picked', write } })
    expect(await rig.ended(id)).toMatchObject({ state: 'failed', error: { kind: 'directory-unwritable' } })
    expect(rig.spool.discarded).toEqual([])
    rig.queue.retry(id)
    expect(await rig.ended(id)).toMatchObject({ state: 'done', verification: 'verified' })
    expect([saved.length, rig.spool.discarded.length]).toEqual([1, 1])
  })

  it('tries again after the network was lost, with a new signature', async () => {
    const rig = makeRig(new FakeStorage())
    const entry = store(rig.storage, 'a', Buffer.from('hello'))
    rig.spool.failures = [new AppError('unreachable'), new AppError('truncated')]
    expect(await rig.ended(enqueue(rig, entry))).toMatchObject({ state: 'done', verification: 'verified' })
    expect(rig.storage.count('signDownload')).toBe(3)
  })

  it('opens a locked object with the key that is found when its turn comes', async () => {
    const rig = makeRig(new FakeStorage())
    const entry = store(rig.storage, 'a', Buffer.from('hello'), { sseKeyId: 'k' })
    expect(await rig.ended(enqueue(rig, entry))).toMatchObject({ state: 'failed', error: { kind: 'sse-key-needed' } })
    const opened = enqueue(rig, entry, { findSseKey: () => Promise.resolve(makeKey('k')) })
    expect(await rig.ended(opened)).toMatchObject({ state: 'done', verification: 'verified', sseKeyId: 'k' })
    expect(rig.used).toEqual(['k https://rgw.example.edu'])
  })

  it('is asked for without a key once, so that a gateway which hides its refusals is asked with one', async () => {
    const storage = new FakeStorage()
    const bytes = Buffer.from('secret')
    storage.objects.set('k', { bytes, etag: md5(bytes), sseKeyId: 'mine', metadata: {}, modifiedAtMs: 1 })
    const rig = makeRig(storage)
    rig.spool.failures = [new AppError('unreachable')]
    const entry = { key: 'k', sizeBytes: bytes.length, etag: md5(bytes), modifiedAtMs: 1 }
    const findSseKey = () => Promise.resolve(makeKey('mine'))
    const request = { storage, bucket: 'lab', entry, fileName: 'k', findSseKey, isLikelyPlain: () => true }
    const ended = await rig.ended(rig.queue.enqueueDownload(request))
    expect(ended).toMatchObject({ state: 'done', verification: 'verified', sseKeyId: 'mine' })
    expect(rig.spool.plans).toHaveLength(2)
  })

  it('sends no key over plain http', async () => {
    const rig = makeRig(new FakeStorage('http://rgw.example.edu'))
    const entry = store(rig.storage, 'a', Buffer.from('hello'))
    const id = enqueue(rig, entry, { sseKey: makeKey('k') })
    expect(await rig.ended(id)).toMatchObject({ state: 'failed', error: { kind: 'sse-key-insecure' } })
    expect(rig.storage.calls).toEqual([])
  })

  it('is discarded when it is cancelled', async () => {
    const rig = makeRig(new FakeStorage())
    const entry = store(rig.storage, 'a', Buffer.from('hello'))
    const gate = makeGate()
    let hasStarted = false
    rig.spool.beforeReceive = () => {
      hasStarted = true
      return gate.opened
    }
    const id = enqueue(rig, entry)
    await rig.until(() => hasStarted)
    rig.queue.cancel(id)
    gate.open()
    expect((await rig.ended(id)).state).toBe('cancelled')
    expect(rig.spool.handedOver).toEqual([])
    expect(rig.spool.discarded.length).toBeGreaterThan(0)
  })
})

describe('a Swift large object', () => {
  const EMPTY = md5(Buffer.alloc(0))
  const bytes = Buffer.from('of two segments')

  /** Lists as its manifest. */
  function storeLarge(
    storage: FakeStorage,
    more: { sizeBytes?: number; etag?: string; largeObject?: LargeObject } = {}
  ): ObjectEntry {
    const listed = { sizeBytes: more.sizeBytes ?? 0, etag: more.etag ?? EMPTY }
    const stored = { bytes, etag: md5(Buffer.from('of ETags')), sseKeyId: undefined, metadata: {}, modifiedAtMs: 5 }
    storage.objects.set('a', { ...stored, listed, ...(more.largeObject && { largeObject: more.largeObject }) })
    return { key: 'a', modifiedAtMs: 5, ...listed }
  }
  const sized = { state: 'done', verification: 'size-checked', sizeBytes: bytes.length, doneBytes: bytes.length }

  it('that lists as empty is downloaded at the size of its HEAD, and only its size is checked', async () => {
    const rig = makeRig(new FakeStorage())
    const entry = storeLarge(rig.storage, { largeObject: { kind: 'dynamic', segments: 'lab/seg/' } })
    expect(await rig.ended(enqueue(rig, entry))).toMatchObject(sized)
    expect(rig.spool.handedOver).toEqual([{ fileName: 'saved.bin', bytes }])
    expect(rig.spool.expected).toEqual([bytes.length])
  })

  it('is known by its size alone where its headers are hidden', async () => {
    const rig = makeRig(new FakeStorage())
    expect(await rig.ended(enqueue(rig, storeLarge(rig.storage, { sizeBytes: 186 })))).toMatchObject(sized)
  })

  it('is never called verified, even where its size is that of its manifest', async () => {
    const rig = makeRig(new FakeStorage())
    const largeObject = { kind: 'static', segments: undefined } as const
    const entry = storeLarge(rig.storage, { sizeBytes: bytes.length, largeObject })
    expect(await rig.ended(enqueue(rig, entry))).toMatchObject(sized)
  })

  it('is asked about afterwards where its listing looks like that of any object', async () => {
    const rig = makeRig(new FakeStorage())
    const entry = storeLarge(rig.storage, { sizeBytes: 186, etag: md5(Buffer.from('manifest')) })
    expect(await rig.ended(enqueue(rig, entry))).toMatchObject(sized)
    expect(rig.storage.count('signDownload')).toBe(1)
  })

  it('that arrives cut short is no file', async () => {
    const rig = makeRig(new FakeStorage())
    rig.spool.spoil = Array.from({ length: 9 }, () => (whole: Buffer) => whole.subarray(0, 3))
    const entry = storeLarge(rig.storage)
    expect(await rig.ended(enqueue(rig, entry))).toMatchObject({ state: 'failed', error: { kind: 'truncated' } })
    expect(rig.spool.handedOver).toEqual([])
  })

  it('is no empty object, which is verified as before', async () => {
    const rig = makeRig(new FakeStorage())
    const entry = store(rig.storage, 'a', Buffer.alloc(0))
    expect(await rig.ended(enqueue(rig, entry))).toMatchObject({
      state: 'done',
      verification: 'verified',
      sizeBytes: 0
    })
  })
})
