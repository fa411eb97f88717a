// An upload of an earlier session goes on: only what the gateway lacks is sent, and no part counts as sent whose bytes are not the file's.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { StoredPart } from '../../../src/domain/bucket'
import { sentBytesOf, type JournalEntry } from '../../../src/domain/transfer-journal'
import { splitInto } from '../../../src/transfers/part-plan'
import { findSentParts, MAX_SAMPLES, resumeUpload, type ResumeDeps } from '../../../src/transfers/resume-upload'
import { createUploadMemory } from '../../../src/transfers/upload-memory'
import type { UploadRequest } from '../../../src/transfers/requests'
import { FakeStorage, md5 } from './fake-storage'
import { FakeDigester, FastClock, makeFile, makeKey } from './fakes'
import { KIB, makeSmallPartsRig } from './small-parts'

const SIZE = 44 * KIB // parts of 8 KiB, and one of 4
const PARTS = [1, 2, 3, 4, 5, 6]

/** A page that is gone: its queue was cut off with some parts sent. */
async function crash(storage: FakeStorage, sent: number, file = makeFile(SIZE), more = {}) {
  const rig = makeSmallPartsRig(storage, { slots: 1 })
  storage.faults = [{ operation: 'uploadPart', partNumber: sent + 1, kind: 'quota-exceeded' }]
  const id = rig.upload(file, more)
  await rig.ended(id)
  await rig.until(() => [...rig.journal.entries.values()].some(({ sentMd5s }) => sentMd5s?.size === sent))
  storage.faults = []
  const [entry] = [...rig.journal.entries.values()] as [JournalEntry]
  return entry
}

function depsOf(storage: FakeStorage, more: Partial<ResumeDeps> = {}): ResumeDeps {
  return {
    digester: new FakeDigester(),
    partsOf: (uploadId) => {
      const upload = storage.uploads.get(uploadId)
      if (upload === undefined) return Promise.reject(new AppError('no-such-upload'))
      return Promise.resolve(
        [...upload.parts].map(([partNumber, bytes]) => ({ partNumber, sizeBytes: bytes.length, etag: md5(bytes) }))
      )
    },
    random: Math.random,
    clock: new FastClock(),
    signal: new AbortController().signal,
    ...more
  }
}

function requestOf(storage: FakeStorage, file = makeFile(SIZE), more: Partial<UploadRequest> = {}): UploadRequest {
  return { storage, bucket: 'lab', key: file.name, file, ifAbsent: false, contentType: 'text/plain', ...more }
}

/** Another page goes on with it. */
async function goOn(storage: FakeStorage, entry: JournalEntry, request = requestOf(storage), deps = depsOf(storage)) {
  const before = storage.calls.length
  const { work, isRestarted } = await resumeUpload(entry, request, deps)
  const rig = makeSmallPartsRig(storage)
  rig.journal.entries.set(entry.id, entry)
  if (request.sseKey !== undefined) rig.keys.set(request.sseKey.id, request.sseKey)
  const ended = await rig.ended(rig.queue.enqueueUpload(request, work))
  const calls = storage.calls.slice(before)
  const sent = calls.flatMap(({ operation, partNumber }) => (operation === 'uploadPart' ? (partNumber ?? 0) : []))
  await rig.until(() => rig.journal.entries.size === 0)
  return { ended, isRestarted, sent: sent.toSorted(), rig, calls }
}

const DONE = { state: 'done', verification: 'verified' }

describe('an upload whose page is gone', () => {
  it('is in the journal with its file, its plan and the MD5s of what was sent', async () => {
    const file = makeFile(SIZE)
    const entry = await crash(new FakeStorage(), 3, file)
    expect(entry).toMatchObject({
      bucket: 'lab',
      key: 'data.bin',
      uploadId: 'upload-1',
      sizeBytes: SIZE,
      partSizeBytes: 8 * KIB,
      file: { path: 'data.bin', lastModifiedMs: file.lastModified },
      contentType: 'application/octet-stream'
    })
    const bytes = Buffer.from(await file.arrayBuffer())
    expect([...(entry.sentMd5s ?? [])]).toEqual(
      [1, 2, 3].map((n) => [n, md5(bytes.subarray((n - 1) * 8 * KIB, n * 8 * KIB))])
    )
    expect(sentBytesOf(entry)).toBe(24 * KIB)
  })

  it('goes on with the parts that are missing, and is verified', async () => {
    const storage = new FakeStorage()
    const { ended, sent, isRestarted } = await goOn(storage, await crash(storage, 3))
    expect([sent, isRestarted]).toEqual([[4, 5, 6], false])
    expect(ended).toMatchObject(DONE)
    expect(storage.objects.get('data.bin')?.bytes.equals(Buffer.from(await makeFile(SIZE).arrayBuffer()))).toBe(true)
    expect(storage.count('createMultipartUpload')).toBe(1)
  })

  it('goes on with its key', async () => {
    const storage = new FakeStorage()
    const sseKey = makeKey('k')
    const entry = await crash(storage, 2, makeFile(SIZE), { sseKey })
    expect([entry.sseKeyId, JSON.stringify(entry).includes('bytes')]).toEqual(['k', false])
    const { ended, sent } = await goOn(storage, entry, requestOf(storage, makeFile(SIZE), { sseKey }))
    expect(sent).toEqual([3, 4, 5, 6])
    expect(ended).toMatchObject({ ...DONE, lock: { state: 'encrypted' } })
  })

  it('knows a part that arrived in the last moment by the MD5 of what the file holds', async () => {
    const storage = new FakeStorage()
    const entry = await crash(storage, 3)
    const sentMd5s = new Map([...(entry.sentMd5s ?? [])].slice(0, 1))
    expect((await goOn(storage, { ...entry, sentMd5s })).sent).toEqual([4, 5, 6])
  })

  it('sends a part again that the gateway holds otherwise than it was answered for', async () => {
    const storage = new FakeStorage()
    const entry = await crash(storage, 3)
    storage.uploads.get('upload-1')?.parts.set(2, Buffer.alloc(8 * KIB, 7))
    const { ended, sent } = await goOn(storage, entry)
    expect([sent, ended.state]).toEqual([[2, 4, 5, 6], 'done'])
  })

  it('goes by the journal alone where parts may not be listed', async () => {
    const storage = new FakeStorage()
    const entry = await crash(storage, 3)
    const partsOf = () => Promise.reject(new AppError('access-denied'))
    const { ended, sent } = await goOn(storage, entry, requestOf(storage), depsOf(storage, { partsOf }))
    expect([sent, ended]).toMatchObject([[4, 5, 6], DONE])
  })

  it('is verified by what was answered for each part where nothing may be looked at, and only by that', async () => {
    const partsOf = () => Promise.reject(new AppError('access-denied'))
    for (const [hidesEtags, verification] of [
      [false, 'verified'],
      [true, undefined]
    ] as const) {
      const storage = new FakeStorage()
      storage.hidesEtags = hidesEtags
      const entry = await crash(storage, 3)
      storage.faults = (['findObject', 'headObject'] as const).map((operation) => ({
        operation,
        kind: 'access-denied'
      }))
      storage.hidesEtags = false
      const { ended } = await goOn(storage, entry, requestOf(storage), depsOf(storage, { partsOf }))
      expect([ended.state, ended.verification]).toEqual(['done', verification])
    }
  })

  it('starts over with the same file when its id is gone', async () => {
    const storage = new FakeStorage()
    const entry = await crash(storage, 3)
    storage.uploads.clear()
    const { ended, sent, isRestarted } = await goOn(storage, entry)
    expect([sent, isRestarted, ended]).toMatchObject([PARTS, true, DONE])
  })

  it('is found complete when its page ended before the answer to Complete', async () => {
    const storage = new FakeStorage()
    const entry = await crash(storage, 5)
    const whole = new Map(entry.sentMd5s)
    const bytes = Buffer.from(await makeFile(SIZE).arrayBuffer())
    whole.set(6, md5(bytes.subarray(40 * KIB)))
    await goOn(storage, entry)
    const { ended, sent, isRestarted, calls } = await goOn(storage, { ...entry, sentMd5s: whole })
    expect([sent, isRestarted, ended]).toMatchObject([[], false, DONE])
    expect(calls.some(({ operation }) => operation === 'completeMultipartUpload')).toBe(false)
  })

  /** Complete, and in the journal as it was some parts before: the page ended before it was written again. */
  async function completeUnnoticed(storage: FakeStorage, more: Partial<UploadRequest> = {}) {
    const entry = await crash(storage, 2, makeFile(SIZE), more)
    await goOn(storage, entry, requestOf(storage, makeFile(SIZE), more))
    return { ...entry, sentMd5s: new Map([...(entry.sentMd5s ?? [])].slice(0, 1)) }
  }

  it.each<[string, Partial<UploadRequest>]>([
    ['replaces', {}],
    ['skips', { ifAbsent: true }],
    ['keeps both', { ifAbsent: true, keepsBoth: true }]
  ])('is found complete although the journal lacks parts, where it %s what is there', async (_, more) => {
    const storage = new FakeStorage()
    const entry = await completeUnnoticed(storage, more)
    const { ended, sent, isRestarted } = await goOn(storage, entry, requestOf(storage, makeFile(SIZE), more))
    expect([sent, isRestarted, ended]).toMatchObject([[], false, DONE])
    expect([...storage.objects.keys()]).toEqual(['data.bin'])
  })

  it('is found complete where its parts may not be listed', async () => {
    const storage = new FakeStorage()
    const more = { ifAbsent: true, keepsBoth: true }
    const entry = await completeUnnoticed(storage, more)
    const partsOf = () => Promise.reject(new AppError('access-denied'))
    const deps = depsOf(storage, { partsOf })
    const { ended, sent } = await goOn(storage, entry, requestOf(storage, makeFile(SIZE), more), deps)
    expect([sent, ended]).toMatchObject([[], DONE])
    expect([...storage.objects.keys()]).toEqual(['data.bin'])
  })

  it('is looked for again when the network fails, and nothing is concluded from that', async () => {
    const storage = new FakeStorage()
    const entry = await completeUnnoticed(storage)
    const looks = storage.count('findObject')
    storage.faults = [1, 2, 3].map((nth) => ({ operation: 'findObject', nth: looks + nth, kind: 'unreachable' }))
    expect(await goOn(storage, entry)).toMatchObject({ sent: [], isRestarted: false, ended: DONE })
    storage.faults = [{ operation: 'findObject', kind: 'unreachable' }]
    await expect(resumeUpload(entry, requestOf(storage), depsOf(storage))).rejects.toMatchObject({
      kind: 'unreachable'
    })
  })

  it('reads no more of its file than it has to where something else is there', async () => {
    const storage = new FakeStorage()
    const entry = await crash(storage, 5)
    storage.uploads.clear()
    const theirs = { etag: 'theirs-6', sseKeyId: undefined, metadata: {}, modifiedAtMs: 1 }
    storage.objects.set('data.bin', { bytes: Buffer.alloc(SIZE - 1), ...theirs })
    const digester = new FakeDigester()
    const { isRestarted } = await resumeUpload(entry, requestOf(storage), depsOf(storage, { digester }))
    expect([isRestarted, digester.bytesRead]).toEqual([true, 40 * KIB]) // the parts that are compared
  })

  describe('that replaces an object with the same bytes', () => {
    async function crashOverSame() {
      const storage = new FakeStorage()
      const before = makeSmallPartsRig(storage)
      await before.ended(before.upload(makeFile(SIZE)))
      const old = storage.objects.get('data.bin')
      if (old === undefined) throw new Error('nothing was stored')
      const entry = await crash(storage, 1)
      storage.objects.set('data.bin', { ...old, modifiedAtMs: entry.startedAtMs - 3_600_000 })
      return { storage, entry }
    }

    it('is not called done because of that one', async () => {
      const { storage, entry } = await crashOverSame()
      storage.uploads.clear()
      const { ended, sent, isRestarted } = await goOn(storage, entry)
      expect([sent, isRestarted, ended]).toMatchObject([PARTS, true, DONE])
    })

    it('does not leave its parts behind where they may not be listed', async () => {
      const { storage, entry } = await crashOverSame()
      const partsOf = () => Promise.reject(new AppError('access-denied'))
      const { ended, sent } = await goOn(storage, entry, requestOf(storage), depsOf(storage, { partsOf }))
      expect([sent, ended, storage.uploads.size]).toMatchObject([[2, 3, 4, 5, 6], DONE, 0])
    })

    it('is not called done in its own session either, when Complete never arrived', async () => {
      const { storage, entry } = await crashOverSame()
      const refused = [1, 2].map((nth) => ({ operation: 'completeMultipartUpload' as const, nth: nth + 1 }))
      storage.faults = refused
      const { ended, calls } = await goOn(storage, entry)
      expect([ended, storage.uploads.size]).toMatchObject([DONE, 0])
      expect(calls.filter(({ operation }) => operation === 'completeMultipartUpload')).toHaveLength(3)
    })
  })

  it('is not mistaken for an object that someone else put there', async () => {
    const storage = new FakeStorage()
    const entry = await crash(storage, 5)
    storage.uploads.clear()
    storage.objects.set('data.bin', {
      bytes: Buffer.alloc(SIZE),
      etag: 'theirs-6',
      sseKeyId: undefined,
      metadata: {},
      modifiedAtMs: 1
    })
    const request = requestOf(storage, makeFile(SIZE), { ifAbsent: true })
    const { work, isRestarted } = await resumeUpload(
      { ...entry, sentMd5s: new Map(entry.sentMd5s) },
      request,
      depsOf(storage)
    )
    expect([isRestarted, work.memory.uploadId]).toEqual([true, undefined])
  })

  it('tells why parts could not be listed', async () => {
    const storage = new FakeStorage()
    const entry = await crash(storage, 3)
    for (const kind of ['access-key-unknown', 'no-such-bucket', 'unreachable'] as const) {
      const partsOf = () => Promise.reject(new AppError(kind))
      await expect(resumeUpload(entry, requestOf(storage), depsOf(storage, { partsOf }))).rejects.toMatchObject({
        kind
      })
    }
  })
})

describe('a small file whose page is gone', () => {
  async function leave(storage: FakeStorage, isStored: boolean) {
    const rig = makeSmallPartsRig(storage)
    storage.faults = [{ operation: 'putObject', kind: 'quota-exceeded', when: isStored ? 'after' : 'before' }]
    await rig.ended(rig.upload(makeFile(5), { keepsBoth: true }))
    await rig.until(() => rig.journal.entries.size === 1)
    storage.faults = []
    return [...rig.journal.entries.values()][0] as JournalEntry
  }
  const request = (storage: FakeStorage) => requestOf(storage, makeFile(5), { ifAbsent: true, keepsBoth: true })

  it('is sent when it is not there yet', async () => {
    const storage = new FakeStorage()
    const entry = await leave(storage, false)
    expect(entry).toMatchObject({ uploadId: undefined, ifAbsent: true, keepsBoth: true })
    expect((await goOn(storage, entry, request(storage))).ended).toMatchObject({ ...DONE, key: 'data.bin' })
  })

  it('is not stored twice when it had arrived', async () => {
    const storage = new FakeStorage()
    const entry = await leave(storage, true)
    expect((await goOn(storage, entry, request(storage))).ended).toMatchObject({ ...DONE, key: 'data.bin' })
    expect([[...storage.objects.keys()], storage.count('putObject')]).toEqual([['data.bin'], 1])
  })
})

it('a thousand files are a few transactions of the journal', async () => {
  const storage = new FakeStorage()
  const rig = makeSmallPartsRig(storage)
  for (let n = 0; n < 1000; n++) rig.upload(makeFile(1, `${n}`))
  await rig.until(() => rig.journal.entries.size === 1000)
  expect(rig.journal.transactions).toBe(5)
  rig.queue.cancelAll()
  await rig.until(() => rig.journal.entries.size === 0)
  expect(rig.journal.transactions).toBeLessThan(15)
})

describe('another file', () => {
  const different = { kind: 'different-file' }

  it('of another size or date, or with other bytes where something was sent, is refused', async () => {
    const storage = new FakeStorage()
    const entry = await crash(storage, 3)
    const bytes = new Uint8Array(await makeFile(SIZE).arrayBuffer())
    const lastModified = makeFile(0).lastModified
    const others = [
      makeFile(SIZE + 1),
      new File([bytes], 'data.bin', { lastModified: lastModified + 1 }),
      new File([bytes.with(20 * KIB, 9)], 'data.bin', { lastModified })
    ]
    for (const file of others)
      await expect(resumeUpload(entry, requestOf(storage, file), depsOf(storage))).rejects.toMatchObject(different)
  })

  it('is told from the entry of a former version, which knows the size alone, by every part that was sent', async () => {
    const storage = new FakeStorage()
    const { id, accountId, endpoint, bucket, key, uploadId, sizeBytes, partSizeBytes, startedAtMs } = await crash(
      storage,
      3
    )
    const entry = {
      id,
      accountId,
      endpoint,
      bucket,
      key,
      uploadId,
      sizeBytes,
      partSizeBytes,
      startedAtMs,
      sseKeyId: undefined
    }
    const bytes = new Uint8Array(await makeFile(SIZE).arrayBuffer())
    const other = new File([bytes.with(9 * KIB, 9)], 'other.bin')
    await expect(resumeUpload(entry, requestOf(storage, other), depsOf(storage))).rejects.toMatchObject(different)
    const same = new File([bytes], 'renamed.bin')
    const { ended, sent } = await goOn(storage, entry, requestOf(storage, same, { key }))
    expect([sent, ended]).toMatchObject([[4, 5, 6], DONE])
  })
})

const PART = 64
const flip = (bytes: Buffer, at: number): number => bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at)

/** A file of small parts, what was journalled and is stored of it, and the file that is at hand now. */
const situation = fc.integer({ min: 1, max: MAX_SAMPLES }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    lastBytes: fc.integer({ min: 1, max: PART }),
    journalled: fc.subarray(Array.from({ length: count }, (_, index) => index + 1)),
    stored: fc.subarray(Array.from({ length: count }, (_, index) => index + 1)),
    /** Parts of which the gateway holds something else, or less. */
    damaged: fc.subarray(Array.from({ length: count }, (_, index) => index + 1)),
    short: fc.subarray(Array.from({ length: count }, (_, index) => index + 1)),
    /** Parts in which the file differs from what it was. */
    changed: fc.oneof(fc.constant([]), fc.subarray(Array.from({ length: count }, (_, index) => index + 1))),
    mayList: fc.boolean(),
    isFormer: fc.boolean()
  })
)

it('no part counts as sent whose bytes, on the gateway, are not those of the file', async () => {
  await fc.assert(
    fc.asyncProperty(situation, async (given) => {
      const size = (given.count - 1) * PART + given.lastBytes
      const was = Buffer.alloc(size).map((_, index) => (index * 7) % 251)
      const plan = splitInto(size, PART)
      const bytesOf = (whole: Uint8Array, n: number) => whole.subarray((n - 1) * PART, n * PART)
      const now = Buffer.from(was)
      for (const n of given.changed) flip(now, (n - 1) * PART)
      const onGateway = new Map(
        given.stored.map((n) => {
          const bytes = Buffer.from(bytesOf(was, n))
          if (given.damaged.includes(n)) flip(bytes, 0)
          return [n, given.short.includes(n) ? bytes.subarray(1) : bytes]
        })
      )
      const listed: StoredPart[] = [...onGateway].map(([partNumber, bytes]) => ({
        partNumber,
        sizeBytes: bytes.length,
        etag: md5(bytes)
      }))
      const sentMd5s = given.isFormer ? undefined : new Map(given.journalled.map((n) => [n, md5(bytesOf(was, n))]))
      const file = new File([now], 'f')
      const entry = { sentMd5s, file: given.isFormer ? undefined : { path: 'f', lastModifiedMs: 0 } } as JournalEntry
      const memory = createUploadMemory(file)
      const deps = { digester: new FakeDigester(), random: Math.random, signal: new AbortController().signal }
      const looked = findSentParts(entry, plan.parts, file, given.mayList ? listed : undefined, memory, deps)
      const isRefused = await looked.then(
        () => false,
        (error: AppError) => error.kind === 'different-file'
      )
      if (isRefused) {
        expect(given.changed.length + given.damaged.length + given.short.length).toBeGreaterThan(0)
        return
      }
      for (const n of memory.sentParts) {
        expect(memory.md5s.get(n)).toBe(md5(bytesOf(now, n)))
        // Where parts may not be listed the gateway compares, when it puts them together.
        if (given.mayList) expect(onGateway.get(n)?.equals(bytesOf(now, n))).toBe(true)
      }
    }),
    { numRuns: 300 }
  )
})

it('of many parts the first, the last and some between are read again', async () => {
  const count = 400
  const file = makeFile(count * PART)
  const bytes = Buffer.from(await file.arrayBuffer())
  const { parts } = splitInto(file.size, PART)
  const sentMd5s = new Map(parts.map(({ partNumber, start, end }) => [partNumber, md5(bytes.subarray(start, end))]))
  const digester = new FakeDigester()
  const entry = { sentMd5s, file: { path: 'f', lastModifiedMs: 0 } } as unknown as JournalEntry
  const memory = createUploadMemory(file)
  const deps = { digester, random: Math.random, signal: new AbortController().signal }
  await findSentParts(entry, parts, file, undefined, memory, deps)
  expect([digester.bytesRead, memory.sentParts.size]).toEqual([MAX_SAMPLES * PART, count])
  for (const at of [0, file.size - 1]) {
    const other = new File([bytes.map((byte, index) => (index === at ? byte ^ 1 : byte))], 'f')
    await expect(findSentParts(entry, parts, other, undefined, createUploadMemory(other), deps)).rejects.toMatchObject({
      kind: 'different-file'
    })
  }
})
