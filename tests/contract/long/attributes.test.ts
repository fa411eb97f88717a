// Headers, metadata and tags of objects that exist, changed on the real gateway: what stays, what is read back, and what is left alone.
import {
  DeleteObjectTaggingCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type PutObjectCommandInput
} from '@aws-sdk/client-s3'
import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { NO_CHANGES, type AttributeChanges } from '../../../src/domain/attributes'
import type { PendingAcl } from '../../../src/domain/pending-acl'
import type { SseKey } from '../../../src/domain/sse-key'
import { PendingAcls } from '../../../src/operations/access/pending-acls'
import {
  changeAttributes,
  isSlow,
  refusalOf,
  type SeenObject
} from '../../../src/operations/attributes/change-attributes'
import { changeTags } from '../../../src/operations/attributes/change-tags'
import type { CopyDeps, CopyJob } from '../../../src/operations/copying/copy-task'
import { readSource } from '../../../src/operations/copying/source'
import { createGateway } from '../../../src/s3/s3-gateway'
import { systemClock } from '../../../src/transfers/clock'
import { byGeneration } from '../../gateway/generation'
import {
  alice,
  aliceGateway,
  createBucket,
  createKey,
  errorOf,
  gateway,
  md5,
  plainSdk,
  profileOf,
  toPut
} from '../fixture'
import { sseInput } from '../../gateway/sse-input'

const MIB = 1024 ** 2
const { properties, access } = aliceGateway
const { signal } = new AbortController()
const rich = {
  ContentType: 'text/csv',
  CacheControl: 'no-cache',
  ContentLanguage: 'de',
  ContentDisposition: 'attachment; filename="x.csv"',
  Expires: new Date('2027-10-21T07:28:00Z'),
  Metadata: { run: '1', mtime: '1700000000.5', 'with.dot': 'a  b' },
  Tagging: 'state=raw&a%20b=c%2Bd',
  ACL: 'public-read'
} as const
const CHANGES: AttributeChanges = {
  headers: { contentType: 'text/plain; charset=utf-8', cacheControl: 'max-age=60', contentDisposition: null },
  metadata: { run: '2', station: 'north', 'with.dot': null },
  tags: { state: 'final', 'a b': null, year: '2026' }
}

let bucket: string
let versioned: string
beforeAll(async () => {
  bucket = await createBucket()
  versioned = await createBucket()
  await plainSdk.send(
    new PutBucketVersioningCommand({ Bucket: versioned, VersioningConfiguration: { Status: 'Enabled' } })
  )
})

const keyed = new Map<string, SseKey>()
const deps: CopyDeps = {
  digester: { md5Hex: async (body) => md5(new Uint8Array(await body.arrayBuffer())) },
  clock: systemClock,
  findKey: ({ key }) => Promise.resolve(keyed.get(key)),
  usingKey: (_key, work) => work()
}
const jobOf = (change: Partial<CopyJob> = {}): CopyJob => ({
  ...{
    gateway: aliceGateway,
    bucket,
    targetGateway: change.gateway ?? aliceGateway,
    targetBucket: bucket,
    encryption: { kind: 'keep' },
    isMove: false
  },
  ...{ versioning: 'off', mustEncrypt: false, refusesEncryptedSources: { value: false } },
  ...change
})

async function entryOf(key: string, of = bucket) {
  const entry = await alice.findObject(of, key)
  if (entry === undefined) throw new Error(`There is no ${key}`)
  return entry
}

async function change(key: string, changes: Partial<AttributeChanges>, about: Partial<CopyJob> = {}, more = {}) {
  const job = jobOf(about)
  const all = { ...NO_CHANGES, ...changes }
  return changeAttributes(job, await entryOf(key, job.bucket), all, { ...deps, ...more }, signal)
}

async function see(key: string, about: Partial<CopyJob> = {}): Promise<SeenObject> {
  const job = jobOf(about)
  return (await readSource(job, await entryOf(key, job.bucket), deps, signal)) as SeenObject
}

async function put(key: string, body: string | Buffer, more: Partial<PutObjectCommandInput> = {}, into = bucket) {
  await plainSdk.send(new PutObjectCommand({ Bucket: into, Key: key, Body: body, ...more }))
}

const sseOf = (sseKey: SseKey | undefined) => sseKey && sseInput(sseKey.bytes)

/** Read by another client. */
async function judge(key: string, of = bucket, sseKey?: SseKey) {
  const about = { Bucket: of, Key: key, ...sseOf(sseKey) }
  const { Body, ...head } = await plainSdk.send(new GetObjectCommand(about))
  const bytes = Buffer.from((await Body?.transformToByteArray()) ?? [])
  const { Grants = [] } = await plainSdk.send(new GetObjectAclCommand({ Bucket: of, Key: key }))
  const isPublic = Grants.some(({ Grantee, Permission }) => Grantee?.URI !== undefined && Permission === 'READ')
  const { ContentDisposition } = head
  return { ...head, ContentDisposition, bytes, isPublic, tags: await properties.tagsOf(of, key) }
}

const CHANGED = {
  ContentType: 'text/plain; charset=utf-8',
  CacheControl: 'max-age=60',
  ContentLanguage: 'de',
  ContentDisposition: undefined,
  Metadata: { run: '2', mtime: '1700000000.5', station: 'north' },
  isPublic: true,
  tags: { state: 'final', year: '2026' }
}

async function putParts(key: string, parts: readonly Buffer[], into = bucket, sseKey?: SseKey): Promise<void> {
  const metadata = { 'lockgate-part-size': String(parts[0]?.length) }
  const uploadId = await alice.createMultipartUpload({ ...toPut(into, key, ''), metadata, sseKey })
  const sent: { partNumber: number; etag: string }[] = []
  for (const [index, part] of parts.entries()) {
    const about = { bucket: into, key, uploadId, sseKey, partNumber: index + 1, body: new Blob([new Uint8Array(part)]) }
    sent.push({ partNumber: index + 1, etag: (await alice.uploadPart(about)).etag ?? '' })
  }
  await alice.completeMultipartUpload({ bucket: into, key, uploadId, parts: sent, sseKey })
}

describe('tags', () => {
  it('are set, replaced and removed, and nothing else changes', async () => {
    await put('tagged', 'hello', rich)
    const before = await judge('tagged')
    expect(await change('tagged', { tags: { state: 'ä €=&<', 'a b': null, new: '' } })).toEqual({
      kind: 'changed',
      lost: []
    })
    const after = await judge('tagged')
    expect(after).toMatchObject({ tags: { state: 'ä €=&<', new: '' }, ETag: before.ETag, isPublic: true })
    expect([after.Metadata, after.ContentType]).toEqual([before.Metadata, before.ContentType])
    expect((await change('tagged', { tags: { new: '', 'a b': null } })).kind).toBe('unchanged')
    expect(await change('tagged', { tags: { state: null, new: null } })).toEqual({ kind: 'changed', lost: [] })
    expect((await judge('tagged')).tags).toEqual({})
    expect((await entryOf('tagged')).etag).toBe(md5('hello'))
  })

  it('of an encrypted object need no key, and stay with its version', async () => {
    const sseKey = createKey()
    await alice.putObject(toPut(versioned, 'locked', 'secret', { sseKey }))
    const findKey = () => Promise.reject(new AppError('sse-key-needed'))
    const about = { bucket: versioned, versioning: 'on' } as const
    expect(await change('locked', { tags: { a: 'b' } }, about, { findKey })).toEqual({ kind: 'changed', lost: [] })
    expect((await judge('locked', versioned, sseKey)).tags).toEqual({ a: 'b' })
    const { Versions = [] } = await plainSdk.send(
      new ListObjectVersionsCommand({ Bucket: versioned, Prefix: 'locked' })
    )
    expect(Versions).toHaveLength(1)
  })

  it('are left alone when they or the object are others than were seen, when they are too many, and when it is gone', async () => {
    await put('raced', 'one', { Tagging: 'a=b' })
    const seen = { etag: md5('one'), tags: { a: 'b' } }
    const run = (key: string, changes = {}, about: Partial<{ seen: typeof seen }> = { seen }) =>
      errorOf(changeTags(jobOf(), key, { c: 'd', ...changes }, { clock: systemClock, ...about }, signal))
    await plainSdk.send(
      new PutObjectTaggingCommand({
        Bucket: bucket,
        Key: 'raced',
        Tagging: { TagSet: [{ Key: 'a', Value: 'theirs' }] }
      })
    )
    expect((await run('raced')).kind).toBe('object-changed')
    expect(await properties.tagsOf(bucket, 'raced')).toEqual({ a: 'theirs' })
    await put('raced', 'two', { Tagging: 'a=b' })
    expect((await run('raced')).kind).toBe('object-changed')
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`tag-${n}`, '']))
    expect((await run('raced', many, {})).details.reason).toBe('too-many-tags')
    expect(await properties.tagsOf(bucket, 'raced')).toEqual({ a: 'b' })
    expect((await run('nothing', {}, {})).kind).toBe('no-such-object')
  })

  it('are never removed by DeleteObjectTagging, after which Pacific lists no ETag', async () => {
    await put('untagged', 'x', { Tagging: 'a=b' })
    await plainSdk.send(new DeleteObjectTaggingCommand({ Bucket: bucket, Key: 'untagged' }))
    const listed = byGeneration(gateway, { Pacific: '', Reef: undefined, Tentacle: undefined })
    if (listed !== undefined) expect((await entryOf('untagged')).etag).toBe(listed)
    expect(await change('untagged', { tags: { c: 'd' } })).toEqual({ kind: 'changed', lost: [] })
    expect((await entryOf('untagged')).etag).toBe(md5('x'))
  })
})

describe('headers and metadata', () => {
  it('are changed, and all else of the object stays: bytes, ETag, other headers, metadata, tags and ACL', async () => {
    await put('rich', 'hello', rich)
    expect(await change('rich', CHANGES)).toEqual({ kind: 'changed', lost: [] })
    const after = await judge('rich')
    expect(after).toMatchObject({ ...CHANGED, ETag: `"${md5('hello')}"` })
    expect([after.bytes.toString(), after.ExpiresString]).toEqual(['hello', 'Thu, 21 Oct 2027 07:28:00 GMT'])
    const { modifiedAtMs } = await entryOf('rich')
    expect((await change('rich', CHANGES)).kind).toBe('unchanged')
    expect((await entryOf('rich')).modifiedAtMs).toBe(modifiedAtMs)
  })

  it.each(['p+q r?%2F#&', '%41', 'emoji 😀', 'new\nline', 'a//b', 'ends/', 'empty'])(
    'are changed under a key such as %j',
    async (key) => {
      const body = key === 'empty' ? '' : 'odd'
      await put(key, body, { Tagging: 'a=b', Metadata: { old: '1' } })
      expect(await change(key, { metadata: { new: '2' } })).toEqual({ kind: 'changed', lost: [] })
      expect(await judge(key)).toMatchObject({ Metadata: { old: '1', new: '2' }, tags: { a: 'b' } })
      expect((await judge(key)).bytes.toString()).toBe(body)
    }
  )

  it('of a multipart object are changed, and its ETag and part size stay', async () => {
    const parts = [randomBytes(5 * MIB), randomBytes(5 * MIB), randomBytes(7)]
    await putParts('parts', parts)
    const before = await judge('parts')
    expect(before.ETag).toMatch(/-3"$/)
    for (const state of ['raw', 'final'])
      expect(await change('parts', { metadata: { state }, tags: { state } })).toEqual({ kind: 'changed', lost: [] })
    const after = await judge('parts')
    expect(after).toMatchObject({ ETag: before.ETag, tags: { state: 'final' } })
    expect(after.Metadata).toEqual({ 'lockgate-part-size': String(5 * MIB), state: 'final' })
    expect(after.bytes.equals(Buffer.concat(parts))).toBe(true)
  })

  it.each([
    ['small', 'secret'],
    ['p%+q', 'secret'],
    ['large', Buffer.concat([randomBytes(5 * MIB), randomBytes(9)])]
  ])('of an encrypted object are changed, and it stays encrypted: %s', async (name, body) => {
    const key = `locked/${name}`
    const sseKey = createKey()
    keyed.set(key, sseKey)
    if (name === 'large')
      await putParts(key, [Buffer.from(body).subarray(0, 5 * MIB), Buffer.from(body).subarray(5 * MIB)], bucket, sseKey)
    else await put(key, body, { ...rich, ...sseOf(sseKey) })
    expect(isSlow(jobOf(), await see(key))).toBe(true)
    expect(await change(key, CHANGES)).toEqual({ kind: 'changed', lost: [] })
    expect((await errorOf(alice.headObject(bucket, key))).kind).toBe('sse-key-needed')
    const after = await judge(key, bucket, sseKey)
    expect(after.bytes.equals(Buffer.from(body))).toBe(true)
    expect(after).toMatchObject({ ContentType: CHANGED.ContentType, Metadata: { run: '2', station: 'north' } })
    expect(after.SSECustomerAlgorithm).toBe('AES256')
    if (name !== 'large') expect(after).toMatchObject(CHANGED)
    const { objects } = await alice.listPage({ bucket, prefix: 'locked/', delimiter: undefined })
    expect(objects.filter(({ key: listed }) => listed.startsWith(key)).map((one) => one.key)).toEqual([key])
  })

  it('of an object in a bucket that keeps versions become a version, and the former one stays as it was', async () => {
    const about = { bucket: versioned, versioning: 'on' } as const
    await put('rich', 'hello', rich, versioned)
    expect(await change('rich', CHANGES, about)).toEqual({ kind: 'changed', lost: [] })
    expect(await judge('rich', versioned)).toMatchObject({ ...CHANGED, ETag: `"${md5('hello')}"` })
    const { Versions = [] } = await plainSdk.send(new ListObjectVersionsCommand({ Bucket: versioned, Prefix: 'rich' }))
    expect(Versions).toHaveLength(2)
    const former = Versions.find(({ IsLatest }) => IsLatest !== true)
    const head = new HeadObjectCommand({ Bucket: versioned, Key: 'rich', VersionId: former?.VersionId })
    expect(await plainSdk.send(head)).toMatchObject({ ContentType: 'text/csv', Metadata: rich.Metadata })
    expect(await properties.tagsOf(versioned, 'rich', former?.VersionId)).toEqual({ state: 'raw', 'a b': 'c+d' })
  })

  it('are changed where versioning is suspended, and older versions stay', async () => {
    const suspended = await createBucket()
    const setVersioning = (Status: 'Enabled' | 'Suspended') =>
      plainSdk.send(new PutBucketVersioningCommand({ Bucket: suspended, VersioningConfiguration: { Status } }))
    await setVersioning('Enabled')
    await put('rich', 'older', {}, suspended)
    await setVersioning('Suspended')
    await put('rich', 'hello', rich, suspended)
    const about = { bucket: suspended, versioning: 'suspended' } as const
    expect(await change('rich', CHANGES, about)).toEqual({ kind: 'changed', lost: [] })
    const after = await judge('rich', suspended)
    expect(after).toMatchObject(CHANGED)
    expect(after.bytes.toString()).toBe('hello')
    const { Versions = [], DeleteMarkers = [] } = await plainSdk.send(
      new ListObjectVersionsCommand({ Bucket: suspended })
    )
    expect([Versions.map(({ Key }) => Key), DeleteMarkers]).toEqual([['rich', 'rich'], []])
  })

  it.each([
    ['its bytes', () => put('raced', 'theirs', rich)],
    ['its metadata', () => put('raced', 'mine', { ...rich, Metadata: { their: 'own' } })],
    [
      'its tags',
      () =>
        plainSdk.send(
          new PutObjectTaggingCommand({ Bucket: bucket, Key: 'raced', Tagging: { TagSet: [{ Key: 'o', Value: 'p' }] } })
        )
    ]
  ])('are left alone when someone changed %s after they were seen', async (_, changeIt) => {
    await put('raced', 'mine', rich)
    const seen = await see('raced')
    await changeIt()
    const before = await judge('raced')
    expect((await errorOf(change('raced', CHANGES, {}, { seen }))).kind).toBe('object-changed')
    expect(await judge('raced')).toEqual({ ...before, $metadata: expect.anything() as unknown })
  })

  it('are refused where something would be lost, or the bucket takes encrypted objects only', async () => {
    await put('kept', 'x', rich)
    const seen = await see('kept')
    expect(refusalOf(seen)).toBeUndefined()
    expect(refusalOf({ ...seen, acl: undefined })).toEqual({ code: 'acl-unreadable' })
    expect(refusalOf({ ...seen, tags: undefined })).toEqual({ code: 'tags-unreadable' })
    expect((await errorOf(change('kept', CHANGES, { mustEncrypt: true }))).kind).toBe('must-be-encrypted')
    await put('kept', 'x', { ...rich, WebsiteRedirectLocation: '/other' })
    const refused = await errorOf(change('kept', CHANGES))
    const refusal = { code: 'website-redirect' }
    expect(refused).toMatchObject({ kind: 'not-supported', details: { reason: 'cannot-keep', refusal } })
    expect(await judge('kept')).toMatchObject({ ContentType: 'text/csv', WebsiteRedirectLocation: '/other' })
  })

  it('whose write is cut off get their access and tags back later', async () => {
    await put('cut', 'hello', rich)
    const offline = () => Promise.reject(new AppError('offline'))
    const entries = new Map<string, PendingAcl>()
    const recovery = new PendingAcls({
      list: () => Promise.resolve([...entries.values()]),
      put: (pending) => Promise.resolve(void entries.set(pending.id, pending)),
      remove: (id) => Promise.resolve(void entries.delete(id)),
      hold: async (_id, work) => ({ done: await work() })
    })
    const lost = { ...aliceGateway }
    const copies: typeof aliceGateway.copies = Object.create(aliceGateway.copies, {
      replaceMetadata: {
        value: async (...about: Parameters<typeof aliceGateway.copies.replaceMetadata>) => {
          await aliceGateway.copies.replaceMetadata(...about)
          const properties = { ...aliceGateway.properties, read: offline, tagsOf: offline }
          Object.assign(lost, { properties, access: { ...access, ofObject: offline, putOfObject: offline } })
        }
      }
    }) as typeof aliceGateway.copies
    lost.copies = copies
    const clock = { ...systemClock, nowMs: () => Date.now(), sleep: () => Promise.resolve() }
    await errorOf(change('cut', CHANGES, { gateway: lost }, { aclRecovery: recovery, clock }))
    expect([(await judge('cut')).isPublic, (await judge('cut')).tags, entries.size]).toEqual([false, {}, 1])
    await recovery.recover(aliceGateway)
    expect(await judge('cut')).toMatchObject(CHANGED)
    expect(entries.size).toBe(0)
  })

  it('of another user’s object make it one’s own, and this is reported', async () => {
    const acl = await access.ofBucket(bucket)
    const write = { grantee: { type: 'user', id: 'bob' }, permission: 'WRITE' } as const
    await access.putOfBucket(bucket, { ...acl, grants: [...acl.grants, write] })
    const bob = createGateway(profileOf(gateway.bob))
    await bob.storage.putObject(toPut(bucket, 'of-bob', 'x', { acl: 'bucket-owner-full-control' }))
    expect((await access.ofObject(bucket, 'of-bob')).owner.id).toBe('bob')
    expect(await change('of-bob', { metadata: { a: 'b' } })).toEqual({ kind: 'changed', lost: ['owner'] })
    expect(await change('of-bob', { metadata: { a: 'c' } })).toEqual({ kind: 'changed', lost: [] })
  })

  it('are not made of an object whose access was changed to private in the meantime', async () => {
    await put('closed', 'x', rich)
    await plainSdk.send(new PutObjectAclCommand({ Bucket: bucket, Key: 'closed', ACL: 'private' }))
    expect(await change('closed', { headers: { cacheControl: 'no-store' } })).toEqual({ kind: 'changed', lost: [] })
    expect(await judge('closed')).toMatchObject({ isPublic: false, CacheControl: 'no-store' })
  })
})
