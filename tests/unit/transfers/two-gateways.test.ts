// A gateway that can't be reached holds up its own transfers, and none of another one.
import { expect, test } from 'vitest'
import type { UploadRequest } from '../../../src/transfers/requests'
import { FakeStorage, md5, type Operation } from './fake-storage'
import { makeFile, makeGate } from './fakes'
import { KIB, makeSmallPartsRig as makeRig } from './small-parts'

const DEAD = 'https://dead.example.edu'

function makePair() {
  const [storage, dead] = [new FakeStorage(), new FakeStorage(DEAD)]
  return { storage, dead, rig: makeRig(storage) }
}

const request = (storage: FakeStorage, key: string, sizeBytes = 10): UploadRequest => {
  return { storage, bucket: 'lab', key, file: makeFile(sizeBytes, key), ifAbsent: false, contentType: '' }
}

const hang = (...operations: readonly Operation[]) =>
  operations.map((operation) => ({ operation, until: makeGate().opened }))

test.each<[string, Operation, number]>([
  ['small files', 'putObject', 10],
  ['files in one request', 'putObject', 10 * KIB],
  ['large files', 'uploadPart', 80 * KIB],
  ['checks of large files', 'findObject', 80 * KIB]
])('%s that hang take no turn, request or check of another gateway', async (_, operation, sizeBytes) => {
  const { storage, dead, rig } = makePair()
  dead.faults = hang(operation)
  for (let n = 0; n < 60; n++) rig.queue.enqueueUpload(request(dead, `dead-${n}`, sizeBytes))
  await rig.until(() => dead.count(operation) > (operation === 'findObject' ? 2 : 0))
  const ids = [10, 10 * KIB, 80 * KIB].map((size) => rig.queue.enqueueUpload(request(storage, `live-${size}`, size)))
  for (const id of ids) expect(await rig.ended(id)).toMatchObject({ state: 'done', verification: 'verified' })
  expect(rig.queue.snapshot.totals).toMatchObject({ done: 3, failed: 0 })
})

test('a download goes on beside uploads to a gateway that fails', async () => {
  const { storage, dead, rig } = makePair()
  dead.faults = (['putObject', 'findObject'] as const).map((operation) => ({ operation, kind: 'unreachable' as const }))
  const sleep = rig.clock.sleep.bind(rig.clock)
  rig.clock.sleep = (ms, signal) => (ms < 100 ? sleep(ms, signal) : new Promise(() => undefined)) // they wait for their next try
  for (let n = 0; n < 20; n++) rig.queue.enqueueUpload(request(dead, `dead-${n}`))
  await rig.until(() => rig.queue.snapshot.transfers.filter(({ retryError }) => retryError !== undefined).length > 5)
  const bytes = Buffer.from('hello')
  storage.objects.set('a', { bytes, etag: md5(bytes), sseKeyId: undefined, metadata: {}, modifiedAtMs: 1 })
  const entry = { key: 'a', sizeBytes: 5, etag: md5(bytes), modifiedAtMs: 1 }
  const id = rig.queue.enqueueDownload({ storage, bucket: 'lab', entry, fileName: 'a' })
  expect(await rig.ended(id)).toMatchObject({ state: 'done', verification: 'verified' })
})

test('very many files of one gateway hold up none of very many of another', async () => {
  const { storage, dead, rig } = makePair()
  dead.faults = hang('putObject')
  rig.queue.enqueueUploads(Array.from({ length: 300 }, (_, n) => request(dead, `dead-${n}`)))
  rig.queue.enqueueUploads(Array.from({ length: 300 }, (_, n) => request(storage, `live-${n}`)))
  await rig.until(() => rig.queue.snapshot.totals.done === 300)
  expect([storage.objects.size, dead.objects.size]).toEqual([300, 0])
  expect(rig.queue.snapshot.backlog.count).toBeGreaterThan(150)
})

test('five hundred failures at one gateway stop its own files, and none of another', async () => {
  const { storage, dead, rig } = makePair()
  const many = (to: FakeStorage, count: number, name: string) =>
    Array.from({ length: count }, (_, n) => request(to, `${name}-${n}`))
  const over = () => rig.until(() => !rig.queue.hasRunning)
  const gate = makeGate()
  dead.faults = [{ operation: 'putObject', kind: 'access-denied' }]
  storage.faults = [{ operation: 'putObject', until: gate.opened }]
  rig.queue.enqueueUploads(many(storage, 300, 'live'))
  rig.queue.enqueueUploads(many(dead, 800, 'dead'))
  await rig.until(() => rig.queue.snapshot.backlog.whyPaused === 'failures' && rig.queue.snapshot.totals.running <= 6)
  const { backlog, totals } = rig.queue.snapshot
  expect(backlog.paused).toEqual({ count: 800 - totals.failed, sizeBytes: 10 * (800 - totals.failed) })
  expect(totals).toMatchObject({ paused: 800 - totals.failed, waiting: 300 - totals.running, sizeBytes: 3000 })
  expect(totals.failed).toBeGreaterThanOrEqual(500)
  gate.open()
  await over()
  expect(rig.queue.snapshot.totals).toMatchObject({ done: 300, failed: totals.failed, paused: totals.paused })
  rig.queue.enqueueUploads(many(storage, 300, 'later')) // and again, beside those that are stopped
  await over()
  expect(rig.queue.snapshot.totals).toMatchObject({ done: 600, failed: totals.failed, paused: totals.paused })
  dead.faults = []
  rig.queue.resumeAll()
  await over()
  expect(rig.queue.snapshot.totals).toMatchObject({ done: 1400 - totals.failed, failed: totals.failed, paused: 0 })
})

test('failures of one gateway and of another are counted apart', async () => {
  const { storage, dead, rig } = makePair()
  storage.faults = dead.faults = [{ operation: 'putObject', kind: 'access-denied' }]
  for (const to of [storage, dead])
    rig.queue.enqueueUploads(Array.from({ length: 450 }, (_, n) => request(to, `${to.endpoint}-${n}`)))
  await rig.until(() => !rig.queue.hasRunning)
  expect(rig.queue.snapshot.totals).toMatchObject({ failed: 900, paused: 0 })
})

test('what failed at a gateway is forgotten with the next uploads to it, though another one’s wait', async () => {
  const { storage, dead, rig } = makePair()
  storage.faults = hang('putObject')
  dead.faults = [{ operation: 'putObject', kind: 'access-denied' }]
  rig.queue.enqueueUploads(Array.from({ length: 300 }, (_, n) => request(storage, `live-${n}`)))
  for (let n = 0; n < 500; n++) rig.queue.enqueueUpload(request(dead, `early-${n}`))
  await rig.until(() => rig.queue.snapshot.totals.failed === 500)
  dead.faults = []
  rig.queue.enqueueUploads(Array.from({ length: 300 }, (_, n) => request(dead, `late-${n}`)))
  await rig.until(() => rig.queue.snapshot.totals.done === 300)
  expect(rig.queue.snapshot.backlog.whyPaused).toBeUndefined()
})

test('each place in line is one of its own gateway', async () => {
  const { storage, dead, rig } = makePair()
  storage.faults = dead.faults = hang('putObject')
  const add = (to: FakeStorage, name: string) => {
    for (let n = 0; n < 9; n++) rig.queue.enqueueUpload(request(to, `${name}-${n}`, 10 * KIB))
  }
  add(dead, 'dead')
  add(storage, 'live')
  await rig.until(() => rig.queue.snapshot.totals.running === 10)
  const keys = rig.queue.snapshot.lines.map((ids) => ids.map((id) => rig.view(id).key))
  const from5 = (name: string) => [5, 6, 7, 8].map((n) => `${name}-${n}`)
  expect(keys).toEqual([from5('dead'), from5('live')])
})
