// Whether a file and an object are the same: by what was remembered, by MD5, by the file's date, and with no more requests than needed.
import { expect, it } from 'vitest'
import { fileDateMetadata } from '../../../../src/domain/file-date'
import { PART_SIZE_METADATA } from '../../../../src/domain/object-entry'
import type { SyncedFile } from '../../../../src/domain/sync'
import { compareTrees } from '../../../../src/operations/sync/compare'
import { FakeStorage, md5 } from '../../transfers/fake-storage'
import { FakeDigester, makeKey } from '../../transfers/fakes'

const MIB = 1024 * 1024
const DATE_MS = 1_700_000_000_123
const STORED_MS = DATE_MS + 60_000
const LARGE = Buffer.alloc(MIB + 1, 'x')

interface Setting {
  readonly local?: Buffer | undefined
  readonly localMs?: number
  readonly remote?: Buffer | undefined
  readonly etag?: string
  readonly metadata?: Readonly<Record<string, string>>
  readonly sseKeyId?: string
  readonly hasKey?: boolean
  readonly withholdsRefusals?: boolean
  readonly former?: Partial<SyncedFile>
  readonly listed?: { readonly sizeBytes: number; readonly etag: string }
  readonly unreadable?: readonly string[]
}

async function compare(setting: Setting) {
  const { local, localMs = DATE_MS, remote, metadata = {}, sseKeyId, former } = setting
  const storage = new FakeStorage()
  storage.withholdsRefusals = setting.withholdsRefusals ?? false
  const digester = new FakeDigester()
  const etag = setting.etag ?? md5(remote ?? Buffer.alloc(0))
  if (remote !== undefined)
    storage.objects.set('p/f', { bytes: remote, etag, sseKeyId, metadata, modifiedAtMs: STORED_MS })
  const entry = {
    key: 'p/f',
    sizeBytes: remote?.length ?? 0,
    etag,
    modifiedAtMs: STORED_MS,
    ...setting.listed
  }
  const files =
    local === undefined
      ? []
      : [
          {
            path: 'f',
            sizeBytes: local.length,
            modifiedAtMs: localMs,
            file: new File([new Uint8Array(local)], 'f', { lastModified: localMs })
          }
        ]
  const synced = { sizeBytes: local?.length ?? 0, modifiedAtMs: localMs, etag, ...former }
  const memory = former && { files: new Map([['f', synced]]), savedAtMs: 0 }
  const findSseKey = () => Promise.resolve(setting.hasKey ? makeKey(sseKeyId ?? '') : undefined)
  const [one, ...others] = await compareTrees(
    { files, unreadable: setting.unreadable ?? [] },
    remote === undefined ? [] : [entry],
    memory,
    { storage, bucket: 'lab', prefix: 'p/', digester, findSseKey },
    { signal: new AbortController().signal, onListed: () => undefined, onCompared: () => undefined }
  )
  expect(others).toEqual([])
  return { ...one, heads: storage.count('headObject'), readBytes: digester.bytesRead }
}

const HELLO = Buffer.from('hello')
const dated = (ms: number) => fileDateMetadata(ms)

it.each<[string, Setting, { isSame: boolean; heads: number; readBytes: number }]>([
  [
    'what was remembered of both',
    { local: LARGE, remote: LARGE, etag: 'any', former: {} },
    { isSame: true, heads: 0, readBytes: 0 }
  ],
  [
    'a small file by its MD5, without a request',
    { local: HELLO, remote: HELLO },
    { isSame: true, heads: 0, readBytes: 5 }
  ],
  [
    'other bytes of one size, even with the same date',
    { local: HELLO, remote: Buffer.from('HELLO'), metadata: dated(DATE_MS) },
    { isSame: false, heads: 1, readBytes: 5 }
  ],
  [
    'a large file by its date, without being read',
    { local: LARGE, remote: LARGE, metadata: dated(DATE_MS) },
    { isSame: true, heads: 1, readBytes: 0 }
  ],
  [
    'a date of rclone, finer than a browser’s',
    { local: LARGE, remote: LARGE, metadata: { mtime: '1700000000.123456789' } },
    { isSame: true, heads: 1, readBytes: 0 }
  ],
  [
    'a large file of another date by its MD5',
    { local: LARGE, remote: LARGE, metadata: dated(1) },
    { isSame: true, heads: 1, readBytes: MIB + 1 }
  ],
  [
    'another size without being read',
    { local: HELLO, remote: Buffer.from('hello!') },
    { isSame: false, heads: 1, readBytes: 0 }
  ],
  [
    'a size that changed since it was remembered',
    { local: HELLO, remote: Buffer.from('hello!'), former: { sizeBytes: 6 } },
    { isSame: false, heads: 1, readBytes: 0 }
  ]
])('%s', async (_, setting, expected) => {
  expect(await compare(setting)).toMatchObject(expected)
})

it('parts are compared by the size that is on record', async () => {
  const parts = [LARGE.subarray(0, MIB), LARGE.subarray(MIB)]
  const etag = `${md5(Buffer.concat(parts.map((part) => Buffer.from(md5(part), 'hex'))))}-2`
  const recorded = { [PART_SIZE_METADATA]: String(MIB) }
  expect(await compare({ local: LARGE, remote: LARGE, etag, metadata: recorded })).toMatchObject({ isSame: true })
  const other = Buffer.alloc(MIB + 1, 'y')
  expect(await compare({ local: other, remote: LARGE, etag, metadata: recorded })).toMatchObject({ isSame: false })
})

it.each([
  [DATE_MS, true],
  [STORED_MS + 1, false]
])('where no checksum can be compared the dates decide: %i', async (localMs, isSame) => {
  expect(await compare({ local: LARGE, remote: LARGE, etag: 'opaque-9', localMs })).toMatchObject({ isSame })
})

it('an encrypted object of the same size and date needs no MD5', async () => {
  const etag = md5(Buffer.from('of the ciphertext'))
  const setting = { local: LARGE, remote: LARGE, etag, metadata: dated(DATE_MS), sseKeyId: 'k', hasKey: true }
  expect(await compare(setting)).toMatchObject({ isSame: true, readBytes: 0 })
})

it.each([true, false])('an encrypted object with another MD5 is not the same; its key is there: %s', async (hasKey) => {
  const remote = Buffer.alloc(LARGE.length, 'y')
  for (const local of [LARGE, Buffer.from('hello')])
    expect(await compare({ local, remote: remote.subarray(0, local.length), sseKeyId: 'k', hasKey })).toMatchObject({
      isSame: false
    })
})

it('a gateway that hides its refusals is asked with the key too', async () => {
  const etag = md5(Buffer.from('of the ciphertext'))
  const setting = { local: LARGE, remote: LARGE, etag, metadata: dated(DATE_MS), sseKeyId: 'k', hasKey: true }
  expect(await compare({ ...setting, withholdsRefusals: true })).toMatchObject({ isSame: true, fileDateMs: DATE_MS })
})

it('an encrypted object of another date than the file’s is changed', async () => {
  const etag = md5(Buffer.from('of the ciphertext'))
  const setting = { local: LARGE, remote: LARGE, etag, metadata: dated(1), sseKeyId: 'k', hasKey: true }
  expect(await compare(setting)).toMatchObject({ isSame: false, fileDateMs: 1 })
})

it('a large object is as large as its HEAD says, and is not replaced', async () => {
  const listed = { sizeBytes: 0, etag: md5(Buffer.alloc(0)) }
  expect(await compare({ local: Buffer.alloc(0), remote: HELLO, listed })).toMatchObject({ isSame: false, heads: 1 })
})

it.each([['f'], ['']])('what is in a folder that can’t be read is not missing: %j', async (unreadable) => {
  expect(await compare({ remote: HELLO, unreadable: [unreadable] })).toMatchObject({
    problem: { code: 'unreadable' }
  })
})
