// Which place is listed: an answer for another one is never shown, and a change elsewhere loads nothing.
import { afterEach, describe, expect, test, vi } from 'vitest'
import { makeAccount } from '../domain/accounts'
import type { FolderPrefix } from '../../../src/domain/folder-prefix'
import { rowId } from '../../../src/state/listing-row'
import { Listing, type FolderPlace } from '../../../src/state/listing.svelte'
import { makeGate } from '../transfers/fakes'
import { ELSEWHERE, HERE, makeListed, settle } from './fakes'

const idsOf = (listing: Listing) => listing.rows?.map(rowId)

async function show(
  names: readonly string[],
  prefix: FolderPrefix = '',
  awaitsUploads?: (place: FolderPlace) => boolean
) {
  const { folder, storage } = makeListed(names)
  const listing = new Listing(awaitsUploads)
  listing.show(storage, 'lab', prefix)
  await settle()
  return { folder, storage, listing }
}

describe('another place', () => {
  test('ends what runs for the one before, and its late answer is not shown', async () => {
    const slow = makeListed(['late'])
    const gate = makeGate()
    slow.folder.until = gate.opened
    const other = makeListed(['here'])
    const listing = new Listing()
    listing.show(slow.storage, 'lab', '')
    await settle()
    listing.show(other.storage, 'lab', '')
    expect(slow.folder.asked[0]?.signal?.aborted).toBe(true)
    await settle()
    gate.open()
    await settle()
    expect(idsOf(listing)).toEqual(['here'])
    expect([listing.isLoading, listing.error]).toEqual([false, undefined])
  })

  test('shows nothing of the one before, nor its late failure', async () => {
    const { folder, storage, listing } = await show(['a'])
    const gate = makeGate()
    folder.until = gate.opened
    folder.failsAt = ''
    void listing.reload()
    await settle()
    folder.until = undefined
    const { storage: other } = makeListed(['b'])
    listing.show(other, 'lab', 'x/')
    expect([listing.rows, listing.sizeBytes, listing.prefix]).toEqual([undefined, 0, 'x/'])
    gate.open()
    await settle()
    expect([listing.error, idsOf(listing)]).toEqual([undefined, ['b']])
    listing.show(storage, 'lab', '')
    await settle()
    expect(listing.error?.kind).toBe('gateway-busy')
  })

  test('the same place is not asked again', async () => {
    const { folder, storage, listing } = await show(['a'])
    listing.show(storage, 'lab', '')
    await settle()
    expect(folder.asked).toHaveLength(1)
  })
})

test('what is forgotten of a bucket is asked again when it is shown next, and of another bucket nothing is', async () => {
  const { folder, storage, listing } = await show(['in/a'], 'in/')
  listing.forget('lab2')
  expect(listing.rows).toHaveLength(1)
  listing.forget('lab')
  expect(listing.rows).toBeUndefined()
  listing.show(storage, 'lab', 'in/')
  await settle()
  expect([folder.asked.length, listing.rows?.length]).toEqual([2, 1])
})

describe('a change', () => {
  afterEach(() => void vi.useRealTimers())
  const change = {
    direction: 'upload',
    account: makeAccount(HERE),
    bucket: 'lab',
    key: 'in/new',
    sizeBytes: 10
  } as const

  test('reloads nothing while more uploads go to this place', async () => {
    let isMoreToCome = true
    const asked: FolderPlace[] = []
    const { folder, listing } = await show(['in/a'], 'in/', (place) => {
      asked.push(place)
      return isMoreToCome
    })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    listing.noteChange({ ...change, key: 'in/b' })
    await vi.advanceTimersByTimeAsync(600_000)
    expect([folder.asked.length, idsOf(listing)]).toEqual([1, ['in/a', 'in/b']])
    expect(asked[0]).toMatchObject({ bucket: 'lab', prefix: 'in/' })
    isMoreToCome = false // the last was cancelled, and told no one
    await vi.advanceTimersByTimeAsync(300)
    await settle()
    expect(folder.asked.length).toBe(2)
  })

  test('in this place is a row at once, and one listing says what is there when no more comes', async () => {
    const { folder, listing } = await show(['in/a'], 'in/')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    for (const key of ['in/x', 'in/y', 'in/z/deep']) listing.noteChange({ ...change, key })
    for (const key of ['in/b', 'in/c', 'in/d']) {
      await vi.advanceTimersByTimeAsync(900)
      listing.noteChange({ ...change, key })
    }
    await vi.advanceTimersByTimeAsync(250)
    expect(idsOf(listing)).toEqual(['in/z/', 'in/a', 'in/b', 'in/c', 'in/d', 'in/x', 'in/y'])
    expect(listing.rows?.map((row) => listing.isListed(row))).toEqual([true, true, false, false, false, false, false])
    expect([folder.asked.length, listing.sizeBytes]).toEqual([1, 60])
    folder.names = ['in/a', 'in/x']
    vi.runAllTimers()
    await settle()
    expect([folder.asked.length, idsOf(listing)]).toEqual([2, ['in/a', 'in/x']])
    expect(listing.rows?.every((row) => listing.isListed(row))).toBe(true)
    listing.noteChange(change)
    vi.runAllTimers()
    await settle()
    expect(folder.asked).toHaveLength(3)
  })

  test('is inserted after what is being loaded, which would not have it', async () => {
    const { folder, listing } = await show(['in/a', 'in/b', 'in/c'], 'in/')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const gate = makeGate()
    folder.until = gate.opened
    const more = listing.loadMore()
    for (const key of ['in/aa', 'in/d']) {
      listing.noteChange({ ...change, key })
      await vi.advanceTimersByTimeAsync(250)
    }
    expect(idsOf(listing)).toEqual(['in/a', 'in/b'])
    gate.open()
    await more
    await settle()
    expect(idsOf(listing)).toEqual(['in/a', 'in/aa', 'in/b', 'in/c', 'in/d'])
  })

  test.each([
    ['a download', { direction: 'download' }],
    ['another endpoint', { account: makeAccount(ELSEWHERE) }],
    ['another tenant', { account: makeAccount(HERE, 'physics$alice') }],
    ['another bucket', { bucket: 'lab2' }],
    ['another folder', { key: 'out/new' }]
  ] as const)('is none of this place: %s', async (_, other) => {
    const { folder, listing } = await show(['in/a'], 'in/')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    listing.noteChange({ ...change, ...other })
    vi.runAllTimers()
    expect(folder.asked).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('that comes again and again never keeps the folder from being loaded', async () => {
    const { folder, listing } = await show(['in/a'], 'in/')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const gate = makeGate()
    folder.until = gate.opened
    for (const key of ['in/x', 'in/y', 'in/z']) {
      listing.noteChange({ ...change, key })
      await vi.runAllTimersAsync()
    }
    folder.names = ['in/a', 'in/x']
    gate.open()
    await settle()
    expect(idsOf(listing)).toEqual(['in/a', 'in/x'])
    expect(folder.asked.map(({ signal }) => signal?.aborted)).toEqual([false, false, false])
  })

  test('is not missed where the place was changed just before', async () => {
    const { folder, storage, listing } = await show(['in/a'], 'in/')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    listing.noteChange(change)
    listing.show(storage, 'lab', 'out/')
    listing.noteChange({ ...change, key: 'out/new' })
    await settle()
    expect(folder.asked).toHaveLength(2)
    vi.runAllTimers()
    await settle()
    expect(folder.asked.map(({ prefix }) => prefix)).toEqual(['in/', 'out/', 'out/'])
  })

  test('is forgotten when another place is shown before it was loaded', async () => {
    const { folder, storage, listing } = await show(['in/a'], 'in/')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    listing.noteChange(change)
    listing.show(storage, 'lab', 'out/')
    vi.runAllTimers()
    await settle()
    expect(folder.asked).toHaveLength(2)
  })
})
