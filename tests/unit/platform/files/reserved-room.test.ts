// Room is promised once: what running downloads still need is not free.
import { expect, test } from 'vitest'
import { ReservedRoom } from '../../../../src/platform/files/reserved-room'

const { signal } = new AbortController()

function makeRoom(freeBytes: number, isKnown = true) {
  const free = { freeBytes, isKnown }
  const room = new ReservedRoom(() => Promise.resolve({ ...free }))
  const reserve = (id: string, neededBytes: number | (() => number)) =>
    room.reserve(id, typeof neededBytes === 'number' ? () => neededBytes : neededBytes, signal).then(
      () => 'reserved',
      (error: { kind: string }) => error.kind
    )
  return { room, free, reserve }
}
const full = 'browser-storage-full'

test('five at once are promised no more than there is', async () => {
  const { room, reserve } = makeRoom(100)
  const outcomes = () => Promise.all([1, 2, 3, 4, 5].map((id) => reserve(String(id), 40)))
  expect(await outcomes()).toEqual(['reserved', 'reserved', full, full, full])
  room.release('1')
  expect(await reserve('6', 40)).toBe('reserved')
})

test('what has come of the others is no longer needed, for it is used', async () => {
  const { free, reserve } = makeRoom(100)
  let leftBytes = 80
  expect(await reserve('a', () => leftBytes)).toBe('reserved')
  expect(await reserve('b', 60)).toBe(full)
  ;[leftBytes, free.freeBytes] = [10, 70]
  expect(await reserve('b', 60)).toBe('reserved')
})

test('one that reserves again does not stand in its own way', async () => {
  const { reserve } = makeRoom(100)
  expect([await reserve('a', 80), await reserve('a', 80)]).toEqual(['reserved', 'reserved'])
})

test('what is there as a whole needs no room, and an answer that says nothing of what fits refuses nothing', async () => {
  expect(await makeRoom(0).reserve('a', 0)).toBe('reserved')
  expect(await makeRoom(10, false).reserve('a', 2000)).toBe('reserved')
})
