// Buckets that no list of the account names: a tenant's by `tenant:bucket`, and public ones without an account.
import { gunzipSync, gzipSync } from 'node:zlib'
import { PutBucketAclCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect, it } from 'vitest'
import { createGateway } from '../../src/s3/s3-gateway'
import { aliceGateway, createBucket, createPlainSdk, download, gateway, plainSdk, profileOf, toPut } from './fixture'

const anonymous = createGateway(profileOf({ accessKey: '', secretKey: '' }))

it('a bucket of another tenant is read and written by its whole name, and alice’s of the same name is another one', async () => {
  const carol = createPlainSdk(gateway.carol)
  const bucket = await createBucket(carol)
  const { storage } = aliceGateway
  await carol.send(new PutBucketAclCommand({ Bucket: bucket, ACL: 'public-read-write' }))
  await carol.send(new PutObjectCommand({ Bucket: bucket, Key: 'in/theirs.txt', Body: 'theirs', ACL: 'public-read' }))
  const name = `physics:${bucket}`
  const { objects } = await storage.listPage({ bucket: name, prefix: 'in/', delimiter: '/' })
  expect(objects.map(({ key }) => key)).toEqual(['in/theirs.txt'])
  expect(await (await download(storage, name, 'in/theirs.txt')).text()).toBe('theirs')
  await storage.putObject(toPut(name, 'in/mine.txt', 'mine'))
  expect((await storage.headObject(name, 'in/mine.txt')).sizeBytes).toBe(4)
  await expect(storage.listPage({ bucket, prefix: '', delimiter: '/' })).rejects.toMatchObject({
    kind: 'no-such-bucket'
  })
})

it('without an account, what is stored as gzip arrives unpacked, since nothing asks for it as it is stored', async () => {
  const bucket = await createBucket()
  const stored = gzipSync('some text, some text, some text')
  const packed = { Bucket: bucket, Key: 'packed', Body: stored, ContentEncoding: 'gzip', ACL: 'public-read' } as const
  await plainSdk.send(new PutObjectCommand(packed))
  const { contentEncoding, sizeBytes } = await anonymous.storage.headObject(bucket, 'packed')
  expect([contentEncoding, sizeBytes]).toEqual(['gzip', stored.length])
  const { url } = await anonymous.storage.signDownload(bucket, 'packed')
  expect(new URL(url).search).toBe('')
  const answer = await download(anonymous.storage, bucket, 'packed')
  expect(Buffer.from(await answer.arrayBuffer()).equals(gunzipSync(stored))).toBe(true)
  // No preview takes that for the object's own bytes.
  const range = { bucket, key: 'packed', etag: undefined, startByte: 0, byteCount: 100 }
  await expect(anonymous.properties.readRange(range)).rejects.toMatchObject({ kind: 'stored-compressed' })
})
