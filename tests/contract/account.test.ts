// Whose credentials these are, as the gateway itself says: what is remembered belongs to that user.
import { expect, it } from 'vitest'
import { createGateway } from '../../src/s3/s3-gateway'
import { gateway, ldap, profileOf, tokenProfile } from './fixture'

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
