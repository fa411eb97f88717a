// Bucket settings and the journal of started uploads.
import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Account } from '../../../../src/domain/account'
import type { PendingAcl } from '../../../../src/domain/pending-acl'
import type { PolicyEntry } from '../../../../src/domain/policy-journal'
import type { JournalEntry } from '../../../../src/domain/transfer-journal'
import { IdbBucketSettingsStore } from '../../../../src/platform/storage/idb-bucket-settings-store'
import { IdbPendingAclJournal } from '../../../../src/platform/storage/idb-pending-acl-journal'
import { IdbPolicyJournal } from '../../../../src/platform/storage/idb-policy-journal'
import { ACCOUNT, JOURNAL_ENTRY } from '../../../../src/platform/storage/formats'
import { RecordDatabase, RecordList } from '../../../../src/platform/storage/record-store'
import { makeAccount } from '../../domain/accounts'
import { layoutsOf } from './layouts'

const openSettings = (accountsAt?: () => readonly Account[]) =>
  new IdbBucketSettingsStore(new RecordDatabase(), accountsAt)
const openPolicies = () => new IdbPolicyJournal(new RecordDatabase())
const openJournal = () => new RecordList(new RecordDatabase(), JOURNAL_ENTRY, ({ id }) => id)

beforeEach(() => void (globalThis.indexedDB = new IDBFactory()))
afterEach(() => void vi.restoreAllMocks())

describe.each(layoutsOf('bucket-settings', 'lockgate-bucket-settings'))(
  'bucket settings $where',
  ({ prepare, raw }) => {
    beforeEach(prepare)
    const rule = (provenAtMs: number) => ({ by: 'gateway', provenAtMs, findings: undefined, policyJson: '{}' }) as const
    const [alice, carol] = [makeAccount('https://a', 'alice'), makeAccount('https://a', 'physics$carol')]
    const elsewhere = makeAccount('https://b', 'alice')

    test('belong to a bucket of an account: tenants share the names of buckets', async () => {
      const store = openSettings()
      await store.update(alice, 'x', () => ({ defaultKeyId: 'k', encryption: rule(1) }))
      await store.update(alice, 'y', () => ({ defaultKeyId: 'clear' }))
      await store.update(elsewhere, 'x', () => ({ defaultKeyId: 'k' }))
      await store.update(carol, 'x', () => ({ defaultKeyId: 'k' }))
      expect(await openSettings().get(alice, 'x')).toEqual({ defaultKeyId: 'k', encryption: rule(1) })
      expect(await store.get(carol, 'x')).toEqual({ defaultKeyId: 'k' })
      expect(await store.get(elsewhere, 'y')).toEqual({})
      expect(await store.bucketsOf('k')).toEqual([
        { endpoint: 'https://a', bucket: 'x' },
        { endpoint: 'https://b', bucket: 'x' }
      ])
      await store.update(carol, 'x', () => ({})) // hers is deleted
      expect(await store.get(alice, 'x')).toEqual({ defaultKeyId: 'k', encryption: rule(1) })
      await store.update(alice, 'x', () => ({}))
      expect(await store.bucketsOf('k')).toEqual([{ endpoint: 'https://b', bucket: 'x' }])
    })

    test('chosen while the credentials stood for the user are the user’s, and the stricter choice counts', async () => {
      const store = openSettings()
      const [byKey, byOtherKey] = [makeAccount('https://a', 'key-1'), makeAccount('https://a', 'key-2')]
      await store.update(byKey, 'x', () => ({ encryption: rule(1) }))
      await store.update(byOtherKey, 'x', () => ({ defaultKeyId: 'k', encryption: rule(2) }))
      await store.update(byOtherKey, 'y', () => ({ defaultKeyId: 'of y' }))
      const known = makeAccount('https://a', 'alice', 'key-1', 'key-2')
      expect(await store.get(known, 'x')).toEqual({ defaultKeyId: 'k', encryption: rule(2) })
      expect(await store.get(known, 'y')).toEqual({ defaultKeyId: 'of y' })
      // A tab that has not heard of the user yet finds what is chosen from now on.
      await store.update(known, 'y', (settings) => ({ ...settings, encryption: rule(3) }))
      expect(await store.get(byKey, 'y')).toEqual({ defaultKeyId: 'of y', encryption: rule(3) })
      await store.update(known, 'x', ({ defaultKeyId }) => ({ defaultKeyId }))
      for (const account of [known, byKey, byOtherKey])
        expect((await store.get(account, 'x')).encryption).toBeUndefined()
    })

    test('of an earlier version, which knew no accounts, count for each of the endpoint until it has its own', async () => {
      const old = { version: 1, defaultKeyId: 'k', encryption: rule(1) }
      await raw.set(['https://a', 'x'], old)
      let accounts = [alice, carol]
      const store = openSettings(() => accounts)
      for (const account of [alice, carol])
        expect(await store.get(account, 'x')).toEqual({ defaultKeyId: 'k', encryption: rule(1) })
      expect(await store.get(elsewhere, 'x')).toEqual({})
      await store.update(carol, 'x', () => ({})) // hers is deleted: nothing is left of it, and alice’s is as it was
      expect(await store.get(carol, 'x')).toEqual({})
      expect(await store.get(alice, 'x')).toEqual({ defaultKeyId: 'k', encryption: rule(1) })
      expect(await store.bucketsOf('k')).toEqual([{ endpoint: 'https://a', bucket: 'x' }])
      await store.update(alice, 'x', (settings) => ({ ...settings, defaultKeyId: 'k2' }))
      expect(await store.get(alice, 'x')).toEqual({ defaultKeyId: 'k2', encryption: rule(1) })
      expect(await store.bucketsOf('k')).toEqual([]) // no one’s any more
      accounts = [] // the profiles were removed, and may be created again
      expect(await store.bucketsOf('k')).toEqual([{ endpoint: 'https://a', bucket: 'x' }])
      expect(await raw.get(['https://a', 'x'])).toEqual(old)
    })

    test('are changed in one go: of two changes at once neither is lost', async () => {
      const [one, other] = [openSettings(), openSettings()]
      await Promise.all([
        one.update(alice, 'x', (settings) => ({ ...settings, defaultKeyId: 'k' })),
        other.update(alice, 'x', (settings) => ({ ...settings, encryption: rule(1) }))
      ])
      expect(await one.get(alice, 'x')).toEqual({ defaultKeyId: 'k', encryption: rule(1) })
    })

    test.each([
      ['its own', ['https://a', 'x', alice.id]],
      ['an earlier version’s', ['https://a', 'x']]
    ])(
      'that cannot be read are an error (%s), for empty ones would let an upload go unencrypted',
      async (_whose, key) => {
        await raw.set(key, { version: 2, defaultKey: 'k' })
        const store = openSettings()
        await expect(store.get(alice, 'x')).rejects.toMatchObject({ kind: 'browser-storage-failed' })
        await expect(store.bucketsOf('k')).rejects.toMatchObject({ kind: 'browser-storage-failed' })
        await expect(store.update(alice, 'x', () => ({}))).rejects.toMatchObject({ kind: 'browser-storage-failed' })
        expect(await raw.get(key)).toEqual({ version: 2, defaultKey: 'k' })
      }
    )
  }
)

describe.each(layoutsOf('policy-journal-entry', 'lockgate-policy-journal'))(
  'the journal of policies $where',
  ({ prepare, raw }) => {
    beforeEach(prepare)
    const alice = makeAccount('https://a', 'alice')
    const place = { account: alice, bucket: 'x' }
    const entry: PolicyEntry = {
      endpoint: 'https://a',
      bucket: 'x',
      accountId: alice.id,
      formerJson: '{ "Version": "2012-10-17" }',
      writtenJson: ['{}'],
      probePrefix: '.lockgate-probe-1/',
      startedAtMs: Date.now()
    }

    test('keeps one entry a bucket, white space and all, until it is removed', async () => {
      const journal = openPolicies()
      await journal.put(entry)
      await journal.put({ ...entry, writtenJson: ['{}', '{"a":1}'] })
      await journal.put({ ...entry, bucket: 'y', formerJson: undefined })
      expect(await openPolicies().entryOf(place)).toEqual({ ...entry, writtenJson: ['{}', '{"a":1}'] })
      expect(await journal.entryOf({ ...place, account: makeAccount('https://b', 'alice') })).toBeUndefined()
      // Another tenant has another bucket of this name.
      expect(await journal.entryOf({ ...place, account: makeAccount('https://a', 'physics$alice') })).toBeUndefined()
      // Noted before the gateway had named the user.
      const known = makeAccount('https://a', 'named', 'alice')
      expect(await journal.entryOf({ ...place, account: known })).toMatchObject({ writtenJson: ['{}', '{"a":1}'] })
      await journal.remove(entry)
      expect((await journal.list()).map(({ bucket }) => bucket)).toEqual(['y'])
    })

    test('finds what an earlier version stored for a profile, after the account’s own', async () => {
      const journal = openPolicies()
      const older = { ...entry, accountId: undefined, profileId: 'p', probePrefix: 'older/' }
      await raw.set(['https://a', 'x', 'p'], { ...older, version: 1 })
      expect(await journal.entryOf(place)).toMatchObject({ probePrefix: 'older/' })
      await journal.put(entry)
      expect(await journal.entryOf(place)).toEqual(entry)
      await journal.remove(entry)
      await journal.remove(older)
      expect(await journal.entryOf(place)).toBeUndefined()
    })

    test('an unreadable entry is an error when it is asked for: a policy may have to be restored', async () => {
      await raw.set(['https://a', 'x', 'p'], { version: 2 })
      const journal = openPolicies()
      await expect(journal.entryOf(place)).rejects.toMatchObject({ kind: 'browser-storage-failed' })
      expect(await journal.list()).toEqual([])
    })

    test('lets one page at a time at a bucket', async () => {
      vi.stubGlobal('navigator', { locks: makeLocks() })
      const [one, other] = [openPolicies(), openPolicies()]
      const during = await one.hold(place, async () => [
        await other.hold(place, () => Promise.resolve('both')),
        await other.hold({ ...place, bucket: 'y' }, () => Promise.resolve('another bucket'))
      ])
      expect(during).toEqual({ done: [undefined, { done: 'another bucket' }] })
      expect(await other.hold(place, () => Promise.resolve('after'))).toEqual({ done: 'after' })
      vi.unstubAllGlobals()
    })

    test('without the browser’s locks, leaves what began lately alone', async () => {
      vi.stubGlobal('navigator', {})
      const journal = openPolicies()
      await journal.put(entry)
      expect(await journal.hold(place, () => Promise.resolve('at once'))).toBeUndefined()
      await journal.put({ ...entry, startedAtMs: Date.now() - 180_000 })
      expect(await journal.hold(place, () => Promise.resolve('later'))).toEqual({ done: 'later' })
      vi.unstubAllGlobals()
    })

    /** As the browser's own, for what is asked of them here. */
    function makeLocks() {
      const held = new Set<string>()
      return {
        request: async (name: string, _options: object, act: (lock: object | null) => Promise<unknown>) => {
          if (held.has(name)) return act(null)
          held.add(name)
          return act({}).finally(() => held.delete(name))
        }
      }
    }
  }
)

describe.each(layoutsOf('transfer-journal-entry', 'lockgate-journal'))('the journal $where', ({ prepare, raw }) => {
  beforeEach(prepare)
  const entry = (id: string, startedAtMs: number): JournalEntry => ({
    id,
    accountId: makeAccount('https://a').id,
    endpoint: 'https://a',
    bucket: 'b',
    key: 'k',
    uploadId: 'u',
    sizeBytes: 10,
    partSizeBytes: 5,
    sseKeyId: undefined,
    startedAtMs
  })

  test('keeps what was started until it is removed', async () => {
    const journal = openJournal()
    await journal.put(entry('a', 2))
    await journal.put(entry('b', 1))
    expect(await openJournal().list()).toEqual(expect.arrayContaining([entry('b', 1), entry('a', 2)]))
    expect(await openJournal().list()).toHaveLength(2)
    await journal.put({ ...entry('a', 2), uploadId: 'again' })
    await journal.remove('b')
    await journal.remove('not there')
    expect(await journal.list()).toEqual([{ ...entry('a', 2), uploadId: 'again' }])
  })

  test.each([199, 200, 201, 1600])('lists %i, a slice at a time, each once', async (count) => {
    const journal = openJournal()
    const ids = Array.from({ length: count }, (_, index) => `id ${String(index).padStart(5, '0')}`)
    await journal.putMany(ids.map((id) => entry(id, 1)))
    await raw.set('id 00100', { version: 2 })
    const getAll = vi.spyOn(IDBObjectStore.prototype, 'getAll')
    const listed = (await openJournal().list()).map(({ id }) => id)
    expect(listed.toSorted()).toEqual(ids.filter((id) => id !== 'id 00100'))
    expect(getAll.mock.calls.every(([, limit = Infinity]) => limit <= 200)).toBe(true)
  })

  test('a put that cannot be kept rejects, so that no upload begins unjournalled', async () => {
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    await expect(openJournal().put(entry('a', 1))).rejects.toMatchObject({ kind: 'browser-storage-full' })
  })

  test('leaves entries of a newer Lockgate alone', async () => {
    const journal = openJournal()
    await journal.put(entry('a', 1))
    await raw.set('newer', { version: 2 })
    expect(await journal.list()).toEqual([entry('a', 1)])
    expect(await raw.get('newer')).toEqual({ version: 2 })
  })
})

describe.each(layoutsOf('pending-acl', 'lockgate-owed-acls'))(
  'the journal of pending ACLs $where',
  ({ prepare, raw }) => {
    beforeEach(prepare)

    test('keeps what is whole, until it is settled, and reads entries of earlier versions', async () => {
      const openPending = () => new IdbPendingAclJournal(new RecordDatabase())
      const journal = openPending()
      const pending: PendingAcl = {
        id: '1',
        endpoint: 'https://a',
        accountId: makeAccount('https://a').id,
        bucket: 'x',
        key: 'k',
        etag: 'e',
        acl: { owner: { id: 'me' }, grants: [{ grantee: { type: 'everyone' }, permission: 'READ' }] },
        beganAtMs: Date.now()
      }
      await journal.put(pending)
      await raw.set('2', { version: 99 })
      expect(await openPending().list()).toEqual([pending])
      expect(await journal.hold('3', () => Promise.resolve('done'))).toEqual({ done: 'done' })
      await journal.remove('1')
      expect(await journal.list()).toEqual([])
    })
  }
)

describe.each(layoutsOf('account', 'lockgate-accounts'))('the users of accounts $where', ({ prepare, raw }) => {
  beforeEach(prepare)

  test('are one for each access key, and one that cannot be read hides no other', async () => {
    const open = () => new RecordList(new RecordDatabase(), ACCOUNT, ({ credentialsId }) => credentialsId)
    const known = { endpoint: 'https://a', credentialsId: makeAccount('https://a').id, userId: 'alice' }
    await raw.set('damaged', { version: 1, endpoint: 'https://a' })
    await open().put({ ...known, userId: 'former' })
    await open().put(known)
    expect(await open().list()).toEqual([known])
    expect(await raw.get('damaged')).toEqual({ version: 1, endpoint: 'https://a' })
  })
})
