// A tab of the version before the one database beside a tab of this one: neither loses, repeats or brings back what the other stored.
import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { createStore, del, entries, get, set, values } from 'idb-keyval'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { PendingAcl } from '../../../../src/domain/pending-acl'
import type { PolicyEntry } from '../../../../src/domain/policy-journal'
import type { JournalEntry } from '../../../../src/domain/transfer-journal'
import { ACCOUNT, JOURNAL_ENTRY } from '../../../../src/platform/storage/formats'
import { IdbBucketSettingsStore } from '../../../../src/platform/storage/idb-bucket-settings-store'
import { IdbEncryptionObservationStore } from '../../../../src/platform/storage/idb-encryption-observation-store'
import { IdbPendingAclJournal } from '../../../../src/platform/storage/idb-pending-acl-journal'
import { IdbPolicyJournal } from '../../../../src/platform/storage/idb-policy-journal'
import { RecordDatabase, RecordList } from '../../../../src/platform/storage/record-store'
import { makeAccount } from '../../domain/accounts'
import { startFormerVersion } from './layouts'

const alice = makeAccount('https://a', 'alice')
const rule = { by: 'lockgate', provenAtMs: 1, findings: undefined, policyJson: undefined } as const
const upload: JournalEntry = {
  id: 'u1',
  accountId: alice.id,
  endpoint: 'https://a',
  bucket: 'x',
  key: 'k',
  uploadId: 'upload',
  sizeBytes: 10,
  partSizeBytes: 5,
  sseKeyId: 'key',
  startedAtMs: 1
}
const pending: PendingAcl = {
  id: 'a1',
  accountId: alice.id,
  endpoint: 'https://a',
  bucket: 'x',
  key: 'k',
  etag: 'e',
  acl: { owner: { id: 'alice' }, grants: [{ grantee: { type: 'everyone' }, permission: 'READ' }] },
  beganAtMs: 1
}
const policy: PolicyEntry = {
  accountId: alice.id,
  endpoint: 'https://a',
  bucket: 'x',
  formerJson: '{}',
  writtenJson: ['{"a":1}'],
  probePrefix: '.lockgate-probe-1/',
  startedAtMs: 1
}

/** The former version's stores, as it reads and writes them. */
const former = {
  store: (name: string) => createStore(`lockgate-${name}`, 'records'),
  put: (name: string, key: IDBValidKey, value: object) => set(key, { ...value, version: 1 }, former.store(name)),
  get: (name: string, key: IDBValidKey) => get<unknown>(key, former.store(name)),
  remove: (name: string, key: IDBValidKey) => del(key, former.store(name)),
  list: (name: string) => values<unknown>(former.store(name))
}

const openSettings = (database = new RecordDatabase()) => new IdbBucketSettingsStore(database)
const openUploads = (database = new RecordDatabase()) => new RecordList(database, JOURNAL_ENTRY, ({ id }) => id)
const openPending = (database = new RecordDatabase()) => new IdbPendingAclJournal(database)
const openPolicies = (database = new RecordDatabase()) => new IdbPolicyJournal(database)
const openUsers = (database = new RecordDatabase()) =>
  new RecordList(database, ACCOUNT, ({ credentialsId }) => credentialsId)
const names = async () => (await indexedDB.databases()).map(({ name }) => name).toSorted()

beforeEach(() => void (globalThis.indexedDB = new IDBFactory()))

test('where no former version has been, there is one database, and none of its', async () => {
  const database = new RecordDatabase()
  await openSettings(database).update(alice, 'x', () => ({ encryption: rule }))
  await openUploads(database).put(upload)
  await openPending(database).put(pending)
  await openPolicies(database).put(policy)
  await openUsers(database).put({ endpoint: 'https://a', credentialsId: alice.id, userId: 'alice' })
  await openUploads(database).remove('u1')
  expect(await openPolicies(database).entryOf({ account: alice, bucket: 'x' })).toEqual(policy)
  expect(await names()).toEqual(['lockgate'])
})

test('where no former version has been, no record is looked for twice in a list', async () => {
  const uploads = openUploads()
  const ids = Array.from({ length: 500 }, (_, index) => `u${String(index).padStart(3, '0')}`)
  await uploads.putMany(ids.map((id) => ({ ...upload, id })))
  const stringify = vi.spyOn(JSON, 'stringify')
  onTestFinished(() => stringify.mockRestore())
  expect((await uploads.list()).map(({ id }) => id)).toEqual(ids)
  expect(stringify).not.toHaveBeenCalled()
})

describe.each([
  ['has started before', startFormerVersion, () => Promise.resolve()],
  ['starts later', () => Promise.resolve(), startFormerVersion]
])('a former version that %s', (_when, before, after) => {
  test('and this one find what the other requires, and what it no longer does', async () => {
    await before()
    const settings = openSettings()
    expect(await settings.get(alice, 'x')).toEqual({})
    await after()
    const key = ['https://a', 'x', alice.id]
    await former.put('bucket-settings', key, { encryption: rule })
    expect(await settings.get(alice, 'x')).toEqual({ encryption: rule })
    await settings.update(alice, 'x', (now) => ({ ...now, defaultKeyId: 'k' }))
    expect(await former.get('bucket-settings', key)).toEqual({ version: 1, encryption: rule, defaultKeyId: 'k' })
    await former.put('bucket-settings', key, { defaultKeyId: 'k' })
    expect(await settings.get(alice, 'x')).toEqual({ defaultKeyId: 'k' })
    await settings.update(alice, 'y', () => ({ encryption: rule }))
    expect(await former.get('bucket-settings', ['https://a', 'y', alice.id])).toEqual({ version: 1, encryption: rule })
    expect(await openSettings().bucketsOf('k')).toEqual([{ endpoint: 'https://a', bucket: 'x' }])
  })

  test('and this one keep one journal: what either removes is gone for both', async () => {
    await before()
    const [uploads, acls, policies] = [openUploads(), openPending(), openPolicies()]
    for (const journal of [uploads, acls, policies]) expect(await journal.list()).toEqual([])
    await after()
    const key = ['https://a', 'x', alice.id]
    await former.put('journal', 'u1', upload)
    await former.put('owed-acls', 'a1', pending)
    await former.put('policy-journal', key, policy)
    expect([await uploads.list(), await acls.list(), await policies.list()]).toEqual([[upload], [pending], [policy]])
    // Of one that the former tab is at work on, this one changes what that tab finds.
    await acls.put({ ...pending, isChangedSince: true })
    expect(await former.list('owed-acls')).toEqual([{ ...pending, isChangedSince: true, version: 1 }])
    await former.remove('owed-acls', 'a1')
    expect(await acls.list()).toEqual([])

    await uploads.put({ ...upload, id: 'u2' })
    expect(await former.list('journal')).toHaveLength(2)
    await former.remove('journal', 'u2')
    await uploads.remove('u1')
    expect([await uploads.list(), await former.list('journal')]).toEqual([[], []])

    await policies.remove(policy)
    expect([await policies.list(), await former.list('policy-journal')]).toEqual([[], []])
    await policies.put(policy)
    expect(await former.get('policy-journal', key)).toEqual({ ...policy, version: 1 })
  })
})

describe('what was stored before a former version was here', () => {
  const database = () => new RecordDatabase()
  beforeEach(async () => {
    const first = database()
    await openSettings(first).update(alice, 'x', () => ({ encryption: rule }))
    await openUploads(first).put(upload)
    await openPending(first).put(pending)
    await openPolicies(first).put(policy)
    await startFormerVersion()
  })

  test('is still found, moves when it is written, and does not come back when it is removed', async () => {
    expect(await openUploads().list()).toEqual([upload])
    await openPending().put({ ...pending, isChangedSince: true })
    expect(await openPending().list()).toEqual([{ ...pending, isChangedSince: true }])
    expect(await former.list('owed-acls')).toHaveLength(1)
    await former.remove('owed-acls', 'a1')
    expect(await openPending().list()).toEqual([])
    await openUploads().remove('u1')
    expect(await openUploads().list()).toEqual([])
    expect(await openPolicies().entryOf({ account: alice, bucket: 'x' })).toEqual(policy)
    await openPolicies().remove(policy)
    expect(await openPolicies().list()).toEqual([])
  })

  test('stays required where a former version that did not find it stores a choice of its own', async () => {
    await former.put('bucket-settings', ['https://a', 'x', alice.id], { defaultKeyId: 'k' })
    expect(await openSettings().get(alice, 'x')).toEqual({ defaultKeyId: 'k', encryption: rule })
    await openSettings().update(alice, 'x', ({ defaultKeyId }) => ({ defaultKeyId }))
    expect(await openSettings().get(alice, 'x')).toEqual({ defaultKeyId: 'k' })
  })

  test('is there once, also when its move was cut short', async () => {
    await former.put('owed-acls', 'a1', { ...pending, isChangedSince: true })
    expect(await openPending().list()).toEqual([{ ...pending, isChangedSince: true }])
    await openPending().remove('a1')
    expect(await openPending().list()).toEqual([])
  })
})

test('a record that the former version wrote and this one cannot read is left alone', async () => {
  await former.put('journal', 'damaged', { id: 'damaged' })
  await former.put('journal', 'u1', upload)
  expect(await openUploads().list()).toEqual([upload])
  expect(await former.get('journal', 'damaged')).toEqual({ id: 'damaged', version: 1 })
})

test('observations are found in both, and counted once for an object', async () => {
  const memory = new IdbEncryptionObservationStore(new RecordDatabase())
  const subject = { account: alice, bucket: 'x', key: 'k', etag: 'e', modifiedAtMs: 1 }
  const seen = { state: 'encrypted', keyId: 'key', seenAtMs: 1 } as const
  await memory.put(subject, seen)
  await former.put('lock-memory', ['https://a', 'x', 'other', 'e', 1, alice.id], seen)
  expect(await memory.get(subject)).toEqual(seen)
  expect(await memory.get({ ...subject, key: 'other' })).toEqual(seen)
  await memory.put(subject, { ...seen, seenAtMs: 2 })
  expect(await memory.countOf('key')).toBe(2)
  expect(await entries(createStore('lockgate', 'records'))).toEqual([])
})

test('a page at another path has a former version of its own', async () => {
  await set('x', {}, createStore('lockgate-accounts /b/', 'records'))
  await openUploads().put(upload)
  expect(await names()).toEqual(['lockgate', 'lockgate-accounts /b/'])
  await openUploads(new RecordDatabase(' /b/')).put(upload)
  expect(await names()).toContain('lockgate-journal /b/')
})

test('many records at once ask once for the former version, and later ones again', async () => {
  const asked = vi.spyOn(indexedDB, 'databases')
  const uploads = openUploads()
  await Promise.all(Array.from({ length: 30 }, (_, n) => uploads.put({ ...upload, id: `u${n}` })))
  expect(asked.mock.calls.length).toBeLessThan(5)
  await former.put('journal', 'u1', upload)
  await uploads.put({ ...upload, id: 'late' })
  expect(await former.list('journal')).toHaveLength(2)
})

test('a browser that does not list its databases keeps to those of the former version', async () => {
  await former.put('journal', 'u1', upload)
  vi.spyOn(indexedDB, 'databases').mockRejectedValue(new DOMException('no', 'UnknownError'))
  await openUploads().put({ ...upload, id: 'u2' })
  expect(await former.list('journal')).toHaveLength(2)
})
