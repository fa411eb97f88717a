// Object lock on a real gateway: what a HEAD tells of it, what asking for it by itself tells, and why a version stays.
import { randomBytes } from 'node:crypto'
import { CreateBucketCommand, PutObjectCommand, type PutObjectCommandInput } from '@aws-sdk/client-s3'
import { beforeAll, expect, it } from 'vitest'
import { BucketDeletion } from '../../src/ui/buckets/bucket-deletion.svelte'
import { alice, aliceGateway, createBucket, errorOf, plainSdk, toPut } from './fixture'

const { properties, versions } = aliceGateway
const untilMs = Math.ceil(Date.now() / 1000) * 1000 + 86_400_000
const until = new Date(untilMs)
let bucket: string

async function createLockBucket(): Promise<string> {
  const name = `contract-${randomBytes(6).toString('hex')}`
  await plainSdk.send(new CreateBucketCommand({ Bucket: name, ObjectLockEnabledForBucket: true }))
  return name
}

async function put(key: string, lock: Partial<PutObjectCommandInput> = {}, into = bucket): Promise<string> {
  const output = await plainSdk.send(new PutObjectCommand({ Bucket: into, Key: key, Body: 'x', ...lock }))
  return output.VersionId ?? ''
}

beforeAll(async () => void (bucket = await createLockBucket()))

it.each([
  ['governance', { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: until }, 'GOVERNANCE', false],
  [
    'compliance',
    { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: new Date(Date.now() + 20_000) },
    'COMPLIANCE',
    false
  ],
  ['hold', { ObjectLockLegalHoldStatus: 'ON' }, undefined, true]
] as const)(
  '%s is told by a HEAD and by itself, and the version cannot be deleted',
  async (key, lock, mode, hasLegalHold) => {
    const versionId = await put(key, lock)
    const told = { retention: mode && { mode, untilMs: expect.any(Number) as number }, hasLegalHold }
    expect((await properties.read(bucket, key)).objectLock).toMatchObject(told)
    expect(await properties.lockOf(bucket, key, versionId)).toEqual(told)
    const [failed] = await versions.deleteBatch(bucket, [{ key, versionId }])
    expect(failed?.error.kind).toBe('access-denied')
  }
)

it('is undefined for a version without and in a bucket without', async () => {
  const versionId = await put('free')
  expect(await properties.lockOf(bucket, 'free', versionId)).toBeUndefined()
  expect((await properties.read(bucket, 'free')).objectLock).toBeUndefined()
  const plain = await createBucket()
  await alice.putObject(toPut(plain, 'a', 'x'))
  expect(await properties.lockOf(plain, 'a')).toBeUndefined()
  expect((await errorOf(properties.lockOf(plain, 'gone'))).kind).toBe('no-such-object')
})

it('hides what is deleted behind a marker anyway', async () => {
  await put('marked', { ObjectLockLegalHoldStatus: 'ON' })
  await alice.deleteObject(bucket, 'marked')
  expect(await alice.findObject(bucket, 'marked')).toBeUndefined()
})

it('emptying the bucket says of each version that stays until when', async () => {
  const own = await createLockBucket()
  await put('governance', { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: until }, own)
  await put('hold', { ObjectLockLegalHoldStatus: 'ON' }, own)
  await put('free', {}, own)
  const end = new BucketDeletion(aliceGateway, own)
  await end.look()
  await end.empty()
  expect(end.job.doneCount).toBe(1)
  const told = end.job.failures.map(({ item, error }) => [item.key, error.kind, error.details.objectLock] as const)
  expect(told.toSorted(([one], [other]) => (one < other ? -1 : 1))).toEqual([
    ['governance', 'object-locked', { retention: { mode: 'GOVERNANCE', untilMs }, hasLegalHold: false }],
    ['hold', 'object-locked', { retention: undefined, hasLegalHold: true }]
  ])
})
