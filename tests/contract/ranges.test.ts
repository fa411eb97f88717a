// Ranges of an object under the condition of its ETag: what previews are read by.
import { randomBytes } from 'node:crypto'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, it } from 'vitest'
import { alice, aliceGateway, createBucket, createKey, errorOf, md5, plainSdk, toPut } from './fixture'

const { properties } = aliceGateway
const [sseKey, otherKey] = [createKey(), createKey()]
const bytes = randomBytes(100_000)
const etag = md5(bytes)
let bucket: string
beforeAll(async () => {
  bucket = await createBucket()
  const body = new Blob([bytes])
  await alice.putObject(toPut(bucket, 'plain', body))
  await alice.putObject(toPut(bucket, 'encrypted', body, { sseKey }))
})

describe.each([
  { key: 'plain', sseKey: undefined },
  { key: 'encrypted', sseKey }
])('a range of an object: $key', (object) => {
  it.each([
    [0, 10],
    [4095, 8193],
    [99_990, 10]
  ])('from %d on has these %d bytes, the ETag and the size of all', async (startByte, byteCount) => {
    const read = await properties.readRange({ bucket, ...object, etag, startByte, byteCount })
    expect(Buffer.from(read.bytes).equals(bytes.subarray(startByte, startByte + byteCount))).toBe(true)
    expect(read).toMatchObject({ etag, sizeBytes: 100_000 })
  })

  it('ends with the object', async () => {
    const read = await properties.readRange({ bucket, ...object, etag, startByte: 99_999, byteCount: 50 })
    expect(Buffer.from(read.bytes).equals(bytes.subarray(99_999))).toBe(true)
  })

  it('is refused where another object is there by now, or a shorter one', async () => {
    const ask = (change: object) =>
      properties.readRange({ bucket, ...object, etag, startByte: 0, byteCount: 9, ...change })
    expect((await errorOf(ask({ etag: md5('another') }))).kind).toBe('object-changed')
    expect((await errorOf(ask({ startByte: 100_000 }))).kind).toBe('object-changed')
  })
})

it('needs the key, and the right one', async () => {
  const request = { bucket, key: 'encrypted', etag, startByte: 0, byteCount: 9 }
  expect((await errorOf(properties.readRange(request))).kind).toBe('sse-key-needed')
  expect((await errorOf(properties.readRange({ ...request, sseKey: otherKey }))).kind).toBe('sse-key-wrong')
})

it('has the bytes as they are stored, whatever they are encoded with', async () => {
  const stored = { Bucket: bucket, Key: 'packed', Body: bytes, ContentEncoding: 'gzip' }
  await plainSdk.send(new PutObjectCommand(stored))
  const read = await properties.readRange({ bucket, key: 'packed', etag, startByte: 5, byteCount: 5 })
  expect(Buffer.from(read.bytes).equals(bytes.subarray(5, 10))).toBe(true)
})
