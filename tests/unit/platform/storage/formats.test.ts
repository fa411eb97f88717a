// Schemas: what every version since the first has stored is whole, and a record that lacks something is named.
import { expect, test } from 'vitest'
import * as formats from '../../../../src/platform/storage/formats'
import { readRecord, type RecordFormat } from '../../../../src/platform/storage/records'

const acl = {
  owner: { id: 'me', displayName: undefined },
  grants: [
    { grantee: { type: 'user', id: 'bob', displayName: 'Bob' }, permission: 'READ_ACP' },
    { grantee: { type: 'email', email: 'a@b.example' }, permission: 'WRITE_ACP' },
    { grantee: { type: 'everyone' }, permission: 'READ' },
    { grantee: { type: 'authenticated' }, permission: 'WRITE' },
    { grantee: { type: 'group', uri: 'http://x' }, permission: 'FULL_CONTROL' }
  ]
}
const findings = {
  plain: 'refused',
  'plain-parts': 'clear',
  aes256: 'encrypted',
  key: 'encrypted',
  'key-parts': 'encrypted'
}
const place = { endpoint: 'https://a', bucket: 'b' }
const secret = { name: 'SECRET', accessKey: 'SECRET', secretKey: '' }
const keyFields = { form: 'binary', md5Base64: 'x', origin: 'made', createdAtMs: 1, endpoints: ['https://a'] }
const policy = { ...place, writtenJson: ['{}'], probePrefix: '.lockgate-probe-1/', startedAtMs: 1 }
const upload = { ...place, id: '1', key: 'k', sizeBytes: 10, partSizeBytes: 5, startedAtMs: 1 }
const object = { key: 'k', etag: 'e', sizeBytes: 10, modifiedAtMs: 1 }
const batch = {
  ...place,
  id: '1',
  tabId: 't',
  way: 'directory',
  prefix: 'p/',
  name: 'n',
  decision: 'skip',
  startedAtMs: 1
}
const counted = { fileCount: 1, sizeBytes: 1, overheadBytes: 0, firstStartedAtMs: 1 }
const download = { ...place, ...object, id: '1', tabId: 't', fileName: 'f', startedAtMs: 1 }

/** The fields that every version has written, then those that some have. */
const stored: readonly (readonly [string, RecordFormat<object>, object, object])[] = [
  [
    'key',
    formats.KEY,
    { id: '1', name: 'SECRET', bytes: new Uint8Array(32), ...keyFields },
    { savedAtMs: 1, lastUsedAtMs: 2 }
  ],
  [
    'profile',
    formats.PROFILE,
    { id: '1', ...secret, endpoint: 'https://a', region: '', pathStyle: true, isRemembered: true, createdAtMs: 1 },
    { sessionToken: 'SECRET', sessionExpiresAtMs: 1 }
  ],
  ['bookmarks', formats.BOOKMARKS, { pinned: [{ bucket: 'b', prefix: 'without/slash' }], recent: [] }, {}],
  ['account', formats.ACCOUNT, { endpoint: 'https://a', credentialsId: 'https://a access-key 1', userId: 'alice' }, {}],
  ['settings', formats.BUCKET_SETTINGS, {}, { defaultKeyId: 'k', encryption: { by: 'gateway', provenAtMs: 1 } }],
  [
    'a tested rule',
    formats.BUCKET_SETTINGS,
    { encryption: { by: 'lockgate', provenAtMs: 1, findings, policyJson: '{}' } },
    {}
  ],
  ['encrypted', formats.OBSERVATION, { state: 'encrypted', keyId: 'k', seenAtMs: 1 }, {}],
  ['encrypted-unknown', formats.OBSERVATION, { state: 'encrypted-unknown', seenAtMs: 1 }, {}],
  ['clear', formats.OBSERVATION, { state: 'clear', seenAtMs: 1 }, {}],
  [
    'pending ACL',
    formats.PENDING_ACL,
    { ...place, id: '1', key: 'k', etag: 'e', acl, beganAtMs: 1 },
    {
      profileId: 'p',
      accountId: 'a',
      sizeBytes: 1,
      versionId: 'v',
      modifiedAtMs: Number.NaN,
      aclSentAtMs: 2,
      isChangedSince: true
    }
  ],
  ['policy', formats.POLICY_ENTRY, policy, { profileId: 'p', accountId: 'a', formerJson: '{}' }],
  [
    'download',
    formats.DOWNLOAD_ENTRY,
    download,
    { profileId: 'p', accountId: 'a', versionId: 'v', sseKeyId: 'k', batchId: 'b' }
  ],
  [
    'download of many',
    formats.BATCH_ENTRY,
    { ...batch, ...counted },
    { profileId: 'p', accountId: 'a', selection: { entries: [object], prefixes: ['p/'] }, handle: {} }
  ],
  [
    'upload',
    formats.JOURNAL_ENTRY,
    upload,
    {
      profileId: 'p',
      accountId: 'a',
      sseKeyId: 'k',
      uploadId: 'u',
      contentType: 'text/plain',
      tabId: 't',
      sourceId: 's',
      acl: 'public-read',
      headers: { cacheControl: 'no-store', metadata: {}, tags: { constructor: 'x' } },
      ifAbsent: true,
      keepsBoth: false,
      file: { path: 'a/b', lastModifiedMs: 1 },
      sentMd5s: new Map([[1, 'md5']]),
      savedAtMs: 2
    }
  ],
  ['source', formats.UPLOAD_SOURCE, { id: '1', handle: { kind: 'file', name: 'f' }, keptAtMs: 1 }, {}]
]

test.each(stored)('%s: fields that came later may be absent, and unknown ones are kept', (_, format, first, later) => {
  expect(readRecord(format, { ...first, version: 1 })).toEqual(first)
  const whole = { ...first, ...later, of: 'a newer version' }
  expect(readRecord(format, { ...whole, version: 1 })).toEqual(whole)
  const empty = Object.fromEntries(Object.keys(later).map((field) => [field, undefined]))
  expect(readRecord(format, { ...first, ...empty, version: 1 })).toEqual(first)
})

test.each(stored.filter(([, format]) => format !== formats.BUCKET_SETTINGS))(
  '%s: a record without one of its fields, or with another type, is damaged, and its contents stay out of the error',
  (_, format, first, later) => {
    for (const field of Object.keys(first)) {
      const rest = Object.fromEntries(Object.entries(first).filter(([name]) => name !== field))
      expect(() => readRecord(format, { ...rest, version: 1 }), field).toThrow(
        expect.objectContaining({ details: { code: 'Damaged', reason: 'damaged-record', detail: format.what } })
      )
    }
    for (const field of Object.keys({ ...first, ...later }))
      expect(() => readRecord(format, { ...first, [field]: null, version: 1 }), field).toThrow()
  }
)

test.each([
  { encryption: { by: 'nobody', provenAtMs: 1 } },
  { encryption: { by: 'gateway' } },
  { encryption: { by: 'gateway', provenAtMs: 1, findings: { ...findings, key: 'lost' } } },
  { encryption: null },
  { defaultKeyId: 5 }
])('settings that may require encryption are damaged, not empty: %j', (settings) => {
  expect(() => readRecord(formats.BUCKET_SETTINGS, { ...settings, version: 1 })).toThrow()
})

test('a key is of 32 bytes, and an ACL of grants that can be restored', () => {
  const [, keyFormat, key] = stored[0] ?? []
  const [, aclFormat, pending] = stored.find(([name]) => name === 'pending ACL') ?? []
  if (keyFormat === undefined || aclFormat === undefined) throw new Error('nothing to look at')
  expect(() => readRecord(keyFormat, { ...key, bytes: new Uint8Array(31), version: 1 })).toThrow()
  expect(() => readRecord(keyFormat, { ...key, bytes: [...new Uint8Array(32)], version: 1 })).toThrow()
  const grants = [{ grantee: { type: 'user' }, permission: 'READ' }]
  expect(() => readRecord(aclFormat, { ...pending, acl: { ...acl, grants }, version: 1 })).toThrow()
})
