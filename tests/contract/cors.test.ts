// CORS rules of a bucket: kept whole, the first of an origin counts, and what a test of them finds is what the gateway does.
import { DeleteBucketCorsCommand, GetBucketCorsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { describe, expect, it } from 'vitest'
import { lossesOf, pageRule, putPageRuleFirst, ruleFor, type CorsMethod, type CorsRule } from '../../src/domain/cors'
import { changeCors } from '../../src/operations/cors/change-cors'
import { testCors } from '../../src/operations/cors/test-cors'
import { createGateway } from '../../src/s3/s3-gateway'
import { aliceGateway, createBucket, createKey, errorOf, gateway, plainSdk, profileOf } from './fixture'

const HERE = 'https://lockgate.example.edu'
const { cors } = aliceGateway
const rule = (change: Partial<CorsRule>): CorsRule => ({ ...pageRule(HERE), ...change })

/** As a browser asks, at the gateway itself. */
async function preflight(bucket: string, origin: string, method: CorsMethod, headers: readonly string[] = []) {
  const { status, headers: answer } = await fetch(`${gateway.direct}/${bucket}/key`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      ...(headers.length === 0 ? {} : { 'access-control-request-headers': headers.join(',') })
    }
  })
  return status === 200 && ['*', origin].includes(answer.get('access-control-allow-origin') ?? '')
}

describe('rules', () => {
  it('come back whole, in their order, and are none after they were removed', async () => {
    const bucket = await createBucket()
    expect(await cors.rulesOf(bucket)).toEqual([])
    const other = rule({
      id: undefined,
      allowedOrigins: ['https://b.example', 'https://*.a.example'],
      maxAgeSeconds: undefined
    })
    const bare = { allowedOrigins: ['*'], allowedMethods: ['GET'], allowedHeaders: [], exposeHeaders: [] } as const
    const to = putPageRuleFirst([other, bare], HERE)
    expect((await changeCors(aliceGateway, bucket, { from: [], to })).outcome).toBe('saved')
    expect((await changeCors(aliceGateway, bucket, { from: [], to: [bare] })).outcome).toBe('conflict')
    expect((await changeCors(aliceGateway, bucket, { from: to, to: [] })).outcome).toBe('saved')
    expect(await cors.rulesOf(bucket)).toEqual([])
  })

  it('are kept from others, and told of a bucket that is not there', async () => {
    const bucket = await createBucket()
    const { accessKey, secretKey } = gateway.bob
    const bob = createGateway(profileOf({ accessKey, secretKey })).cors
    expect((await errorOf(bob.rulesOf(bucket))).kind).toBe('access-denied')
    expect((await errorOf(bob.putRules(bucket, [pageRule(HERE)]))).kind).toBe('access-denied')
    expect((await errorOf(cors.rulesOf(`${bucket}-not`))).kind).toBe('no-such-bucket')
  })
})

describe('the rule that counts', () => {
  it.each<[string, readonly CorsRule[]]>([
    ['of two for one origin', [rule({ id: 'a', allowedMethods: ['GET'] }), rule({ id: 'b', allowedMethods: ['PUT'] })]],
    ['of all origins', [rule({ allowedOrigins: ['*'] })]],
    ['with a wildcard', [rule({ allowedOrigins: ['https://*.edu'], allowedMethods: ['PUT', 'DELETE'] })]],
    ['of another origin', [rule({ allowedOrigins: ['https://LOCKGATE.example.edu', 'https://lockgate.example.ed'] })]]
  ])('%s is the one that is expected', async (_, rules) => {
    const bucket = await createBucket()
    await cors.putRules(bucket, rules)
    for (const method of ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'] as const)
      expect([method, await preflight(bucket, HERE, method)]).toEqual([
        method,
        ruleFor(rules, HERE, method) !== undefined
      ])
  })

  it('lets those request headers in that it names, in any case', async () => {
    const bucket = await createBucket()
    await cors.putRules(bucket, [rule({ allowedHeaders: ['Authorization', 'x-amz-*'] })])
    expect(await preflight(bucket, HERE, 'PUT', ['authorization', 'x-amz-date'])).toBe(true)
    expect(await preflight(bucket, HERE, 'PUT', ['authorization', 'content-type'])).toBe(false)
    expect(lossesOf([rule({ allowedHeaders: ['Authorization', 'x-amz-*'] })], HERE)).toContain('put')
  })

  it('answers refusals too, so that a page can read them', async () => {
    const bucket = await createBucket()
    await cors.putRules(bucket, [pageRule(HERE)])
    const ask = (method: string, query = '') =>
      fetch(`${gateway.direct}/${bucket}/key${query}`, { method, headers: { origin: HERE } })
    for (const answer of await Promise.all([
      ask('GET'),
      ask('PUT'),
      ask('DELETE', '?uploadId=x'),
      ask('POST', '?uploads')
    ]))
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([403, HERE])
  })
})

// So only a proxy that adds the headers lets a page read or change rules.
it('requests about rules are answered without CORS headers once they succeed, though the rule allows the origin', async () => {
  const bucket = await createBucket()
  await cors.putRules(bucket, [pageRule(HERE)])
  const allowedBy = async (method: string, url: string) => {
    const answer = await fetch(url, { method, headers: { origin: HERE } })
    return [answer.ok, answer.headers.get('access-control-allow-origin')]
  }
  const input = { Bucket: bucket }
  expect(await allowedBy('GET', await getSignedUrl(plainSdk, new ListObjectsV2Command(input)))).toEqual([true, HERE])
  expect(await allowedBy('GET', await getSignedUrl(plainSdk, new GetBucketCorsCommand(input)))).toEqual([true, null])
  expect(await allowedBy('DELETE', await getSignedUrl(plainSdk, new DeleteBucketCorsCommand(input)))).toEqual([
    true,
    null
  ])
})

describe('a test of what this page may do', () => {
  it('finds everything allowed without CORS, and leaves no upload, object or marker', async () => {
    const bucket = await createBucket()
    const test = await testCors({ gateway: aliceGateway, bucket, sseKey: createKey() })
    expect(new Set(Object.values(test.seen))).toEqual(new Set(['works']))
    expect(test.leftKey).toBeUndefined()
    expect((await aliceGateway.uploads.listPage(bucket)).uploads).toEqual([])
    expect((await aliceGateway.versions.listPage({ bucket, prefix: '' })).versions).toEqual([])
  })

  it('says nothing of writing to someone who may not', async () => {
    const bucket = await createBucket()
    const { accessKey, secretKey } = gateway.bob
    const bob = createGateway(profileOf({ accessKey, secretKey }))
    const test = await testCors({ gateway: bob, bucket, sseKey: createKey() })
    expect(test.canWrite).toBe(false)
    expect([test.seen.put, test.seen.delete, test.seen.sse]).toEqual(['not-tested', 'not-tested', 'not-tested'])
    expect((await aliceGateway.uploads.listPage(bucket)).uploads).toEqual([])
  })
})
