// Where places are kept: as long as their profile, and no longer.
import { beforeEach, expect, test } from 'vitest'
import { EMPTY_BOOK, setPinned, type Place } from '../../../src/domain/place'
import { WebPlaceStore } from '../../../src/storage/web-place-store'
import { makeProfile } from '../state/fakes'
import { MemoryWebStorage } from './memory-web-storage'

const place: Place = { bucket: 'lab', prefix: 'a\u202e\n/' }
const book = setPinned(EMPTY_BOOK, place, true)
let session: MemoryWebStorage
let local: MemoryWebStorage
let store: WebPlaceStore
beforeEach(() => {
  session = new MemoryWebStorage()
  local = new MemoryWebStorage()
  store = new WebPlaceStore(session, local)
})

test('places of a profile are found again, at its endpoint only', () => {
  const profile = makeProfile('p')
  expect(store.read(profile)).toEqual(EMPTY_BOOK)
  expect(store.change(profile, () => book)).toEqual(book)
  expect(new WebPlaceStore(session, local).read(profile)).toEqual(book)
  expect(store.read({ ...profile, endpoint: 'https://elsewhere.example.edu' })).toEqual(EMPTY_BOOK)
  expect(store.read(makeProfile('p2'))).toEqual(EMPTY_BOOK)
})

test('of a profile of this tab nothing stays behind, also when it was remembered before', () => {
  const profile = makeProfile('p')
  store.change(profile, () => book)
  expect([local.length, session.length]).toEqual([1, 0])
  expect(store.read({ ...profile, isRemembered: false })).toEqual(book)
  expect([local.length, session.length]).toEqual([0, 1])
})

test('a removed profile is forgotten at every endpoint, and no other', () => {
  for (const [id, endpoint] of [
    ['p', 'https://a.example'],
    ['p', 'https://b.example'],
    ['pp', 'https://a.example']
  ] as const)
    store.change(makeProfile(id, { endpoint }), () => book)
  store.forget('p')
  expect([local.length, local.key(0)]).toEqual([1, 'lockgate-places:pp https://a.example'])
})

test('what another tab changed meanwhile is not lost', () => {
  const profile = makeProfile('p')
  store.change(profile, () => book)
  const other: Place = { bucket: 'other', prefix: '' }
  expect(new WebPlaceStore(session, local).change(profile, (now) => setPinned(now, other, true)).pinned).toEqual([
    place,
    other
  ])
})

test('what is damaged or forbidden is an empty book', () => {
  const profile = makeProfile('p')
  for (const text of [
    '{',
    '{"version":1}',
    '{"version":1,"pinned":[{"bucket":1}],"recent":[]}',
    '{"version":9}',
    '[null]'
  ]) {
    local.setItem('lockgate-places:p https://rgw.example.edu', text)
    expect(store.read(profile)).toEqual(EMPTY_BOOK)
  }
  const nowhere = new WebPlaceStore(undefined, undefined)
  expect(nowhere.change(profile, () => book)).toEqual(book)
  nowhere.forget('p')
  expect(nowhere.read(profile)).toEqual(EMPTY_BOOK)
})

test('a place that an older version kept without its slash is read as the folder', () => {
  const stored = { version: 1, pinned: [{ bucket: 'lab', prefix: '2026' }], recent: [] }
  local.setItem('lockgate-places:p https://rgw.example.edu', JSON.stringify(stored))
  expect(store.read(makeProfile('p')).pinned).toEqual([{ bucket: 'lab', prefix: '2026/' }])
})
