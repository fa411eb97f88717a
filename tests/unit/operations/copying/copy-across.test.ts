// Copies and moves from one profile's gateway to another's: through the browser, and nothing of one account or its keys comes to the other.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Acl } from '../../../../src/domain/acl'
import { AppError } from '../../../../src/domain/app-error'
import type { SseKey } from '../../../../src/domain/sse-key'
import { copyObject } from '../../../../src/operations/copying/copy-object'
import type { CopyDeps, CopyJob, CopyTask } from '../../../../src/operations/copying/copy-task'
import { FakeStore, md5, PRIVATE, PUBLIC } from './fake-store'

const key = (id: string): SseKey =>
  ({ id, name: id, bytes: new Uint8Array(32), md5Base64: id, endpoints: [] }) as unknown as SseKey
const KEYS = { one: key('one'), two: key('two') }
const EVERYONE = { grantee: { type: 'everyone' }, permission: 'READ' } as const
const BOB = { grantee: { type: 'user', id: 'bob' }, permission: 'FULL_CONTROL' } as const
const CAROL = { grantee: { type: 'user', id: 'carol' }, permission: 'READ' } as const
const ofBob = (...grants: Acl['grants']): Acl => ({ owner: { id: 'bob' }, grants })

let store: FakeStore
let other: FakeStore
beforeEach(() => {
  store = new FakeStore()
  other = new FakeStore()
  other.endpoint = 'https://other.example.org'
  other.ownAcl = ofBob(BOB)
})

async function run(
  change: Partial<CopyJob> = {},
  task: Partial<CopyTask> = {},
  sourceKey?: SseKey,
  targetStore = other
): ReturnType<typeof copyObject> {
  const { body, etag, modifiedAtMs } = store.latest('a', 'x') ?? expect.unreachable()
  const deps: CopyDeps = {
    clock: { nowMs: () => store.now(), sleep: () => Promise.resolve(), random: () => 0.5 },
    digester: { md5Hex: async (blob) => md5(new Uint8Array(await blob.arrayBuffer())) },
    findKey: () => Promise.resolve(sourceKey),
    usingKey: (_key, work) => work()
  }
  const job: CopyJob = {
    ...{ gateway: store.gateway, bucket: 'a', targetGateway: targetStore.gateway, targetBucket: 'b' },
    ...{ encryption: { kind: 'none' }, isMove: false, versioning: 'off', mustEncrypt: false },
    refusesEncryptedSources: { value: false },
    ...change
  }
  const entry = { key: 'x', sizeBytes: body.length, etag, modifiedAtMs }
  return copyObject(job, { entry, key: 'x', isReplacing: false, ...task }, deps, new AbortController().signal)
}

describe('a copy to another profile', () => {
  it('reads from one gateway, writes to the other, and asks neither to copy', async () => {
    store.put('a', 'x', 'text', { tags: { run: '1' }, metadata: { by: 'me' } })
    expect(await run()).toEqual({ kind: 'copied', lost: [], keepsOlderVersion: false })
    expect(other.latest('b', 'x')).toMatchObject({ body: 'text', tags: { run: '1' }, metadata: { by: 'me' } })
    expect(other.latest('b', 'x')?.acl).toEqual(ofBob(BOB))
    for (const { calls } of [store, other]) expect(calls.filter((call) => call.startsWith('copy'))).toEqual([])
    expect(store.calls).not.toContain('put')
    expect(store.latest('a', 'x')?.body).toBe('text')
  })

  it.each([
    { acl: PUBLIC, grants: [BOB, EVERYONE], lost: [] },
    { acl: { ...PUBLIC, grants: [...PUBLIC.grants, CAROL] }, grants: [BOB, EVERYONE], lost: ['acl'] },
    { acl: { ...PRIVATE, grants: [...PRIVATE.grants, CAROL] }, grants: [BOB], lost: ['acl'] },
    {
      acl: { ...PRIVATE, grants: [...PRIVATE.grants, { grantee: { type: 'authenticated' }, permission: 'READ' }] },
      grants: [BOB],
      lost: ['acl']
    }
  ] as const)('carries what everyone may do, and says that it lacks the rest', async ({ acl, grants, lost }) => {
    store.put('a', 'x', 'text', { acl: acl as Acl })
    expect((await run()).lost).toEqual(lost)
    const copied = other.latest('b', 'x')?.acl
    expect(copied?.owner.id).toBe('bob')
    expect(copied?.grants).toHaveLength(grants.length)
    expect(copied?.grants).toEqual(expect.arrayContaining([...grants]))
  })

  it('keeps full control where the owner has the same name on both', async () => {
    store.put('a', 'x', 'text', { acl: PUBLIC })
    other.ownAcl = PRIVATE
    expect((await run()).lost).toEqual([])
    expect(other.latest('b', 'x')?.acl).toEqual({ ...PUBLIC, grants: [EVERYONE, ...PRIVATE.grants] })
  })

  it('opens the source with its key, which never comes to the other gateway', async () => {
    store.put('a', 'x', 'text', { sseKeyId: 'one' })
    await run({ encryption: { kind: 'key', sseKey: KEYS.two } }, {}, KEYS.one)
    expect(other.latest('b', 'x')).toMatchObject({ body: 'text', sseKeyId: 'two' })
    expect([[...store.sseKeyIds], [...other.sseKeyIds]]).toEqual([['one'], ['two']])
  })

  it('keeps the key where that was chosen', async () => {
    store.put('a', 'x', 'text', { sseKeyId: 'one' })
    await run({ encryption: { kind: 'keep' } }, {}, KEYS.one)
    expect(other.latest('b', 'x')).toMatchObject({ body: 'text', sseKeyId: 'one' })
  })

  it('replaces nothing that appeared there', async () => {
    store.put('a', 'x', 'text')
    other.put('b', 'x', 'theirs')
    await expect(run()).rejects.toMatchObject({ kind: 'precondition-failed' })
    expect(other.latest('b', 'x')?.body).toBe('theirs')
  })

  it.each([false, true])('never replaces the source itself, reached through both profiles', async (isMove) => {
    store.put('a', 'x', 'text')
    const same = run({ targetBucket: 'a', isMove }, { isReplacing: true }, undefined, store)
    await expect(same).rejects.toMatchObject({ kind: 'precondition-failed', details: { reason: 'same-object' } })
    expect(store.versionsOf('a', 'x').map(({ body }) => body)).toEqual(['text'])
    expect(store.calls).not.toContain('put')
  })
})

describe('a copy into the same bucket through another profile', () => {
  it('replaces no other object that is copied', async () => {
    store.put('a', 'x', 'text')
    const { body, etag, modifiedAtMs } = store.put('a', 'y', 'of its own')
    const sources = new Map([['y', { key: 'y', sizeBytes: body.length, etag, modifiedAtMs }]])
    const onto = run({ targetBucket: 'a', sources }, { key: 'y', isReplacing: true }, undefined, store)
    await expect(onto).rejects.toMatchObject({ kind: 'precondition-failed', details: { reason: 'same-object' } })
    expect(store.latest('a', 'y')?.body).toBe('of its own')
  })
})

it('what was seen unencrypted and is encrypted by now is not stored unencrypted elsewhere', async () => {
  store.put('a', 'x', 'text')
  await expect(run({ areUnencrypted: true }, {}, KEYS.one)).rejects.toMatchObject({ kind: 'object-changed' })
  expect(other.latest('b', 'x')).toBeUndefined()
})

describe('a move to another profile', () => {
  it('deletes the source once the copy was verified', async () => {
    store.put('a', 'x', 'text', { tags: { run: '1' }, acl: PUBLIC })
    expect(await run({ isMove: true })).toMatchObject({ kind: 'moved', lost: [] })
    expect(store.latest('a', 'x')).toBeUndefined()
    expect(other.latest('b', 'x')).toMatchObject({ body: 'text', tags: { run: '1' } })
    expect(other.calls.filter((call) => call.startsWith('delete'))).toEqual([])
  })

  it('keeps it where access of users can’t be carried over', async () => {
    store.put('a', 'x', 'text', { acl: { ...PRIVATE, grants: [...PRIVATE.grants, CAROL] } })
    await expect(run({ isMove: true })).rejects.toMatchObject({
      kind: 'source-kept',
      details: { reason: 'attributes-lost' }
    })
    expect(store.latest('a', 'x')?.body).toBe('text')
  })

  it.each(['put', 'properties b/x', 'tags b/x', 'acl b/x'])('keeps it where %s is refused there', async (refused) => {
    store.put('a', 'x', 'text')
    other.onRequest = (name) => {
      if (name === refused) throw new AppError('access-denied')
    }
    await expect(run({ isMove: true })).rejects.toBeInstanceOf(AppError)
    expect(store.latest('a', 'x')?.body).toBe('text')
    expect(store.calls.filter((call) => call.startsWith('delete'))).toEqual([])
  })

  it('keeps it where it has changed since it was read', async () => {
    store.put('a', 'x', 'text')
    other.onRequest = (name) => {
      if (name === 'acl b/x') store.put('a', 'x', 'newer')
    }
    await expect(run({ isMove: true })).rejects.toMatchObject({ kind: 'source-kept' })
    expect(store.latest('a', 'x')?.body).toBe('newer')
    expect(other.latest('b', 'x')?.body).toBe('text')
  })
})
