// A page that ended right after Complete, before its journal had a part: the next one finds the object and sends nothing of it again.
import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import type { ObjectStorage } from '../../src/domain/ports'
import { systemClock } from '../../src/transfers/clock'
import { resumeUpload } from '../../src/transfers/resume-upload'
import { FakeDigester } from '../unit/transfers/fakes'
import { alice, aliceGateway, createBucket, createKey } from './fixture'
import { uploadThrough } from './upload-through'

const MIB = 2 ** 20
const PART_BYTES = 8 * MIB

it.each([
  ['plain', true, undefined],
  ['plain', false, undefined],
  ['encrypted', true, createKey()]
])('a complete upload, %s, is found again; it may keep both: %s', async (key, keepsBoth, sseKey) => {
  const bucket = await createBucket()
  const file = new File([new Uint8Array(randomBytes(20 * MIB))], key)
  const how = { ifAbsent: true, keepsBoth, sseKey }
  let uploadId = ''
  let parts = 0
  const watched: Pick<ObjectStorage, 'createMultipartUpload' | 'uploadPart'> = {
    createMultipartUpload: async (...args) => (uploadId = await alice.createMultipartUpload(...args)),
    uploadPart: (...args) => {
      parts++
      return alice.uploadPart(...args)
    }
  }
  const storage = new Proxy(alice, {
    get(target, name) {
      const value: unknown = Reflect.get(name in watched ? watched : target, name)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    }
  })
  expect((await uploadThrough(storage, bucket, file, how)).ended.state).toBe('done')
  expect(parts).toBe(3)

  const { account, endpoint } = alice
  const entry = {
    ...{ id: 'left', accountId: account.id, endpoint, bucket, key, uploadId, startedAtMs: 1 },
    ...{ sizeBytes: file.size, partSizeBytes: PART_BYTES, sseKeyId: sseKey?.id, sentMd5s: new Map<number, string>() },
    file: { path: key, lastModifiedMs: file.lastModified }
  }
  const { signal } = new AbortController()
  const { work, isRestarted } = await resumeUpload(
    entry,
    { storage, bucket, key, file, contentType: '', ...how },
    {
      digester: new FakeDigester(),
      partsOf: (id) => aliceGateway.uploads.partsOf(bucket, key, id, signal),
      ...{ random: Math.random, clock: systemClock, signal }
    }
  )
  const { ended } = await uploadThrough(storage, bucket, file, how, work)
  expect([isRestarted, parts, ended]).toMatchObject([false, 3, { state: 'done', verification: 'verified', key }])
  expect((await alice.listPage({ bucket, prefix: '', delimiter: undefined })).objects.map((one) => one.key)).toEqual([
    key
  ])
})
