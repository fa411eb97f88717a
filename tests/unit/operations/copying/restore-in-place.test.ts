// Tags and ACL of an object that is encrypted in place and was replaced, but not verified: the next page gives them back.
import { beforeEach, expect, it } from 'vitest'
import { AppError } from '../../../../src/domain/app-error'
import type { PendingAcl, PendingAclJournal } from '../../../../src/domain/pending-acl'
import type { SseKey } from '../../../../src/domain/sse-key'
import { PendingAcls } from '../../../../src/operations/access/pending-acls'
import { copyObject } from '../../../../src/operations/copying/copy-object'
import type { CopyJob } from '../../../../src/operations/copying/copy-task'
import { FakeStore, md5, PUBLIC } from './fake-store'

const KEY = { id: 'one', name: 'one', bytes: new Uint8Array(32), md5Base64: 'one' } as unknown as SseKey
const TAGS = { run: '1' }

let store: FakeStore
let entries: Map<string, PendingAcl>
let isGone: boolean
beforeEach(() => {
  store = new FakeStore()
  entries = new Map()
  isGone = false
})

const journal: PendingAclJournal = {
  list: async () => [...entries.values()],
  put: async (pending) => void (isGone || entries.set(pending.id, pending)),
  remove: async (id) => void (isGone || entries.delete(id)),
  hold: async (_id, work) => ({ done: await work() })
}
const clock = { nowMs: () => store.now(), sleep: () => Promise.resolve(), random: () => 0.5 }

/** @param onReplaced before the first request after the object was replaced. */
async function encrypt(onReplaced: () => void): Promise<void> {
  // Not the ETag of its bytes: they are compared.
  const { body, etag, modifiedAtMs } = store.put('a', 'x', 'text', { etag: 'f'.repeat(32), acl: PUBLIC, tags: TAGS })
  let isReplaced = false
  store.onRequest = () => {
    if (isGone) throw new DOMException('The page is gone', 'AbortError')
    if (isReplaced || store.latest('a', 'x')?.sseKeyId === undefined) return
    isReplaced = true
    onReplaced()
  }
  const { gateway } = store
  const job: CopyJob = {
    ...{
      gateway,
      bucket: 'a',
      targetGateway: gateway,
      targetBucket: 'a',
      isMove: false,
      versioning: 'off',
      mustEncrypt: false
    },
    ...{ encryption: { kind: 'key', sseKey: KEY }, refusesEncryptedSources: { value: false } }
  }
  const deps = {
    clock,
    digester: { md5Hex: async (blob: Blob) => md5(new Uint8Array(await blob.arrayBuffer())) },
    findKey: () => Promise.resolve(undefined),
    usingKey: <T>(_key: SseKey | undefined, work: () => Promise<T>) => work(),
    aclRecovery: new PendingAcls(journal, clock)
  }
  const entry = { key: 'x', sizeBytes: body.length, etag, modifiedAtMs }
  try {
    await copyObject(job, { entry, key: 'x', isReplacing: false }, deps, new AbortController().signal)
  } finally {
    store.onRequest = () => undefined
  }
}

async function recover(): Promise<void> {
  isGone = false
  await new PendingAcls(journal, clock).recover(store.gateway as never)
}

it('after the page was closed', async () => {
  const gone = (): void => {
    isGone = true
    throw new DOMException('The page is gone', 'AbortError')
  }
  await expect(encrypt(gone)).rejects.toThrow()
  expect(store.latest('a', 'x')).toMatchObject({ sseKeyId: KEY.id, tags: {} })
  await recover()
  expect(store.latest('a', 'x')).toMatchObject({ sseKeyId: KEY.id, acl: PUBLIC, tags: TAGS })
  expect(entries.size).toBe(0)
})

it('after its bytes turned out to be others', async () => {
  const spoil = (): void => void store.put('a', 'x', 'text', { ...store.latest('a', 'x'), body: 'tex?' })
  await expect(encrypt(spoil)).rejects.toMatchObject({ kind: 'digest-mismatch' })
  await recover()
  expect(store.latest('a', 'x')).toMatchObject({ body: 'tex?', acl: PUBLIC, tags: TAGS })
})

it('not to what someone else wrote there', async () => {
  const replace = (): void => void store.put('a', 'x', 'mine', { sseKeyId: KEY.id })
  await expect(encrypt(replace)).rejects.toMatchObject({ kind: 'object-changed' })
  expect(entries.size).toBe(0)
})

it('not where the gateway refused to replace it', async () => {
  let completions = 0
  const run = encrypt(() => undefined)
  const { onRequest } = store
  store.onRequest = (name, number) => {
    onRequest(name, number)
    if (name === 'complete' && ++completions === 2) throw new AppError('quota-exceeded')
  }
  await expect(run).rejects.toMatchObject({ kind: 'quota-exceeded' })
  expect(entries.size).toBe(0)
})
