// The end of a bucket: nothing goes that was not counted or asked for, and it is called empty only when it was seen to be.
import { expect, test } from 'vitest'
import { BucketDeletion } from '../../../src/ui/buckets/bucket-deletion.svelte'
import { FakeBucket } from '../operations/fake-bucket'
import { makeGate } from '../transfers/fakes'
import { settle } from '../state/fakes'

test('an empty one is seen to be empty and goes', async () => {
  const bucket = new FakeBucket()
  const end = new BucketDeletion(bucket.gateway, 'b')
  expect(end.isEmpty).toBeUndefined()
  await end.look()
  expect([end.isEmpty, await end.remove(), bucket.isThere]).toEqual([true, true, false])
})

test('one with nothing but an unfinished upload is not empty, for the gateway would take it along unasked', async () => {
  const end = new BucketDeletion(new FakeBucket().holding('', 'u').gateway, 'b')
  await end.look()
  expect([end.isEmpty, end.count.value?.uploadCount]).toEqual([false, 1])
})

test('emptying counts against what was counted, and looks again', async () => {
  const bucket = new FakeBucket().holding('a#x a#1 b c', 'u')
  const gone: string[] = []
  const end = new BucketDeletion(bucket.gateway, 'b', (uploadIds) => void gone.push(...uploadIds))
  await end.look()
  expect(end.isEmpty).toBe(false)
  await end.empty()
  expect([end.job.state, end.job.totalCount, end.job.doneCount, end.isEmpty]).toEqual(['done', 5, 5, true])
  expect(gone).toEqual(['id of u'])
})

test('what cannot be deleted is told, and keeps the bucket from being called empty; emptying again takes the rest', async () => {
  const bucket = new FakeBucket().holding('a b c')
  bucket.stubborn.add('b')
  const end = new BucketDeletion(bucket.gateway, 'b')
  await end.look()
  await end.empty()
  expect(end.job.failures.map(({ item }) => item.key)).toEqual(['b'])
  expect([end.isEmpty, end.count.value?.objectCount, await end.remove(), end.removeError?.kind]).toEqual([
    ...[false, 1, false],
    'bucket-not-empty'
  ])
  bucket.stubborn.clear()
  await end.empty()
  expect([end.job.doneCount, end.job.totalCount, end.isEmpty, end.removeError]).toEqual([1, 1, true, undefined])
})

test('a version that object lock keeps is told with its date; one that is kept otherwise, or no longer, is not', async () => {
  const bucket = new FakeBucket().holding('a b c d')
  bucket.versioning = 'on'
  for (const key of 'abc') bucket.stubborn.add(key)
  const until = (untilMs: number) => ({ retention: { mode: 'GOVERNANCE', untilMs }, hasLegalHold: false }) as const
  const tomorrow = until(Date.now() + 86_400_000)
  bucket.locks.set('a', tomorrow).set('b', until(5))
  const end = new BucketDeletion(bucket.gateway, 'b')
  await end.look()
  await end.empty()
  expect(end.job.failures.map(({ item, error }) => [item.key, error.kind, error.details.objectLock])).toEqual([
    ['a', 'object-locked', tomorrow],
    ['b', 'access-denied', undefined],
    ['c', 'access-denied', undefined]
  ])
  expect(bucket.calls.filter((call) => call.startsWith('lock of d'))).toEqual([])
})

test('of thousands that cannot be deleted a hundred are looked at', async () => {
  const keys = Array.from({ length: 300 }, (_, index) => `k${String(index).padStart(4, '0')}`)
  const bucket = new FakeBucket().holding(keys.join(' '))
  bucket.versioning = 'on'
  for (const key of keys) bucket.stubborn.add(key)
  const end = new BucketDeletion(bucket.gateway, 'b')
  await end.empty()
  expect(end.job.failures.length).toBe(300)
  expect(bucket.calls.filter((call) => call.startsWith('lock of')).length).toBe(100)
})

test('a refusal is followed by a new count', async () => {
  const bucket = new FakeBucket()
  const end = new BucketDeletion(bucket.gateway, 'b')
  await end.look()
  bucket.holding('late')
  expect(await end.remove()).toBe(false)
  expect([end.isEmpty, end.count.value?.objectCount, end.removeError?.kind]).toEqual([false, 1, 'bucket-not-empty'])
})

test('what is added in the meantime is seen', async () => {
  const bucket = new FakeBucket().holding('a')
  const end = new BucketDeletion(bucket.gateway, 'b')
  await end.look()
  const gate = makeGate()
  bucket.until = gate.opened
  const emptying = end.empty()
  await settle()
  bucket.versions = [...bucket.versions, ...new FakeBucket().holding('late').versions]
  gate.open()
  await emptying
  expect([end.job.doneCount, end.isEmpty]).toEqual([1, false])
})

async function endWhileDeleting(how: 'stop' | 'close') {
  const bucket = new FakeBucket().holding('a b c d e')
  const end = new BucketDeletion(bucket.gateway, 'b')
  const gate = makeGate()
  bucket.until = gate.opened
  const emptying = end.empty()
  await settle()
  end[how]()
  expect([end.job.state, end.job.isStopping]).toEqual(['running', true])
  gate.open()
  await emptying
  return { bucket, end }
}

test('stopped, it counts what was deleted anyway, and what is left', async () => {
  const { bucket, end } = await endWhileDeleting('stop')
  expect(end.job.doneCount).toBeGreaterThan(0)
  expect(end.job.doneCount + bucket.versions.length).toBe(5)
  expect([end.job.isAbandoned, end.count.value?.objectCount]).toEqual([false, bucket.versions.length])
})

test('closed, it waits for no answer and asks nothing more', async () => {
  const { bucket, end } = await endWhileDeleting('close')
  expect([end.job.state, end.job.isAbandoned, end.job.doneCount, bucket.versions.length]).toEqual([
    'stopped',
    true,
    0,
    5
  ])
  expect(end.count.value).toBeUndefined()
})

test('started before the count has ended, there is no total', async () => {
  const bucket = new FakeBucket().holding('a b c')
  const end = new BucketDeletion(bucket.gateway, 'b')
  const looking = end.look()
  const emptying = end.empty()
  await Promise.all([looking, emptying])
  expect([end.job.totalCount, end.job.doneCount, end.isEmpty, end.count.isLoading]).toEqual([undefined, 3, true, false])
})

test('what cannot be counted is an error, and nothing is known', async () => {
  const bucket = new FakeBucket().holding('a')
  bucket.failure = 'access-denied'
  const end = new BucketDeletion(bucket.gateway, 'b')
  await end.look()
  expect([end.count.error?.kind, end.isEmpty, await end.remove(), end.removeError?.kind]).toEqual([
    'access-denied',
    undefined,
    false,
    'access-denied'
  ])
})
