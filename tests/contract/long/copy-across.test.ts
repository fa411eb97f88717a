// Copies and moves from one account to another, at another address: what arrives, what stays, and what was said to either.
import {
  CreateBucketCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client
} from '@aws-sdk/client-s3'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Gateway } from '../../../src/domain/gateway'
import type { SseKey } from '../../../src/domain/sse-key'
import { copyObject } from '../../../src/operations/copying/copy-object'
import type { CopyDeps, CopyJob, CopyTask } from '../../../src/operations/copying/copy-task'
import { createGateway } from '../../../src/s3/s3-gateway'
import { systemClock } from '../../../src/transfers/clock'
import { listen, type Listening } from '../../e2e/forward'
import { createBucket, createKey, createPlainSdk, errorOf, gateway, md5, plainSdk, profileOf, toPut } from '../fixture'
import { sseInput } from '../../gateway/sse-input'

const MIB = 1024 ** 2
const { signal } = new AbortController()
const bobSdk = createPlainSdk(gateway.bob)
const carolSdk = createPlainSdk(gateway.carol)

let here: Listening
let there: Listening
let alice: Gateway
let bob: Gateway
let carol: Gateway
let from: string
let to: string
beforeAll(async () => {
  here = await listen(gateway.direct)
  there = await listen(gateway.direct)
  alice = createGateway(profileOf({ endpoint: here.url }))
  bob = createGateway(profileOf({ endpoint: there.url, ...gateway.bob }))
  carol = createGateway(profileOf({ endpoint: here.url, ...gateway.carol }))
  from = await createBucket()
  to = await createBucket(bobSdk)
})
afterAll(() => {
  here.close()
  there.close()
})

const keyed = new Map<string, SseKey>()
const deps: CopyDeps = {
  digester: { md5Hex: async (body) => md5(new Uint8Array(await body.arrayBuffer())) },
  clock: systemClock,
  findKey: ({ key }) => Promise.resolve(keyed.get(key)),
  usingKey: (_key, work) => work()
}

async function run(change: Partial<CopyJob>, task: Partial<CopyTask> & { source: string }) {
  const job: CopyJob = {
    ...{ gateway: alice, bucket: from, targetGateway: bob, targetBucket: to, encryption: { kind: 'none' } },
    ...{ isMove: false, versioning: 'off', mustEncrypt: false, refusesEncryptedSources: { value: false } },
    ...change
  }
  const entry = await job.gateway.storage.findObject(job.bucket, task.source)
  if (entry === undefined) throw new Error(`There is no ${task.source}`)
  return copyObject(job, { entry, key: task.source, isReplacing: false, ...task }, deps, signal)
}

async function put(key: string, body: string | Buffer, more: Partial<PutObjectCommandInput> = {}, bucket = from) {
  await plainSdk.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...more }))
}

async function bytesOf(sdk: S3Client, bucket: string, key: string, sseKey?: SseKey): Promise<Buffer> {
  const sse = sseKey && sseInput(sseKey.bytes)
  const { Body } = await sdk.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...sse }))
  return Buffer.from((await Body?.transformToByteArray()) ?? [])
}

const isThere = async (sdk: S3Client, bucket: string, key: string): Promise<boolean> =>
  bytesOf(sdk, bucket, key).then(
    () => true,
    () => false
  )

const secretsOf = (sseKey: SseKey): string[] => [Buffer.from(sseKey.bytes).toString('base64'), sseKey.md5Base64]

describe('a copy to another account at another address', () => {
  it('has the bytes, type, metadata, tags and public access of its source, under any name', async () => {
    const name = 'ø/scan +%41?#&=.csv'
    await put(name, 'a,b', {
      ...{ ContentType: 'text/csv', CacheControl: 'no-cache', Metadata: { run: '1' } },
      ...{ Tagging: 'state=raw', ACL: 'public-read' }
    })
    expect(await run({}, { source: name })).toEqual({ kind: 'copied', lost: [], keepsOlderVersion: false })
    expect((await bytesOf(bobSdk, to, name)).toString()).toBe('a,b')
    const about = { Bucket: to, Key: name }
    expect(await bobSdk.send(new GetObjectCommand(about))).toMatchObject({
      ...{ ContentType: 'text/csv', CacheControl: 'no-cache', Metadata: { run: '1' } }
    })
    const { TagSet } = await bobSdk.send(new GetObjectTaggingCommand(about))
    expect(TagSet).toEqual([{ Key: 'state', Value: 'raw' }])
    const { Owner, Grants = [] } = await bobSdk.send(new GetObjectAclCommand(about))
    expect(Owner?.ID).toBe(gateway.bob.userId)
    expect(Grants.map(({ Grantee, Permission }) => [Grantee?.ID ?? Grantee?.URI, Permission]).sort()).toEqual(
      [
        [gateway.bob.userId, 'FULL_CONTROL'],
        ['http://acs.amazonaws.com/groups/global/AllUsers', 'READ']
      ].sort()
    )
    expect((await bytesOf(plainSdk, from, name)).toString()).toBe('a,b')
  })

  it('lacks what the source grants to a user, and says so', async () => {
    await put('granted', 'x')
    const { owner, grants } = await alice.access.ofObject(from, 'granted')
    const toCarol = { grantee: { type: 'user', id: gateway.carol.userId }, permission: 'READ' } as const
    await alice.access.putOfObject(from, 'granted', { owner, grants: [...grants, toCarol] })
    expect((await run({}, { source: 'granted' })).lost).toEqual(['acl'])
    const moving = run({ isMove: true }, { source: 'granted', key: 'moved' })
    expect(await errorOf(moving)).toMatchObject({ kind: 'source-kept', details: { reason: 'attributes-lost' } })
    expect(await isThere(plainSdk, from, 'granted')).toBe(true)
  })

  it.each(['known', 'unknown'])('of a large object has its bytes, its parts %s or not', async (kind) => {
    const parts = [randomBytes(9 * MIB), randomBytes(9 * MIB), randomBytes(MIB + 1)]
    const uploadId = await alice.storage.createMultipartUpload({
      ...toPut(from, kind, ''),
      metadata: kind === 'known' ? { 'lockgate-part-size': String(9 * MIB) } : {}
    })
    const sent: { partNumber: number; etag: string }[] = []
    for (const [index, part] of parts.entries()) {
      const body = new Blob([new Uint8Array(part)])
      const about = { bucket: from, key: kind, uploadId, sseKey: undefined, partNumber: index + 1, body }
      sent.push({ partNumber: index + 1, etag: (await alice.storage.uploadPart(about)).etag ?? '' })
    }
    await alice.storage.completeMultipartUpload({ bucket: from, key: kind, uploadId, parts: sent, sseKey: undefined })
    expect((await run({}, { source: kind })).lost).toEqual([])
    expect((await bytesOf(bobSdk, to, kind)).equals(Buffer.concat(parts))).toBe(true)
    expect((await bob.uploads.listPage(to)).uploads).toEqual([])
  })

  it('of an encrypted object: each gateway is given its own key alone', async () => {
    const [own, other] = [createKey(), createKey()]
    keyed.set('secret', own)
    await alice.storage.putObject(toPut(from, 'secret', 'text', { sseKey: own }))
    expect((await run({ encryption: { kind: 'key', sseKey: other } }, { source: 'secret' })).lost).toEqual([])
    expect((await bytesOf(bobSdk, to, 'secret', other)).toString()).toBe('text')
    expect(await isThere(bobSdk, to, 'secret')).toBe(false)
    for (const text of secretsOf(own))
      expect([here.heard(), there.heard()].map((one) => one.includes(text))).toEqual([true, false])
    for (const text of secretsOf(other))
      expect([here.heard(), there.heard()].map((one) => one.includes(text))).toEqual([false, true])
  })

  it('keeps the key where that was chosen', async () => {
    const own = createKey()
    keyed.set('kept', own)
    await alice.storage.putObject(toPut(from, 'kept', 'text', { sseKey: own }))
    expect((await run({ encryption: { kind: 'keep' } }, { source: 'kept' })).lost).toEqual([])
    expect((await bytesOf(bobSdk, to, 'kept', own)).toString()).toBe('text')
    expect(await isThere(bobSdk, to, 'kept')).toBe(false)
  })

  it('says to neither gateway who the other account is, nor where the objects are there', () => {
    const { accessKey, secretKey } = gateway.alice
    for (const text of [accessKey, secretKey, from, `<ID>${gateway.alice.userId}</ID>`])
      expect(there.heard()).not.toContain(text)
    for (const text of [gateway.bob.accessKey, gateway.bob.secretKey, to]) expect(here.heard()).not.toContain(text)
    for (const heard of [here.heard(), there.heard()]) expect(heard.toLowerCase()).not.toContain('x-amz-copy-source')
    expect([here.heard().includes(accessKey), there.heard().includes(gateway.bob.accessKey)]).toEqual([true, true])
  })
})

describe('a move to another account', () => {
  it('deletes the source once its copy was verified', async () => {
    await put('moves', 'text', { Tagging: 'state=raw' })
    expect(await run({ isMove: true }, { source: 'moves' })).toMatchObject({ kind: 'moved', lost: [] })
    expect(await isThere(plainSdk, from, 'moves')).toBe(false)
    expect((await bytesOf(bobSdk, to, 'moves')).toString()).toBe('text')
  })

  it('hides the source behind a marker where versions are kept', async () => {
    const kept = await createBucket()
    await plainSdk.send(
      new PutBucketVersioningCommand({ Bucket: kept, VersioningConfiguration: { Status: 'Enabled' } })
    )
    await put('v', 'text', {}, kept)
    await run({ bucket: kept, isMove: true, versioning: 'on' }, { source: 'v' })
    const { versions } = await alice.versions.listPage({ bucket: kept, prefix: 'v' })
    expect(versions).toHaveLength(2)
    expect(versions.find(({ isLatest }) => isLatest)?.isDeleteMarker).toBe(true)
    expect((await bytesOf(bobSdk, to, 'v')).toString()).toBe('text')
  })

  it('keeps the source where the other account may not write', async () => {
    const closed = await createBucket()
    await put('stays', 'text')
    const error = await errorOf(run({ targetBucket: closed, isMove: true }, { source: 'stays' }))
    expect([error.kind, error.details.endpoint]).toEqual(['access-denied', there.url])
    expect((await bytesOf(plainSdk, from, 'stays')).toString()).toBe('text')
    expect(await isThere(plainSdk, closed, 'stays')).toBe(false)
  })

  it('goes to a bucket of the same name in another tenant, which is another bucket', async () => {
    await carolSdk.send(new CreateBucketCommand({ Bucket: from }))
    await put('tenant', 'text')
    const toCarol = { targetGateway: carol, targetBucket: from }
    await run(toCarol, { source: 'tenant' })
    expect((await bytesOf(carolSdk, from, 'tenant')).toString()).toBe('text')
    expect(await isThere(plainSdk, from, 'tenant')).toBe(true)
    await run({ ...toCarol, isMove: true }, { source: 'tenant', isReplacing: true })
    expect((await bytesOf(carolSdk, from, 'tenant')).toString()).toBe('text')
    expect(await isThere(plainSdk, from, 'tenant')).toBe(false)
  })

  it.each(['off', 'on'] as const)(
    'never replaces the source by itself, by another address (versioning %s)',
    async (versioning) => {
      const bucket = await createBucket()
      if (versioning === 'on')
        await plainSdk.send(
          new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } })
        )
      await put('same', 'text', {}, bucket)
      const again = createGateway(profileOf({ endpoint: there.url }))
      const change = { bucket, targetGateway: again, targetBucket: bucket, isMove: true, versioning }
      const error = await errorOf(run(change, { source: 'same', isReplacing: true }))
      expect([error.kind, error.details.reason]).toEqual(['precondition-failed', 'same-object'])
      expect((await alice.versions.listPage({ bucket, prefix: 'same' })).versions).toHaveLength(1)
      expect((await bytesOf(plainSdk, bucket, 'same')).toString()).toBe('text')
    }
  )
})
