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
