// The demo's two addresses of one gateway: at one every page is let in, at the other only where a bucket's rule says so.
import { ListBucketsCommand, PutBucketCorsCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { expect, it } from 'vitest'
import { pageRule } from '../../src/domain/cors'
import type { Site } from '../../src/domain/site'
import { formatSite } from '../gateway/demo-site'
import { createBucket, createPlainSdk, gateway, plainSdk } from './fixture'

const origin = 'http://127.0.0.1:4173'

/** As the page at that origin asks. */
async function letsIn(url: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<boolean> {
  const answer = await fetch(url, { method, headers: { origin, ...headers } })
  return ['*', origin].includes(answer.headers.get('access-control-allow-origin') ?? '')
}

it('the second lists buckets for every tool and for no page, until a bucket has a rule', async () => {
  const { endpoints = [] } = JSON.parse(formatSite(gateway)) as Site
  const addresses = endpoints.map(({ url }) => url)
  expect(addresses).toHaveLength(2)
  const preflight = { 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' }
  const seen = []
  for (const address of addresses) {
    const list = await getSignedUrl(createPlainSdk(gateway.alice, address), new ListBucketsCommand({}))
    expect((await fetch(list)).status).toBe(200)
    seen.push([await letsIn(list), await letsIn(address, preflight, 'OPTIONS')])
  }
  expect(seen).toEqual([
    [true, true],
    [false, false]
  ])

  const bucket = await createBucket()
  const [, bare = ''] = addresses
  expect(await letsIn(`${bare}/${bucket}/`)).toBe(false)
  const { allowedOrigins, allowedMethods, allowedHeaders, exposeHeaders } = pageRule(origin)
  const rule = {
    AllowedOrigins: [...allowedOrigins],
    AllowedMethods: [...allowedMethods],
    AllowedHeaders: [...allowedHeaders],
    ExposeHeaders: [...exposeHeaders]
  }
  await plainSdk.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [rule] } }))
  expect(await letsIn(`${bare}/${bucket}/`, preflight, 'OPTIONS')).toBe(true)
})
