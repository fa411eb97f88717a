// A sync as it is carried out: what is deleted waits for what is transferred, and nothing that changed since it was seen is touched.
import { expect, it } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { Gateway } from '../../../src/domain/gateway'
import type { ObjectEntry } from '../../../src/domain/object-entry'
import type { LocalFile, LocalFolder, LocalState, SyncMemory, SyncPair, WritableFolder } from '../../../src/domain/sync'
import { Syncs, type SyncOrder, type SyncReport } from '../../../src/state/syncs'
import type { ChosenFiles } from '../../../src/state/upload-draft.svelte'
import type { DownloadBatchRequest } from '../../../src/transfers/download-batch'
import type { Transfer } from '../../../src/transfers/transfer'
import { FakeStorage, md5 } from '../transfers/fake-storage'
import { FakeDigester } from '../transfers/fakes'
import { settle } from './fakes'

const UNHEARD = {
  signal: new AbortController().signal,
  onRead: () => undefined,
  onListed: () => undefined,
  onCompared: () => undefined
}

class FakeFolder implements LocalFolder, WritableFolder {
  readonly name = 'data'
  readonly files = new Map<string, { text: string; ms: number }>()
  readonly directory = this
  handle: FileSystemHandle | undefined
  #nowMs = 5000
  put(path: string, text: string, ms: number): void {
    this.files.set(path, { text, ms })
  }
  local(path: string): LocalFile {
    const { text, ms } = this.files.get(path) ?? { text: '', ms: 0 }
    return { path, sizeBytes: text.length, modifiedAtMs: ms, file: new File([text], path, { lastModified: ms }) }
  }
  read() {
    return Promise.resolve({ files: [...this.files.keys()].map((path) => this.local(path)), unreadable: [] })
  }
  isEmpty = () => Promise.resolve(this.files.size === 0)
  fileAt = (path: readonly string[]) =>
    Promise.resolve(this.files.has(path.join('/')) ? this.local(path.join('/')).file : undefined)
  has = (path: readonly string[]) => Promise.resolve(this.files.has(path.join('/')))
  async write(path: readonly string[], file: Blob, { mayReplace }: { readonly mayReplace: boolean }): Promise<void> {
    if (!mayReplace && this.files.has(path.join('/'))) throw new AppError('precondition-failed')
    this.put(path.join('/'), await file.text(), this.#nowMs++)
  }
  stat(path: readonly string[]): Promise<LocalState | undefined> {
    const { sizeBytes, modifiedAtMs } = this.local(path.join('/'))
    return Promise.resolve(this.files.has(path.join('/')) ? { sizeBytes, modifiedAtMs } : undefined)
  }
  remove = (path: readonly string[]) => Promise.resolve(void this.files.delete(path.join('/')))
}

function makeRig() {
  const storage = new FakeStorage()
  const put = (key: string, text: string): ObjectEntry => {
    const bytes = Buffer.from(text)
    storage.objects.set(key, { bytes, etag: md5(bytes), sseKeyId: undefined, metadata: {}, modifiedAtMs: 1 })
    return { key, sizeBytes: bytes.length, etag: md5(bytes), modifiedAtMs: 1 }
  }
  storage.listPage = () =>
    Promise.resolve({
      prefixes: [],
      objects: [...storage.objects].map(([key, { bytes, etag, modifiedAtMs }]) => ({
        key,
        sizeBytes: bytes.length,
        etag,
        modifiedAtMs
      })),
      nextToken: undefined
    })
  const versions = {
    deleteBatch: (_: string, targets: readonly { readonly key: string }[]) => {
      for (const { key } of targets) storage.objects.delete(key)
      return Promise.resolve([])
    }
  }
  const gateway = { storage, versions } as unknown as Gateway
  const folder = new FakeFolder()
  const memories = new Map<string, SyncMemory>()
  const idOf = ({ bucket, prefix, folderName }: SyncPair): string => [bucket, prefix, folderName].join(' ')
  const chosen: ChosenFiles[] = []
  const batches: DownloadBatchRequest[] = []
  const reports: SyncReport[] = []
  const deleting: number[] = []
  const syncs = new Syncs({
    transfers: { prepare: () => Promise.resolve(), downloadMany: async (request) => void batches.push(request) },
    uploads: { begin: async (_, files) => chosen.push(files) > 0 },
    observations: { findKey: () => Promise.resolve(undefined) },
    memories: {
      get: async (pair) => memories.get(idOf(pair)),
      put: async (pair, memory) => void memories.set(idOf(pair), memory)
    },
    loadDigester: () => Promise.resolve(new FakeDigester()),
    onDeleting: (count) => void deleting.push(count),
    onEnd: (report) => void reports.push(report)
  })
  const target = { gateway, bucket: 'lab', prefix: 'p/', folder } as const
  const order = (more: Partial<SyncOrder>): SyncOrder => ({
    ...target,
    label: 'data',
    uploads: [],
    downloads: [],
    deletedObjects: [],
    deletedFiles: [],
    ...more
  })
  const remembered = () => [...(memories.get('lab p/ data')?.files ?? [])]
  return { storage, put, folder, memories, chosen, batches, reports, deleting, syncs, target, order, remembered }
}

const done = (key: string, etag: string) => ({ state: 'done', key, etag }) as Transfer

it('deletes nothing before everything has arrived, and remembers what did', async () => {
  const rig = makeRig()
  const gone = rig.put('p/gone', 'gone')
  rig.folder.put('a', 'aaa', 1)
  rig.folder.put('b', 'bbb', 2)
  const uploads = ['a', 'b'].map((path) => ({ local: rig.folder.local(path), remote: undefined }))
  await rig.syncs.start(rig.order({ uploads, deletedObjects: [gone] }), [])
  const onState = rig.chosen[0]?.onState
  onState?.(done('p/a', 'ea'))
  onState?.(done('p/a', 'ea')) // it was verified once more
  onState?.({ state: 'failed', key: 'p/b' } as Transfer)
  await settle()
  expect([rig.storage.objects.has('p/gone'), rig.reports]).toEqual([true, []])
  onState?.(done('p/b', 'eb'))
  await expect.poll(() => rig.reports.length).toBe(1)
  expect(rig.storage.objects.has('p/gone')).toBe(false)
  expect(rig.reports[0]).toMatchObject({ deletedCount: 1, failures: [] })
  expect(rig.remembered()).toEqual([
    ['a', { sizeBytes: 3, modifiedAtMs: 1, etag: 'ea' }],
    ['b', { sizeBytes: 3, modifiedAtMs: 2, etag: 'eb' }]
  ])
})

it('deletes no object that changed since it was seen', async () => {
  const rig = makeRig()
  const [changed, same] = [rig.put('p/changed', 'seen'), rig.put('p/same', 'seen')]
  rig.put('p/changed', 'newer')
  await rig.syncs.start(rig.order({ deletedObjects: [changed, same] }), [])
  await expect.poll(() => rig.reports.length).toBe(1)
  expect([...rig.storage.objects.keys()]).toEqual(['p/changed'])
  expect(rig.reports[0]).toMatchObject({ deletedCount: 1, failures: [{ path: 'p/changed' }] })
  expect([rig.deleting, rig.syncs.isDeleting]).toEqual([[2], false])
})

it('deletes no file that changed since it was seen; one that is gone counts as deleted', async () => {
  const rig = makeRig()
  for (const path of ['changed', 'same', 'gone']) rig.folder.put(path, 'seen', 1)
  const deletedFiles = ['changed', 'same', 'gone'].map((path) => rig.folder.local(path))
  rig.folder.put('changed', 'newer', 2)
  rig.folder.files.delete('gone')
  await rig.syncs.start(rig.order({ deletedFiles }), [])
  await expect.poll(() => rig.reports.length).toBe(1)
  expect([...rig.folder.files.keys()]).toEqual(['changed'])
  expect(rig.reports[0]).toMatchObject({ deletedCount: 2, failures: [{ path: 'changed' }] })
})

it('overwrites no file that changed since it was seen, and none that appeared', async () => {
  const rig = makeRig()
  rig.folder.put('seen', 'old', 1)
  rig.folder.put('changed', 'old', 1)
  const downloads = ['seen', 'changed', 'new', 'appeared'].map((path) => ({
    path,
    remote: rig.put(`p/${path}`, 'bucket'),
    local: rig.folder.files.has(path) ? rig.folder.local(path) : undefined
  }))
  rig.folder.put('changed', 'mine', 2)
  rig.folder.put('appeared', 'mine', 2)
  await rig.syncs.start(rig.order({ downloads }), [])
  const directory = rig.batches[0]?.directory
  const write = (path: string) =>
    directory?.write([path], new Blob(['bucket']), { mayReplace: true }).then(
      () => 'written',
      (error: AppError) => error.kind
    )
  const written = []
  for (const { path } of downloads) written.push(await write(path))
  expect(written).toEqual(['written', 'precondition-failed', 'written', 'precondition-failed'])
  expect(await write('new (1)')).toBe('name-refused')
  expect([...rig.folder.files].map(([path, { text }]) => `${path}: ${text}`)).toEqual([
    'seen: bucket',
    'changed: mine',
    'appeared: mine',
    'new: bucket'
  ])
  expect(rig.reports).toEqual([]) // two have not arrived
})

it('remembers what it saw to be the same, and asks no more about it', async () => {
  const rig = makeRig()
  rig.put('p/a', 'same')
  rig.folder.put('a', 'same', 7)
  expect(await rig.syncs.compare(rig.target, UNHEARD)).toMatchObject([{ path: 'a', isSame: true, former: undefined }])
  const again = await rig.syncs.compare(rig.target, UNHEARD)
  expect(again).toMatchObject([{ isSame: true, former: { sizeBytes: 4, modifiedAtMs: 7 } }])
})

it('takes no other folder of that name for the one that it remembers', async () => {
  const rig = makeRig()
  rig.put('p/a', 'same')
  rig.folder.put('a', 'same', 7)
  const handle = (id: number) => ({ id, isSameEntry: async (other: { id: number }) => other.id === id }) as never
  rig.folder.handle = handle(1)
  await rig.syncs.compare(rig.target, UNHEARD)
  rig.folder.handle = handle(2)
  expect(await rig.syncs.compare(rig.target, UNHEARD)).toMatchObject([{ former: undefined }])
})
