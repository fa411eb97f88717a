// A large file goes in parts: what the gateway holds is not sent twice, what it answers is not believed, and only a cancel takes parts back.
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { PART_SIZE_METADATA } from '../../../src/domain/object-entry'
import { FakeStorage } from './fake-storage'
import { makeFile, makeGate, makeKey } from './fakes'
import { KIB, makeSmallPartsRig as makeRig } from './small-parts'

const SIZE = 20 * KIB // parts of 8, 8 and 4 KiB

const partsSent = (storage: FakeStorage) =>
  storage.calls.filter((call) => call.operation === 'uploadPart').map((call) => call.partNumber)

describe('a large upload', () => {
  it('is the file, verified, with its part size on record', async () => {
    const rig = makeRig(new FakeStorage())
    const file = makeFile(SIZE)
    expect(await rig.ended(rig.upload(file))).toMatchObject({
      state: 'done',
      verification: 'verified',
      doneBytes: SIZE
    })
    const object = rig.storage.objects.get('data.bin')
    expect(object?.bytes.equals(Buffer.from(await file.arrayBuffer()))).toBe(true)
    expect(object?.metadata[PART_SIZE_METADATA]).toBe(String(8 * KIB))
    expect(rig.journal.entries.size).toBe(0)
    expect(rig.storage.bytesReceived).toBe(SIZE)
  })

  it('is in the journal before the first part is sent', async () => {
    const rig = makeRig(new FakeStorage())
    const seen: number[] = []
    const send = rig.storage.uploadPart.bind(rig.storage)
    rig.storage.uploadPart = (request, options) => {
      seen.push(rig.journal.entries.size)
      return send(request, options)
    }
    await rig.ended(rig.upload(makeFile(SIZE)))
    expect(seen).toEqual([1, 1, 1])
  })

  it('sends nothing that it cannot journal, and takes the empty upload back', async () => {
    const rig = makeRig(new FakeStorage())
    rig.journal.failsToPut = true
    expect(await rig.ended(rig.upload(makeFile(SIZE)))).toMatchObject({ error: { kind: 'browser-storage-failed' } })
    expect(rig.storage.uploads.size).toBe(0)
    expect(partsSent(rig.storage)).toEqual([])
  })

  it('is verified where ETags are hidden', async () => {
    const storage = new FakeStorage()
    storage.hidesEtags = true
    const rig = makeRig(storage)
    expect(await rig.ended(rig.upload(makeFile(SIZE)))).toMatchObject({ state: 'done', verification: 'verified' })
  })

  /** How many parts are under way when each starts, and how many were sent by then. */
  async function encryptedParts(storage: FakeStorage, partMs: number, sizeBytes: number) {
    const rig = makeRig(storage)
    let [running, gone] = [0, 0]
    const seen: { readonly running: number; readonly gone: number }[] = []
    const send = storage.uploadPart.bind(storage)
    storage.uploadPart = async (request, options) => {
      seen.push({ running: ++running, gone })
      await rig.clock.sleep(partMs)
      const sent = await send(request, options)
      running--
      gone++
      return sent
    }
    const upload = rig.upload(makeFile(sizeBytes), { sseKey: makeKey('k') })
    expect(await rig.ended(upload)).toMatchObject({ state: 'done' })
    return seen
  }

  it('starts with one encrypted part on a slow line, and with one more for every two that were sent', async () => {
    const seen = await encryptedParts(new FakeStorage(), 10_000, 120 * KIB)
    expect(seen).toHaveLength(15)
    for (const { running, gone } of seen) expect(running).toBeLessThanOrEqual(1 + Math.floor(gone / 2))
    expect(Math.max(...seen.map(({ running }) => running))).toBe(5)
  })

  it('sends all parts at once after the first on a fast line, and from the beginning where they are many', async () => {
    expect((await encryptedParts(new FakeStorage(), 500, 120 * KIB)).map(({ running }) => running)).toContain(5)
    const [, second] = await encryptedParts(new FakeStorage(), 500, 120 * KIB)
    expect(second).toEqual({ running: 1, gone: 1 })
    const many = await encryptedParts(new FakeStorage(), 10_000, 500 * KIB)
    expect(many.slice(0, 5).map(({ running }) => running)).toEqual([1, 2, 3, 4, 5])
  })

  it('ends when it is cancelled between its journal and its first encrypted part', async () => {
    const rig = makeRig(new FakeStorage())
    const put = rig.journal.put.bind(rig.journal)
    let id = ''
    rig.journal.put = async (...entry) => {
      await put(...entry)
      if (rig.storage.uploads.size > 0) rig.queue.cancel(id)
    }
    id = rig.upload(makeFile(120 * KIB), { sseKey: makeKey('k') })
    expect(await rig.ended(id)).toMatchObject({ state: 'cancelled' })
    await expect.poll(() => rig.storage.uploads.size).toBe(0)
  })

  it('ends when an encrypted part fails before any was sent', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'uploadPart', partNumber: 1, kind: 'access-denied' }]
    const rig = makeRig(storage)
    const upload = rig.upload(makeFile(90 * KIB), { sseKey: makeKey('k') })
    expect(await rig.ended(upload)).toMatchObject({ state: 'failed' })
  })

  it('sends a damaged part again, and only that', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'uploadPart', nth: 2, when: 'damage' }]
    const rig = makeRig(storage)
    expect(await rig.ended(rig.upload(makeFile(SIZE)))).toMatchObject({ state: 'done', verification: 'verified' })
    expect(partsSent(storage).sort()).toEqual([1, 2, 2, 3])
  })

  it('finds a damaged part at the end where ETags are hidden, and sends all again on retry', async () => {
    const storage = new FakeStorage()
    storage.hidesEtags = true
    storage.faults = [{ operation: 'uploadPart', nth: 2, when: 'damage' }]
    const rig = makeRig(storage)
    const id = rig.upload(makeFile(SIZE))
    expect(await rig.ended(id)).toMatchObject({ state: 'failed', error: { kind: 'digest-mismatch' } })
    expect(storage.objects.size).toBe(0)
    rig.queue.retry(id)
    expect(await rig.ended(id)).toMatchObject({ state: 'done', verification: 'verified' })
  })

  it('keeps what was sent when it fails, and goes on from there', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'uploadPart', partNumber: 3, kind: 'access-denied' }]
    const rig = makeRig(storage, { slots: 1 })
    const id = rig.upload(makeFile(SIZE))
    expect(await rig.ended(id)).toMatchObject({
      state: 'failed',
      error: { kind: 'access-denied' },
      doneBytes: 16 * KIB
    })
    expect(storage.uploads.size).toBe(1)
    expect(storage.count('abortMultipartUpload')).toBe(0)
    expect(rig.journal.entries.size).toBe(1)
    storage.faults = []
    rig.queue.retryFailed()
    expect(await rig.ended(id)).toMatchObject({ state: 'done', verification: 'verified' })
    expect(partsSent(storage)).toEqual([1, 2, 3, 3])
    expect(storage.count('createMultipartUpload')).toBe(1)
    expect(rig.journal.entries.size).toBe(0)
  })

  it('tells of the failure that came first, not of the parts that ended because of it', async () => {
    const storage = new FakeStorage()
    const gate = makeGate()
    storage.faults = [
      { operation: 'uploadPart', partNumber: 1, until: gate.opened },
      { operation: 'uploadPart', partNumber: 2, kind: 'quota-exceeded' }
    ]
    const rig = makeRig(storage)
    expect(await rig.ended(rig.upload(makeFile(SIZE)))).toMatchObject({
      state: 'failed',
      error: { kind: 'quota-exceeded' }
    })
    expect(storage.underWay).toBe(0)
  })

  it('gives up on a part that fails while the gateway answers, and has its whole budget after progress', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'uploadPart', partNumber: 3 }]
    const rig = makeRig(storage, { slots: 1 })
    expect(await rig.ended(rig.upload(makeFile(SIZE)))).toMatchObject({ error: { kind: 'unreachable' } })
    expect(partsSent(storage)).toEqual([1, 2, ...Array<number>(22).fill(3)])
  })

  it('starts over by itself when its upload is gone, says so while it runs, and reads nothing twice', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage, { slots: 1 })
    const gate = makeGate()
    storage.faults = [
      { operation: 'uploadPart', nth: 3, kind: 'no-such-upload' },
      { operation: 'uploadPart', nth: 5, until: gate.opened }
    ]
    const id = rig.upload(makeFile(SIZE))
    await rig.until(() => storage.count('uploadPart') === 5)
    expect(rig.view(id)).toMatchObject({ state: 'running', hasStartedOver: true })
    gate.open()
    const transfer = await rig.ended(id)
    expect(transfer).toMatchObject({ state: 'done', verification: 'verified' })
    expect(transfer.hasStartedOver).toBeUndefined()
    expect(partsSent(storage)).toEqual([1, 2, 3, 1, 2, 3])
    expect(storage.count('createMultipartUpload')).toBe(2)
  })

  it('starts over where Complete of what is gone looks like a gateway that fails, and not while it is there', async () => {
    const storage = new FakeStorage()
    const gate = makeGate()
    storage.faults = [
      { operation: 'completeMultipartUpload', nth: 1, kind: 'gateway-failed' },
      { operation: 'completeMultipartUpload', nth: 2, kind: 'gateway-failed', until: gate.opened }
    ]
    const rig = makeRig(storage, { slots: 1 })
    const id = rig.upload(makeFile(SIZE))
    await rig.until(() => storage.count('completeMultipartUpload') === 2)
    expect(storage.count('createMultipartUpload')).toBe(1)
    storage.uploads.clear()
    gate.open()
    expect(await rig.ended(id)).toMatchObject({ state: 'done', verification: 'verified' })
    expect(partsSent(storage)).toEqual([1, 2, 3, 1, 2, 3])
  })

  it('is not sent again where its object appears after all', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'completeMultipartUpload', when: 'after', kind: 'gateway-failed' }]
    const find = storage.findObject.bind(storage)
    let looks = 0
    storage.findObject = async (...about) => (++looks === 1 ? undefined : find(...about)) // seen late
    const rig = makeRig(storage, { slots: 1 })
    expect(await rig.ended(rig.upload(makeFile(SIZE)))).toMatchObject({ state: 'done', verification: 'verified' })
    expect(partsSent(storage)).toEqual([1, 2, 3])
  })

  it('starts over when it is gone at its end, and fails when that happens twice', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'completeMultipartUpload', kind: 'no-such-upload' }]
    const rig = makeRig(storage, { slots: 1 })
    const id = rig.upload(makeFile(SIZE))
    expect(await rig.ended(id)).toMatchObject({ state: 'failed', error: { kind: 'no-such-upload' } })
    expect([storage.count('createMultipartUpload'), partsSent(storage).length]).toEqual([2, 6])
    await rig.until(() => [...rig.journal.entries.values()].every(({ uploadId }) => uploadId === undefined))
    expect([...rig.journal.entries.values()].map(({ sentMd5s }) => sentMd5s?.size)).toEqual([0])
    storage.faults = []
    rig.queue.retry(id)
    expect(await rig.ended(id)).toMatchObject({ state: 'done', verification: 'verified' })
  })
})

describe('the end of a large upload', () => {
  it('looks before it completes again', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'completeMultipartUpload', nth: 1, when: 'after' }]
    const rig = makeRig(storage)
    expect(await rig.ended(rig.upload(makeFile(SIZE), { ifAbsent: true }))).toMatchObject({
      state: 'done',
      verification: 'verified'
    })
    expect(storage.count('completeMultipartUpload')).toBe(1)
  })

  it('looks when the network is back after its answer was lost and nothing could be looked at', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    const complete = storage.completeMultipartUpload.bind(storage)
    storage.completeMultipartUpload = async (request) => {
      await complete(request)
      storage.faults = [{ operation: 'findObject' }] // and then the network is gone
      void rig.clock.sleep(600_000).then(() => (storage.faults = []))
      throw new AppError('unreachable')
    }
    const id = rig.upload(makeFile(SIZE), { ifAbsent: true })
    expect(await rig.ended(id)).toMatchObject({ state: 'done', verification: 'verified' })
    expect(storage.count('completeMultipartUpload')).toBe(1)
    expect(storage.bytesReceived).toBe(SIZE)
  })

  it('completes again when it did not come through', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'completeMultipartUpload', nth: 1, kind: 'gateway-busy' }]
    const rig = makeRig(storage)
    expect(await rig.ended(rig.upload(makeFile(SIZE)))).toMatchObject({ state: 'done', verification: 'verified' })
    expect(storage.count('completeMultipartUpload')).toBe(2)
  })

  it('fails when the listing shows another object than was sent', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    const complete = storage.completeMultipartUpload.bind(storage)
    storage.completeMultipartUpload = async (request) => {
      await complete(request)
      const object = storage.objects.get(request.key)
      if (object !== undefined) object.etag = `${'0'.repeat(32)}-3`
    }
    expect(await rig.ended(rig.upload(makeFile(SIZE)))).toMatchObject({
      state: 'failed',
      error: { kind: 'object-changed' }
    })
  })

  it('replaces nothing that appeared in the meantime, and keeps its parts', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    const send = storage.uploadPart.bind(storage)
    const other = { bytes: Buffer.from('x'), etag: 'x', sseKeyId: undefined, metadata: {}, modifiedAtMs: 1 }
    storage.uploadPart = (request, options) => {
      storage.objects.set('data.bin', other)
      return send(request, options)
    }
    const id = rig.upload(makeFile(SIZE), { ifAbsent: true })
    expect(await rig.ended(id)).toMatchObject({ state: 'failed', error: { kind: 'precondition-failed' } })
    expect(storage.objects.get('data.bin')).toBe(other)
    expect(storage.uploads.size).toBe(1)
    expect(storage.count('completeMultipartUpload')).toBe(0)
  })

  it('sends nothing where the name is taken and nothing may be replaced', async () => {
    const storage = new FakeStorage()
    storage.objects.set('data.bin', {
      bytes: Buffer.from('x'),
      etag: 'x',
      sseKeyId: undefined,
      metadata: {},
      modifiedAtMs: 1
    })
    const rig = makeRig(storage)
    expect(await rig.ended(rig.upload(makeFile(SIZE), { ifAbsent: true }))).toMatchObject({
      error: { kind: 'precondition-failed' }
    })
    expect(storage.bytesReceived).toBe(0)
    expect(storage.count('createMultipartUpload')).toBe(0)
  })

  it('proves the lock of an upload with a key, which goes with every part and the end', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    const transfer = await rig.ended(rig.upload(makeFile(SIZE), { sseKey: makeKey('k') }))
    expect(transfer).toMatchObject({
      state: 'done',
      verification: 'verified',
      lock: { state: 'encrypted', keyId: 'k' }
    })
    const sending = ['createMultipartUpload', 'uploadPart', 'completeMultipartUpload']
    const keys = storage.calls.filter((call) => sending.includes(call.operation)).map((call) => call.sseKeyId)
    expect(keys).toEqual(['k', 'k', 'k', 'k', 'k'])
  })
})

describe('a large upload that must replace nothing', () => {
  const other = () => ({ bytes: Buffer.from('x'), etag: 'x', sseKeyId: undefined, metadata: {}, modifiedAtMs: 1 })
  /** Someone else's object appears right before Complete, after the name was seen to be free. */
  const appear = (storage: FakeStorage) => {
    const complete = storage.completeMultipartUpload.bind(storage)
    storage.completeMultipartUpload = (...asked) => {
      storage.objects.set('data.bin', other())
      return complete(...asked)
    }
  }

  it('is refused by a gateway that keeps the condition, which is known to from then on', async () => {
    const storage = new FakeStorage()
    storage.completeCondition = 'enforced'
    appear(storage)
    const rig = makeRig(storage)
    const failed = await rig.ended(rig.upload(makeFile(SIZE), { ifAbsent: true }))
    expect(failed).toMatchObject({ state: 'failed', error: { kind: 'precondition-failed' } })
    expect(storage.objects.get('data.bin')?.etag).toBe('x')
    expect(rig.conditions.onComplete(storage.endpoint)).toBe('enforced')
  })

  it('claims nothing of a gateway that ignores it', async () => {
    const rig = makeRig(new FakeStorage())
    expect((await rig.ended(rig.upload(makeFile(SIZE), { ifAbsent: true }))).state).toBe('done')
    expect(rig.conditions.onComplete(rig.storage.endpoint)).toBeUndefined()
  })

  it('looks first after a lost answer: a second Complete would be refused because of our own object', async () => {
    const storage = new FakeStorage()
    storage.completeCondition = 'enforced'
    storage.faults = [
      { operation: 'completeMultipartUpload', nth: 1, when: 'after' },
      { operation: 'findObject', nth: 3 } // nor does the look right after it come through
    ]
    const rig = makeRig(storage)
    const done = { state: 'done', verification: 'verified' }
    expect(await rig.ended(rig.upload(makeFile(SIZE), { ifAbsent: true }))).toMatchObject(done)
    expect(storage.count('completeMultipartUpload')).toBe(1)
  })

  it('goes on without the condition where it is refused and nothing is there', async () => {
    const storage = new FakeStorage()
    storage.completeCondition = 'always-refused'
    const rig = makeRig(storage)
    const done = { state: 'done', verification: 'verified' }
    expect(await rig.ended(rig.upload(makeFile(SIZE), { ifAbsent: true }))).toMatchObject(done)
    expect(rig.conditions.onComplete(storage.endpoint)).toBe('refused')
    const key = 'other.bin'
    expect(await rig.ended(rig.upload(makeFile(SIZE), { ifAbsent: true, key }))).toMatchObject(done)
    expect(storage.count('completeMultipartUpload')).toBe(3)
  })

  it('sends no condition where it may replace', async () => {
    const storage = new FakeStorage()
    storage.completeCondition = 'always-refused'
    const rig = makeRig(storage)
    expect((await rig.ended(rig.upload(makeFile(SIZE)))).state).toBe('done')
  })
})

describe('cancelling a large upload', () => {
  it('aborts it, again after what was on its way, and removes it from the journal', async () => {
    const storage = new FakeStorage()
    const gate = makeGate()
    storage.faults = [{ operation: 'uploadPart', nth: 3, until: gate.opened }]
    const rig = makeRig(storage, { slots: 1 })
    const id = rig.upload(makeFile(SIZE))
    await rig.until(() => partsSent(storage).length === 3)
    rig.queue.cancel(id)
    expect((await rig.ended(id)).state).toBe('cancelled')
    await rig.until(() => rig.journal.entries.size === 0)
    expect(storage.count('abortMultipartUpload')).toBe(2)
    expect(storage.uploads.size).toBe(0)
    expect(storage.objects.size).toBe(0)
  })

  it('takes back a failed one, and begins from nothing when that is retried', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'uploadPart', partNumber: 3, kind: 'access-denied' }]
    const rig = makeRig(storage, { slots: 1 })
    const id = rig.upload(makeFile(SIZE))
    await rig.ended(id)
    rig.queue.cancel(id)
    expect(rig.view(id)).toMatchObject({ state: 'cancelled', doneBytes: 0, error: undefined })
    storage.faults = []
    rig.queue.retry(id)
    await rig.until(() => rig.view(id).state === 'done')
    await rig.until(() => rig.journal.entries.size === 0)
    expect(partsSent(storage)).toEqual([1, 2, 3, 1, 2, 3])
    expect(storage.objects.get('data.bin')?.bytes.length).toBe(SIZE)
  })

  it('keeps the journal entry when the abort does not come through', async () => {
    const storage = new FakeStorage()
    const gate = makeGate()
    storage.faults = [
      { operation: 'uploadPart', nth: 2, until: gate.opened },
      { operation: 'abortMultipartUpload', kind: 'access-denied' }
    ]
    const rig = makeRig(storage, { slots: 1 })
    const id = rig.upload(makeFile(SIZE))
    await rig.until(() => partsSent(storage).length === 2)
    rig.queue.cancel(id)
    await rig.ended(id)
    await rig.until(() => storage.count('abortMultipartUpload') === 1)
    expect(rig.journal.entries.size).toBe(1)
  })

  it('aborts an upload whose id arrives after the cancel', async () => {
    const storage = new FakeStorage()
    const gate = makeGate()
    storage.faults = [{ operation: 'createMultipartUpload', until: gate.opened }]
    const rig = makeRig(storage)
    const id = rig.upload(makeFile(SIZE))
    await rig.until(() => storage.count('createMultipartUpload') === 1)
    rig.queue.cancel(id)
    expect((await rig.ended(id)).state).toBe('cancelled')
    gate.open()
    await rig.until(() => storage.count('abortMultipartUpload') === 1 && storage.underWay === 0)
    expect(storage.uploads.size).toBe(0)
  })

  it('comes too late once the end is on its way: the object is there, and so it says', async () => {
    const storage = new FakeStorage()
    const gate = makeGate()
    storage.faults = [{ operation: 'completeMultipartUpload', until: gate.opened }]
    const rig = makeRig(storage)
    const id = rig.upload(makeFile(SIZE))
    await rig.until(() => storage.count('completeMultipartUpload') === 1)
    rig.queue.cancel(id)
    gate.open()
    expect(await rig.ended(id)).toMatchObject({ state: 'done', verification: 'verified' })
    expect(storage.count('abortMultipartUpload')).toBe(0)
  })

  it('aborts when the end on its way fails', async () => {
    const storage = new FakeStorage()
    const gate = makeGate()
    storage.faults = [{ operation: 'completeMultipartUpload', until: gate.opened, kind: 'gateway-busy' }]
    const rig = makeRig(storage)
    const id = rig.upload(makeFile(SIZE))
    await rig.until(() => storage.count('completeMultipartUpload') === 1)
    rig.queue.cancel(id)
    gate.open()
    expect((await rig.ended(id)).state).toBe('cancelled')
    await rig.until(() => storage.uploads.size === 0)
    expect(storage.objects.size).toBe(0)
  })
})
