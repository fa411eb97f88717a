// What a transfer that stopped has kept, and tells: never more than the next attempt builds on.
import { describe, expect, it, test } from 'vitest'
import { AppError, type AppErrorKind } from '../../../src/domain/app-error'
import type { DownloadRequest } from '../../../src/transfers/requests'
import { createUploadMemory } from '../../../src/transfers/upload-memory'
import { FakeStorage, md5 } from './fake-storage'
import { FakeSpool, makeFile, makeGate } from './fakes'
import { KIB, makeSmallPartsRig as makeRig } from './small-parts'

/** Ten parts of 8 KiB, of which the gateway refuses the third. */
function startUpload(kind: AppErrorKind) {
  const storage = new FakeStorage()
  storage.faults = [{ operation: 'uploadPart', partNumber: 3, kind }]
  const rig = makeRig(storage)
  return { storage, rig, id: rig.upload(makeFile(80 * KIB, 'big')) }
}

describe('an upload in parts', () => {
  it('that failed has kept the parts that were answered for, until it is tried again', async () => {
    const { storage, rig, id } = startUpload('request-refused')
    const failed = await rig.ended(id)
    const stored = [...storage.uploads.values()].flatMap(({ parts }) => [...parts.values()])
    expect(stored.length).toBeGreaterThan(0)
    expect(failed).toMatchObject({ state: 'failed', keptBytes: stored.length * 8 * KIB })
    storage.faults = []
    rig.queue.retry(id)
    expect(await rig.ended(id)).toMatchObject({ state: 'done', keptBytes: undefined })
    expect(storage.bytesReceived).toBe(80 * KIB)
  })

  it('that is paused has kept them, while it waits for its turn too, and none once it is cancelled', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'uploadPart', partNumber: 3, until: makeGate().opened }]
    const rig = makeRig(storage, { files: 1 })
    const id = rig.upload(makeFile(80 * KIB, 'big'))
    await rig.until(() => rig.view(id).doneBytes === 72 * KIB && storage.underWay === 1)
    expect(rig.view(id).keptBytes).toBeUndefined()
    rig.queue.pause(id)
    await rig.until(() => rig.view(id).state === 'paused')
    expect(rig.view(id).keptBytes).toBe(72 * KIB)
    rig.upload(makeFile(80 * KIB, 'other'))
    await rig.until(() => rig.queue.snapshot.totals.running === 1)
    rig.queue.resume(id)
    rig.queue.pause(id)
    expect(rig.view(id)).toMatchObject({ state: 'paused', keptBytes: 72 * KIB })
    rig.queue.cancel(id)
    expect(rig.view(id)).toMatchObject({ state: 'cancelled', keptBytes: undefined })
  })

  it('of an earlier session has kept what its journal knew before it has begun', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'uploadPart', until: makeGate().opened }]
    const rig = makeRig(storage, { files: 1 })
    rig.upload(makeFile(80 * KIB, 'other'))
    const file = makeFile(20 * KIB, 'resumed')
    const memory = { ...createUploadMemory(file), uploadId: 'u', partSizeBytes: 8 * KIB, sentParts: new Set([1, 3]) }
    const common = { storage, bucket: 'lab', contentType: '', ifAbsent: false }
    const id = rig.queue.enqueueUpload({ ...common, key: 'resumed', file }, { workId: 'w', memory })
    rig.queue.pause(id)
    expect(rig.view(id)).toMatchObject({ state: 'paused', keptBytes: 12 * KIB }) // a whole part, and the short last one
  })

  it('whose parts are gone has kept nothing', async () => {
    const { rig, id } = startUpload('no-such-upload')
    expect(await rig.ended(id)).toMatchObject({ state: 'failed', keptBytes: undefined })
  })

  it.each<AppErrorKind>([
    'no-such-bucket',
    'file-changed',
    'file-unreadable',
    'precondition-failed',
    'must-be-encrypted'
  ])(
    'that failed as %s has kept nothing, also not when it is paused before another try has sent more',
    async (kind) => {
      const { storage, rig, id } = startUpload(kind)
      expect(await rig.ended(id)).toMatchObject({ state: 'failed', error: { kind }, keptBytes: undefined })
      expect(storage.bytesReceived).toBeGreaterThan(0)
      rig.queue.retry(id)
      rig.queue.pause(id)
      expect(rig.view(id)).toMatchObject({ state: 'paused', keptBytes: undefined })
      storage.faults = [{ operation: 'uploadPart', partNumber: 10, until: makeGate().opened }]
      rig.queue.resume(id)
      await rig.until(() => rig.view(id).doneBytes === 72 * KIB && storage.underWay === 1)
      rig.queue.pause(id)
      await rig.until(() => rig.view(id).state === 'paused')
      expect(rig.view(id).keptBytes).toBe(72 * KIB) // the user has mended it
    }
  )

  it('that is paused has kept nothing once another one finds the bucket gone', async () => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'uploadPart', partNumber: 3, until: makeGate().opened }]
    const rig = makeRig(storage)
    const id = rig.upload(makeFile(80 * KIB, 'big'))
    await rig.until(() => rig.view(id).doneBytes === 72 * KIB && storage.underWay === 1)
    rig.queue.pause(id)
    await rig.until(() => rig.view(id).keptBytes === 72 * KIB)
    storage.faults = [{ operation: 'putObject', kind: 'no-such-bucket' }]
    await rig.ended(rig.upload(makeFile(10, 'small')))
    expect(rig.view(id)).toMatchObject({ state: 'paused', keptBytes: undefined })
  })

  it('whose upload is aborted on its bucket’s page has kept nothing, and starts over; others keep theirs', async () => {
    const { storage, rig, id } = startUpload('request-refused')
    const other = rig.upload(makeFile(80 * KIB, 'other'))
    const failed = [await rig.ended(id), await rig.ended(other)]
    for (const { keptBytes } of failed) expect(keptBytes).toBeGreaterThan(0)
    rig.queue.noteAborted(new Set(['not of this tab']))
    expect([rig.view(id).keptBytes, rig.view(other).keptBytes]).toEqual(failed.map(({ keptBytes }) => keptBytes))
    const uploadId = [...storage.uploads].find(([, { key }]) => key === failed[0]!.key)?.[0] ?? ''
    await storage.abortMultipartUpload('lab', failed[0]!.key, uploadId)
    rig.queue.noteAborted(new Set([uploadId]))
    expect([rig.view(id).keptBytes, rig.view(other).keptBytes]).toEqual([undefined, failed[1]!.keptBytes])
    rig.queue.retry(id)
    rig.queue.pause(id)
    expect(rig.view(id)).toMatchObject({ state: 'paused', keptBytes: undefined })
    storage.faults = []
    rig.queue.resume(id)
    expect(await rig.ended(id)).toMatchObject({ state: 'done', verification: 'verified' })
  })
})

test('a small upload keeps nothing', async () => {
  const storage = new FakeStorage()
  storage.faults = [{ operation: 'putObject', kind: 'request-refused' }]
  const rig = makeRig(storage)
  expect(await rig.ended(rig.upload(makeFile(10, 'small')))).toMatchObject({ state: 'failed', keptBytes: undefined })
})

describe('a download', () => {
  const bytes = Buffer.alloc(40 * KIB, 1)

  function startDownload(errors: readonly AppError[], more: Partial<DownloadRequest> = {}) {
    const storage = new FakeStorage()
    const rig = makeRig(storage)
    storage.objects.set('a', { bytes, etag: md5(bytes), sseKeyId: undefined, metadata: {}, modifiedAtMs: 1 })
    rig.spool.bytesBeforeFailure = 24 * KIB
    rig.spool.failures = [...errors]
    const entry = { key: 'a', sizeBytes: bytes.length, etag: md5(bytes), modifiedAtMs: 1 }
    return { rig, id: rig.queue.enqueueDownload({ storage, bucket: 'lab', entry, fileName: 'a', ...more }) }
  }

  it('that failed has kept what had come', async () => {
    const { rig, id } = startDownload([new AppError('access-denied')])
    expect(await rig.ended(id)).toMatchObject({ state: 'failed', keptBytes: 24 * KIB })
    rig.queue.retry(id)
    expect(await rig.ended(id)).toMatchObject({ state: 'done', keptBytes: undefined })
  })

  test.each<AppErrorKind>(['object-changed', 'no-such-object', 'digest-mismatch'])(
    'has kept nothing after %s',
    async (kind) => {
      const { rig, id } = startDownload(Array.from({ length: 9 }, () => new AppError(kind)))
      expect(await rig.ended(id)).toMatchObject({ state: 'failed', keptBytes: undefined })
      expect(rig.spool.keptCount).toBe(0)
    }
  )

  it('has kept nothing when what had come was shorter than the object', async () => {
    const { rig, id } = startDownload([])
    rig.spool.bytesBeforeFailure = 0
    rig.spool.spoil = Array.from({ length: 99 }, () => (all: Buffer) => all.subarray(0, 8 * KIB))
    expect(await rig.ended(id)).toMatchObject({ state: 'failed', keptBytes: undefined })
    expect(rig.spool.keptCount).toBe(0)
  })

  it('has kept nothing where what had come can’t be gone on with', async () => {
    const { rig, id } = startDownload([new AppError('access-denied')])
    rig.spool.isKeeping = false
    expect(await rig.ended(id)).toMatchObject({ state: 'failed', keptBytes: undefined })
  })

  it('into a picked file asks that file', async () => {
    const storage = new FakeStorage()
    const spool = new FakeSpool(storage)
    spool.isKeeping = false
    spool.bytesBeforeFailure = 24 * KIB
    spool.failures = [new AppError('directory-unwritable')]
    const { rig, id } = startDownload([], { spool })
    expect(await rig.ended(id)).toMatchObject({ state: 'failed', keptBytes: undefined })
  })

  it('of a small file into a folder keeps nothing', async () => {
    const directory = { name: 'd', write: () => Promise.resolve() }
    const { rig, id } = startDownload([new AppError('access-denied')], { directory })
    expect(await rig.ended(id)).toMatchObject({ state: 'failed', keptBytes: undefined })
  })

  it('that is paused has kept what had come, and a small one into a folder nothing', async () => {
    for (const directory of [undefined, { name: 'd', write: () => Promise.resolve() }]) {
      const { rig, id } = startDownload([new AppError('unreachable')], { directory })
      rig.network.set(false)
      await rig.until(() => rig.view(id).retryError !== undefined && rig.view(id).doneBytes > 0)
      rig.queue.pause(id)
      await rig.until(() => rig.view(id).state === 'paused')
      expect(rig.view(id).keptBytes).toBe(directory === undefined ? 24 * KIB : undefined)
    }
  })
})
