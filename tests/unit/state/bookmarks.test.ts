// The places of the account that is in use.
import { expect, test } from 'vitest'
import { BookmarksState } from '../../../src/state/bookmarks.svelte'
import { WebBookmarkStore } from '../../../src/platform/storage/web-bookmark-store'
import { makeAccount } from '../domain/accounts'
import { MemoryWebStorage } from '../platform/storage/memory-web-storage'

const ownerOf = (user: string) => ({ account: makeAccount(undefined, user), isRemembered: true })

test('are of the active account, without repeating a pin among the recent ones', () => {
  const places = new BookmarksState(new WebBookmarkStore(new MemoryWebStorage(), new MemoryWebStorage()))
  const [lab, home] = [
    { bucket: 'lab', prefix: 'in/' },
    { bucket: 'home', prefix: '' }
  ] as const
  places.visit(lab) // no one's
  places.show(ownerOf('a'))
  expect([places.recent, places.pinned]).toEqual([[], []])
  places.visit(lab)
  places.visit(home)
  places.setPinned(lab, true)
  expect([places.recent, places.pinned, places.isPinned(lab), places.isPinned(home)]).toEqual([
    [home],
    [lab],
    true,
    false
  ])
  places.show(ownerOf('b'))
  expect(places.pinned).toEqual([])
  places.show(ownerOf('a'))
  places.forgetBucket('home')
  expect([places.recent, places.pinned]).toEqual([[], [lab]])
  places.forget(ownerOf('a').account)
  places.show(ownerOf('a'))
  expect(places.pinned).toEqual([])
  places.show(undefined)
  expect(places.recent).toEqual([])
})
