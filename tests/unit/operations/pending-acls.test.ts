// The ACL of an object whose write was interrupted: when it is restored unasked, when the user is asked, and what is never lost.
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { withCannedAcl, withGrant } from '../../../src/domain/acl'
import { AppError } from '../../../src/domain/app-error'
import type { ObjectVersion } from '../../../src/domain/bucket'
import type { Gateway } from '../../../src/domain/gateway'
import type { PendingAcl, PendingAclJournal } from '../../../src/domain/pending-acl'
import { PendingAcls } from '../../../src/operations/access/pending-acls'
import { matchVersion } from '../../../src/operations/access/recover-acl'
import { restoreVersion } from '../../../src/operations/versions/restore-version'
import { FakeAccess, PRIVATE } from './fake-access'
import { FakeStorage } from '../transfers/fake-storage'
import { FastClock } from '../transfers/fakes'
import { makeAccount } from '../domain/accounts'
import { makeGateway } from '../state/fakes'

const PUBLIC = withCannedAcl(PRIVATE, 'public-read')
const DAY_MS = 24 * 60 * 60_000
const MINUTE_MS = 60_000

class MemoryJournal implements PendingAclJournal {
  readonly entries = new Map<string, PendingAcl>()
  readonly held = new Map<string, Promise<unknown>>()
  isFull = false
  list(): Promise<readonly PendingAcl[]> {
    return Promise.resolve([...this.entries.values()])
  }
  put(pending: PendingAcl): Promise<void> {
    if (this.isFull) return Promise.reject(new Error('full'))
    this.entries.set(pending.id, pending)
    return Promise.resolve()
  }
  remove(id: string): Promise<void> {
    this.entries.delete(id)
    return Promise.resolve()
  }
  async hold<T>(id: string, work: () => Promise<T>): Promise<{ readonly done: T } | undefined> {
    await this.held.get(id)
    const working = work()
    this.held.set(
      id,
      working.catch(() => undefined)
    )
    return { done: await working }
  }
}

let journal: MemoryJournal
let access: FakeAccess
let clock: FastClock
let gateway: Gateway
let now: ObjectVersion | undefined
let isOffline: boolean
let head: object
const page = () => new PendingAcls(journal, clock)
const nowMs = () => clock.nowMs()
const isPublic = () => (access.acls.get('b/k') === undefined ? false : access.acls.get('b/k') !== PRIVATE)

function pendingAcl(more: Partial<PendingAcl> = {}): PendingAcl {
  return {
    id: 'p1',
    endpoint: gateway.storage.endpoint,
    accountId: gateway.storage.account.id,
    bucket: 'b',
    key: 'k',
    etag: 'e-new',
    sizeBytes: 3,
    acl: PUBLIC,
    beganAtMs: nowMs(),
    ...more
  }
}

function version(more: Partial<ObjectVersion> = {}): ObjectVersion {
  return {
    key: 'k',
    versionId: 'null',
    isLatest: true,
    isDeleteMarker: false,
    sizeBytes: 3,
    modifiedAtMs: nowMs(),
    etag: 'e-new',
    ...more
  }
}

beforeEach(() => {
  journal = new MemoryJournal()
  access = new FakeAccess()
  clock = new FastClock()
  isOffline = false
  const listPage = () =>
    isOffline
      ? Promise.reject(new AppError('offline'))
      : Promise.resolve({ versions: now === undefined ? [] : [now], next: undefined })
  head = {}
  const read = () => Promise.resolve(head)
  gateway = makeGateway(new FakeStorage(), {
    access,
    versions: { listPage } as never,
    properties: { read } as never
  })
  now = version()
})

describe('while it is written', () => {
  const asked = () => {
    const { endpoint, accountId, bucket, key, etag, sizeBytes, acl } = pendingAcl()
    return { endpoint, accountId, bucket, key, etag, sizeBytes, acl }
  }

  test('the entry is made before, and removed only by who settles it', async () => {
    const entries = page()
    let isLeft = false
    entries.onUnsettled = () => (isLeft = true)
    await entries.during(asked(), async (entry) => {
      expect([...journal.entries.values()]).toMatchObject([{ key: 'k', etag: 'e-new', sizeBytes: 3 }])
      await entry.settle()
    })
    expect([journal.entries.size, isLeft]).toEqual([0, false])
    await expect(entries.during(asked(), () => Promise.reject(new Error('lost')))).rejects.toThrow('lost')
    expect([journal.entries.size, isLeft]).toEqual([1, true])
  })

  test('it goes on where nothing can be stored', async () => {
    journal.isFull = true
    expect(await page().during(asked(), () => Promise.resolve('written'))).toBe('written')
  })

  test('the network lost right after the copy of a version leaves it pending, and it is restored when it is back', async () => {
    access.acls.set('b/k', PUBLIC)
    const properties = {
      read: () => (isOffline ? Promise.reject(new AppError('offline')) : Promise.resolve({ metadata: {} })),
      tagsOf: () => Promise.resolve({})
    }
    const restore = () => {
      access.acls.set('b/k', PRIVATE)
      isOffline = true
      return Promise.resolve()
    }
    const stage = makeGateway(gateway.storage, {
      access,
      buckets: { versioningOf: () => Promise.resolve('on') } as never,
      properties: properties as never,
      versions: { ...gateway.versions, restore } as never
    })
    const entries = page()
    const target = {
      gateway: stage,
      bucket: 'b',
      key: 'k',
      versionId: 'v1',
      etag: 'e-new',
      sizeBytes: 3,
      sseKey: undefined,
      nullVersion: undefined
    }
    const deps = { clock, aclRecovery: entries }
    const restored = await restoreVersion(target, deps, new AbortController().signal)
    expect([restored.error?.kind, journal.entries.size, isPublic()]).toEqual(['offline', 1, false])
    expect(await entries.recover(stage)).toMatchObject([{ kind: 'waiting' }])
    isOffline = false
    expect(await entries.recover(stage)).toMatchObject([{ kind: 'restored' }])
    expect([journal.entries.size, isPublic()]).toEqual([0, true])
  })
})

/** Another tenant's, with an object just like it. */
const another = (): Gateway => ({
  ...gateway,
  storage: Object.assign(Object.create(gateway.storage) as Gateway['storage'], {
    account: makeAccount(gateway.storage.endpoint, 'physics$alice')
  })
})

test('an earlier version’s entry of a profile that is gone is asked about where it fits, and stays otherwise', async () => {
  const older = pendingAcl({ accountId: undefined, profileId: undefined })
  await journal.put(older)
  expect(await page().recover(gateway)).toMatchObject([{ kind: 'ask', reason: 'unclear' }])
  access.acls.set('b/k', PUBLIC)
  expect(await page().recover(gateway)).toEqual([{ kind: 'settled' }])
  now = undefined
  expect(await page().recover(gateway)).toEqual([{ kind: 'settled' }])
  expect([...journal.entries.values()]).toEqual([older])
})

describe('within a day', () => {
  test('what a page left is restored by the next one, and by no other account’s', async () => {
    await journal.put(pendingAcl())
    expect(await page().recover(another())).toEqual([])
    expect(await page().recover(gateway)).toMatchObject([{ kind: 'restored', owner: { id: 'alice' } }])
    expect([access.acls.get('b/k'), journal.entries.size]).toEqual([PUBLIC, 0])
    expect(await page().recover(gateway)).toEqual([])
  })

  test('the same grants are done, and nothing is written', async () => {
    await journal.put(pendingAcl({ beganAtMs: nowMs() - 180 * DAY_MS }))
    access.acls.set('b/k', PUBLIC)
    expect(await page().recover(gateway)).toEqual([{ kind: 'settled' }])
    expect([access.writes, journal.entries.size]).toEqual([[], 0])
  })

  test('the same grants under another owner are equal: the last writer owns the object', async () => {
    await journal.put(pendingAcl({ acl: withGrant(PUBLIC, 'carol', ['READ']) }))
    access.acls.set('b/k', {
      owner: { id: 'bob' },
      grants: [{ grantee: { type: 'user', id: 'bob' }, permission: 'FULL_CONTROL' }]
    })
    expect(await page().recover(gateway)).toMatchObject([{ kind: 'restored', owner: { id: 'bob' } }])
    expect([access.writes.length, journal.entries.size]).toEqual([1, 0])
    await journal.put(pendingAcl({ acl: withGrant(PUBLIC, 'carol', ['READ']) }))
    expect(await page().recover(gateway)).toEqual([{ kind: 'settled' }])
    expect(access.writes.length).toBe(1)
  })

  test('a page that is still at work is waited for, and settles it itself', async () => {
    let end = (): void => undefined
    const living = page().during(pendingAcl(), async (entry) => {
      await new Promise<void>((resolve) => (end = resolve))
      await entry.settle()
    })
    await expect.poll(() => journal.entries.size).toBe(1)
    const next = page().recover(gateway)
    end()
    await living
    expect([await next, access.writes]).toEqual([[{ kind: 'settled' }], []])
  })

  test('a gateway that cannot be reached is asked again later', async () => {
    await journal.put(pendingAcl())
    access.writeFailures.set('b/k', 'gateway-busy')
    expect(await page().recover(gateway)).toMatchObject([{ kind: 'waiting' }])
    expect(journal.entries.size).toBe(1)
    access.writeFailures.clear()
    expect(await page().recover(gateway)).toMatchObject([{ kind: 'restored' }])
  })

  test('where versions may not be listed, the listing of objects tells', async () => {
    await journal.put(pendingAcl())
    const storage = gateway.storage as FakeStorage
    storage.objects.set('k', { bytes: Buffer.from('new'), etag: 'e-new', modifiedAtMs: nowMs() } as never)
    const listPage = () => Promise.reject(new AppError('access-denied'))
    const denied = { ...gateway, versions: { listPage } as never }
    expect(await page().recover(denied)).toMatchObject([{ kind: 'restored' }])
  })
})

test('a large object of Swift’s is known by its HEAD', async () => {
  await journal.put(pendingAcl())
  now = version({ etag: 'e-manifest', sizeBytes: 0 })
  head = { largeObject: 'dynamic', etag: 'e-new', sizeBytes: 3 }
  expect(await page().recover(gateway)).toMatchObject([{ kind: 'restored' }])
})

describe('nothing is written, and it stays pending until the person has decided:', () => {
  const cases: readonly (readonly [string, () => Partial<PendingAcl>, () => void, object])[] = [
    [
      'an entry of 180 days',
      () => ({ beganAtMs: nowMs() - 180 * DAY_MS, modifiedAtMs: nowMs() }),
      () => undefined,
      { reason: 'old' }
    ],
    ['an entry of an earlier version', () => ({ sizeBytes: undefined }), () => undefined, { reason: 'unclear' }],
    [
      'an entry from the future',
      () => ({ beganAtMs: nowMs() + 2 * DAY_MS, modifiedAtMs: nowMs() }),
      () => undefined,
      { reason: 'old' }
    ],
    [
      'the same bytes of another day',
      () => ({ modifiedAtMs: nowMs() }),
      () => (now = version({ modifiedAtMs: nowMs() + 20 * MINUTE_MS })),
      { reason: 'unclear' }
    ],
    [
      'an ACL that someone has set since',
      () => ({}),
      () => access.acls.set('b/k', withCannedAcl(PRIVATE, 'authenticated-read')),
      { reason: 'changed-since' }
    ],
    [
      'an ACL that the person has changed here',
      () => ({ isChangedSince: true }),
      () => undefined,
      { reason: 'changed-since' }
    ],
    [
      'a refusal',
      () => ({}),
      () => access.unreadable.add('b/k'),
      { reason: 'refused', error: { kind: 'access-denied' } }
    ],
    ['another object', () => ({}), () => (now = version({ etag: 'e-other' })), { kind: 'replaced', isGone: false }],
    [
      'another version with the same bytes',
      () => ({ versionId: 'v1' }),
      () => (now = version({ versionId: 'v2' })),
      { kind: 'replaced' }
    ],
    ['an object that is gone', () => ({}), () => (now = undefined), { kind: 'replaced', isGone: true }],
    [
      'an object that is deleted',
      () => ({}),
      () => (now = version({ isDeleteMarker: true })),
      { kind: 'replaced', isGone: true }
    ]
  ]
  test.each(cases)('%s', async (_what, entry, change, expected) => {
    await journal.put(pendingAcl(entry()))
    change()
    for (let time = 0; time < 2; time++)
      expect(await page().recover(gateway)).toMatchObject([{ kind: 'ask', pending: { id: 'p1' }, ...expected }])
    expect([access.writes, journal.entries.size]).toEqual([[], 1])
    await page().dismiss('p1')
    expect([await page().recover(gateway), access.writes]).toEqual([[], []])
  })

  test('the person can have it restored, though never another object’s', async () => {
    await journal.put(pendingAcl({ beganAtMs: nowMs() - 180 * DAY_MS }))
    now = version({ etag: 'e-other' })
    expect(await page().restore(gateway, 'p1')).toMatchObject({ kind: 'replaced' })
    now = version()
    expect(await page().restore(gateway, 'p1')).toMatchObject({ kind: 'restored' })
    expect([access.acls.get('b/k'), journal.entries.size]).toEqual([PUBLIC, 0])
  })

  test('changing the ACL of a folder overrules what is pending below it', async () => {
    await journal.put(pendingAcl())
    await page().noteChange(gateway, 'b', (key) => key.startsWith('other/'))
    expect(journal.entries.get('p1')?.isChangedSince).toBeUndefined()
    await page().noteChange(gateway, 'b', (key) => key.startsWith('k'))
    expect(await page().recover(gateway)).toMatchObject([{ kind: 'ask', reason: 'changed-since' }])
  })
})

test('a write that never arrived leaves nothing to restore', async () => {
  await journal.put(pendingAcl())
  access.acls.set('b/k', PUBLIC)
  now = version({ etag: 'e-old' }) // a moment old, and as public as before
  expect(await page().recover(gateway)).toEqual([{ kind: 'settled' }])
  await journal.put(pendingAcl())
  access.acls.set('b/k', PRIVATE)
  now = version({ etag: 'e-old', modifiedAtMs: nowMs() - DAY_MS })
  expect(await page().recover(gateway)).toEqual([{ kind: 'settled' }])
  expect([access.writes, journal.entries.size]).toEqual([[], 0])
})

describe('which object is meant', () => {
  const there = (more: Partial<ObjectVersion> = {}) => ({ ...version(more), versionId: more.versionId })

  test('a date moved by our own ACL write still matches, one moved otherwise does not', () => {
    const moved = there({ modifiedAtMs: nowMs() + 30 * MINUTE_MS })
    const written = pendingAcl({ modifiedAtMs: nowMs() })
    expect(matchVersion(written, moved)).toBe('unclear')
    expect(matchVersion({ ...written, aclSentAtMs: nowMs() + 30 * MINUTE_MS }, moved)).toBe('same')
    expect(matchVersion({ ...written, aclSentAtMs: nowMs() - 30 * MINUTE_MS }, moved)).toBe('unclear')
  })

  test('a version id decides alone; dates of headers have no fractions', () => {
    expect(matchVersion(pendingAcl({ versionId: 'v1', modifiedAtMs: 1 }), there({ versionId: 'v1' }))).toBe('same')
    expect(matchVersion(pendingAcl({ modifiedAtMs: 5_000 }), there({ modifiedAtMs: 5_999 }))).toBe('same')
    expect(matchVersion(pendingAcl(), there({ etag: '' }))).toBe('unclear')
  })

  test('other bytes never match', () => {
    const anyTime = fc.integer({ min: 0, max: 2e12 })
    fc.assert(
      fc.property(anyTime, anyTime, fc.option(anyTime, { nil: undefined }), (beganAtMs, modifiedAtMs, aclSentAtMs) => {
        const pending = pendingAcl({ beganAtMs, modifiedAtMs, aclSentAtMs })
        expect(matchVersion(pending, there({ etag: 'e-other', modifiedAtMs }))).toBe('another')
        expect(matchVersion(pending, there({ sizeBytes: 4, modifiedAtMs }))).toBe('another')
      })
    )
  })
})
