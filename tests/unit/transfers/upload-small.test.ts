// A small file is one PUT: compared, looked for when its answer is lost, and proven locked when it is to be.
import { describe, expect, it } from 'vitest'
import { FakeStorage, md5 } from './fake-storage'
import { makeFile, makeGate, makeKey, makeRig } from './fakes'

const ways: readonly (readonly [string, (endpoint?: string) => FakeStorage])[] = [
  ['digested by the page', (endpoint) => new FakeStorage(endpoint)],
  ['digested where it is sent', (endpoint) => new FakeStorage(endpoint).digestsBodies()]
]

describe.each(ways)('a small upload, %s,', (_, open) => {
  it('is verified by the answered ETag, with one request', async () => {
    const rig = makeRig(open())
    expect(await rig.ended(rig.upload(makeFile(5000)))).toMatchObject({
      state: 'done',
      verification: 'verified',
      doneBytes: 5000
    })
    expect(rig.storage.calls.map((call) => call.operation)).toEqual(['putObject'])
  })

  it('sends an empty file', async () => {
    const rig = makeRig(open())
    expect(await rig.ended(rig.upload(makeFile(0)))).toMatchObject({ state: 'done', verification: 'verified' })
    expect(rig.storage.objects.get('data.bin')?.bytes.length).toBe(0)
  })

  it('is verified by the listing where the ETag is hidden', async () => {
    const storage = open()
    storage.hidesEtags = true
    const rig = makeRig(storage)
    expect(await rig.ended(rig.upload(makeFile(5000)))).toMatchObject({ state: 'done', verification: 'verified' })
    expect(storage.count('findObject')).toBe(1)
  })

  it('fails where the ETag is hidden and other bytes lie there', async () => {
    const storage = open()
    storage.hidesEtags = storage.ignoresAnnouncedMd5 = true
    storage.faults = [{ operation: 'putObject', when: 'damage' }]
    const rig = makeRig(storage)
    expect(await rig.ended(rig.upload(makeFile(5000)))).toMatchObject({
      state: 'failed',
      error: { kind: 'digest-mismatch' }
    })
  })

  it('claims no proof where neither ETag, listing nor HEAD may be seen', async () => {
    const storage = open()
    storage.hidesEtags = true
    storage.faults = [
      { operation: 'findObject', kind: 'access-denied' },
      { operation: 'headObject', kind: 'access-denied' }
    ]
    const rig = makeRig(storage)
    const transfer = await rig.ended(rig.upload(makeFile(5000)))
    expect(transfer.state).toBe('done')
    expect(transfer.verification).toBeUndefined()
  })

  it('is sent again when other bytes arrived, also over its own damage when nothing may be replaced', async () => {
    const storage = open()
    storage.ignoresAnnouncedMd5 = true
    storage.faults = [{ operation: 'putObject', nth: 1, when: 'damage' }]
    const rig = makeRig(storage)
    const file = makeFile(5000)
    expect(await rig.ended(rig.upload(file, { ifAbsent: true }))).toMatchObject({
      state: 'done',
      verification: 'verified'
    })
    expect(storage.objects.get('data.bin')?.etag).toBe(md5(new Uint8Array(await file.arrayBuffer())))
  })

  it('leaves what is there as it is when other bytes arrive', async () => {
    const storage = open()
    const rig = makeRig(storage)
    await rig.ended(rig.upload(makeFile(10)))
    const former = storage.objects.get('data.bin')
    storage.faults = [{ operation: 'putObject', when: 'damage' }]
    const replacing = await rig.ended(rig.upload(makeFile(5000)))
    expect(replacing).toMatchObject({ state: 'failed', error: { kind: 'digest-mismatch' } })
    expect(storage.objects.get('data.bin')).toBe(former)
    storage.faults = []
    rig.queue.retry(replacing.id)
    expect(await rig.ended(replacing.id)).toMatchObject({ state: 'done', verification: 'verified' })
  })

  it('never calls damaged bytes done', async () => {
    const storage = open()
    storage.faults = [{ operation: 'putObject', when: 'damage' }]
    const rig = makeRig(storage)
    expect(await rig.ended(rig.upload(makeFile(5000)))).toMatchObject({
      state: 'failed',
      error: { kind: 'digest-mismatch' }
    })
    expect(storage.count('putObject')).toBe(6)
  })

  it('looks before it sends again after a lost answer', async () => {
    const storage = open()
    storage.faults = [{ operation: 'putObject', nth: 1, when: 'after' }]
    const rig = makeRig(storage)
    expect(await rig.ended(rig.upload(makeFile(5000), { ifAbsent: true }))).toMatchObject({
      state: 'done',
      verification: 'verified'
    })
    expect(storage.count('putObject')).toBe(1)
  })

  it('does not take an equal object in the clear for its own locked one', async () => {
    const storage = open()
    const rig = makeRig(storage)
    await rig.ended(rig.upload(makeFile(5000)))
    storage.faults = [{ operation: 'putObject', nth: 2, when: 'before' }]
    const key = makeKey('k')
    expect(await rig.ended(rig.upload(makeFile(5000), { sseKey: key }))).toMatchObject({
      state: 'done',
      lock: { state: 'encrypted', keyId: 'k' }
    })
    expect(storage.objects.get('data.bin')?.sseKeyId).toBe('k')
  })

  it('says so when the key exists and nothing may be replaced', async () => {
    const storage = open()
    storage.storedAtMs = 0 // else the same bytes pass for its own that the browser sent twice
    const rig = makeRig(storage)
    await rig.ended(rig.upload(makeFile(10)))
    const refused = await rig.ended(rig.upload(makeFile(10), { ifAbsent: true }))
    expect(refused).toMatchObject({ state: 'failed', error: { kind: 'precondition-failed' } })
    expect(storage.count('putObject')).toBe(2)
  })

  it('gives up after its budget, waiting longer each time, and is sent again by retry', async () => {
    const storage = open()
    storage.faults = [{ operation: 'putObject' }, { operation: 'findObject' }]
    const rig = makeRig(storage)
    const id = rig.upload(makeFile(10))
    expect(await rig.ended(id)).toMatchObject({ state: 'failed', error: { kind: 'unreachable' } })
    expect(rig.clock.slept.filter((ms) => [500, 1000, 2000, 4000, 8000].includes(ms))).toEqual(
      expect.arrayContaining([500, 2000, 4000, 8000])
    )
    storage.faults = []
    rig.queue.retry(id)
    await rig.until(() => rig.view(id).state !== 'failed')
    expect(await rig.ended(id)).toMatchObject({ state: 'done', error: undefined })
  })

  it('does not try again what will not get better', async () => {
    const storage = open()
    storage.faults = [{ operation: 'putObject', kind: 'access-denied' }]
    const rig = makeRig(storage)
    expect(await rig.ended(rig.upload(makeFile(10)))).toMatchObject({
      state: 'failed',
      error: { kind: 'access-denied' }
    })
    expect(storage.count('putObject')).toBe(1)
  })

  it('tells a changed file from a lost network', async () => {
    const storage = open()
    const rig = makeRig(storage)
    const file = makeFile(5000)
    const broken = () => Promise.reject(new DOMException('', 'NotReadableError'))
    const slice = Object.assign(new Blob(['x'.repeat(5000)]), { arrayBuffer: broken })
    slice.slice = () => slice
    Object.assign(file, { arrayBuffer: broken, slice: () => slice })
    // The digester, too, only sees what it sees: here it knows the bytes from before.
    rig.digester.md5Hex = () => Promise.resolve('0'.repeat(32))
    expect(await rig.ended(rig.upload(file))).toMatchObject({ state: 'failed', error: { kind: 'file-changed' } })
    expect(storage.count('putObject')).toBe(storage.putDigested === undefined ? 1 : 0)
  })

  it('is cancelled in flight', async () => {
    const storage = open()
    const gate = makeGate()
    storage.faults = [{ operation: 'putObject', until: gate.opened }]
    const rig = makeRig(storage)
    const id = rig.upload(makeFile(10))
    await rig.until(() => storage.count('putObject') === 1)
    rig.queue.cancel(id)
    expect(await rig.ended(id)).toMatchObject({ state: 'cancelled', doneBytes: 0 })
    expect(storage.objects.size).toBe(0)
    expect(rig.queue.hasRunning).toBe(false)
  })

  it('owns up to an object that landed although it was cancelled', async () => {
    const storage = open()
    const rig = makeRig(storage)
    const file = makeFile(10)
    const put = storage.putObject.bind(storage)
    const gate = makeGate()
    storage.putObject = async (request, options) => {
      await put(request)
      gate.open()
      return await new Promise((_, reject) =>
        options?.signal?.addEventListener('abort', () => reject(options.signal?.reason as Error))
      )
    }
    const id = rig.upload(file)
    await gate.opened
    await rig.until(() => rig.digester.bytesRead === 10 || storage.putDigested !== undefined)
    rig.queue.cancel(id)
    expect(await rig.ended(id)).toMatchObject({ state: 'done', verification: 'verified' })
  })
})

describe.each(ways)('an upload with a key, %s,', (_, open) => {
  it('is locked only when it is refused without the key and opens with it', async () => {
    const rig = makeRig(open())
    const transfer = await rig.ended(rig.upload(makeFile(10), { sseKey: makeKey('k') }))
    expect(transfer).toMatchObject({
      state: 'done',
      verification: 'verified',
      sseKeyId: 'k',
      lock: { state: 'encrypted', keyId: 'k' }
    })
    expect(rig.storage.calls.filter((call) => call.operation === 'headObject').map((call) => call.sseKeyId)).toEqual([
      undefined,
      'k'
    ])
    expect(rig.used).toEqual(['k https://rgw.example.edu'])
    expect(await rig.lockMemory.countOf('k')).toBe(1)
  })

  it('fails when the gateway stored it in the clear, and deletes nothing', async () => {
    const storage = open()
    storage.storesInClear = true
    const rig = makeRig(storage)
    const transfer = await rig.ended(rig.upload(makeFile(10), { sseKey: makeKey('k') }))
    expect(transfer).toMatchObject({ state: 'failed', error: { kind: 'stored-in-clear' } })
    expect(transfer.lock).toBeUndefined()
    expect(storage.objects.size).toBe(1)
    expect(rig.lockMemory.kept.size).toBe(0)
  })

  it('is done with an unknown lock when the refusal is withheld, without waiting for long', async () => {
    const storage = open()
    storage.withholdsRefusals = true
    const rig = makeRig(storage)
    const transfer = await rig.ended(rig.upload(makeFile(10), { sseKey: makeKey('k') }))
    expect(transfer).toMatchObject({
      state: 'done',
      lock: { state: 'unknown', reason: 'no-answer' }
    })
    expect(storage.count('headObject')).toBe(3)
    expect(rig.lockMemory.kept.size).toBe(0)
  })

  it('fails when another key is what opens it', async () => {
    const storage = open()
    storage.faults = [{ operation: 'headObject', nth: 2, kind: 'sse-key-wrong' }]
    const rig = makeRig(storage)
    const transfer = await rig.ended(rig.upload(makeFile(10), { sseKey: makeKey('k') }))
    expect(transfer).toMatchObject({ state: 'failed', error: { kind: 'sse-key-wrong' } })
  })

  it('sends no key over plain http', async () => {
    const storage = open('http://rgw.example.edu')
    const rig = makeRig(storage)
    const transfer = await rig.ended(rig.upload(makeFile(10), { sseKey: makeKey('k') }))
    expect(transfer).toMatchObject({ state: 'failed', error: { kind: 'sse-key-insecure' } })
    expect(storage.calls).toEqual([])
  })

  it('locks nothing with a key that this browser no longer holds', async () => {
    const storage = open()
    const rig = makeRig(storage)
    const id = rig.upload(makeFile(10), { sseKey: makeKey('k') })
    rig.keys.delete('k')
    expect(await rig.ended(id)).toMatchObject({ state: 'failed', error: { kind: 'sse-key-needed' } })
    expect(storage.calls).toEqual([])
  })
})
