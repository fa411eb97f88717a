// Multipart uploads that were started and not ended, and emptying a bucket of them and of everything else.
import { createHash } from 'node:crypto'
import { DeleteObjectCommand, PutBucketVersioningCommand, UploadPartCommand } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import type { UnfinishedUpload, UploadPage } from '../../src/domain/bucket'
import { runBulk } from '../../src/operations/bulk'
import { countAll, countContents, removeContents, walkContents } from '../../src/operations/emptying/empty-bucket'
import { alice, aliceGateway, createBucket, errorOf, inTurns, plainSdk, toPut } from './fixture'

const { uploads } = aliceGateway
const never = new AbortController().signal
const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

async function begin(bucket: string, key: string, partSizes: readonly number[] = []): Promise<string> {
  const uploadId = await alice.createMultipartUpload(toPut(bucket, key, ''))
  for (const [index, size] of partSizes.entries()) {
    const body = new Blob(['x'.repeat(size)])
    await alice.uploadPart({ bucket, key, uploadId, partNumber: index + 1, body, sseKey: undefined })
  }
  return uploadId
}

describe('unfinished uploads', () => {
  it('are listed with their start and the size of their parts, and are gone when aborted', async () => {
    const bucket = await createBucket()
    expect(await uploads.listPage(bucket)).toEqual({ uploads: [], next: undefined })
    const keys = ['big', 'big', '\x01', '%41', '+', 'é/a b', '../up', 'a//b']
    const ids = await Promise.all(keys.map((key) => begin(bucket, key, [10, 5])))
    const { uploads: listed } = await uploads.listPage(bucket)
    expect(listed.map(({ key }) => key).toSorted()).toEqual(keys.toSorted())
    expect(listed.map(({ uploadId }) => uploadId).toSorted()).toEqual(ids.toSorted())
    for (const { key, uploadId, startedAtMs = 0 } of listed) {
      expect(Math.abs(Date.now() - startedAtMs)).toBeLessThan(60_000)
      expect(await uploads.partsOf(bucket, key, uploadId)).toEqual([
        { partNumber: 1, sizeBytes: 10, etag: md5('x'.repeat(10)) },
        { partNumber: 2, sizeBytes: 5, etag: md5('x'.repeat(5)) }
      ])
      await alice.abortMultipartUpload(bucket, key, uploadId)
    }
    expect((await uploads.listPage(bucket)).uploads).toEqual([])
  })

  it('go past a thousand, odd names at the turn of the page', async () => {
    const bucket = await createBucket()
    const keys = [
      ...Array.from({ length: 999 }, (_, n) => `\x01${String(n).padStart(3, '0')}`),
      ...['\x02', '\x02', '%41', 'é']
    ]
    await inTurns(keys, (key) => begin(bucket, key))
    const all: UnfinishedUpload[] = []
    let after: UploadPage['next']
    do {
      const page = await uploads.listPage(bucket, after)
      all.push(...page.uploads)
      after = page.next
    } while (after !== undefined && all.length < 3000)
    expect(all.map(({ key }) => key).toSorted()).toEqual(keys.toSorted())
    expect(new Set(all.map(({ uploadId }) => uploadId)).size).toBe(keys.length)
  })

  it('of more than a thousand parts are listed whole', async () => {
    const bucket = await createBucket()
    const uploadId = await begin(bucket, 'many')
    const part = (n: number) => ({ Bucket: bucket, Key: 'many', UploadId: uploadId, PartNumber: n, Body: 'xyz' })
    const numbers = Array.from({ length: 1005 }, (_, n) => n + 1)
    await inTurns(numbers, (n) => plainSdk.send(new UploadPartCommand(part(n))))
    const parts = await uploads.partsOf(bucket, 'many', uploadId)
    expect(parts).toEqual(numbers.map((partNumber) => ({ partNumber, sizeBytes: 3, etag: md5('xyz') })))
  })

  it('of a bucket or an id that is not there are errors', async () => {
    expect((await errorOf(uploads.listPage('not-there'))).kind).toBe('no-such-bucket')
    const bucket = await createBucket()
    expect((await errorOf(uploads.partsOf(bucket, 'a', '2~nothing'))).kind).toBe('no-such-upload')
  })
})

describe('emptying a bucket', () => {
  it('counts and takes objects, old versions, markers, unfinished uploads and awkward keys, and then it can go', async () => {
    const bucket = await createBucket()
    await alice.putObject(toPut(bucket, 'from before', 'x'))
    const on = { Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' as const } }
    await plainSdk.send(new PutBucketVersioningCommand(on))
    for (const key of ['a', 'a', 'from before', '\x01', 'x/../y', '\ufffe'])
      await alice.putObject(toPut(bucket, key, 'xx'))
    await plainSdk.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'a' }))
    await begin(bucket, 'big', [100])
    await begin(bucket, '\r')

    const count = await countContents(aliceGateway, bucket, never, () => undefined)
    expect(count).toEqual({
      objectCount: 4,
      oldVersionCount: 3,
      deleteMarkerCount: 1,
      uploadCount: 2,
      sizeBytes: 13
    })
    let done = 0
    await runBulk({
      batches: walkContents(aliceGateway, bucket, never),
      act: (batch, signal) => removeContents(aliceGateway, bucket, batch, signal),
      concurrency: 2,
      stop: never,
      abandon: never,
      onProgress: ({ doneCount, failures }) => {
        expect(failures).toEqual([])
        done = doneCount
      }
    })
    expect(done).toBe(10)
    expect(countAll(await countContents(aliceGateway, bucket, never, () => undefined))).toBe(0)
    await aliceGateway.buckets.remove(bucket)
  })
})
