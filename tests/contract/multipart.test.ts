// Uploads in parts on a real gateway: what completes, what is refused, what cancelling leaves.
import { DeleteBucketCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { createGateway } from '../../src/s3/s3-gateway'
import { createRequestHandler } from '../../src/s3/request-handler'
import { byGeneration } from '../gateway/generation'
import { alice, createBucket, errorOf, gateway, md5, plainSdk, profileOf, toPut } from './fixture'

const bytes = randomBytes(5 * 1024 * 1024)
let bucket: string
beforeAll(async () => void (bucket = await createBucket()))

async function begin(key: string) {
  const uploadId = await alice.createMultipartUpload(toPut(bucket, key, '', { metadata: { note: 'n' } }))
  const part = { bucket, key, uploadId, partNumber: 1, body: new Blob([bytes]), sseKey: undefined }
  return { part, complete: (etag: string) => ({ ...part, parts: [{ partNumber: 1, etag }] }), uploadId }
}

async function openUploads(): Promise<(string | undefined)[]> {
  const { Uploads: uploads = [] } = await plainSdk.send(new ListMultipartUploadsCommand({ Bucket: bucket }))
  return uploads.map(({ UploadId: id }) => id)
}

describe('completing', () => {
  /** If-None-Match, by Complete. */
  const isIgnored = byGeneration(gateway, { Pacific: true, Reef: true, Tentacle: false })

  it('works with the MD5s that the page computed, where it may read no ETag', async () => {
    const seen = createRequestHandler()
    const requestHandler = {
      ...seen,
      async handle(...args: Parameters<typeof seen.handle>) {
        const answer = await seen.handle(...args)
        delete answer.response.headers['etag'] // what a browser does with a header that is not exposed
        return answer
      }
    }
    const storage = createGateway(profileOf({ endpoint: gateway.hiddenEtag }), { requestHandler }).storage
    const { part, complete } = await begin('hidden')
    expect(await storage.uploadPart(part)).toEqual({ etag: undefined })
    await storage.completeMultipartUpload(complete(md5(bytes)))
    const head = await alice.headObject(bucket, 'hidden')
    expect(head).toMatchObject({ sizeBytes: bytes.length, metadata: { note: 'n' } })
  })

  it('is refused with the MD5 of other bytes, and the upload stays', async () => {
    const { part, complete, uploadId } = await begin('wrong')
    await alice.uploadPart(part)
    const error = await errorOf(alice.completeMultipartUpload(complete(md5('other'))))
    expect(error).toMatchObject({ kind: 'digest-mismatch', details: { code: 'InvalidPart' } })
    expect(await openUploads()).toContain(uploadId)
    await alice.completeMultipartUpload(complete(md5(bytes)))
    expect(await openUploads()).not.toContain(uploadId)
  })

  it('with a condition that nothing is there overwrites anyway, but on Tentacle', async () => {
    await alice.putObject(toPut(bucket, 'conditional', 'theirs'))
    const { part, complete } = await begin('conditional')
    await alice.uploadPart(part)
    const completing = alice.completeMultipartUpload({ ...complete(md5(bytes)), ifAbsent: true })
    if (isIgnored) await completing
    else expect((await errorOf(completing)).kind).toBe('precondition-failed')
    const sizeBytes = isIgnored ? bytes.length : 'theirs'.length
    expect((await alice.findObject(bucket, 'conditional'))?.sizeBytes).toBe(sizeBytes)
  })

  it('with that condition where nothing is there works, and is no error when it is sent twice', async () => {
    const { part, complete } = await begin('conditional-free')
    await alice.uploadPart(part)
    await alice.completeMultipartUpload({ ...complete(md5(bytes)), ifAbsent: true })
    await alice.completeMultipartUpload({ ...complete(md5(bytes)), ifAbsent: true })
  })

  it('twice is no error', async () => {
    const { part, complete } = await begin('twice')
    await alice.uploadPart(part)
    await alice.completeMultipartUpload(complete(md5(bytes)))
    await alice.completeMultipartUpload(complete(md5(bytes)))
  })

  it('or sending a part fails when the upload is gone', async () => {
    const { part, complete, uploadId } = await begin('aborted')
    expect(await alice.hasUpload(bucket, 'aborted', uploadId)).toBe(true)
    await alice.abortMultipartUpload(bucket, 'aborted', uploadId)
    expect(await alice.hasUpload(bucket, 'aborted', uploadId)).toBe(false)
    expect((await errorOf(alice.uploadPart(part))).kind).toBe('no-such-upload')
    // Pacific takes an upload that is gone for one that another request is completing, and has no other answer to it.
    const error = await errorOf(alice.completeMultipartUpload(complete(md5(bytes))))
    expect(['no-such-upload', 'gateway-failed']).toContain(error.kind)
    if (error.kind === 'gateway-failed') expect(error.details.detail).toMatch(/already in progress/)
  })
})

it('whatever goes to a bucket that is gone is refused as that', async () => {
  const Bucket = await createBucket()
  const uploadId = await alice.createMultipartUpload(toPut(Bucket, 'parts', ''))
  await plainSdk.send(new DeleteBucketCommand({ Bucket }))
  const part = { bucket: Bucket, key: 'parts', uploadId, partNumber: 1, body: new Blob(['x']), sseKey: undefined }
  for (const attempt of [
    () => alice.putObject(toPut(Bucket, 'small', 'x')),
    () => alice.createMultipartUpload(toPut(Bucket, 'parts', '')),
    () => alice.uploadPart(part),
    () => alice.findObject(Bucket, 'small')
  ])
    expect((await errorOf(attempt())).kind).toBe('no-such-bucket')
})

describe('aborting', () => {
  it('removes the upload, and is no error the second time', async () => {
    const { part, uploadId } = await begin('abort')
    await alice.uploadPart(part)
    expect(await openUploads()).toContain(uploadId)
    await alice.abortMultipartUpload(bucket, 'abort', uploadId)
    await alice.abortMultipartUpload(bucket, 'abort', uploadId)
    expect(await openUploads()).not.toContain(uploadId)
  })
})

describe('cancelling in the middle of a body', () => {
  it('is an AbortError, and leaves no object', async () => {
    const controller = new AbortController()
    const body = new Blob([Buffer.alloc(256 * 1024 * 1024)])
    const sending = alice.putObject(toPut(bucket, 'cancelled', body), { signal: controller.signal })
    const sent = sending.then(
      () => 'sent',
      (error: Error) => error.name
    )
    await new Promise((resolve) => setTimeout(resolve, 60))
    controller.abort()
    expect(await sent).toBe('AbortError')
    expect(await alice.findObject(bucket, 'cancelled')).toBeUndefined()
  })
})

it('tells the progress of a body up to its end', async () => {
  const seen: number[] = []
  await alice.putObject(toPut(bucket, 'progress', 'x'.repeat(1000)), { onProgress: (sent) => seen.push(sent) })
  expect(seen.at(-1)).toBe(1000)
})
