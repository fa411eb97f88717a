// A key stays as long as a transfer may still send or need it, and is looked for before it is sent and before an upload is complete.
import { describe, expect, test } from 'vitest'
import { FakeStorage } from './fake-storage'
import { makeFile, makeGate, makeKey, makeRig, MIB } from './fakes'

const sseKey = makeKey('k')

describe('an upload holds its key', () => {
  test('while it waits and runs, and lets it go when it is done', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage, { files: 1 })
    const gate = makeGate()
    storage.faults = [{ operation: 'putObject', nth: 1, until: gate.opened }]
    const ids = [rig.upload(makeFile(9, 'one'), { sseKey }), rig.upload(makeFile(9, 'two'), { sseKey })]
    expect(rig.guard.held).toHaveLength(2)
    gate.open()
    for (const id of ids) expect((await rig.ended(id)).state).toBe('done')
    expect(rig.guard.held).toEqual([])
  })

  test('after a failure too, since it can be retried; a cancel lets it go', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    storage.faults = [{ operation: 'putObject', nth: 1, kind: 'access-denied' }]
    const id = rig.upload(makeFile(9), { sseKey })
    expect((await rig.ended(id)).state).toBe('failed')
    expect(rig.guard.held).toEqual([{ keyId: 'k', use: 'upload' }])
    rig.queue.cancel(id)
    expect(rig.guard.held).toEqual([])
    rig.queue.retry(id)
    expect(rig.guard.held).toHaveLength(1)
    expect((await rig.ended(id)).state).toBe('done')
    expect(rig.guard.held).toEqual([])
  })

  test('and begins only when no tab can remove it any more: a key that is gone by then is not used', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    const gate = makeGate()
    rig.guard.until = gate.opened
    const id = rig.upload(makeFile(9), { sseKey })
    await rig.until(() => rig.view(id).state === 'running')
    rig.keys.delete('k') // another tab had started to remove it
    gate.open()
    expect(await rig.ended(id)).toMatchObject({ state: 'failed', error: { kind: 'sse-key-needed' } })
    expect(storage.objects.size).toBe(0)
  })

  test('is not complete when the key has vanished in the middle', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    const gate = makeGate()
    storage.faults = [{ operation: 'uploadPart', partNumber: 2, until: gate.opened }]
    const id = rig.upload(makeFile(20 * MIB), { sseKey })
    await rig.until(() => storage.count('uploadPart') === 3)
    rig.keys.delete('k')
    gate.open()
    expect(await rig.ended(id)).toMatchObject({ state: 'failed', error: { kind: 'sse-key-needed' } })
    expect(storage.objects.size).toBe(0)
  })
})

test('a download holds the key that was found for it until it is saved', async () => {
  const storage = new FakeStorage()
  const rig = makeRig(storage)
  await rig.ended(rig.upload(makeFile(9), { sseKey }))
  const entry = (await storage.findObject('lab', 'data.bin'))!
  const gate = makeGate()
  rig.spool.beforeReceive = () => gate.opened
  const findSseKey = () => Promise.resolve(sseKey)
  const id = rig.queue.enqueueDownload({ storage, bucket: 'lab', entry, fileName: 'data.bin', findSseKey })
  await rig.until(() => rig.guard.held.length > 0)
  expect(rig.guard.held).toEqual([{ keyId: 'k', use: 'download' }])
  gate.open()
  await rig.ended(id)
  expect(rig.guard.held).toEqual([])
})

test('a transfer without a key holds none', async () => {
  const rig = makeRig(new FakeStorage())
  const id = rig.upload(makeFile(9))
  expect(rig.guard.held).toEqual([])
  await rig.ended(id)
})

describe('a key that vanishes after the data was sent', () => {
  for (const [name, size, operation] of [
    ['small', 9, 'putObject'],
    ['large', 20 * MIB, 'completeMultipartUpload']
  ] as const)
    test(`leaves a ${name} upload unclaimed; with the key back, a retry finds the object and sends nothing again`, async () => {
      const storage = new FakeStorage()
      const rig = makeRig(storage)
      const gate = makeGate()
      storage.faults = [{ operation, nth: 1, until: gate.opened }]
      const id = rig.upload(makeFile(size), { sseKey, ifAbsent: true })
      await rig.until(() => storage.count(operation) === 1)
      rig.keys.delete('k')
      gate.open()
      const failed = await rig.ended(id)
      expect(failed).toMatchObject({ state: 'failed', error: { details: { operation: 'verify' } } })
      expect(failed.verification).toBeUndefined()
      expect(rig.used).toEqual([])
      rig.keys.set('k', sseKey)
      rig.queue.retry(id)
      expect(await rig.ended(id)).toMatchObject({ state: 'done', lock: { state: 'encrypted' } })
      expect(storage.count(operation)).toBe(1)
      await rig.until(() => rig.journal.entries.size === 0)
    })

  test('is not cancelled as if nothing had been stored', async () => {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    rig.missingKey.kind = 'sse-key-lost'
    const gate = makeGate()
    storage.faults = [{ operation: 'putObject', nth: 1, until: gate.opened }]
    const id = rig.upload(makeFile(9), { sseKey })
    await rig.until(() => storage.count('putObject') === 1)
    rig.keys.delete('k')
    gate.open()
    await rig.ended(id)
    rig.queue.cancel(id)
    expect(rig.view(id)).toMatchObject({ state: 'cancelled', traces: 'kept-object' })
  })
})
