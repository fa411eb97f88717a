// A search through a bucket: it can be stopped and fail, goes on where it was, and never claims more than it saw.
import { describe, expect, test } from 'vitest'
import type { ListingPage } from '../../../src/domain/object-entry'
import { MAX_RESULTS, NameSearch, type SearchSubject } from '../../../src/state/name-search.svelte'
import { rowId } from '../../../src/state/listing-row'
import { makeGate } from '../transfers/fakes'
import { makeListed, settle } from './fakes'

const NAMES = ['a1', 'b1', 'c/a2', 'c/b2', 'd', 'e/ab/x', 'e/ab/y']

function begin(text: string, names: readonly string[] = NAMES) {
  const { folder, storage } = makeListed(names)
  const search = new NameSearch({ storage, bucket: 'lab', prefix: '', text })
  return { folder, search, ids: () => search.progress.results.map(rowId) }
}

test('reads every page once, without folders, and is complete only then', async () => {
  const { folder, search, ids } = begin('a')
  await search.run()
  expect(ids()).toEqual(['a1', 'c/a2', 'e/ab/'])
  expect([search.state, search.progress.seenCount, search.progress.matchCount]).toEqual(['complete', 7, 3])
  expect(folder.tokens()).toEqual(['', '2', '4', '6'])
  expect(folder.asked[0]).toMatchObject({ bucket: 'lab', prefix: '', delimiter: undefined })
  await search.run()
  expect(folder.asked).toHaveLength(4)
})

test('stopped, it keeps what it found, says how far it came, and goes on after the last page', async () => {
  const { folder, storage } = makeListed(NAMES)
  const gate = makeGate()
  const listPage: SearchSubject['storage']['listPage'] = async (request, signal) => {
    if (request.token === '4') await gate.opened
    return storage.listPage(request, signal)
  }
  const search = new NameSearch({ storage: { listPage }, bucket: 'lab', prefix: '', text: 'b' })
  const ids = () => search.progress.results.map(rowId)
  const running = search.run()
  await settle()
  search.stop()
  expect([search.state, ids()]).toEqual(['stopped', ['b1', 'c/b2']])
  expect([search.progress.seenCount, search.progress.lastKey]).toEqual([4, 'c/b2'])
  gate.open()
  await running
  await settle()
  expect(search.progress.seenCount).toBe(4) // what came after the stop is asked for again
  await search.run()
  expect([search.state, ids(), search.progress.seenCount]).toEqual(['complete', ['b1', 'c/b2', 'e/ab/'], 7])
  expect(folder.tokens()).toEqual(['', '2', '4', '4', '6'])
})

test('a page that fails costs nothing that was found, and is asked for again', async () => {
  const { folder, search, ids } = begin('a')
  folder.failsAt = '4'
  await search.run()
  expect([search.state, search.error?.kind, ids()]).toEqual(['failed', 'gateway-busy', ['a1', 'c/a2']])
  expect([search.progress.seenCount, search.progress.lastKey]).toEqual([4, 'c/b2'])
  folder.failsAt = undefined
  await search.run()
  expect([search.state, search.error, ids()]).toEqual(['complete', undefined, ['a1', 'c/a2', 'e/ab/']])
  expect(folder.tokens()).toEqual(['', '2', '4', '4', '6'])
})

test('a search whose first page fails has searched nothing', async () => {
  const { folder, search } = begin('a')
  folder.failsAt = ''
  await search.run()
  expect([search.state, search.progress.seenCount, search.progress.lastKey]).toEqual(['failed', 0, undefined])
})

describe('left', () => {
  test('it asks for nothing, and goes on when it is shown again', async () => {
    const { folder, search } = begin('a')
    const gate = makeGate()
    folder.until = gate.opened
    void search.run()
    search.pause()
    gate.open()
    await settle()
    expect([search.state, folder.asked.length]).toEqual(['stopped', 1])
    expect(folder.asked[0]?.signal?.aborted).toBe(true)
    search.resume()
    await settle()
    expect([search.state, search.progress.seenCount]).toEqual(['complete', 7])
  })

  test('what the user stopped stays stopped', async () => {
    const { folder, search } = begin('a')
    folder.until = makeGate().opened
    void search.run()
    search.stop()
    search.pause()
    search.resume()
    expect(search.state).toBe('stopped')
  })
})

test('what a gateway repeats from page to page is seen once', async () => {
  const { search, ids } = begin('a', ['a', 'b', 'b', 'ca', 'ca', 'd'])
  await search.run()
  expect([ids(), search.progress.seenCount]).toEqual([['a', 'ca'], 4])
})

test('of very many matches the first are kept, and all are counted', async () => {
  const objects = Array.from({ length: 1000 }, (_, n) => n)
  let pages = 0
  const listPage = async (): Promise<ListingPage> => {
    const page = pages++
    return {
      prefixes: [],
      objects: objects.map((n) => ({ key: `x${page}-${n}`, sizeBytes: 1, modifiedAtMs: 1, etag: 'e' })),
      nextToken: page < 11 ? String(page) : undefined
    }
  }
  const search = new NameSearch({ storage: { listPage }, bucket: 'lab', prefix: '', text: 'x' })
  await search.run()
  expect(search.progress.results).toHaveLength(MAX_RESULTS)
  expect([search.progress.matchCount, search.progress.seenCount]).toEqual([12_000, 12_000])
})
