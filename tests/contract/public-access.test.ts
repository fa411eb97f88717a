// Who can really get in: what S3 does not tell (Swift's ACLs), and what it tells and the gateway refuses (public access blocks).
import { PutBucketAclCommand, PutObjectCommand, PutPublicAccessBlockCommand } from '@aws-sdk/client-s3'
import { expect, it } from 'vitest'
import { cannedAclOf } from '../../src/domain/acl'
import { en } from '../../src/messages/en'
import { createGateway } from '../../src/s3/s3-gateway'
import { observeBucketPublicAccess } from '../../src/operations/access/public-access-observer'
import { createSwiftAccount } from '../gateway/swift'
import { aliceGateway, createBucket, createPlainSdk, gateway, plainSdk, profileOf } from './fixture'

const { access, buckets, links } = aliceGateway

it('a container that Swift opened is private by ACL and policy, and public as it is seen', async () => {
  const swift = await createSwiftAccount(gateway)
  const own = createGateway(profileOf(swift.account))
  const bucket = await createBucket(createPlainSdk(swift.account))
  await swift.put(bucket, 'k', 'x')
  expect(en.publicAccess(await observeBucketPublicAccess(own, bucket))).toBeUndefined()
  await swift.openContainer(bucket, '.r:*,.rlistings')
  expect([cannedAclOf(await own.access.ofBucket(bucket)), await own.buckets.policyOf(bucket)]).toEqual([
    'private',
    undefined
  ])
  const seen = await observeBucketPublicAccess(own, bucket)
  expect([en.publicAccess(seen), seen.answer]).toEqual(['Public: anyone can list it (tested)', 'yes'])
  expect(await own.links.opensForAnyone(bucket, 'k')).toBe('yes')
})

it('a public ACL behind a public access block is refused, and not called public', async () => {
  const bucket = await createBucket()
  await plainSdk.send(new PutBucketAclCommand({ Bucket: bucket, ACL: 'public-read-write' }))
  await plainSdk.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'x', ACL: 'public-read' }))
  expect((await buckets.publicAccessBlockOf(bucket))?.ignoresPublicAcls ?? false).toBe(false)
  expect(en.publicAccess(await observeBucketPublicAccess(aliceGateway, bucket))).toContain('Public: anyone can list it')
  const PublicAccessBlockConfiguration = { IgnorePublicAcls: true }
  await plainSdk.send(new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration }))
  expect(await buckets.publicAccessBlockOf(bucket)).toEqual({ ignoresPublicAcls: true })
  expect([await access.canAnyoneList(bucket), await links.opensForAnyone(bucket, 'k')]).toEqual(['no', 'no'])
  const put = await fetch(`${gateway.direct}/${bucket}/anonymous`, { method: 'PUT', body: 'x' })
  expect(put.status).toBe(403)
  expect(await observeBucketPublicAccess(aliceGateway, bucket)).toMatchObject({
    reasons: [],
    refused: [{ operation: 'list' }, { operation: 'write' }, { operation: 'delete' }],
    isBlocked: true
  })
})
