// What comes out of an exchange that fails: kinds, details without secrets, further tries and cancelling.
import { inspect } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { AppError } from '../../../src/domain/app-error'
import { createGateway } from '../../../src/s3/s3-gateway'
import { answering, profile, s3Error, sseKey, token, type Answer } from './sample'

const buckets =
  '<ListAllMyBucketsResult><Owner><ID>a</ID></Owner><Buckets><Bucket><Name>b</Name></Bucket></Buckets></ListAllMyBucketsResult>'
const found: Answer = { status: 200, body: buckets }
const html = (status: number): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<html><body><p>Sign in<br></body></html>'
})
const object = { bucket: 'b', key: 'k', body: new Blob(['data']), contentType: 'a/b', metadata: {}, sseKey: undefined }

function open(...answers: Parameters<typeof answering>) {
  const requestHandler = answering(...answers)
  return { requestHandler, storage: createGateway(profile, { requestHandler }).storage }
}

async function errorOf(promise: Promise<unknown>): Promise<AppError> {
  return promise.then(
    () => Promise.reject(new Error('did not fail')),
    (error: AppError) => error
  )
}

afterEach(() => vi.unstubAllGlobals())

it('signs each request with the credentials that the profile has then, and repeats none of them', async () => {
  let present = profile
  const refusal = s3Error(400, 'InvalidArgument', `Do not like ${profile.secretKey} or renewed-secret`)
  const requestHandler = answering(found, found, refusal)
  const { storage } = createGateway(profile, { requestHandler, currentProfile: () => present })
  await storage.listBuckets()
  present = { ...profile, accessKey: 'AKRENEWED', secretKey: 'renewed-secret' }
  await storage.listBuckets()
  expect(requestHandler.requests.map(({ query }) => String(query['X-Amz-Credential']).split('/')[0])).toEqual([
    profile.accessKey,
    'AKRENEWED'
  ])
  const error = await errorOf(storage.deleteObject('b', 'k'))
  expect(JSON.stringify(error.details)).not.toContain('renewed-secret')
})

describe('details', () => {
  it('repeat nothing of what was signed', async () => {
    const message = `StringToSign AWS4-HMAC-SHA256 ${profile.accessKey}`
    const { storage } = open(s3Error(403, 'SignatureDoesNotMatch', message, { date: new Date().toUTCString() }))
    const error = await errorOf(storage.listBuckets())
    expect(error).toMatchObject({ kind: 'secret-wrong', details: { code: 'SignatureDoesNotMatch', status: 403 } })
    expect(error.details.detail).toBeUndefined()
  })

  it.each([profile.accessKey, profile.secretKey, 'X-Amz-Credential=AB', 'a'.repeat(64)])(
    'leave out a message with %s in it, whatever its code',
    async (secret) => {
      const { storage } = open(s3Error(400, 'InvalidArgument', `Do not like ${secret}`))
      const error = await errorOf(storage.deleteObject('b', 'k'))
      expect(error.kind).toBe('request-refused')
      expect(JSON.stringify(error.details)).not.toContain(secret)
    }
  )

  it('keep the gateway’s sentence, code and request id otherwise', async () => {
    const { storage } = open(s3Error(400, 'InvalidRequest', 'Not on a Sunday.'))
    const error = await errorOf(storage.deleteObject('b', 'k'))
    expect(error.details).toMatchObject({
      operation: 'DeleteObject',
      code: 'InvalidRequest',
      detail: 'Not on a Sunday.'
    })
  })
})

describe('the cause', () => {
  it('is kept without what was signed and without the credentials', async () => {
    const { storage } = open(s3Error(400, 'InvalidArgument', `Not with ${profile.secretKey}`))
    const refused = await errorOf(storage.deleteObject('b', 'k'))
    expect((refused.cause as Error).name).toBe('InvalidArgument')
    const short = { ...profile, secretKey: 'abc' }
    const requestHandler = answering(s3Error(400, 'InvalidArgument', 'Not with abc'))
    const other = await errorOf(createGateway(short, { requestHandler }).storage.deleteObject('b', 'k'))
    for (const error of [refused, other]) {
      const printed = inspect(error, { depth: 9, showHidden: true })
      expect(printed).not.toContain(profile.secretKey)
      expect(printed).not.toContain('abc')
    }
    const harmless = await errorOf(
      open(s3Error(400, 'InvalidRequest', 'Not on a Sunday.')).storage.deleteObject('b', 'k')
    )
    expect(harmless.cause).toMatchObject({ name: 'InvalidRequest', message: 'Not on a Sunday.' })
  })
})

describe('a wrong region', () => {
  const message = "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'lab-1'"
  const malformed = (code: string, more: string): Answer => ({
    status: 400,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0"?><Error><Code>${code}</Code>${more}</Error>`
  })

  it.each([
    malformed('AuthorizationHeaderMalformed', `<Message>${message}</Message><Region>lab-1</Region>`),
    malformed('AuthorizationHeaderMalformed', `<Message>${message}</Message>`),
    malformed('AuthorizationQueryParametersError', '<Message>no</Message><Region>lab-1</Region>')
  ])('is told with the right one, where the gateway names it', async (answer) => {
    const error = await errorOf(open(answer).storage.listBuckets())
    expect(error).toMatchObject({ kind: 'region-wrong', details: { region: 'lab-1' } })
  })

  it.each(['', '<Region></Region>', '<Region>javascript:alert(1)</Region>', '<Region>a b</Region>'])(
    'is a refused request where it names none that can be used: %s',
    async (more) => {
      const error = await errorOf(open(malformed('AuthorizationHeaderMalformed', more)).storage.deleteObject('b', 'k'))
      expect(error).toMatchObject({ kind: 'request-refused', details: { region: undefined } })
    }
  )
})

describe('answers that are no S3', () => {
  it('are told by their type, whatever the SDK makes of them', async () => {
    expect((await errorOf(open(html(200)).storage.listBuckets())).kind).toBe('not-s3')
    expect((await errorOf(open(html(502)).storage.listBuckets())).kind).toBe('gateway-failed')
    expect((await errorOf(open(html(200)).storage.putObject({ ...object, ifAbsent: false }))).kind).toBe('not-s3')
    expect((await errorOf(open(html(404)).storage.deleteObject('b', 'k'))).kind).toBe('not-s3')
  })

  it('are not taken for an empty listing', async () => {
    const json: Answer = { status: 200, headers: { 'content-type': 'application/json' }, body: '<a/>' }
    expect((await errorOf(open(json).storage.listBuckets())).kind).toBe('not-s3')
    const page = open(json).storage.listPage({ bucket: 'b', prefix: '', delimiter: '/' })
    expect((await errorOf(page)).kind).toBe('not-s3')
  })

  it('blame the name where a proxy refuses a path with dots', async () => {
    expect((await errorOf(open(html(400)).storage.deleteObject('b', '../../k'))).kind).toBe('name-refused')
    expect((await errorOf(open(html(400)).storage.deleteObject('b', 'k'))).kind).toBe('not-s3')
  })
})

describe('completing', () => {
  const request = { bucket: 'b', key: 'k', uploadId: 'u', parts: [{ partNumber: 1, etag: 'e' }], sseKey: undefined }
  it('fails on an error that comes with status 200, however it ends', async () => {
    for (const end of ['', '\n']) {
      const answer = s3Error(200, 'InternalError', 'We failed')
      const { storage } = open({ ...answer, body: `${answer.body}${end}` })
      expect((await errorOf(storage.completeMultipartUpload(request))).kind).toBe('gateway-failed')
    }
  })

  it('ignores an empty ETag', async () => {
    const body =
      '<CompleteMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><ETag></ETag></CompleteMultipartUploadResult>'
    const { storage, requestHandler } = open({ status: 200, body })
    await storage.completeMultipartUpload({ ...request, sseKey })
    expect(requestHandler.requests[0]?.headers['x-amz-server-side-encryption-customer-algorithm']).toBe('AES256')
  })
})

describe('further tries', () => {
  it('are one for a read, none for a write', async () => {
    const read = open({ status: 500 }, found)
    expect((await read.storage.listBuckets()).buckets).toEqual([{ name: 'b', createdAtMs: undefined }])
    const write = open({ status: 500 }, { status: 204 })
    expect((await errorOf(write.storage.deleteObject('b', 'k'))).kind).toBe('gateway-failed')
    expect(write.requestHandler.requests).toHaveLength(1)
  })

  it('use the clock that a failure has told', async () => {
    const date = new Date(Date.now() + 7_200_000).toUTCString()
    const { storage, requestHandler } = open(s3Error(403, 'RequestTimeTooSkewed', '', { date }), { status: 204 })
    await storage.deleteObject('b', 'k')
    const [first, second] = requestHandler.requests.map((request) => request.headers['x-amz-date'])
    expect(first).not.toBe(second)
  })

  it('ask in headers why a query-signed read was refused, where the clock is hidden', async () => {
    const denied = s3Error(403, 'AccessDenied')
    const skewed = open(denied, s3Error(403, 'RequestTimeTooSkewed'))
    expect((await errorOf(skewed.storage.listBuckets())).kind).toBe('clock-skewed')
    expect(skewed.requestHandler.requests[1]?.headers['authorization']).toBeDefined()
    const other = open(denied, new TypeError('preflight refused'))
    expect((await errorOf(other.storage.listBuckets())).kind).toBe('access-denied')
    const visible = open({ ...denied, headers: { date: new Date().toUTCString() } })
    await errorOf(visible.storage.listBuckets())
    expect(visible.requestHandler.requests).toHaveLength(1)
  })
})

describe('no answer', () => {
  const down = new TypeError('Failed to fetch')
  it('is looked into for all but bodies', async () => {
    vi.stubGlobal('fetch', async () => new Response())
    expect((await errorOf(open(down).storage.listBuckets())).kind).toBe('cors-blocked')
    expect((await errorOf(open(down).storage.putObject({ ...object, ifAbsent: false }))).kind).toBe('unreachable')
    vi.stubGlobal('fetch', async () => Promise.reject(down))
    expect((await errorOf(open(down).storage.listBuckets())).kind).toBe('unreachable')
  })

  it('is offline where the browser says so', async () => {
    vi.stubGlobal('navigator', { onLine: false })
    expect((await errorOf(open(down).storage.listBuckets())).kind).toBe('offline')
  })

  it('is not blamed on the network when nothing was sent', async () => {
    const requestHandler = answering({ status: 200 })
    const storage = createGateway({ ...profile, endpoint: 'no address' }, { requestHandler }).storage
    expect((await errorOf(storage.headObject('b', 'k'))).kind).toBe('unexpected')
    expect(requestHandler.requests).toEqual([])
  })
})

it('rejects with an AbortError once the signal has fired, sending nothing', async () => {
  const { storage, requestHandler } = open({ status: 200 })
  await expect(storage.listBuckets(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
  expect(requestHandler.requests).toEqual([])
})

it('says token-refused only where the access key is a token', async () => {
  const requestHandler = answering(s3Error(403, 'InvalidAccessKeyId'))
  const storage = createGateway({ ...profile, accessKey: token, secretKey: '' }, { requestHandler }).storage
  const error = await errorOf(storage.listBuckets())
  expect(error.kind).toBe('token-refused')
  expect(JSON.stringify(error.details)).not.toContain(token)
})

it.each(['.', '..', ''])('refuses to name an object or a bucket that is called "%s"', async (key) => {
  const { storage, requestHandler } = open({ status: 200 })
  expect((await errorOf(storage.putObject({ ...object, key, ifAbsent: false }))).kind).toBe('name-refused')
  expect((await errorOf(storage.signDownload('b', key))).kind).toBe('name-refused')
  expect((await errorOf(storage.deleteObject('b', key))).kind).toBe('name-refused')
  expect((await errorOf(storage.deleteObject(key, 'k'))).kind).toBe('name-refused')
  expect((await errorOf(storage.listPage({ bucket: key, prefix: '', delimiter: '/' }))).kind).toBe('name-refused')
  expect(requestHandler.requests).toEqual([])
})
