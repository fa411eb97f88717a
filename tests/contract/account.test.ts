// Whose credentials these are, as the gateway itself says: what is remembered belongs to that user.
import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { createGateway } from '../../src/s3/s3-gateway'
import { createAccessKey, createAccount, removeAccessKey } from '../gateway/radosgw'
import { createBucket, createPlainSdk, errorOf, gateway, ldap, profileOf, tokenProfile, toPut } from './fixture'

const userOf = async (profile = profileOf()): Promise<string | undefined> =>
  (await createGateway(profile).storage.listBuckets()).userId

it('names the user of an access key, with the tenant where there is one', async () => {
  const { accessKey, secretKey } = gateway.carol
  expect(await userOf()).toBe('alice')
  expect(await userOf(profileOf({ accessKey, secretKey }))).toBe('physics$carol')
})

it('names the user of a token', async () => {
  expect(await userOf(tokenProfile(ldap().token))).toBe(ldap().userId)
})

it('goes on with a multipart upload with other credentials of the same user, and loses no part', async () => {
  const user = await createAccount(gateway.confFile, `user-${randomBytes(4).toString('hex')}`)
  const [first, second] = [user, { ...user, ...(await createAccessKey(gateway.confFile, user.userId)) }]
  const before = profileOf({ accessKey: first.accessKey, secretKey: first.secretKey })
  let present = before
  const { storage } = createGateway(before, { currentProfile: () => present })
  const bucket = await createBucket(createPlainSdk(user))
  const uploadId = await storage.createMultipartUpload(toPut(bucket, 'k', ''))
  const send = async (partNumber: number, text: string) => {
    const { etag = '' } = await storage.uploadPart({
      ...{ bucket, key: 'k', uploadId, partNumber, sseKey: undefined },
      body: new Blob([text])
    })
    return { partNumber, etag }
  }
  const text = 'x'.repeat(5 * 1024 * 1024)
  const parts = [await send(1, text)]
  await removeAccessKey(gateway.confFile, first)
  expect((await errorOf(send(2, 'end'))).kind).toMatch(/access-key-unknown|access-denied/)
  present = profileOf({ accessKey: second.accessKey, secretKey: second.secretKey })
  parts.push(await send(2, 'end'))
  await storage.completeMultipartUpload({ bucket, key: 'k', uploadId, parts, sseKey: undefined })
  expect((await storage.headObject(bucket, 'k')).sizeBytes).toBe(text.length + 3)
})
