// Where signatures travel, seen by the proxy: reads in the query without a header, tokens never in an address.
import { beforeAll, describe, expect, it } from 'vitest'
import { createGateway } from '../../src/s3/s3-gateway'
import type { GatewayRequestHandler } from '../../src/s3/request-handler'
import { createRequestHandler } from '../../src/s3/request-handler'
import type { WireRequest } from '../../src/s3/sdk-types'
import {
  alice,
  createBucket,
  createPlainSdk,
  download,
  errorOf,
  ldap,
  logged,
  profileOf,
  tokenProfile,
  toPut
} from './fixture'

let bucket: string
beforeAll(async () => {
  bucket = await createBucket()
  await alice.putObject(toPut(bucket, 'k', 'data'))
})

function watch(): { readonly handler: GatewayRequestHandler; readonly requests: WireRequest[] } {
  const [inner, requests] = [createRequestHandler(), [] as WireRequest[]]
  const handle: GatewayRequestHandler['handle'] = (request, options) => {
    requests.push(request)
    return inner.handle(request, options)
  }
  return { handler: { ...inner, handle }, requests }
}

describe('reads with an access key', () => {
  it('are answered without a header of their own', async () => {
    const { handler, requests } = watch()
    const storage = createGateway(profileOf(), { requestHandler: handler }).storage
    expect((await storage.listBuckets()).buckets.map(({ name }) => name)).toContain(bucket)
    expect((await storage.listPage({ bucket, prefix: '', delimiter: '/' })).objects).toHaveLength(1)
    expect((await storage.headObject(bucket, 'k')).sizeBytes).toBe(4)
    expect(requests.map(({ headers }) => headers)).toEqual([{}, {}, {}])
    const { headers } = await storage.signDownload(bucket, 'k')
    expect(headers).toEqual({})
    expect(await (await download(storage, bucket, 'k')).text()).toBe('data')
    const args = (await logged(`/${bucket}`)).filter(({ method }) => method !== 'PUT').map((line) => line.args)
    expect(args).toHaveLength(3)
    for (const one of args) expect(one).toMatch(/X-Amz-Expires=900&.*X-Amz-Signature=/)
  })

  it('are refused once they have expired', async () => {
    const { url } = await alice.signDownload(bucket, 'k')
    const older = new URL(url)
    older.searchParams.set('X-Amz-Date', '20200101T000000Z')
    expect((await fetch(older)).status).toBe(403)
  })
})

describe('a token', () => {
  it.each(['token', 'tokenWithSlash'] as const)(
    'with a blank secret lists, puts, looks and gets: %s',
    async (which) => {
      const profile = tokenProfile(ldap()[which])
      expect(profile.accessKey).not.toContain('/')
      const storage = createGateway(profile).storage
      const own = await createBucket(createPlainSdk({ userId: '', accessKey: profile.accessKey, secretKey: '' }))
      expect((await storage.listBuckets()).buckets.map(({ name }) => name)).toContain(own)
      await storage.putObject(toPut(own, 'k', 'mine'))
      expect((await storage.headObject(own, 'k')).sizeBytes).toBe(4)
      expect(await storage.findObject(own, 'k')).toMatchObject({ sizeBytes: 4 })
      expect(await (await download(storage, own, 'k')).text()).toBe('mine')
      const lines = await logged(`/${own}`)
      expect(lines.map(({ method }) => method).toSorted()).toEqual(['GET', 'GET', 'HEAD', 'PUT'])
      for (const { args } of lines) expect(args).not.toMatch(/x-amz-|eyJ/i)
    }
  )

  it('that holds a slash is refused as it is, which is why it is rewritten', async () => {
    const storage = createGateway(profileOf({ accessKey: ldap().tokenWithSlash, secretKey: '' })).storage
    expect((await errorOf(storage.listBuckets())).kind).toBe('token-refused')
  })

  it('with a wrong password is refused by name, and is not repeated', async () => {
    const wrong = btoa(JSON.stringify({ RGW_TOKEN: { version: 1, type: 'ldap', id: ldap().userId, key: 'not-it' } }))
    const profile = tokenProfile(wrong)
    const error = await errorOf(createGateway(profile).storage.listBuckets())
    expect(error.kind).toBe('token-refused')
    expect(JSON.stringify([error.message, error.details])).not.toContain(profile.accessKey.slice(0, 24))
  })

  it('does not open the buckets of others', async () => {
    const storage = createGateway(tokenProfile(ldap().token)).storage
    expect((await errorOf(storage.listPage({ bucket, prefix: '', delimiter: '/' }))).kind).toBe('access-denied')
  })
})
