// Uploads into another user's bucket: they belong to the uploader, and its owner can read them only where that was granted.
import { beforeAll, expect, it } from 'vitest'
import { withCannedAcl, withGrant } from '../../src/domain/acl'
import { createGateway } from '../../src/s3/s3-gateway'
import { uploadThrough } from './upload-through'
import { aliceGateway, createBucket, errorOf, gateway, profileOf, toPut } from './fixture'

const bob = createGateway(profileOf(gateway.bob))
const acl = 'bucket-owner-full-control'

let bucket: string
beforeAll(async () => {
  bucket = await createBucket()
  const own = withCannedAcl(await aliceGateway.access.ofBucket(bucket), 'private')
  await aliceGateway.access.putOfBucket(bucket, withGrant(own, gateway.bob.userId, ['READ', 'WRITE']))
})

const read = (key: string) => aliceGateway.storage.headObject(bucket, key)

it('without it the object is the uploader’s alone', async () => {
  await bob.storage.putObject(toPut(bucket, 'plain', 'x'))
  expect((await errorOf(read('plain'))).kind).toBe('access-denied')
  expect((await bob.access.ofObject(bucket, 'plain')).owner.id).toBe(gateway.bob.userId)
})

it('with it the bucket’s owner has full control, of one request and of parts', async () => {
  await bob.storage.putObject(toPut(bucket, 'shared', 'x', { acl }))
  const key = 'parts'
  const uploadId = await bob.storage.createMultipartUpload({ ...toPut(bucket, key, ''), acl })
  const part = { bucket, key, uploadId, sseKey: undefined, partNumber: 1, body: new Blob(['x']) }
  const { etag = '' } = await bob.storage.uploadPart(part)
  await bob.storage.completeMultipartUpload({
    bucket,
    key,
    uploadId,
    parts: [{ partNumber: 1, etag }],
    sseKey: undefined
  })
  for (const one of ['shared', key]) {
    expect((await read(one)).sizeBytes).toBe(1)
    const { owner, grants } = await bob.access.ofObject(bucket, one)
    expect(owner.id).toBe(gateway.bob.userId)
    expect(grants).toContainEqual(
      expect.objectContaining({
        permission: 'FULL_CONTROL',
        grantee: expect.objectContaining({ id: gateway.alice.userId })
      })
    )
  }
})

it.each([1000, 17 * 2 ** 20])(
  'is read back after an upload of %i bytes',
  async (size) => {
    const file = (name: string): File => new File([new Uint8Array(size)], name)
    await bob.storage.listBuckets()
    const { ended } = await uploadThrough(bob.storage, bucket, file(`read back ${size}`), { ifAbsent: false, acl })
    expect(ended).toMatchObject({ state: 'done', verification: 'verified', settings: { lost: [], unseen: [] } })
    expect((await read(`read back ${size}`)).sizeBytes).toBe(size)
  },
  120_000
)

it('whose bucket it is tells its ACL, and where that may not be read, that ListBuckets does not name it', async () => {
  expect((await errorOf(bob.access.ofBucket(bucket))).kind).toBe('access-denied')
  const { buckets, userId } = await bob.storage.listBuckets()
  expect([buckets.some(({ name }) => name === bucket), userId]).toEqual([false, gateway.bob.userId])
})
