// Which requests a connection check sends, and what it takes from each. The gateway here answers as CORS would let a page see it.
import { createHash } from 'node:crypto'
import { HttpResponse } from '@smithy/core/protocols'
import { afterEach, expect, test, vi } from 'vitest'
import type { Observations } from '../../../src/domain/connection-check'
import type { CheckRequest } from '../../../src/domain/gateway'
import type { GatewayRequestHandler } from '../../../src/s3/request-handler'
import type { HandlerOptions, WireRequest } from '../../../src/s3/sdk-types'
import { createGateway } from '../../../src/s3/s3-gateway'
import { profile, s3Error, type Answer } from './sample'

const DATE = new Date(Date.now() + 7_200_000).toUTCString()
const headers = { date: DATE, 'x-amz-request-id': 'tx1' }
const USAGE = { 'x-rgw-object-count': '1' }
const buckets: Answer = {
  status: 200,
  headers,
  body: '<ListAllMyBucketsResult><Owner><ID>ada</ID></Owner><Buckets><Bucket><Name>first</Name></Bucket></Buckets></ListAllMyBucketsResult>'
}
const listing: Answer = {
  status: 200,
  headers,
  body: '<ListBucketResult><Name>first</Name><Contents><Key>one.txt</Key></Contents></ListBucketResult>'
}
/** As the page sees what CORS keeps from it. */
const HIDDEN = new TypeError('Failed to fetch')

type Answers = (request: WireRequest) => Answer | Error

/** A gateway that lets the page read all. */
const open: Answers = ({ method, path, query }) => {
  if (path === '/') return buckets
  if (method === 'HEAD')
    return { status: 200, headers: { ...headers, ...(path.includes('one.txt') ? { etag: '"e"' } : USAGE) } }
  if ('list-type' in query) return listing
  return method === 'GET' ? s3Error(404, 'NoSuchKey') : s3Error(404, 'NoSuchUpload')
}

function start(answers: Answers) {
  const sent: WireRequest[] = []
  const requestHandler: GatewayRequestHandler = {
    async handle(request: WireRequest, { exchange = {}, onHeaders }: HandlerOptions = {}) {
      sent.push(request)
      exchange.isSent = true
      const answer = answers(request)
      if (answer instanceof Error) throw answer
      Object.assign(exchange, { status: answer.status, hasDate: answer.headers?.['date'] !== undefined })
      onHeaders?.(answer.headers ?? {})
      const body = new Blob([answer.body ?? '']).stream()
      return { response: new HttpResponse({ statusCode: answer.status, headers: answer.headers ?? {}, body }) }
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({})
  }
  const asked: string[] = []
  const answersOutside = vi.fn(async (url: string | URL, { mode }: RequestInit = {}): Promise<Response> => {
    asked.push(`${mode ?? 'cors'} ${String(url)}`)
    if (mode === 'no-cors') return new Response()
    throw HIDDEN
  })
  vi.stubGlobal('fetch', answersOutside)
  const { connection } = createGateway(profile, { requestHandler })
  const told: Observations[] = []
  const run = (request: Partial<CheckRequest> = {}) =>
    connection.observe({ pageOrigin: 'https://lockgate.example.org', ...request }, (seen) => told.push(seen))
  return { run, sent, asked, told, answersOutside }
}

afterEach(() => vi.unstubAllGlobals())

test('everything readable: each method once on the first bucket, with an upload that does not exist', async () => {
  const { run, sent, told } = start(open)
  const seen = await run()
  expect(seen).toMatchObject({ reach: 'answers', bucket: 'first', bucketCount: 1, userId: 'ada' })
  expect(seen.headers).toEqual({ ETag: true, Date: true, 'x-amz-request-id': true, 'x-rgw-object-count': true })
  expect(Math.round((seen.clockAheadMs ?? 0) / 60_000)).toBe(120)
  expect(Object.keys(seen.methods ?? {})).toEqual(['PUT', 'POST', 'DELETE'])
  expect(told.at(-1)).toEqual(seen)
  const writes = sent.filter(({ method }) => method !== 'GET' && method !== 'HEAD')
  expect(writes.map(({ query }) => query['uploadId'])).toEqual(Array(5).fill('lockgate-check'))
  expect(writes.map(({ path }) => /^\/first\/lockgate-check-[0-9a-f]{32}$/.test(path))).toEqual(Array(5).fill(true))
  const encrypted = writes.filter((one) => 'x-amz-server-side-encryption-customer-key' in one.headers)
  expect(encrypted.map(({ method }) => method)).toEqual(['PUT'])
  const sse = 'x-amz-server-side-encryption-customer-key'
  const [key = '', md5] = [encrypted[0]?.headers[sse], encrypted[0]?.headers[`${sse}-md5`]]
  expect(md5).toBe(createHash('md5').update(Buffer.from(key, 'base64')).digest('base64'))
  expect(
    writes.map(({ body }) => (body instanceof Blob ? body.size : 0)).filter((size) => size > 1024 * 1024)
  ).toHaveLength(1)
})

test('in a hurry, the list of buckets is enough', async () => {
  const { run, sent } = start(open)
  const seen = await run({ isQuick: true })
  expect([seen.list?.kind, sent.length]).toEqual(['answer', 1])
})

test('mixed content: nothing is sent', async () => {
  const { run, sent, asked } = start(open)
  const { connection } = createGateway({ ...profile, endpoint: 'http://rgw.example.edu' })
  await connection.observe({ pageOrigin: 'https://lockgate.example.org' }, () => undefined)
  expect([sent, asked]).toEqual([[], []])
  expect(run).toBeDefined()
})

test('hidden: told from no answer by a request without CORS, and a bucket by one without credentials', async () => {
  const { run, asked } = start(() => HIDDEN)
  const seen = await run({ bucket: 'known' })
  expect(seen).toMatchObject({
    reach: 'answers',
    list: { kind: 'hidden' },
    read: { kind: 'hidden' },
    anonymous: { kind: 'hidden' }
  })
  expect(seen.methods).toBeUndefined()
  expect(asked.filter((one) => one.startsWith('cors') && one.includes('/known/')).length).toBe(1)
  expect(asked.some((one) => one.includes('X-Amz'))).toBe(false)
})

test('no answer at all: nothing more is asked', async () => {
  const { run, sent, answersOutside } = start(() => HIDDEN)
  answersOutside.mockImplementation(() => Promise.reject(HIDDEN))
  const seen = await run({ bucket: 'known' })
  expect([seen.reach, seen.list]).toEqual(['no-connection', undefined])
  expect(sent.every(({ path }) => path === '/')).toBe(true)
})

test('a list that is refused with words: no other bucket is tried with these credentials', async () => {
  const { run, sent } = start(() => s3Error(403, 'SignatureDoesNotMatch'))
  const seen = await run()
  expect(seen.list).toMatchObject({ kind: 'answer', error: { kind: 'secret-wrong' } })
  expect(sent.every(({ path }) => path === '/')).toBe(true)
})

test('errors that are hidden: no method is tried, for none could be told apart', async () => {
  const { run, sent } = start((request) => {
    const answer = open(request)
    return !(answer instanceof Error) && answer.status >= 400 ? HIDDEN : answer
  })
  const seen = await run()
  expect([seen.failure, seen.methods, seen.large]).toEqual([{ kind: 'hidden' }, undefined, undefined])
  expect(sent.filter(({ method }) => method !== 'GET' && method !== 'HEAD')).toEqual([])
})

test('a large upload that breaks off is sent again before its size is to blame', async () => {
  let broken = 0
  const { run } = start((request) => {
    const isLarge = request.body instanceof Blob && request.body.size > 1024 * 1024
    return isLarge && broken++ === 0 ? HIDDEN : open(request)
  })
  expect((await run()).large).toMatchObject({ kind: 'answer' })
  expect(broken).toBe(2)
})
