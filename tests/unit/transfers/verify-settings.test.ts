// Headers, metadata, tags and ACL of an upload: sent with both kinds of it, looked at afterwards, kept through retry and journal.
import { describe, expect, it } from 'vitest'
import { createUploadMemory } from '../../../src/transfers/upload-memory'
import { makeAccount } from '../domain/accounts'
import { FakeStorage, md5 } from './fake-storage'
import { makeFile, makeKey, type makeRig } from './fakes'
import { KIB, makeSmallPartsRig } from './small-parts'

const headers = {
  cacheControl: 'max-age=5',
  contentDisposition: 'attachment',
  storageClass: 'COLD',
  metadata: { project: 'a7' },
  tags: { kind: 'raw', constructor: 'x' }
}
const all = { contentType: 'text/x-notes', acl: 'public-read', headers } as const
const KEPT = { lost: [], unseen: [], reason: undefined }
const SMALL = 5000
const LARGE = 32 * KIB

const settingsOf = async (rig: ReturnType<typeof makeRig>, sizeBytes: number, more: object = all) => {
  const transfer = await rig.ended(rig.upload(makeFile(sizeBytes), more))
  expect(transfer).toMatchObject({ state: 'done', verification: 'verified' })
  return transfer.settings
}

describe.each([SMALL, LARGE])('what was set for an upload of %i bytes', (sizeBytes) => {
  it('is sent with it, and seen to be there', async () => {
    const rig = makeSmallPartsRig(new FakeStorage())
    expect(await settingsOf(rig, sizeBytes)).toEqual(KEPT)
    expect(rig.storage.objects.get('data.bin')?.described).toEqual(all)
    for (const operation of ['headObject', 'tagsOf', 'aclOf'] as const) expect(rig.storage.count(operation)).toBe(1)
  })

  it('is told where the gateway did not keep it', async () => {
    const storage = new FakeStorage()
    storage.keeps = ({ contentType }) => ({ contentType })
    const lost = ['cacheControl', 'contentDisposition', 'storageClass', 'metadata', 'tags', 'acl']
    expect(await settingsOf(makeSmallPartsRig(storage), sizeBytes)).toEqual({ ...KEPT, lost })
  })

  it('is called unseen where looking is refused', async () => {
    const storage = new FakeStorage()
    storage.faults = (['headObject', 'tagsOf', 'aclOf'] as const).map((operation) => ({
      operation,
      kind: 'access-denied'
    }))
    const unseen = ['contentType', 'cacheControl', 'contentDisposition', 'storageClass', 'metadata', 'tags', 'acl']
    expect(await settingsOf(makeSmallPartsRig(storage), sizeBytes)).toEqual({
      lost: [],
      unseen,
      reason: 'access-denied'
    })
  })

  it('is not missed where CORS hides it, and what differs is still told', async () => {
    const storage = new FakeStorage()
    storage.isWhole = false
    storage.keeps = (described) => ({ ...described, contentType: 'text/plain' })
    expect(await settingsOf(makeSmallPartsRig(storage), sizeBytes)).toEqual({
      lost: ['contentType'],
      unseen: ['contentDisposition', 'storageClass', 'metadata'],
      reason: 'hidden'
    })
  })

  it('is asked for with the key of an encrypted object', async () => {
    const sseKey = makeKey('k')
    const rig = makeSmallPartsRig(new FakeStorage())
    expect(await settingsOf(rig, sizeBytes, { ...all, sseKey })).toEqual(KEPT)
  })
})

it('costs no request where nothing was set', async () => {
  const rig = makeSmallPartsRig(new FakeStorage())
  expect(await settingsOf(rig, SMALL, {})).toBeUndefined()
  expect(rig.storage.calls.map(({ operation }) => operation)).toEqual(['putObject'])
})

it('asks for what was set, and for nothing else', async () => {
  const rig = makeSmallPartsRig(new FakeStorage())
  const more = { contentType: 'text/x-notes', headers: {} }
  expect(await settingsOf(rig, SMALL, more)).toEqual(KEPT)
  expect(rig.storage.calls.map(({ operation }) => operation)).toEqual(['putObject', 'headObject'])
})

describe.each([SMALL, LARGE])('full control for the bucket’s owner, of %i bytes', (sizeBytes) => {
  const more = { acl: 'bucket-owner-full-control' }

  it('is seen, though no header was set', async () => {
    const rig = makeSmallPartsRig(new FakeStorage())
    expect(await settingsOf(rig, sizeBytes, more)).toEqual(KEPT)
    expect([rig.storage.count('aclOf'), rig.storage.count('tagsOf')]).toEqual([1, 0])
  })

  it('is missed where the gateway granted it to no one', async () => {
    const storage = new FakeStorage(undefined, makeAccount(undefined, 'alice'))
    storage.keeps = ({ contentType }) => ({ contentType })
    expect(await settingsOf(makeSmallPartsRig(storage), sizeBytes, more)).toEqual({ ...KEPT, lost: ['acl'] })
  })

  it('is there where the object belongs to someone else than its uploader', async () => {
    const storage = new FakeStorage(undefined, makeAccount(undefined, 'bob'))
    storage.keeps = ({ contentType }) => ({ contentType })
    expect(await settingsOf(makeSmallPartsRig(storage), sizeBytes, more)).toEqual(KEPT)
  })

  it('is not judged where it is not known who uploads', async () => {
    const storage = new FakeStorage()
    storage.keeps = ({ contentType }) => ({ contentType })
    const unseen = { lost: [], unseen: ['acl'], reason: 'inconclusive' }
    expect(await settingsOf(makeSmallPartsRig(storage), sizeBytes, more)).toEqual(unseen)
  })
})

it('knows STANDARD by its absence', async () => {
  const rig = makeSmallPartsRig(new FakeStorage())
  expect(await settingsOf(rig, SMALL, { headers: { storageClass: 'STANDARD' } })).toEqual(KEPT)
})

it('says nothing of headers that are of another object by now', async () => {
  const storage = new FakeStorage()
  storage.showsEtagInHead = true
  const rig = makeSmallPartsRig(storage)
  const head = storage.headObject.bind(storage)
  storage.headObject = async (...about) => ({ ...(await head(...about)), etag: 'of another' })
  expect(await settingsOf(rig, SMALL, { headers: { cacheControl: 'no-store' } })).toEqual({
    lost: [],
    unseen: ['contentType', 'cacheControl'],
    reason: 'inconclusive'
  })
})

it('sends again what replaces the same bytes for the sake of its headers, when the answer is lost', async () => {
  const storage = new FakeStorage()
  const file = makeFile(SMALL)
  const bytes = Buffer.from(await file.arrayBuffer())
  storage.objects.set('data.bin', { bytes, etag: md5(bytes), sseKeyId: undefined, metadata: {}, modifiedAtMs: 1 })
  storage.faults = [{ operation: 'putObject', nth: 1 }]
  const rig = makeSmallPartsRig(storage)
  expect((await rig.ended(rig.upload(file, all))).settings).toEqual(KEPT)
})

it('of parts sends tags last, also when an earlier session ended just before', async () => {
  const storage = new FakeStorage()
  const rig = makeSmallPartsRig(storage)
  const { tags } = headers
  const file = makeFile(LARGE)
  await rig.ended(rig.upload(file))
  const memory = { ...createUploadMemory(file), uploadId: 'complete', partSizeBytes: 8 * KIB, isOutcomeUnknown: true }
  for (const partNumber of [1, 2, 3, 4]) {
    const part = file.slice((partNumber - 1) * 8 * KIB, partNumber * 8 * KIB)
    memory.md5s.set(partNumber, md5(Buffer.from(await part.arrayBuffer())))
  }
  const request = { storage, bucket: 'lab', key: file.name, file, ifAbsent: false, headers: { tags } }
  const id = rig.queue.enqueueUpload(
    { ...request, contentType: 'application/octet-stream' },
    { workId: 'journalled', memory }
  )
  expect((await rig.ended(id)).settings).toEqual(KEPT)
  expect([storage.count('putTags'), storage.count('createMultipartUpload')]).toEqual([1, 1])
})

it('does not tag what another client has written over it, at whichever try', async () => {
  const storage = new FakeStorage()
  storage.faults = [{ operation: 'putTags', nth: 1, kind: 'gateway-busy' }]
  const rig = makeSmallPartsRig(storage)
  const { putTags } = storage
  storage.putTags = function (this: FakeStorage, ...given) {
    const there = this.objects.get('data.bin')
    if (there !== undefined) this.objects.set('data.bin', { ...there, etag: md5(Buffer.from('theirs')) })
    return putTags.apply(this, given)
  }
  await rig.ended(rig.upload(makeFile(LARGE), { headers: { tags: headers.tags } }))
  expect([storage.count('putTags'), storage.objects.get('data.bin')?.described?.headers?.tags]).toEqual([1, undefined])
})

it('is in the journal, so that another session sends it too', async () => {
  const storage = new FakeStorage()
  storage.faults = [{ operation: 'uploadPart', kind: 'access-denied' }]
  const rig = makeSmallPartsRig(storage)
  expect((await rig.ended(rig.upload(makeFile(LARGE), all))).state).toBe('failed')
  expect(await rig.journal.list()).toMatchObject([all])
})
