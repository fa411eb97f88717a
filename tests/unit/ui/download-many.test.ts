// Downloads of many before they start, and how the transfers show what has not started yet.
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { FolderPrefix } from '../../../src/domain/folder-prefix'
import { en } from '../../../src/messages/en'
import { useLanguage } from '../../../src/messages/messages'
import type { ArchiveSpool, DownloadPlaces, PickedDirectory, PickedFile } from '../../../src/domain/download-ports'
import { describeArchive, nameArchive } from '../../../src/ui/objects/archive-words'
import { DownloadMany, type DownloadSource } from '../../../src/ui/objects/download-many.svelte'
import { pickForLarge } from '../../../src/ui/objects/large-download'
import { Transfers } from '../../../src/state/transfers.svelte'
import type { DownloadBatchRequest } from '../../../src/transfers/download-batch'
import type { ArchiveRequest } from '../../../src/transfers/requests'
import { makeGate, makeRig } from '../transfers/fakes'
import { makeListed, settle } from '../state/fakes'

const directory = { name: 'picked', isEmpty: () => Promise.resolve(false) } as PickedDirectory
const free =
  (freeBytes: number | undefined, isKnown = true): DownloadPlaces['freeRoom'] =>
  () =>
    Promise.resolve(freeBytes === undefined ? undefined : { freeBytes, isKnown })
const places = (more: Partial<DownloadPlaces> = {}): DownloadPlaces => ({
  canPickFile: false,
  pickFile: () => Promise.resolve(undefined),
  canPickDirectory: true,
  pickDirectory: () => Promise.resolve(directory),
  reopenDirectory: () => Promise.resolve(directory),
  freeRoom: free(100),
  ...more
})
const EMPTY = createHash('md5').digest('hex')
const noLocks = { findKey: () => Promise.resolve(undefined) }

function accepting() {
  const requests: DownloadBatchRequest[] = []
  const archives: ArchiveRequest[] = []
  const transfers = {
    downloadMany: (request: DownloadBatchRequest) => Promise.resolve(void requests.push(request)),
    downloadArchive: (request: ArchiveRequest) => Promise.resolve(void archives.push(request))
  }
  return { requests, archives, transfers }
}

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
  return { many, folder, ...accepting() }
}

test('begins when it is counted and has a place, without counting the folders’ own empty objects', async () => {
  const { many, requests, transfers } = await prepared(['d/a', 'd/b', 'd/c'])
  many.way = 'directory'
  expect([many.fileCount, many.isReady, await many.start(transfers, noLocks)]).toEqual([3, false, false])
  await many.pickDirectory()
  expect([many.isReady, many.hasDirectoryFiles]).toEqual([true, true])
  many.decision = 'skip'
  expect(await many.start(transfers, noLocks)).toBe(true)
  expect(requests).toEqual([expect.objectContaining({ objectCount: 3, sizeBytes: 30, directory, decision: 'skip' })])
})

test('a person who thinks better of it picks nothing, and a picker that fails says so', async () => {
  const thought = await prepared(['d/a'], places({ pickDirectory: () => Promise.resolve(undefined) }))
  thought.many.way = 'directory'
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
  many.way = 'each'
  expect([many.isReady, many.neededBytes, many.hasRoom]).toEqual([true, 110, false])
  const picking = await prepared(names)
  picking.many.way = 'directory'
  expect([picking.many.neededBytes, picking.many.hasRoom]).toEqual([50, true])
  const silent = await prepared(names, places({ freeRoom: () => Promise.reject(new Error('no')) }))
  expect([silent.many.freeBytes, silent.many.hasRoom]).toEqual([undefined, true])
})

test('one ZIP file is what is offered first, at its size, where there is room for it', async () => {
  const roomy = places({ freeRoom: free(10_000) })
  const { many, archives, transfers } = await prepared(['d/a', 'd/b'], roomy)
  expect([many.way, many.isReady, many.archiveBytes > 20]).toEqual(['archive', true, true])
  expect(await many.start(transfers, noLocks)).toBe(true)
  const request = { fileName: 'd.zip', fileCount: 2, sizeBytes: 20, overheadBytes: many.archiveBytes - 20 }
  expect(archives).toEqual([expect.objectContaining(request)])
  const full = await prepared(['d/a'], places({ freeRoom: free(10) }))
  expect([full.many.way, full.many.isReady]).toEqual(['directory', false])
  full.many.way = 'archive'
  expect([full.many.hasRoom, full.many.isReady]).toEqual([false, false])
  const alone = await prepared(['d/a'], places({ canPickDirectory: false, freeRoom: free(10) }))
  expect([alone.many.way, alone.many.isReady]).toEqual(['archive', false])
})

test('nothing is refused by an answer that says nothing of what fits, and what is large still goes into a file', async () => {
  const unknown = { canPickDirectory: false, freeRoom: free(10, false) }
  const { many } = await prepared(['d/a'], places(unknown))
  expect([many.way, many.hasRoom, many.isReady]).toEqual(['archive', true, true])
  many.way = 'each'
  expect(many.hasRoom).toBe(true)
  const picking = await prepared(['d/a'], places({ ...unknown, canPickFile: true }))
  expect(picking.many.isIntoFile).toBe(true)
})

test('a ZIP file has the name of what is in it, and a report that names each file', async () => {
  await useLanguage('en', ['en'])
  const entry = (key: string) => ({ key, sizeBytes: 1, etag: 'e', modifiedAtMs: 1 })
  const name = (prefix: FolderPrefix, entries: string[], prefixes: FolderPrefix[]) =>
    nameArchive('lab', prefix, { entries: entries.map(entry), prefixes })
  expect([
    name('', [], ['a/d/']),
    name('a/', ['a/x.txt'], []),
    name('a/b/', ['a/b/x', 'a/b/y'], ['a/b/c/']),
    name('', ['x', 'y'], []),
    name('', [], ['']),
    name('', [], ['../'])
  ]).toEqual(['d.zip', 'x.txt.zip', 'b.zip', 'lab.zip', 'lab.zip', 'object.zip'])
  const error = new AppError('digest-mismatch')
  const renamed = [{ key: 'a?', path: 'a_' }]
  const report = describeArchive({ bucket: 'lab', missing: [{ key: 'd/\u202Eb', error }], renamed })
  expect(report.split('\r\n')).toEqual([
    en.downloads.archive.report.title('lab'),
    '',
    en.downloads.archive.report.missing(1),
    '',
    '- d/⟨U+202E⟩b: Checksum mismatch',
    '',
    en.downloads.archive.report.renamed(1),
    '',
    '- a? → a_',
    ''
  ])
})

test('nothing that could not be counted begins', async () => {
  const { many } = await prepared(['d/a'], places({ canPickDirectory: false }))
  many.way = 'each'
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
  const transfers = new Transfers(
    () => Promise.resolve(rig.queue),
    undefined,
    () => Promise.resolve(rig.digester)
  )
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
  many.way = 'each'
  await many.prepare()
  await settle()
  expect(many.large).toEqual({ count: 1, unlistedBytes: 300, largestBytes: 300, uncheckedCount: 0 })
  expect([many.neededBytes, many.hasRoom]).toEqual([300, false])
  const { requests, transfers } = accepting()
  await many.start(transfers, noLocks)
  expect(requests).toEqual([expect.objectContaining({ sizeBytes: 300, unlistedBytes: 300 })])
})

test('more than a quarter of the room goes straight into a file that the user picks, where there is a picker', async () => {
  const asked: string[] = []
  const spool = {} as ArchiveSpool
  const picking = (freeBytes: number | undefined, picked: PickedFile | undefined, canPickFile = true) =>
    places({
      canPickFile,
      freeRoom: free(freeBytes),
      pickFile: (name) => {
        asked.push(name)
        return Promise.resolve(picked)
      }
    })
  const file = { name: 'chosen.zip', spool }
  expect([
    await pickForLarge(picking(100, file), 'a', 25),
    await pickForLarge(picking(100, file), 'a', 26),
    await pickForLarge(picking(100, undefined), 'a', 26),
    await pickForLarge(picking(undefined, file), 'a', 26),
    await pickForLarge(picking(100, file, false), 'a', 26)
  ]).toEqual([{}, { spool }, undefined, {}, {}])
  expect(asked).toEqual(['a', 'a'])
  const { many, archives, transfers } = await prepared(['d/a', 'd/b'], picking(10, file))
  expect([many.way, many.isReady, many.isIntoFile]).toEqual(['archive', true, true])
  expect(await many.start(transfers, noLocks)).toBe(true)
  expect(archives[0]?.spool).toBe(spool)
  const thought = await prepared(['d/a'], picking(10, undefined))
  expect([await thought.many.start(thought.transfers, noLocks), thought.archives.length]).toEqual([false, 0])
})
