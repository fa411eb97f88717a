// The request of a PUT that is built by hand, beside the SDK's own, and what is made of its answers.
import { PutObjectCommand } from '@aws-sdk/client-s3'
import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { PutRequest } from '../../../src/domain/ports'
import type { Profile } from '../../../src/domain/profile'
import { createPutRequest, type PutInput } from '../../../src/s3/put-request'
import { createGateway } from '../../../src/s3/s3-gateway'
import { createSdkClient, signNow } from '../../../src/s3/sdk-client'
import type { WireRequest } from '../../../src/s3/sdk-types'
import { answering, profile, s3Error, sseKey, token } from './sample'

const put: PutRequest = {
  bucket: 'b',
  key: 'k',
  body: new Blob(['data']),
  contentType: 'text/plain',
  metadata: {},
  sseKey: undefined,
  ifAbsent: false
}

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 10, 30), toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

/** As the SDK builds, signs and sends it. */
async function ofSdk(who: Profile, input: PutInput & { readonly Body: Blob }): Promise<WireRequest> {
  const requestHandler = answering({ status: 200 })
  const client = createSdkClient(who, { mayUseQuery: true }, requestHandler)
  await client.send(new PutObjectCommand({ ...input, ContentLength: input.Body.size }))
  return requestHandler.requests[0] as WireRequest
}

const text = fc.string({
  unit: fc.constantFrom('a', 'Z', '7', '/', '.', '..', ' ', '+', '%', '&', 'ä', '😀', "'", '(', '*', '~')
})
const word = fc.stringMatching(/^[a-zA-Z0-9-]{1,12}$/)
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
const inputs = fc.record({
  Bucket: fc.constantFrom('b', 'my-bucket', 'tenant:b', 'B_1'),
  Key: text.filter((key) => key !== ''),
  Body: fc.constantFrom(new Blob([]), new Blob(['data'])),
  ContentType: fc.constantFrom(undefined, '', 'text/plain', 'a/b; charset=utf-8'),
  ContentMD5: maybe(fc.constant('jXd/OF09/siBXSD3SWAm3A==')),
  IfNoneMatch: maybe(fc.constant('*')),
  CacheControl: maybe(fc.constantFrom('', 'max-age=60')),
  ContentDisposition: maybe(fc.constant('attachment; filename="a b"')),
  StorageClass: maybe(fc.constant('STANDARD' as const)),
  Tagging: maybe(fc.constantFrom('', 'a=1&b=%20')),
  ACL: maybe(fc.constant('public-read' as const)),
  Metadata: fc.dictionary(word, fc.constantFrom('', 'v', 'a b', 'ä'), { maxKeys: 3 })
})

it('is the SDK’s to the last header, signature included', async () => {
  const places = [
    {},
    { endpoint: 'http://127.0.0.1:8000' },
    { pathStyle: false },
    { sessionToken: 'session' },
    { accessKey: token, secretKey: '' }
  ]
  await fc.assert(
    fc.asyncProperty(inputs, fc.constantFrom(...places), fc.boolean(), async (given, place, isLocked) => {
      const who: Profile = { ...profile, ...place }
      if (!who.pathStyle && given.Bucket !== 'b' && given.Bucket !== 'my-bucket') return
      const lock = { SSECustomerAlgorithm: 'AES256', SSECustomerKey: btoa(String.fromCharCode(...sseKey.bytes)) }
      const input = isLocked ? { ...given, ...lock, SSECustomerKeyMD5: sseKey.md5Base64 } : given
      const expected = await ofSdk(who, input)
      const { 'content-length': _, ...headers } = expected.headers
      const request = createPutRequest(who, input)
      if (request === undefined) throw new Error('It was left to the SDK')
      const signed = await signNow(createSdkClient(who, { mayUseQuery: true }, answering()), request)
      expect(signed.headers).toEqual(headers)
      for (const name of ['method', 'protocol', 'hostname', 'port', 'path', 'query', 'body'] as const)
        expect(signed[name]).toEqual(expected[name])
    })
  )
})

it('leaves a bucket that the SDK refuses to it', async () => {
  const requestHandler = answering({ status: 200 })
  const { storage } = createGateway(profile, { requestHandler })
  await expect(storage.putObject({ ...put, bucket: 'a/b' })).rejects.toMatchObject({
    kind: 'name-refused',
    details: { reason: 'bucket-has-slash' }
  })
  expect(requestHandler.requests).toEqual([])
})

it('is sent once, whatever the answer', async () => {
  const taken = answering(s3Error(412, 'PreconditionFailed'))
  const refused = createGateway(profile, { requestHandler: taken }).storage.putObject({ ...put, ifAbsent: true })
  await expect(refused).rejects.toMatchObject({ kind: 'precondition-failed', details: { code: 'PreconditionFailed' } })
  expect(taken.requests).toHaveLength(1)
  const fine = answering({ status: 200, headers: { etag: '"e"' } })
  expect(await createGateway(profile, { requestHandler: fine }).storage.putObject(put)).toEqual({ etag: 'e' })
  expect(fine.requests).toHaveLength(1)
})

it('is sent again with the gateway’s clock where that was told', async () => {
  const date = new Date(Date.now() + 3_600_000).toUTCString()
  const requestHandler = answering(s3Error(403, 'RequestTimeTooSkewed', '', { date }), { status: 200 })
  await createGateway(profile, { requestHandler }).storage.putObject(put)
  expect(requestHandler.requests.map(({ headers }) => headers['x-amz-date'])).toEqual([
    '20261130T000000Z',
    '20261130T010000Z'
  ])
})
