// Where places are kept: by account, on this device only where a profile of it is.
import { beforeEach, expect, test } from 'vitest'
import { NO_BOOKMARKS, setPinned, type Bookmark, type Bookmarks } from '../../../../src/domain/bookmark'
import { WebBookmarkStore } from '../../../../src/platform/storage/web-bookmark-store'
import { makeAccount } from '../../domain/accounts'
import { MemoryWebStorage } from './memory-web-storage'

const HERE = 'https://rgw.example.edu'
const place: Bookmark = { bucket: 'lab', prefix: 'a\u202e\n/' }
const other: Bookmark = { bucket: 'other', prefix: '' }
const book = setPinned(NO_BOOKMARKS, place, true)
const alice = { account: makeAccount(HERE, 'alice'), isRemembered: true }
let session: MemoryWebStorage
let local: MemoryWebStorage
let store: WebBookmarkStore
beforeEach(() => {
  session = new MemoryWebStorage()
  local = new MemoryWebStorage()
  store = new WebBookmarkStore(session, local)
})
const textOf = (kept: Bookmarks): string => JSON.stringify({ ...kept, version: 1 })
const namesIn = (storage: MemoryWebStorage): readonly string[] => [...storage.items.keys()]

test('places of an account are found again, also by another profile of it, and by no other account', () => {
  expect(store.read(alice)).toEqual(NO_BOOKMARKS)
  expect(store.change(alice, () => book)).toEqual(book)
  const next = new WebBookmarkStore(session, local)
  expect(next.read(alice)).toEqual(book)
  expect(next.read({ ...alice, account: makeAccount('https://elsewhere.example.edu', 'alice') })).toEqual(NO_BOOKMARKS)
  expect(next.read({ ...alice, account: makeAccount(HERE, 'physics$alice') })).toEqual(NO_BOOKMARKS)
})

test('those from before the user was known move to the user', () => {
  store.change({ ...alice, account: makeAccount(HERE, 'stand-in') }, () => book)
  store.change(alice, (now) => setPinned(now, other, true))
  const known = { ...alice, account: makeAccount(HERE, 'alice', 'stand-in') }
  expect(store.read(known).pinned).toEqual([other, place])
  expect(namesIn(local)).toEqual([`lockgate-places:${alice.account.id}`])
})

test('of an account of this tab nothing is stored, also when it was remembered before', () => {
  const ofThisTab = { ...alice, isRemembered: false }
  store.change(alice, () => book)
  expect([local.length, session.length]).toEqual([1, 0])
  expect(store.read(ofThisTab)).toEqual(book)
  expect(store.change(ofThisTab, (now) => setPinned(now, other, true)).pinned).toEqual([place, other])
  expect([local.length, session.length]).toEqual([0, 0])
  expect(new WebBookmarkStore(session, local).read(ofThisTab)).toEqual(NO_BOOKMARKS)
  expect(store.read(alice).pinned).toEqual([place, other]) // remembered from now on
  expect(local.length).toBe(1)
})

test('what an earlier version stored for a profile is its account’s, once, and leaves the tab’s storage', () => {
  local.setItem(`lockgate-places:p ${HERE}`, textOf(book))
  local.setItem('lockgate-places:p https://elsewhere.example.edu', textOf(book))
  local.setItem(`lockgate-places:another ${HERE}`, textOf(setPinned(NO_BOOKMARKS, other, true)))
  session.setItem(`lockgate-places:p ${HERE}`, textOf({ pinned: [], recent: [other] }))
  store = new WebBookmarkStore(session, local) // the tab is loaded again, with the new version
  expect(store.read(alice)).toEqual({ pinned: [place], recent: [other] })
  expect(namesIn(session)).toEqual([])
  expect(namesIn(local).toSorted()).toEqual([
    `lockgate-places:another ${HERE}`,
    `lockgate-places:${alice.account.id}`,
    'lockgate-places:p https://elsewhere.example.edu'
  ])
})

test('a forgotten account leaves nothing, and no other is touched', () => {
  const carol = { ...alice, account: makeAccount(HERE, 'physics$alice') }
  for (const owner of [alice, carol]) store.change(owner, () => book)
  store.forget(alice.account)
  expect(namesIn(local)).toEqual([`lockgate-places:${carol.account.id}`])
})

test('what another tab changed in the meantime is not lost', () => {
  store.change(alice, () => book)
  expect(new WebBookmarkStore(session, local).change(alice, (now) => setPinned(now, other, true)).pinned).toEqual([
    place,
    other
  ])
})

test('a place that an older version kept without its slash is read as the folder', () => {
  const stored = { version: 1, pinned: [{ bucket: 'lab', prefix: '2026' }], recent: [] }
  local.setItem(`lockgate-places:p ${HERE}`, JSON.stringify(stored))
  expect(store.read(alice).pinned).toEqual([{ bucket: 'lab', prefix: '2026/' }])
})

test('what is damaged or forbidden is an empty book', () => {
  for (const text of [
    '{',
    '{"version":1}',
    '{"version":1,"pinned":[{"bucket":1}],"recent":[]}',
    '{"version":9}',
    '[null]'
  ]) {
    local.setItem(`lockgate-places:${alice.account.id}`, text)
    expect(store.read(alice)).toEqual(NO_BOOKMARKS)
  }
  const nowhere = new WebBookmarkStore(undefined, undefined)
  expect(nowhere.change(alice, () => book)).toEqual(book)
  nowhere.forget(alice.account)
  expect(nowhere.read(alice)).toEqual(NO_BOOKMARKS)
})
