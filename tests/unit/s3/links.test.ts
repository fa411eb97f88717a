// Links as they are written: what is in the address, and above all what never is.
import { describe, expect, it } from 'vitest'
import { createGateway } from '../../../src/s3/s3-gateway'
import { answering, profile, sseKey, token } from './sample'

const { links } = createGateway(profile)
const wanted = { bucket: 'b', key: 'k', expiresSeconds: 3600 }

describe('a signed link', () => {
  it('says how long it opens, and is signed for nothing but the host', async () => {
    const url = new URL(await links.signedUrl({ ...wanted, key: 'a/../#?+ %2F', versionId: 'v+1' }))
    expect(url.origin + url.pathname).toBe('https://rgw.example.edu/b/a%2F..%2F%23%3F%2B%20%252F')
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      versionId: 'v+1',
      'X-Amz-Expires': '3600',
      'X-Amz-SignedHeaders': 'host'
    })
  })

  it('of an encrypted object signs the three headers by name, and holds neither the key nor its MD5', async () => {
    const url = await links.signedUrl({ ...wanted, sseKey })
    const signed = new URL(url).searchParams.get('X-Amz-SignedHeaders')
    const header = 'x-amz-server-side-encryption-customer'
    expect(signed).toBe(`host;${header}-algorithm;${header}-key;${header}-key-md5`)
    const keystring = String.fromCharCode(...sseKey.bytes)
    const hex = [...sseKey.bytes].map((byte) => byte.toString(16)).join('')
    for (const text of [url, decodeURIComponent(url)])
      for (const secret of [keystring, btoa(keystring), hex, sseKey.md5Base64, 'AES256'])
        expect(text).not.toContain(secret)
  })

  it('is never made for a key that would travel in the clear', async () => {
    const open = createGateway({ ...profile, endpoint: 'http://rgw.example.edu' }).links
    await expect(open.signedUrl({ ...wanted, sseKey })).rejects.toMatchObject({ kind: 'sse-key-insecure' })
  })

  it('of a token is made only when the person insists', async () => {
    const who = createGateway({ ...profile, accessKey: token, secretKey: '' }).links
    expect([links.wouldCarry, who.wouldCarry]).toEqual([undefined, 'password'])
    await expect(who.signedUrl(wanted)).rejects.toMatchObject({ kind: 'unexpected' })
    const url = new URL(await who.signedUrl({ ...wanted, mayCarrySecret: true }))
    expect(url.searchParams.get('X-Amz-Credential')).toContain(`${token}/`)
  })

  it('of temporary credentials is made only when the person insists, and reads go with the token in a header', async () => {
    const who = createGateway({ ...profile, sessionToken: 'session/token' })
    expect(who.links.wouldCarry).toBe('session')
    await expect(who.links.signedUrl(wanted)).rejects.toMatchObject({ kind: 'unexpected' })
    const url = new URL(await who.links.signedUrl({ ...wanted, mayCarrySecret: true }))
    expect(url.searchParams.get('X-Amz-Security-Token')).toBe('session/token')
    const download = await who.storage.signDownload(wanted.bucket, wanted.key)
    expect(download.url).not.toContain('session')
    expect(download.headers).toMatchObject({ 'x-amz-security-token': 'session/token' })
    expect(download.headers['authorization']).toContain('x-amz-security-token')
  })

  it('sends nothing', async () => {
    const requestHandler = answering({ status: 200 })
    await createGateway(profile, { requestHandler }).links.signedUrl({ ...wanted, sseKey })
    expect(requestHandler.requests).toEqual([])
  })

  it('goes by the gateway’s clock once that is known', async () => {
    const aheadMs = 3 * 3_600_000
    const date = new Date(Date.now() + aheadMs).toUTCString()
    const skewed = '<?xml version="1.0"?><Error><Code>RequestTimeTooSkewed</Code></Error>'
    const requestHandler = answering(
      { status: 403, headers: { date, 'content-type': 'application/xml' }, body: skewed },
      { status: 200, body: '<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>' }
    )
    const gateway = createGateway(profile, { requestHandler })
    await gateway.storage.listBuckets()
    const signed = new URL(await gateway.links.signedUrl(wanted)).searchParams.get('X-Amz-Date') ?? ''
    const signedAtMs = Date.parse(signed.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))
    expect(Math.abs(signedAtMs - Date.now() - aheadMs)).toBeLessThan(60_000)
  })
})

it('an address without a signature is the same for every key, and the bucket is where the profile says', () => {
  expect(links.unsignedUrl('tenant:b', "../x//'y'[0]\x01😀")).toBe(
    'https://rgw.example.edu/tenant%3Ab/..%2Fx%2F%2F%27y%27%5B0%5D%01%F0%9F%98%80'
  )
  const byHost = createGateway({ ...profile, pathStyle: false }).links
  expect(byHost.unsignedUrl('b', 'a b')).toBe('https://b.rgw.example.edu/a%20b')
})

it.each(['', '.', '..'])('no link names the key %j: it would be the bucket, or all of them', async (key) => {
  const kind = 'name-refused'
  expect(() => links.unsignedUrl('b', key)).toThrow(expect.objectContaining({ kind }))
  await expect(links.signedUrl({ ...wanted, key })).rejects.toMatchObject({ kind })
  await expect(links.opensForAnyone('b', key)).rejects.toMatchObject({ kind })
})
