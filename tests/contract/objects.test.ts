// Objects, listings and buckets on a real gateway.
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { createGateway } from '../../src/s3/s3-gateway'
import {
  alice,
  aliceGateway,
  createBucket,
  createKey,
  download,
  errorOf,
  gateway,
  md5,
  plainSdk,
  profileOf,
  toPut
} from './fixture'

let bucket: string
beforeAll(async () => void (bucket = await createBucket()))

it('bytes that are not those of the announced MD5 are refused, and what was there stays', async () => {
  const md5Hex = md5('as it was read')
  for (const sseKey of [undefined, createKey()]) {
    await alice.putObject(toPut(bucket, 'announced', 'former'))
    const damaged = await errorOf(alice.putObject(toPut(bucket, 'announced', 'as it came in', { sseKey, md5Hex })))
    expect(damaged.kind).toBe('digest-mismatch')
    expect(await (await download(alice, bucket, 'announced')).text()).toBe('former')
    const whole = await alice.putObject(toPut(bucket, 'announced', 'as it was read', { sseKey, md5Hex }))
    expect(whole.etag).toBe(md5Hex)
  }
})

describe('buckets', () => {
  it('are listed with their dates', async () => {
    const listed = (await alice.listBuckets()).buckets.find(({ name }) => name === bucket)
    expect(Math.abs((listed?.createdAtMs ?? 0) - Date.now())).toBeLessThan(600_000)
  })

  it('are listed whatever the region is called', async () => {
    const storage = createGateway(profileOf({ region: 'my_zone group' })).storage
    expect((await storage.listBuckets()).buckets.map(({ name }) => name)).toContain(bucket)
  })

  it('are told from those that are not there and those of others', async () => {
    const page = { prefix: '', delimiter: '/' }
    expect((await errorOf(alice.listPage({ bucket: `${bucket}-no`, ...page }))).kind).toBe('no-such-bucket')
    expect((await errorOf(alice.putObject(toPut(`${bucket}-no`, 'k', 'x')))).kind).toBe('no-such-bucket')
    const bob = createGateway(profileOf(gateway.bob)).storage
    expect((await errorOf(bob.listPage({ bucket, ...page }))).kind).toBe('access-denied')
    expect((await errorOf(bob.headObject(bucket, 'k'))).kind).toBe('access-denied')
  })
})

describe('an object', () => {
  it('comes back as it was put, with its type and metadata, its ETag the MD5', async () => {
    const metadata = { 'lockgate-part-size': '16777216', note: 'caf' }
    expect(await alice.putObject(toPut(bucket, 'plain', 'hello', { metadata }))).toEqual({ etag: md5('hello') })
    const head = await alice.headObject(bucket, 'plain')
    expect(head).toMatchObject({ sizeBytes: 5, etag: md5('hello'), contentType: 'text/plain', metadata })
    expect(await (await download(alice, bucket, 'plain')).text()).toBe('hello')
  })

  it('gets no header that was not meant for it', async () => {
    await alice.putObject(toPut(bucket, 'bare', 'hello'))
    const properties = await aliceGateway.properties.read(bucket, 'bare')
    expect(properties).toMatchObject({ cacheControl: undefined, contentEncoding: undefined, expires: undefined })
  })

  it('may be empty', async () => {
    await alice.putObject(toPut(bucket, 'empty', ''))
    expect((await alice.headObject(bucket, 'empty')).sizeBytes).toBe(0)
  })

  it('is found by its whole key and not by a beginning of it', async () => {
    await alice.putObject(toPut(bucket, 'find/me', 'abc'))
    expect(await alice.findObject(bucket, 'find/me')).toMatchObject({ key: 'find/me', sizeBytes: 3, etag: md5('abc') })
    expect(await alice.findObject(bucket, 'find/m')).toBeUndefined()
    expect(await alice.findObject(bucket, 'find/')).toBeUndefined()
  })

  it('is not overwritten when it must be absent', async () => {
    await alice.putObject(toPut(bucket, 'once', 'first', { ifAbsent: true }))
    const again = errorOf(alice.putObject(toPut(bucket, 'once', 'second', { ifAbsent: true })))
    expect((await again).kind).toBe('precondition-failed')
    expect(await (await download(alice, bucket, 'once')).text()).toBe('first')
  })

  it('is gone when deleted, and deleting it again is no error', async () => {
    await alice.putObject(toPut(bucket, 'gone', 'x'))
    await alice.deleteObject(bucket, 'gone')
    await alice.deleteObject(bucket, 'gone')
    expect((await errorOf(alice.headObject(bucket, 'gone'))).kind).toBe('no-such-object')
    expect((await download(alice, bucket, 'gone')).status).toBe(404)
  })

  it('that is stored as gzip is downloaded as stored, whole and in ranges', async () => {
    const stored = gzipSync('some text, some text, some text')
    const input = { Bucket: bucket, Key: 'zipped', Body: stored, ContentEncoding: 'gzip', ContentType: 'text/plain' }
    await plainSdk.send(new PutObjectCommand(input))
    expect((await alice.headObject(bucket, 'zipped')).contentEncoding).toBe('gzip')
    const answer = await download(alice, bucket, 'zipped')
    expect(Buffer.from(await answer.arrayBuffer()).equals(stored)).toBe(true)
    const { url, headers } = await alice.signDownload(bucket, 'zipped')
    const range = await fetch(url, { headers: { ...headers, range: 'bytes=5-9' } })
    expect(range.status).toBe(206)
    expect(Buffer.from(await range.arrayBuffer()).equals(stored.subarray(5, 10))).toBe(true)
  })
})

describe('a listing', () => {
  it('goes on past a thousand keys, each once', async () => {
    const many = await createBucket()
    const keys = Array.from({ length: 1_205 }, (_, i) => `n/${String(i).padStart(5, '0')}`)
    for (let i = 0; i < keys.length; i += 50)
      await Promise.all(keys.slice(i, i + 50).map((key) => alice.putObject(toPut(many, key, ''))))
    const first = await alice.listPage({ bucket: many, prefix: '', delimiter: undefined })
    expect(first.objects).toHaveLength(1000)
    const token = first.nextToken
    const second = await alice.listPage({ bucket: many, prefix: '', delimiter: undefined, token })
    expect(second.nextToken).toBeUndefined()
    expect([...first.objects, ...second.objects].map(({ key }) => key)).toEqual(keys)
    expect(await alice.listPage({ bucket: many, prefix: '', delimiter: '/' })).toEqual({
      prefixes: ['n/'],
      objects: [],
      nextToken: undefined
    })
  })

  it('of an empty bucket is empty', async () => {
    const empty = await createBucket()
    const page = await alice.listPage({ bucket: empty, prefix: '', delimiter: '/' })
    expect(page).toEqual({ prefixes: [], objects: [], nextToken: undefined })
  })
})
