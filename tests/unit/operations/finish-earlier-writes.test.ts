// An object whose earlier change was interrupted, and that is edited, restored or copied next: nothing that was pending is lost, or given
// to another object with the same bytes.
import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { Gateway } from '../../../src/domain/gateway'
import type { ObjectVersion } from '../../../src/domain/bucket'
import type { PendingAcl } from '../../../src/domain/pending-acl'
import { PendingAcls } from '../../../src/operations/access/pending-acls'
import { copyObject } from '../../../src/operations/copying/copy-object'
import type { CopyDeps, CopyJob } from '../../../src/operations/copying/copy-task'
import { openText, saveText } from '../../../src/operations/editing/edit-object'
import { restoreVersion } from '../../../src/operations/versions/restore-version'
import { MemoryList } from '../../../src/platform/storage/memory-stores'
import { FakeStore, md5, PRIVATE, PUBLIC } from './copying/fake-store'

const TAGS = { state: 'raw' }
const DECIDE = { kind: 'object-changed', details: { reason: 'change-interrupted' } }
const { signal } = new AbortController()

let store: FakeStore
let gateway: Gateway
let recovery: PendingAcls
let entries: () => Promise<readonly PendingAcl[]>

beforeEach(() => {
  store = new FakeStore()
  const buckets = { versioningOf: (bucket: string) => Promise.resolve(store.versioning.get(bucket) ?? 'off') }
  gateway = { ...store.gateway, buckets } as Gateway
  const journal = new MemoryList<PendingAcl>()
  entries = () => journal.list()
  const hold = async <T>(_id: string, work: () => Promise<T>) => ({ done: await work() })
  recovery = new PendingAcls(Object.assign(journal, { hold }), clock)
})

const clock = { nowMs: () => store.now(), sleep: () => Promise.resolve(), random: () => 0.5 }
const digester = { md5Hex: async (body: Blob) => md5(new Uint8Array(await body.arrayBuffer())) }

/** The object lost its ACL and its tags to a write that was interrupted, and both are pending. */
async function interrupt(key = 'k', tags: Readonly<Record<string, string>> = {}): Promise<void> {
  const { etag, versionId, modifiedAtMs } = store.put('b', key, 'text', { tags })
  const { endpoint, id: accountId } = gateway.storage.account
  const pending = { endpoint, accountId, bucket: 'b', key, etag, sizeBytes: 4, acl: PUBLIC, tags: TAGS }
  await recovery.during(pending, (entry) => entry.identify({ versionId, modifiedAtMs }))
  expect(await entries()).toHaveLength(1)
}

async function open() {
  const { readRange } = gateway.properties
  gateway.properties.readSmall = (about) =>
    readRange({ ...about, etag: md5('text'), startByte: 0, byteCount: 4 }, signal)
  const seen = { encryption: { state: 'clear', seenAtMs: 0 }, sseKey: undefined } as const
  const opened = await openText({ gateway, bucket: 'b', key: 'k' }, seen, digester, signal)
  if (opened.kind !== 'text') throw new Error(opened.refusal.code)
  return opened.object
}

async function save() {
  return saveText(await open(), 'edited', { digester, clock, aclRecovery: recovery })
}

/** Makes the older version the latest again. */
async function restore() {
  gateway.versions.restore = async ({ versionId }) => {
    const { body = '' } = store.versionsOf('b', 'k').find((one) => one.versionId === versionId) ?? {}
    store.put('b', 'k', body)
    return Promise.resolve()
  }
  const { versions } = await gateway.versions.listPage({ bucket: 'b', prefix: 'k' })
  const [, older] = versions as [ObjectVersion, ObjectVersion]
  return restoreVersion(
    { gateway, bucket: 'b', ...older, nullVersion: undefined, sseKey: undefined },
    { clock, aclRecovery: recovery },
    signal
  )
}

function copy(from: string, to: string, more: Partial<CopyJob> = {}) {
  const { body = '', etag = '', modifiedAtMs = 0 } = store.latest('b', from) ?? {}
  const job: CopyJob = {
    ...{ gateway, bucket: 'b', targetGateway: gateway, targetBucket: 'b', encryption: { kind: 'keep' }, isMove: false },
    versioning: 'off',
    ...{ mustEncrypt: false, refusesEncryptedSources: { value: false } },
    ...more
  }
  const deps: CopyDeps = {
    ...{ clock, digester, aclRecovery: recovery },
    findKey: async () => undefined,
    usingKey: (_key, work) => work()
  }
  const entry = { key: from, sizeBytes: body.length, etag, modifiedAtMs }
  return copyObject(job, { entry, key: to, isReplacing: true }, deps, signal)
}

describe('what is pending is restored first', () => {
  test('when its text is edited, though it was opened before', async () => {
    await interrupt()
    expect(await save()).toMatchObject({ kind: 'saved', report: { acl: { state: 'kept' }, differences: [] } })
    expect(store.latest('b', 'k')).toMatchObject({ body: 'edited', tags: TAGS, acl: PUBLIC })
    expect([await entries(), await recovery.recover(gateway)]).toEqual([[], []])
  })

  test('when an older version is made the latest: the version that it had become keeps it', async () => {
    store.versioning.set('b', 'on')
    store.put('b', 'k', 'first')
    await interrupt()
    expect(await restore()).toMatchObject({ report: { acl: { state: 'kept' } } })
    const [now, before] = store.versionsOf('b', 'k')
    expect(now).toMatchObject({ body: 'first', tags: {}, acl: PRIVATE })
    expect(before).toMatchObject({ body: 'text', tags: TAGS, acl: PUBLIC })
    expect(await entries()).toEqual([])
  })

  test.each([false, true])('when it is copied (moved: %s)', async (isMove) => {
    await interrupt()
    expect(await copy('k', 'to', { isMove })).toMatchObject({ lost: [] })
    expect(store.latest('b', 'to')).toMatchObject({ body: 'text', tags: TAGS, acl: PUBLIC })
    expect(await entries()).toEqual([])
  })

  test('when another object with the same bytes replaces it, which is not opened later', async () => {
    await interrupt()
    store.put('b', 'from', 'text')
    await copy('from', 'k')
    expect(await entries()).toEqual([])
    await recovery.recover(gateway)
    expect(store.latest('b', 'k')).toMatchObject({ tags: {}, acl: PRIVATE })
  })
})

describe('while the user has to decide what is restored, nothing is written', () => {
  beforeEach(() => interrupt('k', { other: '1' }))

  test.each([
    ['by an edit', save],
    ['by a copy of it', () => copy('k', 'to')],
    ['by a copy in its place', () => copy('from', 'k')],
    ['by another encryption', () => copy('k', 'k', { encryption: { kind: 'key', sseKey: { id: 'one' } as never } })]
  ])('%s', async (_, write) => {
    store.put('b', 'from', 'other')
    await expect(write()).rejects.toMatchObject(DECIDE)
    expect(store.latest('b', 'k')).toMatchObject({ body: 'text', tags: { other: '1' } })
    expect(store.latest('b', 'to')).toBeUndefined()
    expect(await entries()).toHaveLength(1)
  })

  test('by restoring an older version', async () => {
    store.versioning.set('b', 'on')
    store.put('b', 'k2', 'x')
    const version = { versionId: 'null', etag: md5('text'), sizeBytes: 4, nullVersion: undefined, sseKey: undefined }
    const asked = { gateway, bucket: 'b', key: 'k', ...version }
    await expect(restoreVersion(asked, { clock, aclRecovery: recovery }, signal)).rejects.toMatchObject(DECIDE)
  })
})

test('what cannot be restored now ends the write before it begins', async () => {
  await interrupt()
  const object = await open()
  store.onRequest = (name) => {
    if (name.startsWith('versions')) throw new AppError('unreachable')
  }
  const saving = saveText(object, 'edited', { digester, clock, aclRecovery: recovery })
  await expect(saving).rejects.toMatchObject({ kind: 'unreachable' })
  expect(store.latest('b', 'k')).toMatchObject({ body: 'text' })
  expect(await entries()).toHaveLength(1)
})
