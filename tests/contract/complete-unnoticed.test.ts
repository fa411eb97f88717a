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
const HOUR_MS = 3_600_000

it.each([
  ['plain', 'keeps both', undefined],
  ['plain', 'skips', undefined],
  ['plain', 'replaces', undefined],
  ['plain', 'replaces its like', undefined],
  ['encrypted', 'keeps both', createKey()]
] as const)(
  'a complete upload, %s, that %s, is found again, and what was there before is not',
  async (key, how, sse) => {
    const bucket = await createBucket()
    const file = new File([new Uint8Array(randomBytes(20 * MIB))], key)
    const asked = { ifAbsent: !how.startsWith('replaces'), keepsBoth: how === 'keeps both', sseKey: sse }
    const startedAtMs = Date.now()
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
    expect((await uploadThrough(storage, bucket, file, asked)).ended.state).toBe('done')
    expect(parts).toBe(3)

    const { account, endpoint } = alice
    const entry = {
      ...{ id: 'left', accountId: account.id, endpoint, bucket, key, uploadId },
      // As if the upload that is complete were an earlier one of the same bytes.
      startedAtMs: how === 'replaces its like' ? Date.now() + HOUR_MS : startedAtMs,
      ...{ sizeBytes: file.size, partSizeBytes: PART_BYTES, sseKeyId: sse?.id, sentMd5s: new Map<number, string>() },
      file: { path: key, lastModifiedMs: file.lastModified }
    }
    const { signal } = new AbortController()
    const { work, isRestarted } = await resumeUpload(
      entry,
      { storage, bucket, key, file, contentType: '', ...asked },
      {
        digester: new FakeDigester(),
        partsOf: (id) => aliceGateway.uploads.partsOf(bucket, key, id, signal),
        ...{ random: Math.random, clock: systemClock, signal }
      }
    )
    const { ended } = await uploadThrough(storage, bucket, file, asked, work)
    const isSentAgain = how === 'replaces its like'
    expect([isRestarted, parts, ended]).toMatchObject([
      isSentAgain,
      isSentAgain ? 6 : 3,
      { state: 'done', verification: 'verified', key }
    ])
    expect((await alice.listPage({ bucket, prefix: '', delimiter: undefined })).objects.map((one) => one.key)).toEqual([
      key
    ])
  }
)
