// Buckets as things: made, told how full they are, limited, and removed.
import { randomBytes } from 'node:crypto'
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { findNameFault } from '../../src/domain/bucket-name'
import { createGateway } from '../../src/s3/s3-gateway'
import { byGeneration } from '../gateway/generation'
import { createAccount, setQuota } from '../gateway/radosgw'
import {
  alice,
  aliceGateway,
  createBucket,
  createPlainSdk,
  errorOf,
  gateway,
  plainSdk,
  profileOf,
  toPut
} from './fixture'

const { buckets } = aliceGateway
const newName = (): string => `made-${randomBytes(6).toString('hex')}`

/** A user of its own, so that limits disturb no one else. */
async function createUser() {
  const account = await createAccount(gateway.confFile, `user-${randomBytes(4).toString('hex')}`)
  const { accessKey, secretKey } = account
  return { account, sdk: createPlainSdk(account), mine: createGateway(profileOf({ accessKey, secretKey })) }
}

async function put(sdk: S3Client, bucket: string, key: string, bytes = 10): Promise<void> {
  await sdk.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'x'.repeat(bytes) }))
}

describe('making a bucket', () => {
  it('takes the canned ACL, the default placement by its name, and no constraint unless one was chosen', async () => {
    const name = newName()
    await buckets.create({ name, placement: 'default-placement', acl: 'public-read' })
    expect((await aliceGateway.access.ofBucket(name)).grants).toContainEqual({
      grantee: { type: 'everyone' },
      permission: 'READ'
    })
    const other = newName()
    await createGateway(profileOf({ region: 'elsewhere' })).buckets.create({
      name: other,
      placement: undefined,
      acl: 'private'
    })
    expect((await alice.listBuckets()).buckets.map((bucket) => bucket.name)).toEqual(
      expect.arrayContaining([name, other])
    )
  })

  it('of a name that exists changes nothing: refused, unless it is one’s own and the same', async () => {
    const name = await createBucket()
    const { mine } = await createUser()
    const as = (acl: 'private' | 'public-read') => ({ name, placement: undefined, acl })
    expect((await errorOf(mine.buckets.create(as('private')))).kind).toBe('name-taken')
    expect((await errorOf(buckets.create(as('public-read')))).kind).toBe('name-taken')
    await alice.putObject(toPut(name, 'a', 'x'))
    await buckets.create(as('private'))
    expect((await aliceGateway.access.ofBucket(name)).grants).toHaveLength(1)
    expect((await buckets.usageOf(name)).objectCount).toBe(1)
  })

  it('at a placement that does not exist is refused, and nothing is made', async () => {
    const name = newName()
    const error = await errorOf(buckets.create({ name, placement: 'nope', acl: 'private' }))
    expect([error.kind, error.details.status]).toEqual(['placement-refused', 400])
    expect((await alice.listBuckets()).buckets.some((bucket) => bucket.name === name)).toBe(false)
  })

  const id = randomBytes(3).toString('hex')
  const longest = `${'a'.repeat(57)}${id}`
  it.each([
    ...[`n-${id}`, longest, `1.2.3-${id}`, `xn--${id}`, `${id}-s3alias`, `9${id}`],
    ...['ab', `a${longest}`, `Upper${id}`, `under_${id}`, `-${id}`, `.${id}`, `${id}-`, `${id}.`],
    ...[`${id}..b`, `${id}.-b`, `${id}-.b`, '192.168.1.1', '999.999.999.999', `ü${id}`, `a b${id}`, `a+${id}`]
  ])('named %s is taken or refused as the rules say', async (name) => {
    const attempt = buckets.create({ name, placement: undefined, acl: 'private' })
    if (findNameFault(name) === undefined) await attempt
    else expect((await errorOf(attempt)).kind).toBe('name-refused')
  })
})

describe('how full a bucket is', () => {
  it('counts objects and bytes, parts of unfinished uploads with them, and knows of no limit', async () => {
    const bucket = await createBucket()
    await put(plainSdk, bucket, 'a', 1000)
    const uploadId = await alice.createMultipartUpload(toPut(bucket, 'b', ''))
    const body = new Blob(['x'.repeat(500)])
    await alice.uploadPart({ bucket, key: 'b', uploadId, partNumber: 1, body, sseKey: undefined })
    expect(await buckets.usageOf(bucket)).toEqual({
      objectCount: 2,
      usedBytes: 1500,
      bucketQuotaBytes: undefined,
      bucketQuotaObjects: undefined,
      userQuotaBytes: undefined,
      userQuotaObjects: undefined
    })
  })

  it('names the limits of the bucket and of the account, in bytes rounded up to whole KiB', async () => {
    const { account, sdk, mine } = await createUser()
    const bucket = await createBucket(sdk)
    await setQuota(gateway.confFile, { bucket }, { maxBytes: 20_000, maxObjects: 7 })
    await setQuota(gateway.confFile, { allBucketsOf: account.userId }, { maxObjects: 50 })
    expect(await mine.buckets.usageOf(bucket)).toEqual({
      objectCount: 0,
      usedBytes: 0,
      bucketQuotaBytes: 20_480,
      bucketQuotaObjects: 7,
      userQuotaBytes: undefined,
      userQuotaObjects: 50
    })
  })

  it('names a limit also where it is switched off, but on Tentacle, and not the one that an account sets for each bucket', async () => {
    const { account, sdk, mine } = await createUser()
    const bucket = await createBucket(sdk)
    await setQuota(gateway.confFile, { bucket }, { maxObjects: 0, isEnforced: false })
    await put(sdk, bucket, 'goes in')
    const told = byGeneration(gateway, { Pacific: 0, Reef: 0, Tentacle: undefined })
    expect((await mine.buckets.usageOf(bucket)).bucketQuotaObjects).toBe(told)
    const next = await createUser()
    await setQuota(gateway.confFile, { eachBucketOf: next.account.userId }, { maxObjects: 1 })
    const limited = await createBucket(next.sdk)
    await put(next.sdk, limited, 'first')
    expect((await errorOf(next.mine.storage.putObject(toPut(limited, 'second', 'x')))).kind).toBe('quota-exceeded')
    expect((await next.mine.buckets.usageOf(limited)).bucketQuotaObjects).toBeUndefined()
    expect(account.userId).not.toBe(next.account.userId)
  })

  it('is limited in whole blocks of 4 KiB, and a part too much is refused as an object is', async () => {
    const { sdk, mine } = await createUser()
    const bucket = await createBucket(sdk)
    await setQuota(gateway.confFile, { bucket }, { maxBytes: 8192 })
    for (const key of ['a', 'b']) await put(sdk, bucket, key, 10)
    expect((await errorOf(mine.storage.putObject(toPut(bucket, 'c', 'x')))).kind).toBe('quota-exceeded')
    expect(await mine.buckets.usageOf(bucket)).toMatchObject({ usedBytes: 20, bucketQuotaBytes: 8192 })
    const uploadId = await mine.storage.createMultipartUpload(toPut(bucket, 'd', ''))
    const part = { bucket, key: 'd', uploadId, partNumber: 1, body: new Blob(['x'.repeat(9000)]), sseKey: undefined }
    expect((await errorOf(mine.storage.uploadPart(part))).kind).toBe('quota-exceeded')
  })

  it('is not told to others, nor of a bucket that is not there', async () => {
    const bucket = await createBucket()
    const { mine } = await createUser()
    expect((await errorOf(mine.buckets.usageOf(bucket))).kind).toBe('access-denied')
    expect((await errorOf(mine.buckets.usageOf(newName()))).kind).toBe('no-such-bucket')
  })
})

describe('removing a bucket', () => {
  it('is refused while an object is in it, and done when there is none', async () => {
    const bucket = await createBucket()
    await put(plainSdk, bucket, 'a')
    expect((await errorOf(buckets.remove(bucket))).kind).toBe('bucket-not-empty')
    await alice.deleteObject(bucket, 'a')
    await buckets.remove(bucket)
    expect((await errorOf(buckets.remove(bucket))).kind).toBe('no-such-bucket')
  })

  // Why the page counts unfinished uploads before it deletes.
  it('takes unfinished uploads along without a word', async () => {
    const bucket = await createBucket()
    await alice.createMultipartUpload(toPut(bucket, 'a', ''))
    await buckets.remove(bucket)
    expect((await errorOf(aliceGateway.uploads.listPage(bucket))).kind).toBe('no-such-bucket')
  })
})
