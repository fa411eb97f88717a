// Policies that shut out their own author: they are in force though they cannot be read back, and who can take them away again.
import { DeleteBucketPolicyCommand } from '@aws-sdk/client-s3'
import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { writePolicy } from '../../src/operations/policy/change-policy'
import { createAccount } from '../gateway/radosgw'
import { toPolicy } from '../gateway/measured-policies'
import { runToolOrFail } from '../gateway/tool'
import { byGeneration } from '../gateway/generation'
import { aliceGateway, createBucket, createPlainSdk, errorOf, gateway } from './fixture'

const { buckets } = aliceGateway
const denyTo = (bucket: string, action: string): string =>
  toPolicy([
    {
      Effect: 'Deny',
      Principal: '*',
      Action: action,
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]
    }
  ])

/** Whatever a policy says, its owner may read, change and remove it. */
const ownerMayAlways = byGeneration(gateway, { Pacific: false, Reef: false, Tentacle: true })

it('a policy that forbids reading itself is in force, and its owner can remove it', async () => {
  const bucket = await createBucket()
  const writing = writePolicy({ gateway: aliceGateway, bucket }, denyTo(bucket, 's3:GetBucketPolicy'))
  if (ownerMayAlways) {
    await writing
    expect(await buckets.policyOf(bucket)).toBe(denyTo(bucket, 's3:GetBucketPolicy'))
  } else {
    expect((await errorOf(writing)).kind).toBe('policy-unconfirmed')
    expect((await errorOf(buckets.policyOf(bucket))).kind).toBe('access-denied')
  }
  await writePolicy({ gateway: aliceGateway, bucket }, undefined)
  expect(await buckets.policyOf(bucket)).toBeUndefined()
})

it('one that forbids everything is removed by an administrator where the owner cannot', async () => {
  const bucket = await createBucket()
  const writing = writePolicy({ gateway: aliceGateway, bucket }, denyTo(bucket, 's3:*'))
  if (ownerMayAlways) await writing
  else expect((await errorOf(writing)).kind).toBe('policy-unconfirmed')
  const removed = await buckets.removePolicy(bucket).then(
    () => 'by the owner',
    ({ kind }: { kind: string }) => kind
  )
  if (ownerMayAlways) expect(removed).toBe('by the owner')
  if (removed !== 'by the owner') {
    expect(removed).toBe('access-denied')
    const admin = await createAccount(gateway.confFile, `admin${randomBytes(4).toString('hex')}`)
    const remove = () => createPlainSdk(admin).send(new DeleteBucketPolicyCommand({ Bucket: bucket }))
    await expect(remove()).rejects.toMatchObject({ name: 'AccessDenied' })
    const modify = ['user', 'modify', '-c', gateway.confFile, '-n', 'client.rgw', `--uid=${admin.userId}`, '--admin']
    await runToolOrFail('radosgw-admin', modify)
    await remove()
  }
  expect(await buckets.policyOf(bucket)).toBeUndefined()
})
