// Unfinished uploads: all of them, their sizes as far as they are told, and their end.
import { expect, test } from 'vitest'
import { idOfUser } from '../../../src/domain/account'
import { MAX_LISTED, UnfinishedUploadsModel } from '../../../src/ui/buckets/unfinished-uploads.svelte'
import { FakeBucket } from '../operations/fake-bucket'
import { FakeJournal, makeGate } from '../transfers/fakes'
import { settle } from '../state/fakes'

const many = (count: number): string[] => Array.from({ length: count }, (_, n) => `u${String(n).padStart(3, '0')}`)

test('every page is listed; sizes are asked for once, and a sum is said only when all are known', async () => {
  const bucket = new FakeBucket().holding('', 'u v w')
  bucket.stubborn.add('w')
  const unfinished = new UnfinishedUploadsModel(bucket.gateway, 'b', new FakeJournal())
  await unfinished.load()
  const list = unfinished.list.value ?? []
  expect(list.map(({ key }) => key)).toEqual(['u', 'v', 'w'])
  expect(unfinished.sizeOfAll(list)).toBeUndefined()
  await settle()
  await unfinished.load()
  await settle()
  expect(list.map((upload) => unfinished.sizeOf(upload))).toEqual([100, 100, undefined])
  expect([unfinished.sizeOfAll(list.slice(0, 2)), unfinished.sizeOfAll(list)]).toEqual([200, undefined])
  expect(bucket.calls.filter((call) => call.startsWith('size'))).toEqual(['size u', 'size v', 'size w'])
})

test('only as many as are shown are measured', async () => {
  const bucket = new FakeBucket().holding('', many(MAX_LISTED + 5).join(' '))
  const unfinished = new UnfinishedUploadsModel(bucket.gateway, 'b', new FakeJournal())
  await unfinished.load()
  const sizes = () => bucket.calls.filter((call) => call.startsWith('size')).length
  await expect.poll(sizes).toBe(MAX_LISTED)
  await settle()
  expect([sizes(), unfinished.list.value?.length]).toEqual([MAX_LISTED, MAX_LISTED + 5])
})

test('aborting removes those that were chosen, tells what stays, and lists again', async () => {
  const bucket = new FakeBucket().holding('', 'u v w')
  bucket.stubborn.add('v')
  const gone: string[] = []
  const note = (uploadIds: ReadonlySet<string>): void => void gone.push(...uploadIds)
  const unfinished = new UnfinishedUploadsModel(bucket.gateway, 'b', new FakeJournal(), note)
  await unfinished.load()
  await unfinished.abort((unfinished.list.value ?? []).slice(0, 2))
  expect(gone).toEqual(['id of u'])
  expect(unfinished.list.value?.map(({ key }) => key)).toEqual(['v', 'w'])
  expect([unfinished.job.doneCount, unfinished.job.failures.map(({ item }) => item.key)]).toEqual([1, ['v']])
})

test('a stop leaves those that were not started; once left, nothing is asked any more', async () => {
  const bucket = new FakeBucket().holding('', many(12).join(' '))
  const unfinished = new UnfinishedUploadsModel(bucket.gateway, 'b', new FakeJournal())
  await unfinished.load()
  const gate = makeGate()
  bucket.until = gate.opened
  const aborting = unfinished.abort(unfinished.list.value ?? [])
  await settle()
  unfinished.job.stop()
  gate.open()
  await aborting
  expect([unfinished.job.state, unfinished.job.doneCount, bucket.uploads.length]).toEqual(['stopped', 4, 8])
  expect(unfinished.list.value).toHaveLength(8)
  const left = new UnfinishedUploadsModel(bucket.gateway, 'b', new FakeJournal())
  const leaving = left.abort(bucket.uploads)
  left.stop()
  await leaving
  expect([left.job.isAbandoned, left.list.value, bucket.uploads.length]).toEqual([true, undefined, 8])
})

test('what this browser began is known, and forgotten when the gateway lists it no more', async () => {
  const bucket = new FakeBucket().holding('', 'u v x')
  const journal = new FakeJournal()
  const { account } = bucket.gateway.storage
  const { endpoint } = account
  const noted = { accountId: account.id, endpoint, bucket: 'b', sizeBytes: 1, partSizeBytes: 1, sseKeyId: undefined }
  for (const [id, more] of Object.entries({
    here: { key: 'u', uploadId: 'id of u' },
    ended: { key: 'w', uploadId: 'id of w' },
    tenant: { key: 'v', uploadId: 'id of v', accountId: idOfUser(endpoint, 'physics$alice') },
    elsewhere: { key: 'v', uploadId: 'id of v', accountId: idOfUser('https://b', 'alice') },
    older: { key: 'x', uploadId: 'id of x', accountId: undefined, profileId: 'p' },
    olderEnded: { key: 'w', uploadId: 'id of w 2', accountId: undefined, profileId: 'p' },
    olderElsewhere: { key: 'v', uploadId: 'id of v', accountId: undefined, profileId: 'p', endpoint: 'https://b' },
    // Of a profile that was removed: another tenant's bucket of this name may still list it.
    perhaps: { key: 'w', uploadId: 'id of w 3', accountId: undefined, profileId: undefined }
  }))
    await journal.put({ ...noted, id, startedAtMs: 1, ...more })
  const unfinished = new UnfinishedUploadsModel(bucket.gateway, 'b', journal)
  await unfinished.load()
  expect(unfinished.list.value?.filter((upload) => unfinished.canResume(upload)).map(({ key }) => key)).toEqual([
    'u',
    'x'
  ])
  expect(unfinished.list.value?.map((upload) => [upload.key, unfinished.isOwn(upload)])).toEqual([
    ['u', true],
    ['v', false],
    ['x', true]
  ])
  expect((await journal.list()).map(({ id }) => id).sort()).toEqual([
    'elsewhere',
    'here',
    'older',
    'olderElsewhere',
    'perhaps',
    'tenant'
  ])
})

test('a list that does not come is an error', async () => {
  const bucket = new FakeBucket()
  bucket.failure = 'access-denied'
  const unfinished = new UnfinishedUploadsModel(bucket.gateway, 'b', new FakeJournal())
  await unfinished.load()
  expect([unfinished.list.value, unfinished.list.error?.kind]).toEqual([undefined, 'access-denied'])
})
