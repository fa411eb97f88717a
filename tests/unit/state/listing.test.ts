// A folder, page after page: what is on screen never jumps, and a failure loses nothing of it.
import { describe, expect, test } from 'vitest'
import type { FolderPrefix } from '../../../src/domain/folder-prefix'
import { Listing } from '../../../src/state/listing.svelte'
import { rowId, rowName } from '../../../src/state/listing-row'
import { makeGate } from '../transfers/fakes'
import { makeListed, settle } from './fakes'

const idsOf = (listing: Listing) => listing.rows?.map(rowId)

async function showAll(names: readonly string[], prefix: FolderPrefix = '') {
  const { folder, storage } = makeListed(names)
  const listing = new Listing()
  listing.show(storage, 'lab', prefix)
  await settle()
  while (listing.hasMore) await listing.loadMore()
  return { folder, listing }
}

describe('pages', () => {
  test('are appended in the order in which they come, folders of a later page after the rows of before', async () => {
    const { folder, listing } = await showAll(['a', 'b/', 'c', 'd/', 'e'])
    expect(idsOf(listing)).toEqual(['b/', 'a', 'd/', 'c', 'e'])
    expect(folder.tokens()).toEqual(['', '2', '4'])
    expect(folder.asked[1]).toMatchObject({ bucket: 'lab', prefix: '', delimiter: '/' })
    expect(listing.sizeBytes).toBe(30)
    await listing.loadMore()
    expect(folder.asked).toHaveLength(3)
  })

  test('what a page repeats of those before it is one row, and the list goes on', async () => {
    const { listing } = await showAll(['a/', 'b', 'a/', 'c', 'b', 'd', 'd', 'a/'])
    expect(idsOf(listing)).toEqual(['a/', 'b', 'c', 'd'])
    expect([listing.folderCount, listing.sizeBytes, listing.hasMore]).toEqual([1, 30, false])
  })

  test('names are those below the folder, whose own marker is no row', async () => {
    const { listing } = await showAll(['in/', 'in/a', 'in/sub/'], 'in/')
    expect(listing.rows?.map((row) => rowName(row, listing.prefix))).toEqual(['a', 'sub/'])
  })

  test('a page without a row is no end', async () => {
    const { folder, storage } = makeListed(['in/', 'in/', 'in/a', 'in/b', 'in/', 'in/', 'in/c'])
    const listing = new Listing()
    listing.show(storage, 'lab', 'in/')
    await settle()
    expect(idsOf(listing)).toEqual(['in/a', 'in/b'])
    await listing.loadMore()
    expect(idsOf(listing)).toEqual(['in/a', 'in/b', 'in/c'])
    expect(folder.tokens()).toEqual(['', '2', '4', '6'])
  })

  test('an empty folder has no rows, which is not the same as none yet', async () => {
    const { storage } = makeListed([])
    const listing = new Listing()
    expect(listing.rows).toBeUndefined()
    listing.show(storage, 'lab', '')
    expect([listing.rows, listing.isLoading]).toEqual([undefined, true])
    await settle()
    expect([listing.rows, listing.isLoading, listing.hasMore]).toEqual([[], false, false])
  })

  test('the next page is asked for once', async () => {
    const { folder, storage } = makeListed(['a', 'b', 'c'])
    const listing = new Listing()
    listing.show(storage, 'lab', '')
    await settle()
    await Promise.all([listing.loadMore(), listing.loadMore()])
    expect(folder.tokens()).toEqual(['', '2'])
    expect(idsOf(listing)).toEqual(['a', 'b', 'c'])
  })
})

describe('loading again', () => {
  test('brings as many rows as there were, and leaves those of before on screen until then', async () => {
    const { folder, listing } = await showAll(['a', 'b', 'c', 'd', 'e'])
    folder.asked.length = 0
    folder.names = ['A', 'a', 'b', 'c', 'd', 'e', 'f', 'g']
    const gate = makeGate()
    folder.until = gate.opened
    const loading = listing.reload()
    await settle()
    expect(idsOf(listing)).toEqual(['a', 'b', 'c', 'd', 'e'])
    gate.open()
    await loading
    expect(idsOf(listing)).toEqual(['A', 'a', 'b', 'c', 'd', 'e'])
    expect(folder.tokens()).toEqual(['', '2', '4'])
    expect(listing.hasMore).toBe(true)
  })

  test('that fails keeps the rows and says so', async () => {
    const { folder, listing } = await showAll(['a', 'b', 'c'])
    folder.failsAt = '2'
    await listing.reload()
    expect(listing.error?.kind).toBe('gateway-busy')
    expect(idsOf(listing)).toEqual(['a', 'b', 'c'])
  })
})

describe('trying again', () => {
  test('after a later page failed goes on with its token, and keeps the rows', async () => {
    const { folder, storage } = makeListed(['a', 'b', 'c', 'd', 'e'])
    const listing = new Listing()
    listing.show(storage, 'lab', '')
    await settle()
    await listing.loadMore()
    folder.failsAt = '4'
    await listing.loadMore()
    expect(listing.error?.kind).toBe('gateway-busy')
    expect(idsOf(listing)).toEqual(['a', 'b', 'c', 'd'])
    folder.failsAt = undefined
    await listing.retry()
    expect(listing.error).toBeUndefined()
    expect(idsOf(listing)).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(folder.tokens()).toEqual(['', '2', '4', '4'])
  })

  test('after loading it all again failed does that, and does not go on behind what is old', async () => {
    const { folder, storage } = makeListed(['b', 'c', 'd', 'e'])
    const listing = new Listing()
    listing.show(storage, 'lab', '')
    await settle()
    folder.failsAt = ''
    await listing.reload()
    expect([listing.error?.kind, idsOf(listing)]).toEqual(['gateway-busy', ['b', 'c']])
    folder.failsAt = undefined
    await listing.retry()
    expect(folder.tokens()).toEqual(['', '', ''])
    expect(idsOf(listing)).toEqual(['b', 'c'])
  })

  test('after the first page failed begins with it', async () => {
    const { folder, storage } = makeListed(['a'])
    folder.failsAt = ''
    const listing = new Listing()
    listing.show(storage, 'lab', '')
    await settle()
    expect([listing.error?.kind, listing.rows]).toEqual(['gateway-busy', undefined])
    folder.failsAt = undefined
    await listing.retry()
    expect([listing.error, idsOf(listing)]).toEqual([undefined, ['a']])
  })
})

describe('the whole of a folder', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']

  test('is loaded page by page to the end, and can be asked for flat', async () => {
    const { folder, storage } = makeListed(names)
    const listing = new Listing()
    listing.show(storage, 'lab', '', true)
    await settle()
    expect(folder.asked[0]?.delimiter).toBeUndefined()
    const all = listing.loadAll()
    expect(listing.isLoadingAll).toBe(true)
    await all
    expect([idsOf(listing), listing.hasMore, listing.isLoadingAll]).toEqual([names, false, false])
  })

  test('can be stopped, and what has come stays', async () => {
    const { folder, storage } = makeListed(names)
    const listing = new Listing()
    listing.show(storage, 'lab', '')
    await settle()
    const gate = makeGate()
    folder.until = gate.opened
    const all = listing.loadAll()
    listing.stop()
    gate.open()
    await all
    expect([idsOf(listing), listing.hasMore, listing.isLoading, listing.error]).toEqual([
      ['a', 'b'],
      true,
      false,
      undefined
    ])
    folder.until = undefined
    await listing.loadAll()
    expect(idsOf(listing)).toEqual(names)
  })

  test('a failure on the way is told, and a retry goes on', async () => {
    const { folder, storage } = makeListed(names)
    const listing = new Listing()
    listing.show(storage, 'lab', '')
    await settle()
    folder.failsAt = '4'
    await listing.loadAll()
    expect([listing.error?.kind, idsOf(listing)]).toEqual(['gateway-busy', ['a', 'b', 'c', 'd']])
    folder.failsAt = undefined
    await listing.retry()
    expect([listing.error, idsOf(listing)]).toEqual([undefined, names])
    expect(folder.tokens()).toEqual(['', '2', '4', '4', '6'])
  })
})

describe('what is wished while something is loaded', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']

  test('a reload is done to its end, and once more for all that were wished in the meantime', async () => {
    const { folder, listing } = await showAll(names)
    folder.asked.length = 0
    const gate = makeGate()
    folder.until = gate.opened
    const first = listing.reload()
    const others = [listing.reload(), listing.reload(), listing.reload()]
    await settle()
    expect(folder.asked).toHaveLength(1)
    folder.names = ['A', ...names]
    gate.open()
    await Promise.all([first, ...others])
    expect(idsOf(listing)).toEqual(['A', ...names])
    expect(folder.tokens()).toEqual(['', '2', '4', '6', '', '2', '4', '6'])
    expect(folder.asked.every(({ signal }) => signal?.aborted !== true)).toBe(true)
  })

  test('the rest is loaded after a reload, and a reload after the rest', async () => {
    const { folder, storage } = makeListed(names)
    const listing = new Listing()
    listing.show(storage, 'lab', '')
    await settle()
    const reloaded = listing.reload()
    const all = listing.loadAll()
    expect(listing.isLoadingAll).toBe(true)
    await Promise.all([reloaded, all, listing.loadAll(), listing.loadMore()])
    expect([idsOf(listing), listing.isLoadingAll]).toEqual([names, false])
    expect(folder.tokens()).toEqual(['', '', '2', '4', '6'])
  })

  test('a reload that failed is told, not hidden by the pages behind it', async () => {
    const { folder, storage } = makeListed(names)
    const listing = new Listing()
    listing.show(storage, 'lab', '')
    await settle()
    folder.failsAt = ''
    const reloaded = listing.reload()
    await Promise.all([reloaded, listing.loadAll()])
    expect([listing.error?.kind, listing.isLoadingAll, idsOf(listing)]).toEqual(['gateway-busy', false, ['a', 'b']])
    await listing.loadMore()
    expect(folder.tokens()).toEqual(['', ''])
  })
})

describe('after a stop', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']

  async function stopped() {
    const { folder, storage } = makeListed(names)
    const listing = new Listing()
    listing.show(storage, 'lab', '')
    await settle()
    const gate = makeGate()
    folder.until = gate.opened
    const all = listing.loadAll()
    await settle()
    return { folder, storage, listing, gate, all }
  }

  test('nothing more is loaded by scrolling, until the rest is asked for', async () => {
    const { folder, listing, gate, all } = await stopped()
    listing.stop()
    gate.open()
    await all
    await listing.loadMore()
    expect([listing.isStopped, listing.isLoadingAll, listing.isLoading]).toEqual([true, false, false])
    expect(folder.tokens()).toEqual(['', '2'])
    await listing.loadAll()
    expect([listing.isStopped, idsOf(listing)]).toEqual([false, names])
  })

  test('the rest is loaded at once when it is asked for again, and the late end of the first try ends nothing', async () => {
    const { folder, listing, gate, all } = await stopped()
    listing.stop()
    const second = makeGate()
    folder.until = second.opened
    const again = listing.loadAll()
    gate.open()
    await all
    expect([listing.isLoadingAll, listing.isLoading]).toEqual([true, true])
    second.open()
    await again
    expect([listing.isLoadingAll, idsOf(listing)]).toEqual([false, names])
  })

  test('what was written here in the meantime is still looked for, among as many rows as there were', async () => {
    const { folder, listing, gate } = await stopped()
    const reloaded = listing.reload()
    folder.until = undefined
    listing.stop()
    await settle()
    gate.open()
    await reloaded
    expect([idsOf(listing), folder.tokens()]).toEqual([
      ['a', 'b'],
      ['', '2', '']
    ])
  })

  test('of a reload that runs, only what would come after it does not', async () => {
    const { folder, listing, gate, all } = await stopped()
    gate.open()
    await all
    folder.asked.length = 0
    folder.names = ['A', ...names]
    const reloaded = listing.reload()
    listing.stop()
    await reloaded
    expect([folder.tokens(), idsOf(listing)]).toEqual([
      ['', '2', '4', '6'],
      ['A', ...names]
    ])
  })

  test('another place loads as ever', async () => {
    const { storage, listing, gate } = await stopped()
    listing.stop()
    gate.open()
    listing.show(storage, 'lab', '', true)
    await settle()
    await listing.loadMore()
    expect([listing.isStopped, idsOf(listing)]).toEqual([false, ['a', 'b', 'c', 'd']])
  })
})
