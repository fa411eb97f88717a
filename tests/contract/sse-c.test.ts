// Encryption with the user's own key, as a real gateway does it: what the lock signs and the verification rest upon.
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { createGateway } from '../../src/s3/s3-gateway'
import { byGeneration } from '../gateway/generation'
import {
  alice,
  createBucket,
  createKey,
  download,
  errorOf,
  gateway,
  logged,
  md5,
  plainSdk,
  profileOf,
  toPut
} from './fixture'

const [sseKey, otherKey] = [createKey(), createKey()]
let bucket: string
beforeAll(async () => {
  bucket = await createBucket()
  await alice.putObject(toPut(bucket, 'locked', 'secret', { sseKey }))
  await alice.putObject(toPut(bucket, 'plain', 'open'))
})

describe('an object put with a key', () => {
  it('has the MD5 of its plain bytes as ETag', async () => {
    expect(await alice.putObject(toPut(bucket, 'etag', 'secret', { sseKey }))).toEqual({ etag: md5('secret') })
    expect(await alice.findObject(bucket, 'etag')).toMatchObject({ etag: md5('secret'), sizeBytes: 6 })
  })

  it('opens with the key, not without, not with another', async () => {
    expect(await alice.headObject(bucket, 'locked', sseKey)).toMatchObject({ sizeBytes: 6, etag: md5('secret') })
    expect((await errorOf(alice.headObject(bucket, 'locked'))).kind).toBe('sse-key-needed')
    expect((await errorOf(alice.headObject(bucket, 'locked', otherKey))).kind).toBe('sse-key-wrong')
  })

  it('downloads with the key, not without, not with another', async () => {
    expect(await (await download(alice, bucket, 'locked', sseKey)).text()).toBe('secret')
    for (const answer of [await download(alice, bucket, 'locked'), await download(alice, bucket, 'locked', otherKey)]) {
      expect(answer.status).toBe(400)
      expect(await answer.text()).not.toContain('secret')
    }
  })

  it('downloads in ranges', async () => {
    const { url, headers } = await alice.signDownload(bucket, 'locked', sseKey)
    const answer = await fetch(url, { headers: { ...headers, range: 'bytes=2-4' } })
    expect([answer.status, await answer.text()]).toEqual([206, 'cre'])
  })

  it('is what another tool with the same key reads', async () => {
    const key = {
      SSECustomerAlgorithm: 'AES256',
      SSECustomerKey: Buffer.from(sseKey.bytes).toString('base64')
    } as const
    const head = await plainSdk.send(new HeadObjectCommand({ Bucket: bucket, Key: 'locked', ...key }))
    expect(head.SSECustomerKeyMD5).toBe(sseKey.md5Base64)
  })
})

it('answers for a plain object whatever key is sent', async () => {
  expect(await alice.headObject(bucket, 'plain', sseKey)).toMatchObject({ sizeBytes: 4 })
})

it('AES256 alone is stored in the clear without a word by Pacific, and refused by the others', async () => {
  const input = { Bucket: bucket, Key: 'aes256', Body: 'not locked', ServerSideEncryption: 'AES256' } as const
  const put = plainSdk.send(new PutObjectCommand(input))
  if (byGeneration(gateway, { Pacific: true, Reef: false, Tentacle: false })) {
    await put
    expect(await alice.headObject(bucket, 'aes256')).toMatchObject({ sizeBytes: 10 })
  } else await expect(put).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } })
})

describe('an upload in parts with a key', () => {
  const parts = [randomBytes(5 * 1024 * 1024), randomBytes(1000)]

  async function send(key: string) {
    const uploadId = await alice.createMultipartUpload(toPut(bucket, key, '', { sseKey }))
    const sent = await Promise.all(
      parts.map(async (part, i) => {
        const request = { bucket, key, uploadId, partNumber: i + 1, body: new Blob([part]), sseKey }
        const { etag = '' } = await alice.uploadPart(request)
        return { partNumber: i + 1, etag }
      })
    )
    return { bucket, key, uploadId, parts: sent, sseKey }
  }

  it('has the MD5s of its parts as their ETags, and needs the key afterwards', async () => {
    const request = await send('in-parts')
    expect(request.parts.map(({ etag }) => etag)).toEqual(parts.map(md5))
    await alice.completeMultipartUpload(request)
    const etag = `${md5(Buffer.concat(parts.map((part) => Buffer.from(md5(part), 'hex'))))}-2`
    expect(await alice.headObject(bucket, 'in-parts', sseKey)).toMatchObject({
      etag,
      sizeBytes: 5 * 1024 * 1024 + 1000
    })
    expect((await errorOf(alice.headObject(bucket, 'in-parts'))).kind).toBe('sse-key-needed')
    const received = Buffer.from(await (await download(alice, bucket, 'in-parts', sseKey)).arrayBuffer())
    expect(received.equals(Buffer.concat(parts))).toBe(true)
  })

  it('refuses a part without the key and one with another', async () => {
    const uploadId = await alice.createMultipartUpload(toPut(bucket, 'refused', '', { sseKey }))
    const part = { bucket, key: 'refused', uploadId, partNumber: 1, body: new Blob(['x']) }
    expect((await errorOf(alice.uploadPart({ ...part, sseKey: undefined }))).details.status).toBe(400)
    expect((await errorOf(alice.uploadPart({ ...part, sseKey: otherKey }))).details.status).toBe(400)
    await alice.abortMultipartUpload(bucket, 'refused', uploadId)
  })
})

describe('the key', () => {
  it('is in no address and so in no log', async () => {
    await alice.headObject(bucket, 'locked', sseKey)
    await download(alice, bucket, 'locked', sseKey)
    const lines = await logged(`/${bucket}/locked`)
    expect(lines.length).toBeGreaterThan(2)
    const base64 = Buffer.from(sseKey.bytes).toString('base64')
    for (const spelling of [base64, encodeURIComponent(base64), sseKey.md5Base64, encodeURIComponent(sseKey.md5Base64)])
      expect(JSON.stringify(lines)).not.toContain(spelling)
  })

  it('is not sent to an http address that is not this machine', async () => {
    const storage = createGateway(profileOf({ endpoint: 'http://192.0.2.1:1' })).storage
    expect((await errorOf(storage.headObject(bucket, 'locked', sseKey))).kind).toBe('sse-key-insecure')
    expect((await errorOf(storage.putObject(toPut(bucket, 'k', 'x', { sseKey })))).kind).toBe('sse-key-insecure')
  })

  it('is not sent where a redirect points', async () => {
    const storage = createGateway(profileOf({ endpoint: gateway.redirect })).storage
    const error = await errorOf(storage.putObject(toPut(bucket, 'redirected', 'x', { sseKey })))
    expect(error.kind).toBe('redirected')
    expect(await alice.findObject(bucket, 'redirected')).toBeUndefined()
    const paths = await logged(`/${bucket}/redirected`)
    expect(paths.map(({ status }) => Number(status))).toEqual([307])
  })
})
