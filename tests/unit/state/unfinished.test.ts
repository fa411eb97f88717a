// Unfinished uploads: all of them, their sizes as far as they are told, and their end.
import { expect, test } from 'vitest'
import { Unfinished } from '../../../src/state/unfinished.svelte'
import { FakeBucket } from '../transfer/fake-bucket'

test('every page is listed; sizes are asked for once, and a sum is said only when all are known', async () => {
  const bucket = new FakeBucket().holding('', 'u v w')
  bucket.stubborn.add('w')
  const unfinished = new Unfinished(bucket.gateway, 'b')
  await unfinished.load()
  const list = unfinished.list ?? []
  expect(list.map(({ key }) => key)).toEqual(['u', 'v', 'w'])
  expect(unfinished.sizeOfAll(list)).toBeUndefined()
  await unfinished.measure(list.slice(0, 2))
  await unfinished.measure(list)
  expect(list.map((upload) => unfinished.sizeOf(upload))).toEqual([100, 100, undefined])
  expect([unfinished.sizeOfAll(list.slice(0, 2)), unfinished.sizeOfAll(list)]).toEqual([200, undefined])
  expect(bucket.calls.filter((call) => call.startsWith('size'))).toEqual(['size u', 'size v', 'size w'])
})

test('aborting takes those that were meant, tells what stays, and lists anew', async () => {
  const bucket = new FakeBucket().holding('', 'u v w')
  bucket.stubborn.add('v')
  const unfinished = new Unfinished(bucket.gateway, 'b')
  await unfinished.load()
  await unfinished.abort((unfinished.list ?? []).slice(0, 2))
  expect(unfinished.list?.map(({ key }) => key)).toEqual(['v', 'w'])
  expect([unfinished.job.doneCount, unfinished.job.failures.map(({ item }) => item.key)]).toEqual([1, ['v']])
})

test('a list that does not come is an error', async () => {
  const bucket = new FakeBucket()
  bucket.failure = 'access-denied'
  const unfinished = new Unfinished(bucket.gateway, 'b')
  await unfinished.load()
  expect([unfinished.list, unfinished.error?.kind]).toEqual([undefined, 'access-denied'])
})
