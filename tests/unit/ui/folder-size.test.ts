// The size of a folder: sums that grow, the largest sub-folders, and a memory of what was counted.
import { expect, test } from 'vitest'
import type { FolderSizeMemory } from '../../../src/domain/folder-totals'
import { FolderSize } from '../../../src/ui/objects/folder-size.svelte'
import { makeAccount } from '../domain/accounts'
import { FakeStorage } from '../transfers/fake-storage'
import { makeGate } from '../transfers/fakes'
import { makeGateway, makeListed, settle } from '../state/fakes'

const names = ['d/', 'd/a/1', 'd/a/2', 'd/b/1', 'd/x', 'd/y', 'd/a/b/3']

test('sums up the folder and its subfolders, and what is in none of them', async () => {
  const memory: FolderSizeMemory = new Map()
  const { storage } = makeListed(names)
  const size = new FolderSize(makeGateway(storage), 'lab', 'd/', memory)
  expect(size.totals).toBeUndefined()
  await size.count()
  expect(size.totals).toMatchObject({
    objectCount: 7,
    sizeBytes: 70,
    subFolderCount: 2,
    direct: { objectCount: 3, sizeBytes: 30 },
    largest: [
      { name: 'a/', objectCount: 3, sizeBytes: 30 },
      { name: 'b/', objectCount: 1, sizeBytes: 10 }
    ],
    isComplete: true
  })
  expect(new FolderSize(makeGateway(storage), 'lab', 'd/', memory).totals).toEqual(size.totals)
  expect(new FolderSize(makeGateway(storage), 'other', 'd/', memory).totals).toBeUndefined()
  // Tenants share names: another account's bucket may be another bucket.
  const another = makeGateway(Object.assign(new FakeStorage(), { account: makeAccount(undefined, 'another') }))
  expect(new FolderSize(another, 'lab', 'd/', memory).totals).toBeUndefined()
})

test('of many sub-folders the eight largest are told, the rest only counted', async () => {
  const many = Array.from({ length: 12 }, (_, n) => Array.from({ length: n + 1 }, (_, m) => `f${n}/${m}`)).flat()
  const { storage } = makeListed(many)
  const size = new FolderSize(makeGateway(storage), 'lab', '', new Map())
  await size.count()
  expect(size.totals?.subFolderCount).toBe(12)
  expect(size.totals?.largest.map(({ name }) => name)).toEqual([11, 10, 9, 8, 7, 6, 5, 4].map((n) => `f${n}/`))
})

test('stopped, it keeps what it has and says that it is not all; nothing of it is remembered', async () => {
  const memory: FolderSizeMemory = new Map()
  const { storage, folder } = makeListed(names)
  const gate = makeGate()
  const listPage = storage.listPage
  Object.assign(storage, {
    listPage: async (...asked: Parameters<typeof listPage>) => {
      if (asked[0].token === '2') await gate.opened
      return listPage(...asked)
    }
  })
  const size = new FolderSize(makeGateway(storage), 'lab', 'd/', memory)
  const counted = size.count()
  await settle()
  size.counting.stop()
  gate.open()
  await counted
  expect(folder.asked).toHaveLength(2)
  expect(size.counting.isLoading).toBe(false)
  expect(size.totals).toMatchObject({ isComplete: false })
  expect(size.totals?.objectCount).toBeGreaterThan(0)
  expect(memory.size).toBe(0)
})

test('a listing that fails is told, with what was counted until then', async () => {
  const { storage, folder } = makeListed(names)
  folder.failsAt = '2'
  const size = new FolderSize(makeGateway(storage), 'lab', 'd/', new Map())
  await size.count()
  expect([size.counting.error?.kind, size.totals?.objectCount, size.totals?.isComplete]).toEqual([
    'gateway-busy',
    2,
    false
  ])
})
