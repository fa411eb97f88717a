// What a HEAD tells, as it is told and as it is asked for.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createGateway } from '../../../src/s3/s3-gateway'
import { profile, token } from './sample'

const sent: Request[] = []
let headers: Record<string, string> = {}
beforeEach(() => {
  sent.length = 0
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    sent.push(new Request(url, init))
    return new Response(null, { headers })
  })
})
afterEach(() => void vi.unstubAllGlobals())

test('metadata of any name is read, and written again', async () => {
  const names = ['__proto__', 'constructor', 'tostring', 'run']
  headers = Object.fromEntries(names.map((name) => [`x-amz-meta-${name}`, `of ${name}`]))
  const gateway = createGateway(profile)
  const head = await gateway.storage.headObject('lab', 'a')
  expect(Object.entries(head.metadata).sort()).toEqual(names.map((name) => [name, `of ${name}`]).sort())
  const properties = await gateway.properties.read('lab', 'a')
  expect(Object.keys(properties.metadata).sort()).toEqual(names.toSorted())
  const body = new Blob(['x'])
  const md5Hex = '9dd4e461268c8034f5c8564e155c67a6'
  const rest = { bucket: 'lab', key: 'a', body, md5Hex, tags: {}, ifMatchEtag: 'e' }
  await gateway.properties.overwrite({ ...rest, properties })
  for (const name of names) expect(sent.at(-1)?.headers.get(`x-amz-meta-${name}`)).toBe(`of ${name}`)
  const { metadata } = head
  await gateway.storage.putObject({ ...rest, contentType: 'a/b', metadata, sseKey: undefined, ifAbsent: false })
  expect(sent.at(-1)?.headers.get('x-amz-meta-__proto__')).toBe('of __proto__')
})

test('how full a bucket is is asked for, signed in the query and without a header of its own', async () => {
  headers = { 'x-rgw-object-count': '3', 'x-rgw-bytes-used': '20' }
  const usage = await createGateway(profile).buckets.usageOf('lab')
  expect(usage).toMatchObject({ objectCount: 3, usedBytes: 20 })
  const [request] = sent
  const { searchParams } = new URL(request?.url ?? '')
  expect([request?.method, searchParams.get('read-stats')]).toEqual(['HEAD', 'true'])
  expect(searchParams.get('X-Amz-SignedHeaders')).toBe('host')
  expect([...(request?.headers.keys() ?? [])]).toEqual([])
  await createGateway({ ...profile, accessKey: token, secretKey: '' }).buckets.usageOf('lab')
  expect(sent[1]?.url).toBe('https://rgw.example.edu/lab/?read-stats=true')
})
