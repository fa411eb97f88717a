// What is known of an object beside its bytes, and overwriting it: what the gateway keeps, refuses and resets.
import {
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand
} from '@aws-sdk/client-s3'
import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ObjectProperties } from '../../src/domain/object-entry'
import { createGateway } from '../../src/s3/s3-gateway'
import { systemClock } from '../../src/transfers/clock'
import { openText, saveText, type OpenedText } from '../../src/operations/editing/edit-object'
import { byGeneration } from '../gateway/generation'
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
} from './fixture'
import { putWithHeaders } from './put-with-headers'

const { properties, access } = aliceGateway
const digester = { md5Hex: async (body: Blob) => md5(new Uint8Array(await body.arrayBuffer())) }
const rich = {
  ContentType: 'text/x-notes; charset=utf-8',
  CacheControl: 'max-age=5, private',
  ContentDisposition: 'attachment; filename="a b.txt"',
  ContentLanguage: 'de',
  Expires: new Date('2027-10-21T07:28:00Z'),
  Metadata: { plain: 'a', 'with-space': 'a  b + c%20', empty: '', 'lockgate-part-size': '16777216' },
  Tagging: 'kind=raw&two%20words=a%20%2B%20b'
}
const everyone = { type: 'everyone' } as const

let bucket: string
beforeAll(async () => void (bucket = await createBucket()))

async function rewrite(key: string, text: string, change: Partial<ObjectProperties> = {}, etag?: string) {
  const before = await properties.read(bucket, key)
  const tags = await properties.tagsOf(bucket, key)
  return properties.overwrite({
    bucket,
    key,
    body: new Blob([text]),
    md5Hex: md5(text),
    ifMatchEtag: etag ?? before.etag ?? '',
    properties: { ...before, ...change },
    tags
  })
}

describe('properties', () => {
  it('are all that another tool set', async () => {
    await plainSdk.send(new PutObjectCommand({ Bucket: bucket, Key: 'rich', Body: 'hello', ...rich }))
    expect(await properties.read(bucket, 'rich')).toMatchObject({
      sizeBytes: 5,
      etag: md5('hello'),
      contentType: rich.ContentType,
      cacheControl: rich.CacheControl,
      contentDisposition: rich.ContentDisposition,
      contentLanguage: 'de',
      expires: 'Thu, 21 Oct 2027 07:28:00 GMT',
      metadata: rich.Metadata,
      storageClass: undefined,
      isWhole: true,
      others: []
    })
    expect(await properties.tagsOf(bucket, 'rich')).toEqual({ kind: 'raw', 'two words': 'a + b' })
  })

  it('name what overwriting would lose', async () => {
    await putWithHeaders(bucket, 'redirect', ['x-amz-website-redirect-location: /other'])
    expect((await properties.read(bucket, 'redirect')).others).toEqual(['x-amz-website-redirect-location'])
  })

  it('of an encrypted object are told with its key only', async () => {
    const sseKey = createKey()
    await alice.putObject(toPut(bucket, 'locked', 'secret', { sseKey, metadata: { a: 'b' } }))
    expect(await properties.read(bucket, 'locked', { sseKey })).toMatchObject({ sizeBytes: 6, metadata: { a: 'b' } })
    expect((await errorOf(properties.read(bucket, 'locked'))).kind).toBe('sse-key-needed')
    expect(await properties.tagsOf(bucket, 'locked')).toEqual({})
  })

  it('are not for strangers', async () => {
    await alice.putObject(toPut(bucket, 'private', 'x'))
    const bob = createGateway(profileOf(gateway.bob))
    for (const question of [
      () => bob.properties.read(bucket, 'private'),
      () => bob.properties.tagsOf(bucket, 'private'),
      () => bob.properties.readSmall({ bucket, key: 'private', maxBytes: 10 })
    ])
      expect((await errorOf(question())).kind).toBe('access-denied')
    expect((await errorOf(properties.read(bucket, 'nothing'))).kind).toBe('no-such-object')
    expect((await errorOf(properties.tagsOf(bucket, 'nothing'))).kind).toBe('no-such-object')
  })
})

describe('reading what is small', () => {
  it('gives the bytes as stored, and stops where there are too many', async () => {
    await putWithHeaders(bucket, 'packed', ['Content-Encoding: gzip'])
    const { bytes, etag } = await properties.readSmall({ bucket, key: 'packed', maxBytes: 1 })
    expect([Buffer.from(bytes).toString(), etag]).toEqual(['x', md5('x')])
    await alice.putObject(toPut(bucket, 'large', new Blob([randomBytes(300_000)])))
    expect((await errorOf(properties.readSmall({ bucket, key: 'large', maxBytes: 100_000 }))).kind).toBe('too-large')
  })
})

describe('overwriting', () => {
  it('keeps type, headers, metadata and tags', async () => {
    await plainSdk.send(new PutObjectCommand({ Bucket: bucket, Key: 'kept', Body: 'before', ...rich }))
    expect(await rewrite('kept', 'after')).toEqual({ etag: md5('after') })
    const head = await plainSdk.send(new HeadObjectCommand({ Bucket: bucket, Key: 'kept' }))
    const { Expires: expires, ContentType, CacheControl, ContentDisposition, ContentLanguage, Metadata } = rich
    const others = { ContentType, CacheControl, ContentDisposition, ContentLanguage, Metadata }
    expect(head).toMatchObject({ ...others, ExpiresString: expires.toUTCString(), ETag: `"${md5('after')}"` })
    const { TagSet } = await plainSdk.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: 'kept' }))
    expect(TagSet).toEqual([
      { Key: 'kind', Value: 'raw' },
      { Key: 'two words', Value: 'a + b' }
    ])
  })

  it('keeps an Expires that is no date', async () => {
    await putWithHeaders(bucket, 'expires', ['Expires: 0'])
    await rewrite('expires', 'after')
    expect((await properties.read(bucket, 'expires')).expires).toBe('0')
  })

  it('is refused when the object is another by now, or gone', async () => {
    await alice.putObject(toPut(bucket, 'raced', 'theirs'))
    expect((await errorOf(rewrite('raced', 'mine', {}, md5('before')))).kind).toBe('precondition-failed')
    expect((await alice.findObject(bucket, 'raced'))?.etag).toBe(md5('theirs'))
    const before = await properties.read(bucket, 'raced')
    await alice.deleteObject(bucket, 'raced')
    const request = { bucket, key: 'raced', body: new Blob(['mine']), md5Hex: md5('mine'), tags: {} }
    const late = properties.overwrite({ ...request, ifMatchEtag: md5('theirs'), properties: before })
    const whereNothingIs = { Pacific: 'precondition-failed', Reef: 'precondition-failed', Tentacle: 'no-such-object' }
    expect((await errorOf(late)).kind).toBe(byGeneration(gateway, whereNothingIs))
    expect(await alice.findObject(bucket, 'raced')).toBeUndefined()
  })

  it('stores nothing when other bytes arrive than were meant', async () => {
    await alice.putObject(toPut(bucket, 'damaged', 'before'))
    const request = { bucket, key: 'damaged', body: new Blob(['after']), md5Hex: md5('what was meant'), tags: {} }
    const before = await properties.read(bucket, 'damaged')
    const sent = properties.overwrite({ ...request, ifMatchEtag: md5('before'), properties: before })
    expect((await errorOf(sent)).kind).toBe('digest-mismatch')
    expect((await alice.findObject(bucket, 'damaged'))?.etag).toBe(md5('before'))
  })
})

describe('editing', () => {
  const open = async (key: string, sseKey?: ReturnType<typeof createKey>, where = bucket): Promise<OpenedText> => {
    const lock = sseKey
      ? ({ state: 'encrypted', keyId: sseKey.id, seenAtMs: 0 } as const)
      : ({ state: 'clear', seenAtMs: 0 } as const)
    const { signal } = new AbortController()
    return openText({ gateway: aliceGateway, bucket: where, key }, { encryption: lock, sseKey }, digester, signal)
  }

  it('puts the access list back, keeps the encryption, and drops the part size of what was sent in parts', async () => {
    const sseKey = createKey()
    const key = 'odd %2F + é/q\'uo"te.txt'
    const metadata = { by: 'alice', 'lockgate-part-size': '5242880' }
    const request = { ...toPut(bucket, key, ''), sseKey, metadata }
    const uploadId = await alice.createMultipartUpload(request)
    const body = new Blob(['first line\r\nsecond'])
    const { etag = '' } = await alice.uploadPart({ bucket, key, uploadId, partNumber: 1, body, sseKey })
    await alice.completeMultipartUpload({ bucket, key, uploadId, parts: [{ partNumber: 1, etag }], sseKey })
    const own = await access.ofObject(bucket, key)
    const bob = { type: 'user', id: gateway.bob.userId } as const
    const grants = [
      ...own.grants,
      { grantee: everyone, permission: 'READ' } as const,
      { grantee: bob, permission: 'READ_ACP' } as const
    ]
    await access.putOfObject(bucket, key, { ...own, grants })
    const acl = await access.ofObject(bucket, key)

    const opened = await open(key, sseKey)
    if (opened.kind !== 'text') throw new Error(opened.refusal.code)
    expect(opened.object).toMatchObject({ text: 'first line\nsecond', form: { lineEnd: '\r\n', hasBom: false } })
    const outcome = await saveText(opened.object, 'first line\nand more', { digester, clock: systemClock })
    expect(outcome).toMatchObject({
      kind: 'saved',
      report: { acl: { state: 'kept' }, differences: [], encryption: { state: 'encrypted', keyId: sseKey.id } }
    })
    expect(await access.ofObject(bucket, key)).toEqual(acl)
    const after = await properties.read(bucket, key, { sseKey })
    expect(after).toMatchObject({
      etag: md5('first line\r\nand more'),
      metadata: { by: 'alice' },
      contentType: 'text/plain'
    })
    expect(after.metadata).not.toHaveProperty('lockgate-part-size')
    expect((await errorOf(alice.headObject(bucket, key))).kind).toBe('sse-key-needed')
  })

  it('writes a new version where the bucket keeps them, though Pacific and Reef refuse every condition there', async () => {
    const kept = await createBucket()
    await plainSdk.send(
      new PutBucketVersioningCommand({ Bucket: kept, VersioningConfiguration: { Status: 'Enabled' } })
    )
    await alice.putObject(toPut(kept, 'v', 'one'))
    const before = await properties.read(kept, 'v')
    const request = {
      bucket: kept,
      key: 'v',
      body: new Blob(['two']),
      md5Hex: md5('two'),
      tags: {},
      properties: before
    }
    if (byGeneration(gateway, { Pacific: true, Reef: true, Tentacle: false })) {
      const right = properties.overwrite({ ...request, ifMatchEtag: md5('one') })
      expect((await errorOf(right)).kind).toBe('precondition-failed')
    }

    const opened = await open('v', undefined, kept)
    if (opened.kind !== 'text') throw new Error(opened.refusal.code)
    const save = (text: string) => saveText(opened.object, text, { digester, clock: systemClock })
    expect(await save('two')).toMatchObject({ kind: 'saved', isOverTheirs: false, report: { differences: [] } })
    expect((await alice.findObject(kept, 'v'))?.etag).toBe(md5('two'))
    expect(await save('three')).toEqual({ kind: 'changed', wasStoredBefore: false })
    expect((await alice.findObject(kept, 'v'))?.etag).toBe(md5('two'))
    await alice.deleteObject(kept, 'v')
    expect(await save('three')).toEqual({ kind: 'changed', wasStoredBefore: false })
  })

  it('is refused where versioning is suspended and the older null version would be overwritten', async () => {
    const kept = await createBucket()
    const set = (Status: 'Enabled' | 'Suspended') =>
      plainSdk.send(new PutBucketVersioningCommand({ Bucket: kept, VersioningConfiguration: { Status } }))
    await alice.putObject(toPut(kept, 'v', 'null'))
    await set('Enabled')
    await alice.putObject(toPut(kept, 'v', 'one'))
    await set('Suspended')
    const opened = await open('v', undefined, kept)
    if (opened.kind !== 'text') throw new Error(opened.refusal.code)
    const saving = saveText(opened.object, 'two', { digester, clock: systemClock })
    expect((await errorOf(saving)).kind).toBe('not-supported')
    const { versions } = await aliceGateway.versions.listPage({ bucket: kept, prefix: 'v' })
    expect(versions.map(({ etag }) => etag)).toEqual([md5('one'), md5('null')])
  })

  it.each([
    ['utf8-metadata', ['x-amz-meta-place: Tübingen'], { code: 'not-ascii', name: 'place' }],
    ['tabbed-metadata', ['x-amz-meta-place: a\tb'], { code: 'not-ascii', name: 'place' }],
    [
      'utf8-disposition',
      ['Content-Disposition: attachment; filename="ü.txt"'],
      { code: 'not-ascii', name: 'content-disposition' }
    ],
    ['gzip', ['Content-Encoding: gzip'], { code: 'content-encoding', name: 'gzip' }],
    ['website', ['x-amz-website-redirect-location: /x'], { code: 'website-redirect' }]
  ])('refuses %s rather than lose it', async (key, headers, refusal) => {
    await putWithHeaders(bucket, key, headers)
    expect(await open(key)).toEqual({ kind: 'refused', refusal })
  })

  it.each([
    ['aws-chunked', undefined],
    ['aws-chunked,UTF-8', 'UTF-8'],
    ['UTF-8', 'UTF-8'],
    ['identity', 'identity']
  ])('with the content encoding “%s” it is edited, all else kept, and %j is what is left', async (before, after) => {
    await putWithHeaders(bucket, 'coded', [
      `Content-Encoding: ${before}`,
      'Content-Type: text/x-coded',
      'x-amz-meta-place: here'
    ])
    const opened = await open('coded')
    if (opened.kind !== 'text') throw new Error(opened.refusal.code)
    const outcome = await saveText(opened.object, 'after', { digester, clock: systemClock })
    expect(outcome).toMatchObject({ kind: 'saved', report: { differences: [] } })
    const now = await properties.read(bucket, 'coded')
    expect(now).toMatchObject({ contentEncoding: after, contentType: 'text/x-coded', metadata: { place: 'here' } })
  })

  it('cannot send metadata beyond ASCII back: that is why it is refused', async () => {
    await putWithHeaders(bucket, 'bytes', ['x-amz-meta-place: Tübingen'])
    const { metadata } = await properties.read(bucket, 'bytes')
    expect(metadata).toEqual({ place: 'TÃ¼bingen' })
    expect((await errorOf(rewrite('bytes', 'after'))).details.status).toBe(403)
  })
})
