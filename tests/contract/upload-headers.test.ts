// Headers, metadata, tags, storage class and ACL of an upload: what the gateway keeps of each, and what it refuses.
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectAclCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketCorsCommand,
  PutPublicAccessBlockCommand,
  UploadPartCommand
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AppError } from '../../src/domain/app-error'
import type { PutRequest } from '../../src/domain/ports'
import { MAX_TAG_KEY_BYTES, MAX_TAG_VALUE_BYTES, MAX_TAGS, type UploadHeaders } from '../../src/domain/upload-headers'
import { byGeneration } from '../gateway/generation'
import { putWithHeaders } from './put-with-headers'
import { alice, aliceGateway, createBucket, createKey, errorOf, gateway, plainSdk, toPut } from './fixture'

const headers: UploadHeaders = {
  cacheControl: 'max-age=5, private',
  contentDisposition: 'attachment; filename="a b.txt"',
  storageClass: 'STANDARD',
  metadata: { project: 'a7', 'with-space': 'a  b + c%20', empty: '' },
  tags: { kind: 'raw', 'Tübingen & more': 'a + b/c=d', empty: '' }
}
const set = { contentType: 'text/x-notes; charset=utf-8', headers, acl: 'public-read' } as const

let bucket: string
beforeAll(async () => void (bucket = await createBucket()))

/** As the engine does it, tags last. */
async function putInParts(request: PutRequest): Promise<void> {
  const { bucket, key, sseKey, body, headers: { tags } = {} } = request
  const uploadId = await alice.createMultipartUpload(request)
  const { etag = '' } = await alice.uploadPart({ bucket, key, uploadId, partNumber: 1, body, sseKey })
  await alice.completeMultipartUpload({ bucket, key, uploadId, parts: [{ partNumber: 1, etag }], sseKey })
  if (tags !== undefined) await alice.putTags(bucket, key, tags)
}

const ways: readonly (readonly [string, (request: PutRequest) => Promise<unknown>])[] = [
  ['one PUT', (request) => alice.putObject(request)],
  ['parts', putInParts]
]

describe.each(ways)('an upload by %s', (way, send) => {
  it.each([false, true])('has all that was set, encrypted: %s', async (isEncrypted) => {
    const Key = `all ${way} ${isEncrypted}`
    const sseKey = isEncrypted ? createKey() : undefined
    await send(toPut(bucket, Key, 'x', { ...set, sseKey, metadata: { 'lockgate-part-size': '5' } }))
    const seen = await alice.headObject(bucket, Key, sseKey)
    expect(seen).toMatchObject({
      contentType: set.contentType,
      cacheControl: headers.cacheControl,
      contentDisposition: headers.contentDisposition,
      metadata: { ...headers.metadata, 'lockgate-part-size': '5' },
      isWhole: true
    })
    // Some gateways tell nothing of it.
    expect(seen.storageClass ?? 'STANDARD').toBe('STANDARD')
    expect(await alice.tagsOf(bucket, Key)).toEqual(headers.tags)
    const acl = await alice.aclOf(bucket, Key)
    expect(acl.grants).toContainEqual({ grantee: { type: 'everyone' }, permission: 'READ' })
    const opens = await aliceGateway.links.opensForAnyone(bucket, Key)
    expect(opens).toBe(isEncrypted ? 'not-known' : 'yes') // refused without its key
    if (isEncrypted) return
    // The SDK with its own ways sees the same.
    const head = await plainSdk.send(new HeadObjectCommand({ Bucket: bucket, Key }))
    expect(head).toMatchObject({ CacheControl: headers.cacheControl, Metadata: headers.metadata })
    const { TagSet = [] } = await plainSdk.send(new GetObjectTaggingCommand({ Bucket: bucket, Key }))
    expect(Object.fromEntries(TagSet.map((tag) => [tag.Key, tag.Value]))).toEqual(headers.tags)
    const { Grants = [] } = await plainSdk.send(new GetObjectAclCommand({ Bucket: bucket, Key }))
    expect(Grants.map(({ Permission }) => Permission).toSorted()).toEqual(['FULL_CONTROL', 'READ'])
  })

  it('may have as many and as long tags as Lockgate lets through, and no more', async () => {
    const key = `tags ${way}`
    const tags = (count: number, keyBytes: number, valueBytes: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`${index}`.padEnd(keyBytes, 'k'), 'v'.repeat(valueBytes)])
      )
    const put = (given: Readonly<Record<string, string>>) => send(toPut(bucket, key, 'x', { headers: { tags: given } }))
    const most = tags(MAX_TAGS, MAX_TAG_KEY_BYTES, MAX_TAG_VALUE_BYTES)
    await put(most)
    expect(await alice.tagsOf(bucket, key)).toEqual(most)
    for (const more of [
      tags(MAX_TAGS + 1, 1, 1),
      tags(1, MAX_TAG_KEY_BYTES + 1, 1),
      tags(1, 1, MAX_TAG_VALUE_BYTES + 1)
    ])
      expect((await errorOf(put(more))).details).toMatchObject({ status: 400 })
  })

  it('is refused with a storage class that the gateway does not have', async () => {
    const put = send(toPut(bucket, `class ${way}`, 'x', { headers: { storageClass: 'NO_SUCH_CLASS' } }))
    const error = await errorOf(put)
    expect([error.kind, error.details.status]).toEqual(['storage-class-refused', 400])
    expect(await alice.findObject(bucket, `class ${way}`)).toBeUndefined()
  })

  it('is refused a public ACL where the bucket blocks those, but Tentacle takes one for parts', async () => {
    const Bucket = await createBucket()
    const PublicAccessBlockConfiguration = { BlockPublicAcls: true }
    await plainSdk.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }))
    const sent = send(toPut(Bucket, 'public', 'x', { acl: 'public-read' }))
    const isRefused = byGeneration(gateway, { Pacific: true, Reef: true, Tentacle: send !== putInParts })
    if (isRefused) expect((await errorOf(sent)).kind).toBe('access-denied')
    else await sent
  })
})

it('tags of CreateMultipartUpload are not to be relied on, which is why none are sent with it', async () => {
  const Key = 'tagged parts'
  const request = { Bucket: bucket, Key, Tagging: 'kind=raw' }
  const { UploadId } = await plainSdk.send(new CreateMultipartUploadCommand(request))
  const part = { Bucket: bucket, Key, UploadId, PartNumber: 1, Body: 'x' }
  const { ETag } = await plainSdk.send(new UploadPartCommand(part))
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
  await plainSdk.send(new CompleteMultipartUploadCommand({ Bucket: bucket, Key, UploadId, MultipartUpload }))
  // Pacific answers 200 without a body: it stores the header's text, and can't read that as tags.
  const read = await alice.tagsOf(bucket, Key).catch((error: unknown) => (error as AppError).kind)
  expect(['not-s3', { kind: 'raw' }, {}]).toContainEqual(read)
  await alice.putTags(bucket, Key, { kind: 'raw' })
  expect(await alice.tagsOf(bucket, Key)).toEqual({ kind: 'raw' })
})

it('metadata names with an underscore come back with a hyphen from Pacific, which is why none is sent', async () => {
  const own = await createBucket()
  const name = byGeneration(gateway, { Pacific: 'a-b', Reef: 'a_b', Tentacle: 'a_b' })
  await putWithHeaders(own, 'underscore', ['x-amz-meta-a_b: x'])
  expect((await alice.headObject(own, 'underscore')).metadata).toEqual({ [name]: 'x' })
})

it('a preflight for all of its headers passes the proxy, and a bucket’s own rule for every header', async () => {
  const Bucket = await createBucket()
  const origin = 'https://lockgate.example.edu'
  const rule = { AllowedOrigins: [origin], AllowedMethods: ['PUT'], AllowedHeaders: ['*'] }
  await plainSdk.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } }))
  const asked = [
    ...['authorization', 'cache-control', 'content-disposition', 'content-type', 'x-amz-acl', 'x-amz-date'],
    ...['x-amz-meta-project', 'x-amz-storage-class', 'x-amz-tagging']
  ]
  for (const endpoint of [gateway.http, gateway.direct]) {
    const response = await fetch(`${endpoint}/${Bucket}/key`, {
      method: 'OPTIONS',
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'PUT',
        'Access-Control-Request-Headers': asked.join(',')
      }
    })
    expect([endpoint, response.ok]).toEqual([endpoint, true])
    const allowed = (response.headers.get('access-control-allow-headers') ?? '').split(/, */)
    expect(asked.filter((name) => !allowed.includes(name) && !allowed.includes('*'))).toEqual([])
  }
})
