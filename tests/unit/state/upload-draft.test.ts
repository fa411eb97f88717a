// Names that are taken: what the draft says of them, and what is asked of the gateway so that nothing is overwritten by chance.
import { expect, onTestFinished, test, vi } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { UploadDraft } from '../../../src/state/upload-draft.svelte'
import { makeGate } from '../transfers/fakes'
import { LockedStorage, settle } from './fakes'
import { chooseFiles, makeUploads } from './upload-rig'

async function makeClash() {
  const rig = await makeUploads([])
  rig.storage.store('in/a.txt', undefined)
  const draft = await rig.begin('in/', 'a.txt', 'b.txt')
  await settle()
  const sent = () => rig.queue.requests.map(({ key, ifAbsent }) => ({ key, ifAbsent }))
  return { ...rig, draft, sent }
}

test('keeping both sends under a name beside, and only where nothing is', async () => {
  const { draft, uploads, sent, storage } = await makeClash()
  expect(draft.decision).toBe('keep-both')
  expect([draft.takenCount, draft.sendCount]).toEqual([1, 2])
  await uploads.send(false)
  expect(sent()).toEqual([
    { key: 'in/a (1).txt', ifAbsent: true },
    { key: 'in/b.txt', ifAbsent: true }
  ])
  await expect.poll(() => storage.objects.get('in/a (1).txt')?.bytes.toString()).toBe('a.txt')
  expect(storage.objects.get('in/a.txt')?.bytes.toString()).toBe('in/a.txt')
})

test('replacing may overwrite what was said to be there, and nothing else', async () => {
  const { draft, uploads, sent, storage } = await makeClash()
  draft.decision = 'replace'
  expect(draft.plan.map(({ isReplacing }) => isReplacing)).toEqual([true, false])
  await uploads.send(false)
  expect(sent()).toEqual([
    { key: 'in/a.txt', ifAbsent: false },
    { key: 'in/b.txt', ifAbsent: true }
  ])
  await expect.poll(() => storage.objects.get('in/a.txt')?.bytes.toString()).toBe('a.txt')
})

test('skipping leaves out what is there, and gives the other its own bytes', async () => {
  const { draft, uploads, queue, sent } = await makeClash()
  draft.decision = 'skip'
  expect(draft.sendCount).toBe(1)
  await uploads.send(false)
  expect(sent()).toEqual([{ key: 'in/b.txt', ifAbsent: true }])
  expect(await queue.requests[0]!.file.text()).toBe('b.txt')
})

test('until the gateway has said which are taken, none may be overwritten', async () => {
  const rig = await makeUploads([])
  rig.storage.store('a.txt', undefined)
  rig.storage.faults = [{ operation: 'findObject', until: makeGate().opened }]
  const draft = await rig.begin('', 'a.txt')
  draft.decision = 'replace'
  expect(draft.takenCount).toBeUndefined()
  await rig.uploads.send(false)
  expect(rig.queue.requests).toMatchObject([{ key: 'a.txt', ifAbsent: true }])
})

test('a look that fails is told, and may be tried again', async () => {
  const storage = new LockedStorage()
  storage.store('a.txt', undefined)
  storage.faults = [{ operation: 'findObject', nth: 1, kind: 'gateway-busy' }]
  const target = { storage, bucket: 'lab', prefix: '' } as const
  const draft = new UploadDraft(target, chooseFiles('a.txt'))
  expect(draft.sizeBytes).toBe(5)
  await draft.checkNames()
  expect([draft.error?.kind, draft.takenCount]).toEqual(['gateway-busy', undefined])
  await draft.checkNames()
  expect([draft.error, draft.takenCount]).toEqual([undefined, 1])
})

test('a look that is stopped is no error', async () => {
  const { uploads, begin, storage } = await makeUploads([])
  storage.faults = [{ operation: 'findObject', until: makeGate().opened }]
  const draft = await begin('', 'a.txt')
  await settle()
  expect(storage.underWay).toBe(1)
  uploads.cancel()
  await settle()
  expect([storage.underWay, draft.error, draft.takenCount]).toEqual([0, undefined, undefined])
})

test('a bucket that may not be listed can be uploaded to, and says that names are not known', async () => {
  const rig = await makeUploads([])
  const denied = () => Promise.reject(new AppError('access-denied'))
  Object.assign(rig.storage, { findObject: denied, listPage: denied })
  const draft = await rig.begin('in/', 'a.txt')
  await settle()
  expect([draft.areNamesHidden, draft.error, draft.takenCount, draft.sendCount]).toEqual([true, undefined, 0, 1])
  draft.decision = 'replace'
  expect(await rig.uploads.send(false)).toBe(true)
  expect(rig.queue.requests).toMatchObject([{ key: 'in/a.txt', ifAbsent: false, keepsBoth: false }])
  const other = await rig.begin('in/', 'b.txt')
  await settle()
  expect(other.decision).toBe('keep-both')
  expect(await rig.uploads.send(false)).toBe(true)
  expect(rig.queue.requests[1]).toMatchObject({ key: 'in/b.txt', ifAbsent: true, keepsBoth: true })
})

test('what was dropped in a folder that the person has left pops up nowhere else, and there again on the way back', async () => {
  const { uploads, storage } = await makeUploads([])
  const [here, there] = (['here/', 'there/'] as const).map((prefix) => ({ storage, bucket: 'lab', prefix }))
  uploads.show(here)
  const beginning = uploads.begin(here!, chooseFiles('a.txt'))
  uploads.show(there)
  expect([await beginning, uploads.draft]).toEqual([false, undefined])
  uploads.resumeAt(here!, chooseFiles('a.txt'))
  uploads.show(undefined)
  uploads.show(there)
  await settle()
  expect(uploads.draft).toBeUndefined()
  uploads.show(here)
  await settle()
  expect(uploads.draft?.target.prefix).toBe('here/')
  uploads.show({ ...here! }) // as a change of the profile's name does
  expect(uploads.draft).toBeDefined()
  uploads.show(there)
  expect(uploads.draft).toBeUndefined()
})

test('the sizes of many files are read in slices, between which the page lives', async () => {
  let nowMs = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
  onTestFinished(() => clock.mockRestore())
  const files = Array.from({ length: 100 }, (_, index) => {
    const file = new File([], `${index}.bin`)
    Object.defineProperty(file, 'size', {
      get: () => {
        nowMs++
        return index === 99 ? 2 ** 30 : 1
      }
    })
    return { file, path: file.name }
  })
  const target = { storage: new LockedStorage(), bucket: 'lab', prefix: '' } as const
  const draft = new UploadDraft(target, { files, leftOut: [] })
  expect(draft.sizeBytes).toBeGreaterThan(0)
  expect(draft.sizeBytes).toBeLessThan(20)
  await expect.poll(() => [draft.sizeBytes, draft.hasLarge]).toEqual([99 + 2 ** 30, true])
})
