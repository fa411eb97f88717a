// Downloads of many before they begin, and how the transfers show what has not begun yet.
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { DownloadPlaces, PickedDirectory } from '../../../src/domain/download-ports'
import { DownloadMany, type DownloadSource } from '../../../src/ui/objects/download-many.svelte'
import { Transfers } from '../../../src/state/transfers.svelte'
import type { DownloadBatchRequest } from '../../../src/transfers/download-batch'
import { makeGate, makeRig } from '../transfers/fakes'
import { makeListed, settle } from '../state/fakes'

const directory = { name: 'picked', isEmpty: () => Promise.resolve(false) } as PickedDirectory
const places = (more: Partial<DownloadPlaces> = {}): DownloadPlaces => ({
  canPickDirectory: true,
  pickDirectory: () => Promise.resolve(directory),
  freeBytes: () => Promise.resolve(100),
  ...more
})
const EMPTY = createHash('md5').digest('hex')
const noLocks = { findKey: () => Promise.resolve(undefined) }

async function prepared(names: readonly string[], where = places()) {
  const { storage, folder } = makeListed(names)
  const source: DownloadSource = {
    storage,
    bucket: 'lab',
    prefix: '',
    selection: { entries: [], prefixes: ['d/'] },
    label: 'd'
  }
  const many = new DownloadMany(source, where)
  await many.prepare()
  const begun: DownloadBatchRequest[] = []
  const transfers = { downloadMany: (request: DownloadBatchRequest) => Promise.resolve(void begun.push(request)) }
  return { many, folder, begun, transfers }
}

test('begins when it is counted and has a place, without counting the folders’ own empty objects', async () => {
  const { many, begun, transfers } = await prepared(['d/a', 'd/b', 'd/c'])
  expect([many.fileCount, many.isReady, await many.start(transfers, noLocks)]).toEqual([3, false, false])
  await many.pickDirectory()
  expect([many.isReady, many.hasDirectoryFiles]).toEqual([true, true])
  many.decision = 'skip'
  expect(await many.start(transfers, noLocks)).toBe(true)
  expect(begun).toEqual([expect.objectContaining({ objectCount: 3, sizeBytes: 30, directory, decision: 'skip' })])
})

test('a person who thinks better of it picks nothing, and a picker that fails says so', async () => {
  const thought = await prepared(['d/a'], places({ pickDirectory: () => Promise.resolve(undefined) }))
  await thought.many.pickDirectory()
  expect([thought.many.directory, thought.many.error, thought.many.isReady]).toEqual([undefined, undefined, false])
  const failure = new AppError('directory-unwritable')
  const failed = await prepared(['d/a'], places({ pickDirectory: () => Promise.reject(failure) }))
  await failed.many.pickDirectory()
  expect(failed.many.error).toBe(failure)
})

test('without a picker all of it needs room here, with one only what is on its way', async () => {
  const names = Array.from({ length: 11 }, (_, index) => `d/${index}`)
  const { many } = await prepared(names, places({ canPickDirectory: false }))
  expect([many.isToDirectory, many.isReady, many.neededBytes, many.hasRoom]).toEqual([false, true, 110, false])
  const picking = await prepared(names)
  expect([picking.many.isToDirectory, picking.many.neededBytes, picking.many.hasRoom]).toEqual([true, 50, true])
  const silent = await prepared(names, places({ freeBytes: () => Promise.reject(new Error('no')) }))
  expect([silent.many.freeBytes, silent.many.hasRoom]).toEqual([undefined, true])
})

test('nothing that could not be counted begins', async () => {
  const { many } = await prepared(['d/a'], places({ canPickDirectory: false }))
  expect(many.isReady).toBe(true)
  const { storage, folder } = makeListed(['d/a'])
  folder.failsAt = ''
  const source: DownloadSource = {
    storage,
    bucket: 'lab',
    prefix: '',
    selection: { entries: [], prefixes: ['d/'] },
    label: 'd'
  }
  const failed = new DownloadMany(source, places({ canPickDirectory: false }))
  await failed.prepare()
  expect([failed.isReady, failed.count.totals.error?.kind]).toEqual([false, 'gateway-busy'])
})

test('what is to come counts as waiting, is stopped with the rest, and leaves the list when it is over', async () => {
  const { storage, folder } = makeListed(['d/a', 'd/b'])
  const rig = makeRig(storage)
  const gate = makeGate()
  folder.until = gate.opened
  const transfers = new Transfers(() => Promise.resolve(rig.queue))
  const request: DownloadBatchRequest = {
    storage,
    bucket: 'lab',
    prefix: '',
    selection: { entries: [], prefixes: ['d/'] },
    label: 'd',
    objectCount: 2,
    sizeBytes: 20,
    directory: undefined,
    decision: 'keep-both',
    findSseKey: () => Promise.resolve(undefined)
  }
  await transfers.downloadMany(request)
  await settle()
  expect(transfers.totals).toMatchObject({ waiting: 2, sizeBytes: 20 })
  expect([transfers.hasUnfinished, transfers.hasAny, transfers.hasFinished]).toEqual([true, true, false])
  transfers.cancelAll()
  gate.open()
  await settle()
  expect(transfers.batches.map(({ state }) => state)).toEqual(['stopped'])
  expect([transfers.hasUnfinished, transfers.totals.waiting, transfers.hasFinished]).toEqual([false, 0, true])
  transfers.clearFinished()
  expect(transfers.hasAny).toBe(false)
})

test('makes room for Swift large objects at the size of their HEAD', async () => {
  const { storage } = makeListed([])
  const bytes = Buffer.alloc(300)
  storage.objects.set('dlo', { bytes, etag: 'e', sseKeyId: undefined, metadata: {}, modifiedAtMs: 1 })
  storage.objects.set('empty', {
    bytes: Buffer.alloc(0),
    etag: EMPTY,
    sseKeyId: undefined,
    metadata: {},
    modifiedAtMs: 1
  })
  const entries = ['dlo', 'empty', 'gone'].map((key) => ({ key, sizeBytes: 0, etag: EMPTY, modifiedAtMs: 1 }))
  const source: DownloadSource = {
    storage,
    bucket: 'lab',
    prefix: '',
    selection: { entries, prefixes: [] },
    label: 'd'
  }
  const many = new DownloadMany(source, places({ canPickDirectory: false }))
  await many.prepare()
  await settle()
  expect(many.large).toEqual({ count: 1, unlistedBytes: 300, largestBytes: 300, uncheckedCount: 0 })
  expect([many.neededBytes, many.hasRoom]).toEqual([300, false])
  const begun: DownloadBatchRequest[] = []
  await many.start({ downloadMany: (request) => Promise.resolve(void begun.push(request)) }, noLocks)
  expect(begun).toEqual([expect.objectContaining({ sizeBytes: 300, unlistedBytes: 300 })])
})
