// Names that are taken in the meantime: with "keep both" no one loses a file, and no one's upload fails for it.
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { FakeStorage } from './fake-storage'
import { makeFile, makeKey, makeRig, MIB } from './fakes'

const SIZES = [
  ['small', 5_000],
  ['large', 20 * MIB]
] as const

const theirs = () => ({ bytes: Buffer.from('x'), etag: 'x', sseKeyId: undefined, metadata: {}, modifiedAtMs: 1 })

describe.each(SIZES)('a %s file', (_, sizeBytes) => {
  it('that two tabs upload at once is stored twice, each time under the name that its row shows', async () => {
    const storage = new FakeStorage()
    storage.storedAtMs = 0 // else the same bytes pass for its own that the browser sent twice
    storage.completeCondition = 'enforced'
    const [one, other] = [makeRig(storage), makeRig(storage)]
    const ids = [
      one.upload(makeFile(sizeBytes), { keepsBoth: true }),
      other.upload(makeFile(sizeBytes), { keepsBoth: true })
    ]
    const ended = await Promise.all([one.ended(ids[0] ?? ''), other.ended(ids[1] ?? '')])
    expect(ended).toMatchObject([
      { state: 'done', verification: 'verified' },
      { state: 'done', verification: 'verified' }
    ])
    expect(ended.map(({ key }) => key).toSorted()).toEqual(['data (1).bin', 'data.bin'])
    expect(ended.map(({ fileName }) => fileName)).toEqual(ended.map(({ key }) => key))
    expect([...storage.objects].map(([key, { bytes }]) => [key, bytes.length]).toSorted()).toEqual([
      ['data (1).bin', sizeBytes],
      ['data.bin', sizeBytes]
    ])
    expect(storage.uploads.size).toBe(0)
  })

  it('that the browser sent twice by itself is stored once', async () => {
    const storage = new FakeStorage()
    storage.completeCondition = 'enforced'
    const operation = sizeBytes < MIB ? 'putObject' : 'completeMultipartUpload'
    storage.faults = [{ operation, nth: 1, when: 'after', kind: 'precondition-failed' }]
    const rig = makeRig(storage)
    const ended = await rig.ended(rig.upload(makeFile(sizeBytes), { keepsBoth: true }))
    expect(ended).toMatchObject({ state: 'done', verification: 'verified', key: 'data.bin' })
    expect([...storage.objects.keys()]).toEqual(['data.bin'])
    expect(storage.bytesReceived).toBe(sizeBytes)
  })

  it.each(['precondition-failed', 'no-such-upload'] as const)(
    'is stored once where the network fails at the look after %s',
    async (kind) => {
      if (sizeBytes < MIB && kind === 'no-such-upload') return
      const storage = new FakeStorage()
      const operation = sizeBytes < MIB ? 'putObject' : 'completeMultipartUpload'
      let failures = 2
      const find = storage.findObject.bind(storage)
      storage.findObject = (...args) =>
        storage.count(operation) > 0 && failures-- > 0 ? Promise.reject(new AppError('unreachable')) : find(...args)
      storage.faults = [{ operation, nth: 1, when: 'after', kind }]
      const rig = makeRig(storage)
      const ended = await rig.ended(rig.upload(makeFile(sizeBytes), { keepsBoth: true }))
      expect(ended).toMatchObject({ state: 'done', verification: 'verified', key: 'data.bin' })
      expect([...storage.objects.keys()]).toEqual(['data.bin'])
      expect(storage.bytesReceived).toBe(sizeBytes)
    }
  )

  it('goes past every name that is taken, listed or only refused', async () => {
    for (const mayList of [true, false]) {
      const storage = new FakeStorage()
      storage.completeCondition = 'enforced'
      for (const key of ['data.bin', 'data (1).bin', 'data (2).bin']) storage.objects.set(key, theirs())
      if (!mayList) storage.faults = [{ operation: 'findObject', kind: 'access-denied' }]
      Object.assign(storage, {
        listPage: () =>
          mayList
            ? Promise.resolve({ prefixes: [], objects: [...storage.objects.keys()].map((key) => ({ key })) })
            : Promise.reject(new AppError('access-denied'))
      })
      const rig = makeRig(storage)
      const ended = await rig.ended(rig.upload(makeFile(sizeBytes), { keepsBoth: true }))
      expect(ended).toMatchObject({ state: 'done', key: 'data (3).bin' })
      expect(storage.objects.get('data.bin')?.etag).toBe('x')
      expect(storage.uploads.size).toBe(0)
      await rig.until(() => rig.journal.entries.size === 0)
    }
  })

  it('fails where it must not be kept beside', async () => {
    const storage = new FakeStorage()
    storage.objects.set('data.bin', theirs())
    const rig = makeRig(storage)
    const ended = await rig.ended(rig.upload(makeFile(sizeBytes), { ifAbsent: true }))
    expect(ended).toMatchObject({ state: 'failed', error: { kind: 'precondition-failed' }, key: 'data.bin' })
  })
})

describe.each(SIZES)('into a bucket that may only be written to, a %s file', (_, sizeBytes) => {
  /** Neither listing nor, unless told otherwise, a HEAD of one's own object is allowed. */
  const makeWriteOnly = (mayHead = false) => {
    const storage = new FakeStorage()
    storage.faults = [{ operation: 'findObject', kind: 'access-denied' }]
    if (!mayHead) storage.faults.push({ operation: 'headObject', kind: 'access-denied' })
    return makeRig(storage)
  }

  it('arrives, compared by the digests that the gateway answered', async () => {
    const rig = makeWriteOnly()
    const ended = await rig.ended(rig.upload(makeFile(sizeBytes), { ifAbsent: true }))
    expect(ended).toMatchObject({ state: 'done', verification: 'verified' })
    expect(rig.storage.objects.get('data.bin')?.bytes.length).toBe(sizeBytes)
  })

  it('is called not verified, with the reason, where those are hidden', async () => {
    const rig = makeWriteOnly()
    rig.storage.hidesEtags = true
    const ended = await rig.ended(rig.upload(makeFile(sizeBytes)))
    expect(ended).toMatchObject({
      state: 'done',
      verification: undefined,
      whyUnverified: 'access-denied'
    })
  })

  it('with a key is never called encrypted when it cannot be checked', async () => {
    const rig = makeWriteOnly()
    const ended = await rig.ended(rig.upload(makeFile(sizeBytes), { sseKey: makeKey('k') }))
    expect(ended).toMatchObject({ state: 'done', verification: 'verified', lock: { state: 'unknown' } })
  })

  it('with a key is seen to be encrypted where its writer may look at it', async () => {
    const rig = makeWriteOnly(true)
    const ended = await rig.ended(rig.upload(makeFile(sizeBytes), { sseKey: makeKey('k') }))
    expect(ended).toMatchObject({ state: 'done', verification: 'verified', lock: { state: 'encrypted' } })
  })

  it('whose answer was lost is found by a HEAD, and sent once', async () => {
    const rig = makeWriteOnly(true)
    rig.storage.showsEtagInHead = true
    const operation = sizeBytes > 16 * MIB ? 'completeMultipartUpload' : 'putObject'
    rig.storage.faults.push({ operation, nth: 1, when: 'after' })
    expect(await rig.ended(rig.upload(makeFile(sizeBytes), { ifAbsent: true }))).toMatchObject({ state: 'done' })
    expect(rig.storage.count(operation)).toBe(1)
  })
})
