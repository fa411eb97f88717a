// Links opened by someone who has nothing but the link: curl, with no credentials of any kind.
import { PutBucketVersioningCommand, PutObjectAclCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, it } from 'vitest'
import { createGateway } from '../../src/s3/s3-gateway'
import { curl } from '../gateway/judge'
import {
  aliceGateway,
  createBucket,
  createKey,
  createPlainSdk,
  errorOf,
  gateway,
  ldap,
  plainSdk,
  profileOf,
  tokenProfile,
  toPut
} from './fixture'

const { links, storage } = aliceGateway
const keys = [
  ...['plain.txt', 'a//b', '/lead', '//a', 'trailing/', 'a%2Fb', '%2e%2e/x', '%', '#?+ %2F', '=a&b', "q'!()*", '&<>"'],
  ...['[1-3]{a,b}', '../x', 'a/../b', './c', 'd/.', '...', '\\back', 'emoji 😀', 'e\u0301', 'עברית', '\x01control\x7f'],
  ...['new\nline', '\r', 'x'.repeat(1024)]
]

let bucket: string
beforeAll(async () => void (bucket = await createBucket()))

/** What came, with its status in front: `200 body`. */
async function open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const args = Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`])
  const { stdout } = await curl(['--write-out', '\n%{http_code}', ...args, url])
  const [, body, status] = /^([^]*)\n(\d+)$/.exec(stdout.toString('utf8')) ?? []
  return status === '200' ? `200 ${body}` : String(status)
}

describe.each(keys)('the key %j', (key) => {
  it('opens by its signed link for everybody, and by its address once it is public', async () => {
    const body = `body of ${key}`
    await storage.putObject(toPut(bucket, key, body))
    expect(await open(links.unsignedUrl(bucket, key))).toBe('403')
    expect(await links.opensForAnyone(bucket, key)).toBe('no')
    const signed = await links.signedUrl({ bucket, key, expiresSeconds: 60 })
    expect(await open(signed)).toBe(`200 ${body}`)
    // As a browser would open it, which tidies the path up before it asks.
    expect(await (await fetch(signed)).text()).toBe(body)

    await aliceGateway.access.putOfObject(bucket, key, {
      owner: { id: gateway.alice.userId, displayName: undefined },
      grants: [
        { grantee: { type: 'user', id: gateway.alice.userId, displayName: undefined }, permission: 'FULL_CONTROL' },
        { grantee: { type: 'everyone' }, permission: 'READ' }
      ]
    })
    expect(await open(links.unsignedUrl(bucket, key))).toBe(`200 ${body}`)
    expect(await links.opensForAnyone(bucket, key)).toBe('yes')
  })
})

describe('the time of a signed link', () => {
  const key = 'timed'
  beforeAll(() => storage.putObject(toPut(bucket, key, 'x')))

  it('may be seven days', async () => {
    expect(await open(await links.signedUrl({ bucket, key, expiresSeconds: 604_800 }))).toBe('200 x')
  })

  it('ends when it is up', async () => {
    const url = await links.signedUrl({ bucket, key, expiresSeconds: 10 })
    expect(await open(url)).toBe('200 x')
    await expect.poll(() => open(url), { timeout: 60_000, interval: 250 }).toBe('403')
  })

  it('is signed: its lifetime cannot be extended', async () => {
    const url = await links.signedUrl({ bucket, key, expiresSeconds: 60 })
    expect(await open(url.replace('X-Amz-Expires=60&', 'X-Amz-Expires=600&'))).toBe('403')
  })
})

it('opens the version that was meant', async () => {
  const versioned = await createBucket()
  await plainSdk.send(
    new PutBucketVersioningCommand({ Bucket: versioned, VersioningConfiguration: { Status: 'Enabled' } })
  )
  const first = await plainSdk.send(new PutObjectCommand({ Bucket: versioned, Key: '../k', Body: 'first' }))
  await plainSdk.send(new PutObjectCommand({ Bucket: versioned, Key: '../k', Body: 'second' }))
  const link = { bucket: versioned, key: '../k', expiresSeconds: 60 }
  expect(await open(await links.signedUrl({ ...link, versionId: first.VersionId }))).toBe('200 first')
  expect(await open(await links.signedUrl(link))).toBe('200 second')
})

describe('of an encrypted object', () => {
  const sseKey = createKey()
  const header = 'x-amz-server-side-encryption-customer'
  const sent = {
    [`${header}-algorithm`]: 'AES256',
    [`${header}-key`]: Buffer.from(sseKey.bytes).toString('base64'),
    [`${header}-key-MD5`]: sseKey.md5Base64
  }

  it('a link signed with its key opens with that key beside it, and with nothing else', async () => {
    await storage.putObject(toPut(bucket, '../locked #1', 'secret', { sseKey }))
    const url = await links.signedUrl({ bucket, key: '../locked #1', expiresSeconds: 60, sseKey })
    expect(await open(url, sent)).toBe('200 secret')
    expect(await open(url)).toMatch(/^40\d$/)
    const other = createKey()
    const wrong = { ...sent, [`${header}-key`]: Buffer.from(other.bytes).toString('base64') }
    expect(await open(url, wrong)).toMatch(/^40\d$/)
    expect(await open(url, { ...wrong, [`${header}-key-MD5`]: other.md5Base64 })).toMatch(/^40\d$/)
  })

  it('cannot be tested without credentials when the object is public', async () => {
    await storage.putObject(toPut(bucket, 'public-locked', 'secret', { sseKey }))
    await plainSdk.send(new PutObjectAclCommand({ Bucket: bucket, Key: 'public-locked', ACL: 'public-read' }))
    expect(await links.opensForAnyone(bucket, 'public-locked')).toBe('not-known')
    expect(await open(links.unsignedUrl(bucket, 'public-locked'))).toBe('400')
    expect(await open(links.unsignedUrl(bucket, 'public-locked'), sent)).toBe('200 secret')
  })
})

describe('of a token', () => {
  it('a link is refused, and opens when it was insisted on', async () => {
    const profile = tokenProfile(ldap().token)
    const own = await createBucket(createPlainSdk({ userId: '', accessKey: profile.accessKey, secretKey: '' }))
    const hers = createGateway(profile)
    await hers.storage.putObject(toPut(own, 'k', 'mine'))
    const link = { bucket: own, key: 'k', expiresSeconds: 60 }
    expect((await errorOf(hers.links.signedUrl(link))).kind).toBe('unexpected')
    expect(await open(await hers.links.signedUrl({ ...link, mayCarrySecret: true }))).toBe('200 mine')
  })
})

it('a check that got no answer to read is not known', async () => {
  const unreachable = createGateway(profileOf({ endpoint: 'http://127.0.0.1:9' }))
  expect(await unreachable.links.opensForAnyone(bucket, 'plain.txt')).toBe('not-known')
  const busy = createGateway(profileOf({ endpoint: gateway.unavailable }))
  expect(await busy.links.opensForAnyone(bucket, 'plain.txt')).toBe('not-known')
})
