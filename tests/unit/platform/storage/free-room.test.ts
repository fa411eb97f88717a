// What a browser says of its room, and which of its answers says nothing of what fits.
import { expect, test } from 'vitest'
import { freeRoom } from '../../../../src/platform/storage/free-room'

const GIB = 2 ** 30

test.each([
  ['a browser that knows', 3_000_000_000, 1_000_000_000, { freeBytes: 2_000_000_000, isKnown: true }],
  ['Chromium with a large disk', 10 * GIB + 12_345, 12_345, { freeBytes: 10 * GIB, isKnown: false }],
  ['Chromium with a small disk', 3 * GIB + 777, 777, { freeBytes: 3 * GIB, isKnown: false }],
  ['a browser that is full', 1000, 1000, { freeBytes: 0, isKnown: true }],
  ['a browser that is more than full', 1000, 1000 + GIB, { freeBytes: 0, isKnown: true }],
  ['a browser that does not say', undefined, 5, undefined]
])('%s', async (_, quota, usage, room) => {
  const estimate = async () => (quota === undefined ? { usage } : { quota, usage }) as StorageEstimate
  expect(await freeRoom({ estimate })).toEqual(room)
})

test('no storage, as on a page over plain http, says nothing', async () => {
  expect(await freeRoom({})).toBeUndefined()
})
