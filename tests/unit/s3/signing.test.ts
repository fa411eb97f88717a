// How each kind of request is signed, looked at on the wire: in the query without a header, or in headers.
import { describe, expect, it } from 'vitest'
import { createGateway } from '../../../src/s3/s3-gateway'
import type { Profile } from '../../../src/domain/profile'
import type { WireRequest } from '../../../src/s3/sdk-types'
import { answering, profile, sseKey, token, type Answer } from './sample'

const emptyListing: Answer = { status: 200, body: '<ListBucketResult><Name>b</Name></ListBucketResult>' }
const put = {
  bucket: 'b',
  key: 'k',
  body: new Blob(['data']),
  contentType: 'text/plain',
  metadata: {},
  ifAbsent: false
}

async function sent(
  who: Profile,
  act: (storage: ReturnType<typeof createGateway>['storage']) => Promise<unknown>,
  answer: Answer = { status: 200 }
): Promise<WireRequest> {
  const requestHandler = answering(answer)
  await act(createGateway(who, { requestHandler }).storage)
  expect(requestHandler.requests).toHaveLength(1)
  return requestHandler.requests[0] as WireRequest
}

const listing = { bucket: 'b', prefix: '', delimiter: '/' }

describe('reads', () => {
  it('are signed in the query and carry no header at all', async () => {
    const page = await sent(profile, (storage) => storage.listPage(listing), emptyListing)
    const head = await sent(profile, (storage) => storage.headObject('b', 'k'))
    for (const request of [page, head]) {
      expect(request.headers).toEqual({})
      expect(request.query).toMatchObject({ 'X-Amz-SignedHeaders': 'host', 'X-Amz-Expires': '900' })
      expect(request.query['X-Amz-Signature']).toMatch(/^[0-9a-f]{64}$/)
    }
  })

  it('carry the key in headers, signed there', async () => {
    const { headers, query } = await sent(profile, (storage) => storage.headObject('b', 'k', sseKey))
    expect(query).toEqual({})
    expect(headers['authorization']).toMatch(/SignedHeaders=[^,]*x-amz-server-side-encryption-customer-key;/)
    expect(headers['x-amz-server-side-encryption-customer-key-md5']).toBe(sseKey.md5Base64)
  })

  it('never put a token into the query', async () => {
    const who = { ...profile, accessKey: token, secretKey: '' }
    const page = await sent(who, (storage) => storage.listPage(listing), emptyListing)
    expect(JSON.stringify(page.query)).not.toContain(token.slice(0, 20))
    expect(Object.keys(page.query).filter((name) => /^x-amz-/i.test(name))).toEqual([])
    expect(page.headers['authorization']).toContain(`Credential=${token}/`)
    const download = await createGateway(who).storage.signDownload('b', 'k')
    expect(download.url).toBe('https://rgw.example.edu/b/k?response-content-encoding=identity')
  })
})

describe('without credentials', () => {
  const anonymous = { ...profile, accessKey: '', secretKey: '' }

  it('nothing is signed, and a read carries no header at all', async () => {
    const page = await sent(anonymous, (storage) => storage.listPage(listing), emptyListing)
    expect(page.headers).toEqual({})
    expect(Object.keys(page.query).filter((name) => /^x-amz-/i.test(name))).toEqual([])
    const { headers } = await sent(anonymous, (storage) => storage.putObject({ ...put, sseKey: undefined }))
    expect(Object.keys(headers).filter((name) => /^(authorization|x-amz-(date|content-sha256))$/i.test(name))).toEqual(
      []
    )
  })

  it('a download asks for no other headers than the stored ones, which takes a signature', async () => {
    const { url, headers } = await createGateway(anonymous).storage.signDownload('b', 'a/../k')
    expect([url, headers]).toEqual(['https://rgw.example.edu/b/a%2F..%2Fk', {}])
  })

  it('there are no signed links', async () => {
    const { links } = createGateway(anonymous)
    expect(links.canSign).toBe(false)
    await expect(links.signedUrl({ bucket: 'b', key: 'k', expiresSeconds: 60 })).rejects.toMatchObject({
      kind: 'access-denied'
    })
  })
})

describe('writes', () => {
  it('are signed in headers, the body is not, and nothing of the SDK’s own travels', async () => {
    const { headers, body } = await sent(profile, (storage) => storage.putObject({ ...put, sseKey: undefined }))
    expect(Object.keys(headers).sort()).toEqual([
      'authorization',
      'content-type',
      'host',
      'x-amz-content-sha256',
      'x-amz-date'
    ])
    expect(headers['x-amz-content-sha256']).toBe('UNSIGNED-PAYLOAD')
    expect(headers['authorization']).toContain('SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date,')
    expect(body).toBeInstanceOf(Blob)
  })

  it('leave the body unsigned over http too', async () => {
    const who = { ...profile, endpoint: 'http://rgw.example.edu' }
    const { headers } = await sent(who, (storage) => storage.putObject({ ...put, sseKey: undefined }))
    expect(headers['x-amz-content-sha256']).toBe('UNSIGNED-PAYLOAD')
  })

  it('never carry a key over plain http', async () => {
    const requestHandler = answering({ status: 200 })
    const storage = createGateway({ ...profile, endpoint: 'http://rgw.example.edu' }, { requestHandler }).storage
    await expect(storage.putObject({ ...put, sseKey })).rejects.toMatchObject({ kind: 'sse-key-insecure' })
    await expect(storage.headObject('b', 'k', sseKey)).rejects.toMatchObject({ kind: 'sse-key-insecure' })
    await expect(storage.signDownload('b', 'k', sseKey)).rejects.toMatchObject({ kind: 'sse-key-insecure' })
    expect(requestHandler.requests).toEqual([])
  })
})

describe('a signed download', () => {
  it('has no header for a plain profile, and none that a page may not set with a key', async () => {
    const plain = await createGateway(profile).storage.signDownload('b', 'a b/../c')
    expect(plain.headers).toEqual({})
    expect(plain.url).toMatch(
      /^https:\/\/rgw\.example\.edu\/b\/a%20b%2F\.\.%2Fc\?.*&response-content-encoding=identity$/
    )
    const { url, headers } = await createGateway(profile).storage.signDownload('b', 'k', sseKey)
    expect(url).not.toContain('X-Amz-')
    expect(Object.keys(headers)).toContain('x-amz-server-side-encryption-customer-key')
    expect(Object.keys(headers)).not.toContain('host')
  })
})

describe('the address', () => {
  it('takes any region and any bucket name as they are', async () => {
    const who = { ...profile, region: 'my_zone group' }
    const { path, query } = await sent(who, (s) => s.listPage({ ...listing, bucket: 'tenant:b--x-s3' }), emptyListing)
    expect(path).toBe('/tenant%3Ab--x-s3/')
    expect(query['X-Amz-Credential']).toContain('/my_zone group/s3/')
  })

  it('puts the bucket before the host where the profile says so', async () => {
    const who = { ...profile, endpoint: 'https://rgw.example.edu:8443', pathStyle: false }
    const { hostname, port, path } = await sent(who, (storage) => storage.headObject('b', '../k'))
    expect([hostname, port, path]).toEqual(['b.rgw.example.edu', 8443, '/..%2Fk'])
  })
})
