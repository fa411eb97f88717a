// An upload that may replace one object that was seen, and nothing else; and the date of the file, which goes with it.
import { describe, expect, it } from 'vitest'
import { FakeStorage } from './fake-storage'
import { makeFile } from './fakes'
import { KIB, makeSmallPartsRig as makeRig } from './small-parts'

const SIZES = [
  ['small', 5_000],
  ['large', 20 * KIB]
] as const

const theirs = (etag: string) => ({
  bytes: Buffer.from('x'),
  etag,
  sseKeyId: undefined,
  metadata: {},
  modifiedAtMs: 1
})

describe.each(SIZES)('a %s file', (_, sizeBytes) => {
  it('replaces what was seen, with the date of the file', async () => {
    const storage = new FakeStorage()
    storage.objects.set('data.bin', theirs('seen'))
    const rig = makeRig(storage)
    const ended = await rig.ended(rig.upload(makeFile(sizeBytes), { replacesEtag: 'SEEN' }))
    expect(ended).toMatchObject({ state: 'done', verification: 'verified' })
    expect(storage.objects.get('data.bin')?.metadata['mtime']).toBe('1700000000')
  })

  it.each([
    ['was replaced', theirs('other')],
    ['is gone', undefined]
  ])('is not stored where that %s', async (__, now) => {
    const storage = new FakeStorage()
    if (now !== undefined) storage.objects.set('data.bin', now)
    const rig = makeRig(storage)
    const ended = await rig.ended(rig.upload(makeFile(sizeBytes), { replacesEtag: 'seen' }))
    expect(ended).toMatchObject({ state: 'failed', error: { kind: 'precondition-failed' } })
    expect(storage.objects.get('data.bin')).toBe(now)
  })

  it('whose answer was lost is stored once, and is not taken for someone else’s', async () => {
    const storage = new FakeStorage()
    storage.objects.set('data.bin', theirs('seen'))
    const operation = sizeBytes > 16 * KIB ? 'completeMultipartUpload' : 'putObject'
    storage.faults = [{ operation, nth: 1, when: 'after' }]
    const rig = makeRig(storage)
    expect(await rig.ended(rig.upload(makeFile(sizeBytes), { replacesEtag: 'seen' }))).toMatchObject({ state: 'done' })
    expect(storage.count(operation)).toBe(1)
  })
})

it('a large one that is replaced while its parts are sent is not completed', async () => {
  const storage = new FakeStorage()
  storage.objects.set('data.bin', theirs('seen'))
  const send = storage.uploadPart.bind(storage)
  const other = theirs('other')
  storage.uploadPart = (request, options) => {
    storage.objects.set('data.bin', other)
    return send(request, options)
  }
  const rig = makeRig(storage)
  const ended = await rig.ended(rig.upload(makeFile(20 * KIB), { replacesEtag: 'seen' }))
  expect(ended).toMatchObject({ state: 'failed', error: { kind: 'precondition-failed' } })
  expect([storage.objects.get('data.bin'), storage.count('completeMultipartUpload')]).toEqual([other, 0])
})

it('a small one that was damaged on the way is sent again, over what it left there', async () => {
  const storage = new FakeStorage()
  storage.objects.set('data.bin', theirs('seen'))
  storage.ignoresAnnouncedMd5 = true
  storage.faults = [{ operation: 'putObject', nth: 1, when: 'damage' }]
  const rig = makeRig(storage)
  const file = makeFile(5000)
  expect(await rig.ended(rig.upload(file, { replacesEtag: 'seen' }))).toMatchObject({ verification: 'verified' })
  expect(storage.objects.get('data.bin')?.bytes.equals(Buffer.from(await file.arrayBuffer()))).toBe(true)
})
