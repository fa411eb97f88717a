// The places of whoever's profile is in use.
import { expect, test } from 'vitest'
import { Places } from '../../../src/state/places.svelte'
import { WebPlaceStore } from '../../../src/storage/web-place-store'
import { MemoryWebStorage } from '../storage/memory-web-storage'
import { makeProfile } from './fakes'

test('are of the active profile, without repeating a pin among the recent ones', () => {
  const places = new Places(new WebPlaceStore(new MemoryWebStorage(), new MemoryWebStorage()))
  const [lab, home] = [
    { bucket: 'lab', prefix: 'in/' },
    { bucket: 'home', prefix: '' }
  ] as const
  places.visit(lab) // nobody's
  places.show(makeProfile('a'))
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
  places.show(makeProfile('b'))
  expect(places.pinned).toEqual([])
  places.show(makeProfile('a'))
  places.forgetBucket('home')
  expect([places.recent, places.pinned]).toEqual([[], [lab]])
  places.forgetProfile('a')
  places.show(makeProfile('a'))
  expect(places.pinned).toEqual([])
  places.show(undefined)
  expect(places.recent).toEqual([])
})
