// Every way to fail that a user can meet, by the gateway or what stands before it.
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SentRequest } from '../../src/domain/request-history'
import { probeEndpoint } from '../../src/s3/connection-probe'
import { createRequestHandler } from '../../src/s3/request-handler'
import { createGateway } from '../../src/s3/s3-gateway'
import { alice, createBucket, errorOf, gateway, profileOf, toPut } from './fixture'

const DOWN = 'http://127.0.0.1:1'
const at = (endpoint: string) => createGateway(profileOf({ endpoint })).storage

describe('credentials', () => {
  // Pacific answers a bare AccessDenied for both once it also takes LDAP tokens.
  const hasLdap = gateway.ldap !== undefined

  it('that are unknown are refused', async () => {
    const error = await errorOf(createGateway(profileOf({ accessKey: 'NOBODY' })).storage.listBuckets())
    expect(error.kind).toBe(hasLdap ? 'access-denied' : 'access-key-unknown')
    expect(error.details).toMatchObject({ operation: 'ListBuckets', status: 403 })
    expect(error.details.requestId).toMatch(/^tx/)
  })

  it('with a wrong secret are refused, and nothing that was signed is repeated', async () => {
    const error = await errorOf(createGateway(profileOf({ secretKey: 'wrong' })).storage.listBuckets())
    expect(error.kind).toBe(hasLdap ? 'access-denied' : 'secret-wrong')
    expect(JSON.stringify([error.message, error.details])).not.toMatch(
      new RegExp(`${gateway.alice.accessKey}|AWS4|Amz`)
    )
  })

  it('that are wrong are refused for writes too', async () => {
    const storage = createGateway(profileOf({ secretKey: 'wrong' })).storage
    expect((await errorOf(storage.putObject(toPut('b', 'k', 'x')))).kind).toBe(
      hasLdap ? 'access-denied' : 'secret-wrong'
    )
  })
})

describe('a clock that is off', () => {
  const HOURS = 3_600_000
  afterEach(() => vi.useRealTimers())

  function setClock(offMs: number): void {
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime(Date.now() + offMs)
  }

  /** A browser to which the Date header is not exposed. */
  function blind() {
    const inner = createRequestHandler()
    return {
      ...inner,
      async handle(...[request, options]: Parameters<typeof inner.handle>) {
        const answer = await inner.handle(request, options)
        delete answer.response.headers['date']
        if (options?.exchange) options.exchange.hasDate = false
        return answer
      }
    }
  }

  it.each([2 * HOURS, -2 * HOURS])('by %i ms is put right where the gateway tells its time', async (offMs) => {
    const bucket = await createBucket()
    setClock(offMs)
    const storage = createGateway(profileOf()).storage
    await storage.putObject(toPut(bucket, 'k', 'x'))
    expect((await storage.headObject(bucket, 'k')).sizeBytes).toBe(1)
    const fresh = createGateway(profileOf()).storage
    expect((await fresh.listBuckets()).buckets.map(({ name }) => name)).toContain(bucket)
  })

  it('is named where the time is hidden', async () => {
    const bucket = await createBucket()
    setClock(-2 * HOURS)
    const storage = createGateway(profileOf(), { requestHandler: blind() }).storage
    expect((await errorOf(storage.listBuckets())).kind).toBe('clock-skewed')
    expect((await errorOf(storage.putObject(toPut(bucket, 'k', 'x')))).kind).toBe('clock-skewed')
  })

  it('and that is ahead is noticed by writes alone', async () => {
    const bucket = await createBucket()
    setClock(2 * HOURS)
    const storage = createGateway(profileOf(), { requestHandler: blind() }).storage
    expect((await storage.listBuckets()).buckets.map(({ name }) => name)).toContain(bucket)
    expect((await errorOf(storage.putObject(toPut(bucket, 'k', 'x')))).kind).toBe('clock-skewed')
  })

  it.each([10, -10])('by %i minutes does not matter', async (minutes) => {
    setClock(minutes * 60_000)
    await createGateway(profileOf(), { requestHandler: blind() }).storage.listBuckets()
  })
})

describe('what stands before the gateway', () => {
  it('redirects: not followed', async () => {
    const error = await errorOf(at(gateway.redirect).listBuckets())
    expect(error).toMatchObject({ kind: 'redirected', details: { operation: 'ListBuckets', status: 307 } })
    expect((await errorOf(at(gateway.redirect).deleteObject('b', 'k'))).kind).toBe('redirected')
  })

  it('breaks: a page with 502', async () => {
    const page = { kind: 'gateway-failed', details: { status: 502 } }
    expect(await errorOf(at(gateway.broken).listBuckets())).toMatchObject(page)
    expect(await errorOf(at(gateway.broken).headObject('b', 'k'))).toMatchObject(page)
    const put = await errorOf(at(gateway.broken).putObject(toPut('b', 'k', 'x')))
    expect(put).toMatchObject({ kind: 'gateway-failed', details: { status: 502 } })
    expect(put.details.detail).toBeUndefined()
  })

  it('is busy: SlowDown', async () => {
    const error = await errorOf(at(gateway.unavailable).listBuckets())
    expect(error).toMatchObject({ kind: 'gateway-busy', details: { status: 503, code: 'SlowDown' } })
  })

  it('is not there', async () => {
    expect((await errorOf(at(DOWN).listBuckets())).kind).toBe('unreachable')
    expect((await errorOf(at(DOWN).putObject(toPut('b', 'k', 'x')))).kind).toBe('unreachable')
  })

  it('has a certificate that is not trusted', async () => {
    expect((await errorOf(at(gateway.https).listBuckets())).kind).toBe('unreachable')
  })

  it('is probed without credentials', async () => {
    const seen: SentRequest[] = []
    expect(await probeEndpoint(gateway.http, undefined, (request) => seen.push(request))).toBe('reachable')
    expect(seen).toMatchObject([{ method: 'GET', origin: gateway.http, path: '/', status: 200, isUnsigned: true }])
    expect(await probeEndpoint(gateway.redirect)).toBe('redirected')
    expect(await probeEndpoint(DOWN)).toBe('unreachable')
  })
})

it('cancels a read', async () => {
  const controller = new AbortController()
  const listing = alice.listBuckets(controller.signal)
  controller.abort()
  await expect(listing).rejects.toMatchObject({ name: 'AbortError' })
})
