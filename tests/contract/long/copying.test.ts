// Copies and moves on the real gateway: every way that bytes take, what goes along, and what is never lost.
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  UploadPartCommand,
  type PutObjectCommandInput
} from '@aws-sdk/client-s3'
import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { ObjectEntry } from '../../../src/domain/object-entry'
import type { SseKey } from '../../../src/domain/sse-key'
import { copyObject } from '../../../src/operations/copying/copy-object'
import type { CopyDeps, CopyJob, CopyTask, TemporaryCopy } from '../../../src/operations/copying/copy-task'
import { systemClock } from '../../../src/transfers/clock'
import { byGeneration } from '../../gateway/generation'
import { alice, aliceGateway, createBucket, createKey, errorOf, gateway, md5, plainSdk, toPut } from '../fixture'
import { sseInput } from '../../gateway/sse-input'

const MIB = 1024 ** 2
const { properties, access, versions, copies } = aliceGateway
const { signal } = new AbortController()
const readsEncrypted = byGeneration(gateway, { Pacific: false, Reef: false, Tentacle: true })

let from: string
let to: string
beforeAll(async () => {
  from = await createBucket()
  to = await createBucket()
})

const keyed = new Map<string, SseKey>()
const deps: CopyDeps = {
  digester: { md5Hex: async (body) => md5(new Uint8Array(await body.arrayBuffer())) },
  clock: systemClock,
  findKey: ({ key }) => Promise.resolve(keyed.get(key)),
  usingKey: (_key, work) => work()
}

function jobOf(change: Partial<CopyJob> = {}): CopyJob {
  return {
    gateway: aliceGateway,
    bucket: from,
    targetGateway: change.gateway ?? aliceGateway,
    targetBucket: to,
    encryption: { kind: 'keep' },
    isMove: false,
    versioning: 'off',
    mustEncrypt: false,
    refusesEncryptedSources: { value: false },
    ...change
  }
}

async function entryOf(bucket: string, key: string): Promise<ObjectEntry> {
  const entry = await alice.findObject(bucket, key)
  if (entry === undefined) throw new Error(`There is no ${key}`)
  return entry
}

async function run(change: Partial<CopyJob> = {}, task: Partial<CopyTask> & { source: string }) {
  const job = jobOf(change)
  const entry = await entryOf(job.bucket, task.source)
  return copyObject(job, { entry, key: task.source, isReplacing: false, ...task }, deps, signal)
}

async function put(key: string, body: string | Uint8Array, more: Partial<PutObjectCommandInput> = {}, bucket = from) {
  await plainSdk.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...more }))
}

/** Read by another client. */
async function bytesOf(bucket: string, key: string, sseKey?: SseKey): Promise<Buffer> {
  const sse = sseKey && sseInput(sseKey.bytes)
  const { Body } = await plainSdk.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...sse }))
  return Buffer.from((await Body?.transformToByteArray()) ?? [])
}

async function putParts(key: string, parts: readonly Buffer[], metadata: Record<string, string>, sseKey?: SseKey) {
  const uploadId = await alice.createMultipartUpload({ ...toPut(from, key, ''), metadata, sseKey })
  const sent: { partNumber: number; etag: string }[] = []
  for (const [index, part] of parts.entries()) {
    const about = { bucket: from, key, uploadId, sseKey, partNumber: index + 1, body: new Blob([new Uint8Array(part)]) }
    sent.push({ partNumber: index + 1, etag: (await alice.uploadPart(about)).etag ?? '' })
  }
  await alice.completeMultipartUpload({ bucket: from, key, uploadId, parts: sent, sseKey })
}

async function enableVersions(status: 'Enabled' | 'Suspended' = 'Enabled', bucket?: string): Promise<string> {
  const made = bucket ?? (await createBucket())
  await plainSdk.send(new PutBucketVersioningCommand({ Bucket: made, VersioningConfiguration: { Status: status } }))
  return made
}

async function versionsOf(bucket: string, key: string) {
  return (await versions.listPage({ bucket, prefix: key })).versions.filter((version) => version.key === key)
}

async function expectEncrypted(bucket: string, key: string, sseKey: SseKey, body: string | Buffer): Promise<void> {
  expect((await errorOf(alice.headObject(bucket, key))).kind).toBe('sse-key-needed')
  expect((await errorOf(alice.headObject(bucket, key, createKey()))).kind).toBe('sse-key-wrong')
  expect((await bytesOf(bucket, key, sseKey)).equals(Buffer.from(body))).toBe(true)
}

const unfinished = async (bucket: string) => (await aliceGateway.uploads.listPage(bucket)).uploads

const RICH = {
  Metadata: { run: '1', 'file-date': '7' },
  Tagging: 'state=raw&a%20b=c%2Bd',
  CacheControl: 'no-cache',
  ContentType: 'text/csv',
  ContentLanguage: 'de',
  ContentDisposition: 'attachment; filename="x.csv"',
  ACL: 'public-read'
} as const

async function expectRich(bucket: string, key: string, sseKey?: SseKey): Promise<void> {
  expect(await properties.read(bucket, key, { sseKey })).toMatchObject({
    metadata: { run: '1', 'file-date': '7' },
    cacheControl: 'no-cache',
    contentType: 'text/csv',
    contentLanguage: 'de',
    contentDisposition: 'attachment; filename="x.csv"'
  })
  expect(await properties.tagsOf(bucket, key)).toEqual({ state: 'raw', 'a b': 'c+d' })
  expect((await access.ofObject(bucket, key)).grants).toContainEqual({
    grantee: { type: 'everyone' },
    permission: 'READ'
  })
}

describe('a copy inside the gateway', () => {
  it('has the bytes, type, metadata, tags and access of its source', async () => {
    await put('rich', 'hello', RICH)
    expect(await run({}, { source: 'rich', key: 'other/rich' })).toEqual({
      kind: 'copied',
      lost: [],
      keepsOlderVersion: false
    })
    expect((await bytesOf(to, 'other/rich')).toString()).toBe('hello')
    await expectRich(to, 'other/rich')
    expect(await alice.findObject(from, 'rich')).toBeDefined()
  })

  it.each(['plain.txt', 'a//b', 'p+q r?%2F#&', '../up', 'emoji 😀', "q'!()*", 'new\nline', '%41', 'ends/'])(
    'is made of a key such as %j, with and without a key',
    async (key) => {
      await put(key, 'odd')
      await run({}, { source: key })
      expect((await bytesOf(to, key)).toString()).toBe('odd')
      const sseKey = createKey()
      await run({ encryption: { kind: 'key', sseKey } }, { source: key, key: `x/${key}` })
      await expectEncrypted(to, `x/${key}`, sseKey, 'odd')
    }
  )

  it('keeps the ETag of what was sent in parts', async () => {
    await putParts('parts', [randomBytes(5 * MIB), randomBytes(9)], { 'lockgate-part-size': String(5 * MIB) })
    await run({}, { source: 'parts' })
    expect((await entryOf(to, 'parts')).etag).toBe((await entryOf(from, 'parts')).etag)
  })

  it('of an object whose tags came with its multipart upload says that they could not be read', async () => {
    const about = { Bucket: from, Key: 'hidden-tags' }
    const { UploadId } = await plainSdk.send(new CreateMultipartUploadCommand({ ...about, Tagging: 'state=raw' }))
    const { ETag } = await plainSdk.send(new UploadPartCommand({ ...about, UploadId, PartNumber: 1, Body: 'text' }))
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
    await plainSdk.send(new CompleteMultipartUploadCommand({ ...about, UploadId, MultipartUpload }))
    const { lost } = await run({}, { source: 'hidden-tags' })
    // Pacific answers with nothing; it was not tried on others.
    expect(
      byGeneration<unknown>(gateway, { Pacific: [['tags']], Reef: [[], ['tags']], Tentacle: [[], ['tags']] })
    ).toContainEqual(lost)
    expect((await bytesOf(to, 'hidden-tags')).toString()).toBe('text')
    const moving = run({ isMove: true }, { source: 'hidden-tags', key: 'hidden-tags-moved' })
    if (lost.length > 0) expect((await errorOf(moving)).details.reason).toBe('attributes-lost')
    else await moving
  })

  it('is not made over a name that is taken, unless it may replace it', async () => {
    await put('taken', 'new')
    await put('taken', 'old', {}, to)
    expect((await errorOf(run({}, { source: 'taken' }))).kind).toBe('precondition-failed')
    expect((await bytesOf(to, 'taken')).toString()).toBe('old')
    await run({}, { source: 'taken', isReplacing: true })
    expect((await bytesOf(to, 'taken')).toString()).toBe('new')
  })

  it('is not made of an object that is no longer the one that was listed', async () => {
    await put('changes', 'one')
    const entry = await entryOf(from, 'changes')
    await put('changes', 'two')
    const copying = copyObject(jobOf(), { entry, key: 'changes', isReplacing: false }, deps, signal)
    expect((await errorOf(copying)).kind).toBe('object-changed')
    expect(await alice.findObject(to, 'changes')).toBeUndefined()
  })

  it('is removed again where the source changed in the very moment', async () => {
    await put('changes-now', 'one')
    const racing: CopyJob = jobOf({
      gateway: {
        ...aliceGateway,
        copies: {
          ...copies,
          copy: async (...asked) => {
            await put('changes-now', 'two')
            return copies.copy(...asked)
          }
        }
      }
    })
    const entry = await entryOf(from, 'changes-now')
    const copying = copyObject(racing, { entry, key: 'changes-now', isReplacing: false }, deps, signal)
    expect((await errorOf(copying)).kind).toBe('object-changed')
    expect(await alice.findObject(to, 'changes-now')).toBeUndefined()
  })
})

describe('a copy with a key', () => {
  it('of an object that is not encrypted is encrypted, with all that belongs to it', async () => {
    const sseKey = createKey()
    await put('to-encrypt', 'hello', RICH)
    expect((await run({ encryption: { kind: 'key', sseKey } }, { source: 'to-encrypt' })).lost).toEqual([])
    await expectEncrypted(to, 'to-encrypt', sseKey, 'hello')
    await expectRich(to, 'to-encrypt', sseKey)
  })

  it('is encrypted where it is empty', async () => {
    const sseKey = createKey()
    await put('empty', '')
    await run({ encryption: { kind: 'key', sseKey } }, { source: 'empty' })
    await expectEncrypted(to, 'empty', sseKey, '')
  })

  it.each(['keep', 'another', 'none'])('of an encrypted object: %s', async (wish) => {
    const [own, other] = [createKey(), createKey()]
    const name = `sse-${wish}`
    keyed.set(name, own)
    await alice.putObject(toPut(from, name, 'secret', { sseKey: own, metadata: { run: '1' } }))
    const encryption =
      wish === 'keep'
        ? { kind: 'keep' as const }
        : wish === 'none'
          ? { kind: 'none' as const }
          : { kind: 'key' as const, sseKey: other }
    expect((await run({ encryption }, { source: name })).lost).toEqual([])
    if (wish === 'none') expect((await bytesOf(to, name)).toString()).toBe('secret')
    else await expectEncrypted(to, name, wish === 'keep' ? own : other, 'secret')
  })

  it.each(['plain', 'encrypted'])(
    'of a large %s object keeps its bytes, and its ETag where its parts are known',
    async (how) => {
      const [own, other] = [how === 'plain' ? undefined : createKey(), createKey()]
      const parts = [randomBytes(8 * MIB), randomBytes(8 * MIB), randomBytes(3 * MIB + 1)]
      const known = `large-${how}`
      const unknown = `large-unknown-${how}`
      const single = `large-single-${how}`
      if (own !== undefined) for (const name of [known, unknown, single]) keyed.set(name, own)
      await putParts(known, parts, { 'lockgate-part-size': String(8 * MIB) }, own)
      await putParts(unknown, [randomBytes(7 * MIB), randomBytes(6 * MIB), randomBytes(6 * MIB)], {}, own)
      await alice.putObject(toPut(from, single, new Blob(parts.map((part) => new Uint8Array(part))), { sseKey: own }))
      const job = { encryption: { kind: 'key' as const, sseKey: other }, refusesEncryptedSources: { value: false } }
      for (const name of [known, unknown, single]) {
        expect((await run(job, { source: name })).lost).toEqual([])
        await expectEncrypted(to, name, other, await bytesOf(from, name, own))
      }
      expect((await entryOf(to, known)).etag).toBe((await entryOf(from, known)).etag)
      expect(job.refusesEncryptedSources.value).toBe(how === 'encrypted' && !readsEncrypted)
      expect(await unfinished(to)).toEqual([])
    }
  )

  it('is refused without one where the bucket takes encrypted objects only', async () => {
    await put('must', 'hello')
    expect((await errorOf(run({ mustEncrypt: true }, { source: 'must' }))).kind).toBe('must-be-encrypted')
    expect(await alice.findObject(to, 'must')).toBeUndefined()
  })
})

describe('encrypting in place', () => {
  it('leaves the object encrypted, with its access, and no temporary name', async () => {
    const sseKey = createKey()
    await put('in-place', 'hello', RICH)
    const outcome = await run({ targetBucket: from, encryption: { kind: 'key', sseKey } }, { source: 'in-place' })
    expect(outcome).toEqual({ kind: 'copied', lost: [], keepsOlderVersion: false })
    await expectEncrypted(from, 'in-place', sseKey, 'hello')
    await expectRich(from, 'in-place', sseKey)
    const { objects } = await alice.listPage({ bucket: from, prefix: 'in-place', delimiter: undefined })
    expect(objects.map(({ key }) => key)).toEqual(['in-place'])
  })

  it('leaves it as it was when it changes before it is replaced', async () => {
    const sseKey = createKey()
    await put('in-place-2', 'one')
    let created = 0
    const racing: Partial<CopyJob> = {
      targetBucket: from,
      encryption: { kind: 'key', sseKey },
      gateway: {
        ...aliceGateway,
        copies: {
          ...copies,
          create: async (...asked) => {
            if (++created === 2) await put('in-place-2', 'two')
            return copies.create(...asked)
          }
        }
      }
    }
    expect((await errorOf(run(racing, { source: 'in-place-2' }))).kind).toBe('object-changed')
    expect((await bytesOf(from, 'in-place-2')).toString()).toBe('two')
    const { objects } = await alice.listPage({ bucket: from, prefix: 'in-place-2', delimiter: undefined })
    expect(objects).toHaveLength(1)
    expect(await unfinished(from)).toEqual([])
  })
})

it.each(['replaced', 'kept'])(
  'encrypting in place tells of its temporary copy where the object was %s',
  async (how) => {
    const key = `in-place-${how}`
    const sseKey = createKey()
    await put(key, 'hello')
    const told: TemporaryCopy[] = []
    const isTemporary = (name: string) => name.startsWith(`${key}.lockgate-`)
    const failing: CopyJob['gateway'] = {
      ...aliceGateway,
      properties: {
        ...properties,
        read: async (bucket, name, ...rest) => {
          const isFailing = isTemporary(name) ? how === 'kept' : rest[0]?.sseKey !== undefined && how === 'replaced'
          if (isFailing) throw new AppError('request-refused', { operation: 'HeadObject' })
          return properties.read(bucket, name, ...rest)
        }
      }
    }
    const job = jobOf({ targetBucket: from, encryption: { kind: 'key', sseKey }, gateway: failing })
    const telling: CopyDeps = { ...deps, onTemporaryLeft: (copy) => void told.push(copy) }
    const entry = await entryOf(from, key)
    await errorOf(copyObject(job, { entry, key, isReplacing: false }, telling, signal))
    const { objects } = await alice.listPage({ bucket: from, prefix: key, delimiter: undefined })
    const [temporary] = objects.filter((object) => isTemporary(object.key))
    expect(told).toEqual([{ key: temporary?.key, isNeeded: how === 'replaced' }])
    await expectEncrypted(from, temporary?.key ?? '', sseKey, 'hello')
    expect((await bytesOf(from, key, how === 'replaced' ? sseKey : undefined)).toString()).toBe('hello')
  }
)

describe('a move', () => {
  it('deletes the source once its copy was verified', async () => {
    await put('moves', 'hello', RICH)
    expect((await run({ isMove: true }, { source: 'moves' })).kind).toBe('moved')
    await expectRich(to, 'moves')
    expect(await alice.findObject(from, 'moves')).toBeUndefined()
  })

  it('renames within a bucket, an encrypted object too', async () => {
    const sseKey = createKey()
    keyed.set('rename-me', sseKey)
    await alice.putObject(toPut(from, 'rename-me', 'secret', { sseKey }))
    await run({ isMove: true, targetBucket: from }, { source: 'rename-me', key: 'renamed' })
    await expectEncrypted(from, 'renamed', sseKey, 'secret')
    expect(await alice.findObject(from, 'rename-me')).toBeUndefined()
  })

  it('leaves a source that changed after it was copied', async () => {
    await put('changes-late', 'one')
    const late: CopyJob['gateway'] = {
      ...aliceGateway,
      properties: {
        ...properties,
        read: async (bucket, key, ...rest) => {
          if (bucket === to && key === 'changes-late') await put('changes-late', 'two')
          return properties.read(bucket, key, ...rest)
        }
      }
    }
    const error = await errorOf(run({ isMove: true, gateway: late }, { source: 'changes-late' }))
    expect(error).toMatchObject({ kind: 'source-kept', details: { reason: 'source-changed' } })
    expect((await bytesOf(from, 'changes-late')).toString()).toBe('two')
    expect((await bytesOf(to, 'changes-late')).toString()).toBe('one')
  })

  it.each(['off', 'on', undefined] as const)(
    'says that another request deleted the source: versioning %s',
    async (versioning) => {
      const bucket = versioning === 'on' ? await enableVersions() : from
      const key = `gone-${versioning ?? 'unknown'}`
      await put(key, 'one', {}, bucket)
      const racing: CopyJob['gateway'] = {
        ...aliceGateway,
        access: {
          ...access,
          ofObject: async (...asked) => {
            if (asked[0] === to) await plainSdk.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
            return access.ofObject(...asked)
          }
        }
      }
      const error = await errorOf(run({ bucket, versioning, isMove: true, gateway: racing }, { source: key }))
      expect(error).toMatchObject({ kind: 'source-kept', details: { reason: 'source-gone' } })
      expect((await bytesOf(to, key)).toString()).toBe('one')
    }
  )

  it('hides the source behind a marker where versions are kept', async () => {
    const versioned = await enableVersions()
    await put('kept', 'one', {}, versioned)
    await put('kept', 'two', {}, versioned)
    expect((await run({ bucket: versioned, versioning: 'on', isMove: true }, { source: 'kept' })).kind).toBe('moved')
    expect((await bytesOf(to, 'kept')).toString()).toBe('two')
    expect(await alice.findObject(versioned, 'kept')).toBeUndefined()
    expect(await versionsOf(versioned, 'kept')).toHaveLength(3)
  })

  it('takes the marker back where it hides what was written in between', async () => {
    const versioned = await enableVersions()
    await put('raced', 'one', {}, versioned)
    const racing: CopyJob['gateway'] = {
      ...aliceGateway,
      versions: {
        ...versions,
        hide: async (...args) => {
          await put('raced', 'two', {}, versioned)
          return versions.hide(...args)
        }
      }
    }
    const moving = run({ bucket: versioned, versioning: 'on', isMove: true, gateway: racing }, { source: 'raced' })
    expect((await errorOf(moving)).details.reason).toBe('source-changed')
    expect((await bytesOf(versioned, 'raced')).toString()).toBe('two')
    expect((await versionsOf(versioned, 'raced')).filter(({ isDeleteMarker }) => isDeleteMarker)).toEqual([])
  })

  it('leaves older versions alone where versioning is suspended', async () => {
    const suspended = await enableVersions()
    await put('s', 'one', {}, suspended)
    await enableVersions('Suspended', suspended)
    await put('s', 'two', {}, suspended)
    await run({ bucket: suspended, versioning: 'suspended', isMove: true }, { source: 's', key: 'suspended' })
    expect((await bytesOf(to, 'suspended')).toString()).toBe('two')
    expect(await alice.findObject(suspended, 's')).toBeUndefined()
    expect((await versionsOf(suspended, 's')).some(({ etag }) => etag === md5('one'))).toBe(true)
  })

  it('of what was written while versioning was suspended does not lose it', async () => {
    const bucket = await enableVersions()
    await put('again', 'one', {}, bucket)
    await enableVersions('Suspended', bucket)
    await put('again', 'two', {}, bucket)
    await put('again-empty', '', {}, bucket)
    await enableVersions('Enabled', bucket)
    for (const source of ['again', 'again-empty']) await run({ bucket, versioning: 'on', isMove: true }, { source })
    expect((await bytesOf(to, 'again')).toString()).toBe('two')
    expect((await bytesOf(to, 'again-empty')).toString()).toBe('')
    expect(await alice.findObject(bucket, 'again')).toBeUndefined()
  })

  it.runIf(byGeneration(gateway, { Pacific: true, Reef: false, Tentacle: false }))(
    'needs that: there CopyObject of such an object shows what its source becomes',
    async () => {
      const bucket = await enableVersions()
      await put('follower', 'one', {}, bucket)
      await enableVersions('Suspended', bucket)
      await put('follower', 'two', {}, bucket)
      await copies.copy({ bucket, key: 'follower', etag: md5('two') }, { bucket: to, key: 'follower' })
      expect((await bytesOf(to, 'follower')).toString()).toBe('two')
      await put('follower', 'three', {}, bucket)
      expect((await bytesOf(to, 'follower')).toString()).toBe('three')
    }
  )

  it.each(['copied', 'moved', 'encrypted'] as const)(
    'whose tags another tool deleted, so that Pacific lists no ETag, is %s',
    async (kind) => {
      const source = `untagged-${kind}`
      await put(source, 'text', { Tagging: 'a=b' })
      await plainSdk.send(new DeleteObjectTaggingCommand({ Bucket: from, Key: source }))
      const isListed = byGeneration(gateway, { Pacific: false, Reef: true, Tentacle: true })
      expect((await entryOf(from, source)).etag).toBe(isListed ? md5('text') : '')
      const sseKey = kind === 'encrypted' ? createKey() : undefined
      const encryption = sseKey === undefined ? ({ kind: 'keep' } as const) : ({ kind: 'key', sseKey } as const)
      expect(await run({ isMove: kind === 'moved', encryption }, { source })).toMatchObject({
        kind: kind === 'moved' ? 'moved' : 'copied',
        lost: []
      })
      expect((await bytesOf(to, source, sseKey)).toString()).toBe('text')
      expect((await alice.findObject(from, source)) === undefined).toBe(kind === 'moved')
    }
  )

  it('into a versioned bucket removes of a wrong copy that version alone', async () => {
    const versioned = await enableVersions()
    await put('into', 'theirs', {}, versioned)
    await put('into', 'one')
    const racing: CopyJob = jobOf({
      targetBucket: versioned,
      gateway: {
        ...aliceGateway,
        copies: {
          ...copies,
          copy: async (...asked) => {
            await put('into', 'two')
            return copies.copy({ ...asked[0], etag: md5('two') }, asked[1])
          }
        }
      }
    })
    const entry = await entryOf(from, 'into')
    expect((await errorOf(copyObject(racing, { entry, key: 'into', isReplacing: true }, deps, signal))).kind).toBe(
      'object-changed'
    )
    expect((await bytesOf(versioned, 'into')).toString()).toBe('theirs')
    expect(await versionsOf(versioned, 'into')).toHaveLength(1)
  })
})

it('a stop in the middle of the parts leaves no object and no part', async () => {
  const sseKey = createKey()
  await putParts('stopped', [randomBytes(8 * MIB), randomBytes(8 * MIB)], { 'lockgate-part-size': String(8 * MIB) })
  const stop = new AbortController()
  const entry = await entryOf(from, 'stopped')
  const stopping: CopyDeps = { ...deps, onBytes: () => stop.abort() }
  const job = jobOf({ isMove: true, encryption: { kind: 'key', sseKey } })
  const copying = copyObject(job, { entry, key: 'stopped', isReplacing: false }, stopping, stop.signal)
  await expect(copying).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))
  expect(await alice.findObject(to, 'stopped')).toBeUndefined()
  expect(await alice.findObject(from, 'stopped')).toBeDefined()
  expect(await unfinished(to)).toEqual([])
})
