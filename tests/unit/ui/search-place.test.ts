// The page of a search follows its address, and finds the search again that was left for a result.
import { expect, test } from 'vitest'
import type { Route } from '../../../src/domain/route'
import { MemoryProfileStore } from '../../../src/platform/storage/memory-stores'
import type { NameSearch } from '../../../src/state/name-search.svelte'
import { Session } from '../../../src/state/session.svelte'
import { SearchPlace } from '../../../src/ui/search/search-place.svelte'
import { FakeAccountStore, makeGateway, makeListed, makeProfile, settle } from '../state/fakes'
import { FakeRouter } from './place-rig'

const route = (text: string, isBelow = false) =>
  ({ place: 'search', bucket: 'lab', prefix: 'raw/', isBelow, text }) as const

async function begin(first: ReturnType<typeof route>) {
  const { folder, storage } = makeListed(['a', 'raw/a', 'raw/b', 'x'])
  const session = new Session(new MemoryProfileStore(), new FakeAccountStore(), async () => () => makeGateway(storage))
  await session.save(makeProfile('here'))
  session.use('here')
  const router = new FakeRouter()
  const lastSearch: { current?: NameSearch | undefined } = {}
  const show = (at: Extract<Route, { place: 'search' }>) => {
    router.go(at)
    return new SearchPlace({ router, session, lastSearch }, { ...at, gateway: session.gateway! })
  }
  const place = show(first)
  await settle()
  return { folder, router, place, show }
}

test('nothing is asked for before something is typed, and what is typed becomes the address', async () => {
  const { folder, router, place } = await begin(route(''))
  expect([folder.asked.length, place.search]).toEqual([0, undefined])
  place.submit()
  place.typed = 'a'
  place.submit()
  await settle()
  expect(router.entries).toEqual([route('a')])
  expect([place.search?.state, place.search?.progress.matchCount]).toEqual(['complete', 3])
  expect(folder.asked[0]?.prefix).toBe('')
})

test('the switch searches below the folder alone', async () => {
  const { folder, place, router } = await begin(route('b'))
  folder.asked.length = 0
  place.setBelow(true)
  await settle()
  expect([folder.asked[0]?.prefix, router.route]).toEqual(['raw/', route('b', true)])
  place.close()
  expect(router.route).toEqual({ place: 'objects', bucket: 'lab', prefix: 'raw/' })
})

test('a result opens in its folder, and Back shows the same results without a request', async () => {
  const { folder, place, router, show } = await begin(route('a'))
  const asked = folder.asked.length
  place.open(place.search!.progress.results[2]!)
  expect(router.route).toEqual({ place: 'objects', bucket: 'lab', prefix: 'raw/', object: 'raw/a' })
  place.leave()
  const back = show(route('a'))
  await settle()
  expect([folder.asked.length, back.search, back.search?.opened]).toEqual([
    asked,
    place.search,
    place.search?.progress.results[2]
  ])
  back.open(back.search!.progress.results[1]!)
  expect(router.route).toEqual({ place: 'objects', bucket: 'lab', prefix: 'raw/' })
  back.leave()
  show(route('other'))
  await settle()
  expect(folder.asked.length).toBeGreaterThan(asked)
})

test('the same text again is searched for from the start', async () => {
  const { folder, place } = await begin(route('a'))
  const [first, asked] = [place.search, folder.asked.length]
  place.submit()
  await settle()
  expect(place.search).not.toBe(first)
  expect([folder.asked.length, place.search?.state]).toEqual([2 * asked, 'complete'])
})
