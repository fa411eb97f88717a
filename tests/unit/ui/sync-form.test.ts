// A sync before it begins: what is chosen, what is asked once more, and what is handed over.
import { expect, it } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { Gateway } from '../../../src/domain/gateway'
import type { LocalFolder, WritableFolder } from '../../../src/domain/sync'
import { folderOf } from '../../../src/operations/sync/chosen-folder'
import type { ComparedPath } from '../../../src/operations/sync/plan'
import type { SyncOrder, Syncs } from '../../../src/state/syncs'
import { SyncForm } from '../../../src/ui/objects/sync-form.svelte'
import { makeGate } from '../transfers/fakes'

const directory = {} as WritableFolder
const picked: LocalFolder = {
  name: 'data',
  handle: undefined,
  directory,
  read: () => Promise.resolve({ files: [], unreadable: [] })
}

function compared(path: string, sides: 'local' | 'remote' | 'both', localMs = 1): ComparedPath {
  const local = { path, sizeBytes: 10, modifiedAtMs: localMs, file: new File([], path) }
  const remote = { key: `p/${path}`, sizeBytes: 20, modifiedAtMs: 2, etag: path }
  return {
    path,
    local: sides === 'remote' ? undefined : local,
    remote: sides === 'local' ? undefined : remote,
    former: undefined,
    isSame: false
  }
}

const SOME = [
  compared('new', 'local'),
  compared('theirs', 'remote'),
  compared('older', 'both', 1),
  compared('newer', 'both', 3)
]

function makeForm(result: () => Promise<readonly ComparedPath[]> = () => Promise.resolve(SOME)) {
  const orders: SyncOrder[] = []
  const syncs: Pick<Syncs, 'compare' | 'start'> = {
    compare: result,
    start: async (order) => void orders.push(order)
  }
  const folders = { canPick: true, pick: () => Promise.resolve(picked) }
  return { form: new SyncForm({ gateway: {} as Gateway, bucket: 'lab', prefix: 'p/' }, syncs, folders), orders }
}

const groups = ({ rows }: SyncForm) => Object.fromEntries(rows.map(({ compared: { path }, group }) => [path, group]))
const names = (files: readonly { readonly local?: { readonly path: string } | undefined }[]) =>
  files.map(({ local }) => local?.path)

it('starts with uploads, keeps what is newer in the bucket, and hands over what each replaces', async () => {
  const { form, orders } = makeForm()
  await form.pick()
  expect(groups(form)).toEqual({ new: 'upload-new', theirs: 'only-remote', older: 'ask', newer: 'upload-changed' })
  expect(await form.start('label')).toBe(true)
  expect(orders[0]).toMatchObject({ label: 'label', folder: picked, downloads: [], deletedObjects: [] })
  expect(orders[0]?.uploads.map(({ local, remote }) => [local.path, remote?.etag])).toEqual([
    ['new', undefined],
    ['newer', 'newer']
  ])
})

it('both ways asks row by row or for all, and what is not chosen is left', async () => {
  const { form, orders } = makeForm()
  await form.pick()
  form.direction = 'both'
  expect([form.asked.length, form.actionCount]).toEqual([2, 2])
  form.chooseForAll('newer')
  expect(form.asked.map((row) => form.choiceOf(row))).toEqual(['download', 'upload'])
  form.choose(form.asked[0]!, undefined)
  await form.start('label')
  expect(names(orders[0]?.uploads ?? [])).toEqual(['new', 'newer'])
  expect(orders[0]?.downloads.map(({ path, local }) => [path, local])).toEqual([['theirs', undefined]])
  form.chooseForAll('leave')
  expect(form.actionCount).toBe(2)
})

it('deletes only after it was asked once more, and never both ways', async () => {
  const { form, orders } = makeForm()
  await form.pick()
  expect(form.missing).toEqual({ count: 1, sizeBytes: 20 })
  form.deletesMissing = true
  expect([form.deletionCount, form.missing.count, form.isAllMissing]).toEqual([1, 1, false])
  expect([await form.start('label'), form.isConfirming, orders.length]).toEqual([false, true, 0])
  expect(await form.start('label')).toBe(true)
  expect(orders[0]?.deletedObjects.map(({ key }) => key)).toEqual(['p/theirs'])
  form.direction = 'both'
  form.deletesMissing = true
  expect([form.deletesMissing, form.deletionCount]).toEqual([false, 0])
})

it('shows what is asked first, filters by group and name, and sums what moves', async () => {
  const { form } = makeForm()
  await form.pick()
  const shown = () => form.shown.map(({ compared: { path } }) => path)
  expect(shown()).toEqual(['older', 'new', 'newer', 'theirs'])
  form.filter = ' NEW'
  expect(shown()).toEqual(['new', 'newer'])
  form.group = 'upload-new'
  expect(shown()).toEqual(['new'])
  expect(form.sums.get('only-remote')).toEqual({ count: 1, sizeBytes: 20 })
})

it('of a comparison that is stopped nothing stays, and one that fails can be tried again', async () => {
  const gate = makeGate()
  const stopped = makeForm(() => gate.opened.then(() => Promise.reject(new DOMException('', 'AbortError'))))
  const picking = stopped.form.pick()
  await expect.poll(() => stopped.form.isComparing).toBe(true)
  stopped.form.stop()
  gate.open()
  await picking
  expect([stopped.form.folder, stopped.form.isComparing, stopped.form.error]).toEqual([undefined, false, undefined])

  let isBroken = true
  const failed = makeForm(() => (isBroken ? Promise.reject(new AppError('unreachable')) : Promise.resolve(SOME)))
  await failed.form.pick()
  expect([failed.form.error?.kind, failed.form.isCompared]).toEqual(['unreachable', false])
  isBroken = false
  await failed.form.compareAgain()
  expect([failed.form.error, failed.form.isCompared]).toEqual([undefined, true])
})

it('a folder that was dropped or chosen can only be uploaded, and must be one', async () => {
  const { form } = makeForm()
  const file = new File(['x'], 'a.txt', { lastModified: 5 })
  await form.use({ files: [{ file, path: 'a.txt' }], leftOut: [] })
  expect([form.isNotOneFolder, form.folder]).toEqual([true, undefined])
  const leftOut = [{ path: 'data/locked/', reason: 'unreadable' as const }]
  await form.use({ files: [{ file, path: 'data/sub/a.txt' }], leftOut })
  expect([form.isNotOneFolder, form.canWrite, form.direction, form.folder?.name]).toEqual([false, false, 'up', 'data'])
  const content = folderOf({ files: [{ file, path: 'data/sub/a.txt' }], leftOut })?.read({
    signal: new AbortController().signal,
    onFound: () => undefined
  })
  expect(await content).toEqual({
    files: [{ path: 'sub/a.txt', file, sizeBytes: 1, modifiedAtMs: 5 }],
    unreadable: ['locked']
  })
})
