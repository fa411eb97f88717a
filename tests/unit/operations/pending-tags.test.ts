// Tags and ACL of an object whose change of headers or metadata was interrupted: neither is forgotten, and no half-finished object is
// taken for the original.
import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { NO_CHANGES, type AttributeChanges } from '../../../src/domain/attributes'
import type { Gateway } from '../../../src/domain/gateway'
import type { PendingAcl } from '../../../src/domain/pending-acl'
import { PendingAcls } from '../../../src/operations/access/pending-acls'
import {
  changeAttributes,
  type AttributesJob,
  type SeenObject
} from '../../../src/operations/attributes/change-attributes'
import type { CopyDeps } from '../../../src/operations/copying/copy-task'
import { readSource } from '../../../src/operations/copying/source'
import { MemoryList } from '../../../src/platform/storage/memory-stores'
import { FakeStore, PRIVATE, PUBLIC } from './copying/fake-store'

const DAY_MS = 24 * 60 * 60_000
const TAGS = { state: 'raw', year: '2026' }
const { signal } = new AbortController()
const CHANGES: AttributeChanges = { ...NO_CHANGES, metadata: { run: '2' }, tags: { station: 'north' } }
const WANTED = { metadata: { run: '2' }, tags: { ...TAGS, station: 'north' }, acl: PUBLIC }

let store: FakeStore
let gateway: Gateway
let laterMs: number
let recovery: PendingAcls
let entries: () => Promise<readonly PendingAcl[]>
let isDown: boolean
/** Requests that are refused, by the beginning of their names. */
let refused: string[]

beforeEach(() => {
  store = new FakeStore()
  gateway = store.gateway as Gateway
  laterMs = 0
  const journal = new MemoryList<PendingAcl>()
  entries = () => journal.list()
  const hold = async <T>(_id: string, work: () => Promise<T>) => ({ done: await work() })
  recovery = new PendingAcls(Object.assign(journal, { hold }), clock)
  isDown = false
  refused = []
  store.onRequest = (name) => {
    if (isDown) throw new AppError('unreachable')
    if (refused.some((one) => name.startsWith(one))) throw new AppError('access-denied')
  }
  store.put('b', 'k', 'text', { tags: TAGS, acl: PUBLIC })
})

const clock = { nowMs: () => store.now() + laterMs, sleep: () => Promise.resolve(), random: () => 0.5 }
const there = () => store.latest('b', 'k')

function entry() {
  const { body = '', etag = '', modifiedAtMs = 0 } = there() ?? {}
  return { key: 'k', sizeBytes: body.length, etag, modifiedAtMs }
}

function deps(): CopyDeps {
  const digester = { md5Hex: () => Promise.reject(new Error('not for this')) }
  return { clock, digester, aclRecovery: recovery, findKey: async () => undefined, usingKey: (_key, work) => work() }
}

function job(): AttributesJob {
  return { gateway, bucket: 'b', versioning: 'off', mustEncrypt: false, refusesEncryptedSources: { value: false } }
}

function change(changes = CHANGES, seen?: SeenObject) {
  return changeAttributes(job(), entry(), changes, { ...deps(), seen }, signal)
}

async function see(): Promise<SeenObject> {
  const copyJob = { ...job(), targetBucket: 'b', encryption: { kind: 'keep' }, isMove: false } as const
  return (await readSource(copyJob, entry(), deps(), signal)) as SeenObject
}

/** The gateway goes down right after the copy of the object onto itself. */
async function interrupt(changes = CHANGES, seen?: SeenObject): Promise<void> {
  const { onRequest } = store
  store.onRequest = (name, number) => {
    onRequest(name, number)
    if (name === 'replaced') isDown = true
  }
  await expect(change(changes, seen)).rejects.toMatchObject({ kind: 'unreachable' })
  store.onRequest = onRequest
  isDown = false
  expect(there()).toMatchObject({ metadata: { run: '2' }, tags: {}, acl: PRIVATE })
  expect(await entries()).toMatchObject([{ key: 'k', tags: { ...TAGS, ...changes.tags }, acl: PUBLIC }])
}

describe('what an interrupted change left', () => {
  test('is restored within a day, once: tags that are removed later stay removed', async () => {
    await interrupt()
    refused = ['putAcl']
    expect(await recovery.recover(gateway)).toMatchObject([{ kind: 'ask', missing: { acl: true, tags: [] } }])
    expect(there()).toMatchObject({ tags: WANTED.tags, acl: PRIVATE })
    await gateway.storage.putTags('b', 'k', {})
    expect(await recovery.recover(gateway)).toMatchObject([{ kind: 'ask', missing: { acl: true, tags: [] } }])
    refused = []
    expect(await recovery.recover(gateway)).toMatchObject([{ kind: 'restored' }])
    expect([there()?.tags, there()?.acl, await entries()]).toEqual([{}, PUBLIC, []])
  })

  test.each([
    ['more than a day ago', () => void (laterMs = DAY_MS + 1), 'old'],
    [
      'by a clock that is off',
      () => void store.put('b', 'k', 'text', { acl: PUBLIC, modifiedAtMs: store.now() - 20 * 60_000 }),
      'unclear'
    ],
    ['and tagged since', () => void gateway.storage.putTags('b', 'k', { other: '1' }), 'changed-since'],
    ['while tags may not be written', () => void (refused = ['tag ']), 'refused'],
    ['while tags may not be read', () => void (refused = ['tags ']), 'refused']
  ])(
    '%s is a question, with the default ACL too, and stays in the journal until it is answered',
    async (_, happen, reason) => {
      await interrupt()
      store.latest('b', 'k')!.acl = PUBLIC // that it is to have
      happen()
      const missing = { acl: false, tags: ['state', 'year', 'station'] }
      for (let time = 0; time < 2; time++)
        expect(await recovery.recover(gateway)).toMatchObject([{ kind: 'ask', reason, missing }])
      const [pending] = await entries()
      refused = []
      expect(await recovery.restore(gateway, pending?.id ?? '')).toEqual({ kind: 'settled' })
      expect(there()?.tags).toMatchObject(WANTED.tags)
      expect(await entries()).toEqual([])
    }
  )

  test.each(['acl', 'tags'])('goes to no object that another client writes while its %s are restored', async (kind) => {
    await interrupt()
    const { onRequest } = store
    store.onRequest = (name) => {
      if (name !== `${kind} b/k`) return
      store.onRequest = onRequest
      store.put('b', 'k', 'private')
    }
    expect(await recovery.recover(gateway)).toMatchObject([{ kind: 'waiting' }])
    expect(await recovery.recover(gateway)).toMatchObject([{ kind: 'replaced', isGone: false }])
    expect(there()).toMatchObject({ body: 'private', tags: {}, acl: PRIVATE })
  })

  test('keeps an ACL that was restored as it is from then on, whatever becomes of the tags', async () => {
    await interrupt()
    refused = ['tag ']
    expect(await recovery.recover(gateway)).toMatchObject([
      { kind: 'ask', missing: { acl: false }, restoredOwner: { id: 'alice' } }
    ])
    expect(there()).toMatchObject({ tags: {}, acl: PUBLIC })
    await gateway.access.putOfObject('b', 'k', PRIVATE)
    refused = []
    expect(await recovery.recover(gateway)).toEqual([{ kind: 'settled' }])
    expect(there()).toMatchObject({ tags: WANTED.tags, acl: PRIVATE })
  })

  test('is nothing where the write never arrived', async () => {
    store.onRequest = (name) => {
      if (name === 'replaceMetadata') isDown = true
      if (isDown) throw new AppError('unreachable')
    }
    await expect(change()).rejects.toMatchObject({ kind: 'unreachable' })
    isDown = false
    store.onRequest = () => undefined
    expect(await recovery.recover(gateway)).toEqual([{ kind: 'settled' }])
    expect([there()?.tags, await entries()]).toEqual([TAGS, []])
  })

  test('of tags that could not be given back is told, and stays pending', async () => {
    refused = ['tag ']
    expect(await change()).toEqual({ kind: 'changed', lost: ['tags'] })
    expect(await entries()).toMatchObject([{ isAclRestored: true, tags: WANTED.tags }])
  })
})

describe('the next change of an object whose change was interrupted', () => {
  test('finishes that one first: no tag is lost, and nothing is called unchanged that was not', async () => {
    await interrupt()
    expect(await change()).toEqual({ kind: 'changed', lost: [] })
    expect(there()).toMatchObject(WANTED)
    expect([await entries(), await recovery.recover(gateway)]).toEqual([[], []])
    expect(await change()).toEqual({ kind: 'unchanged', lost: [] })
  })

  test('of tags alone finishes it too', async () => {
    await interrupt()
    expect(await change({ ...NO_CHANGES, tags: { more: '1' } })).toEqual({ kind: 'changed', lost: [] })
    expect(there()).toMatchObject({ ...WANTED, tags: { ...WANTED.tags, more: '1' } })
    expect(await entries()).toEqual([])
  })

  test('that was seen before it, and is the same, is done', async () => {
    const seen = await see()
    await interrupt(CHANGES, seen)
    expect(await change(CHANGES, seen)).toEqual({ kind: 'changed', lost: [] })
    expect(there()).toMatchObject(WANTED)
    await expect(change({ ...CHANGES, tags: { other: '1' } }, seen)).rejects.toMatchObject({ kind: 'object-changed' })
  })

  test('is refused while the first one is a question, or can’t be finished', async () => {
    await interrupt()
    await gateway.storage.putTags('b', 'k', { other: '1' })
    const error = { kind: 'object-changed', details: { reason: 'change-interrupted' } }
    await expect(change()).rejects.toMatchObject(error)
    expect(await entries()).toHaveLength(1)
    expect(await change({ ...NO_CHANGES, tags: { more: '1' } })).toMatchObject({ kind: 'changed' })
    const [pending] = await entries()
    await recovery.restore(gateway, pending?.id ?? '')
    expect(await change()).toEqual({ kind: 'unchanged', lost: [] })
    expect(there()?.tags).toEqual({ other: '1', more: '1', ...WANTED.tags })

    store.put('b', 'k', 'text', { tags: TAGS, acl: PUBLIC })
    await interrupt()
    isDown = true
    await expect(change()).rejects.toMatchObject({ kind: 'unreachable' })
    expect(await entries()).toHaveLength(1)
  })
})
