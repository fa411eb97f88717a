// A page that is gone at whichever request of an encryption in place: the next one tells each temporary copy, and deletes none that may
// be the only good one.
import { beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../../src/domain/app-error'
import type { PendingCopy, PendingCopyJournal } from '../../../../src/domain/pending-copy'
import type { SseKey } from '../../../../src/domain/sse-key'
import { copyObject } from '../../../../src/operations/copying/copy-object'
import type { CopyJob } from '../../../../src/operations/copying/copy-task'
import type { PendingCopyOutcome } from '../../../../src/operations/copying/look-at-pending-copy'
import { PendingCopies } from '../../../../src/operations/copying/pending-copies'
import { FakeStore, md5, PRIVATE, type Stored } from './fake-store'

const KEY = { id: 'one', name: 'one', bytes: new Uint8Array(32), md5Base64: 'one' } as unknown as SseKey
const HOUR_MS = 60 * 60_000
/** An encryption in place takes fewer. */
const MAX_REQUESTS = 60

let store: FakeStore
let entries: Map<string, PendingCopy>
let isGone: boolean
/** From the interrupted page to the next one. */
let laterMs: number
/** The browser has locks. */
let isAlone: boolean
beforeEach(() => {
  isAlone = true
  laterMs = 0
  store = new FakeStore()
  entries = new Map()
  isGone = false
})

const journalOf = (isWritable: () => boolean): PendingCopyJournal => ({
  list: async () => [...entries.values()],
  put: async (pending) => void (isWritable() && entries.set(pending.id, pending)),
  remove: async (id) => void (isWritable() && entries.delete(id)),
  hold: async (_id, work) => ({ done: await work(isAlone) })
})
const keyById = (id: string): SseKey | undefined => (id === KEY.id ? KEY : undefined)
const nextPage = (known = keyById): PendingCopies =>
  new PendingCopies({
    journal: journalOf(() => true),
    keyById: known,
    clock: { nowMs: () => store.now() + laterMs }
  })
const temporary = (): string | undefined =>
  store.names('a').find((name) => name.includes('.lockgate-') && store.latest('a', name) !== undefined)

/** @returns whether the page was gone before it had ended. */
async function encryptUntil(
  request: number,
  more: Partial<Stored> = {},
  onRequest: FakeStore['onRequest'] = () => undefined
): Promise<boolean> {
  const { body, etag, modifiedAtMs } = store.put('a', 'x', 'text', { acl: PRIVATE, ...more })
  const from = store.calls.length
  store.onRequest = (name, number) => {
    isGone ||= number - from >= request
    if (isGone) throw new DOMException('The page is gone', 'AbortError')
    onRequest(name, number)
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
    clock: { nowMs: () => store.now(), sleep: () => Promise.resolve(), random: () => 0.5 },
    digester: { md5Hex: async (blob: Blob) => md5(new Uint8Array(await blob.arrayBuffer())) },
    findKey: () => Promise.resolve(undefined),
    usingKey: <T>(_key: SseKey | undefined, work: () => Promise<T>) => work(),
    pendingCopies: new PendingCopies({
      journal: journalOf(() => !isGone),
      keyById,
      clock: { nowMs: () => store.now() }
    })
  }
  const entry = { key: 'x', sizeBytes: body.length, etag, modifiedAtMs }
  await copyObject(job, { entry, key: 'x', isReplacing: false }, deps, new AbortController().signal).catch(
    () => undefined
  )
  store.onRequest = () => undefined
  return isGone
}

/** Until a temporary copy is left and the object is not replaced yet. */
async function leaveCopy(): Promise<string> {
  for (let request = 1; request < MAX_REQUESTS; request++) {
    store = new FakeStore()
    entries = new Map()
    isGone = false
    await encryptUntil(request)
    const left = temporary()
    const isVerified = [...entries.values()].some(({ copyEtag }) => copyEtag !== undefined)
    if (left !== undefined && isVerified) return left
  }
  throw new Error('no temporary copy was left')
}

async function onlyOutcome(pages = nextPage()): Promise<PendingCopyOutcome | undefined> {
  const [outcome, ...others] = await pages.look(store.gateway as never)
  expect(others).toEqual([])
  return outcome
}

it('tells what is left at whichever request, and one deletion leaves the object alone', async () => {
  const seen = new Set<string>()
  const openUploads: number[] = []
  for (let request = 1; request < MAX_REQUESTS; request++) {
    store = new FakeStore()
    entries = new Map()
    isGone = false
    if (!(await encryptUntil(request))) break
    const left = temporary()
    laterMs = 0
    let outcome = await onlyOutcome()
    if (outcome?.kind === 'waiting' || (outcome?.kind === 'left' && outcome.object === 'unverified')) {
      expect(completions()).toBeGreaterThan(0) // one may be on its way
      laterMs = 2 * HOUR_MS
      outcome = await onlyOutcome()
    }
    if (left === undefined) expect(outcome?.kind ?? 'settled').toBe('settled')
    else {
      if (outcome?.kind !== 'left') throw new Error(`not told after ${request} requests`)
      expect(outcome.pending.temporaryKey).toBe(left)
      expect(outcome.object).toBe(store.latest('a', 'x')?.sseKeyId === undefined ? 'unchanged' : 'replaced')
      seen.add(outcome.object)
      expect(await nextPage().remove(store.gateway as never, outcome.pending.id)).toEqual({ kind: 'settled' })
    }
    expect(temporary()).toBeUndefined()
    expect(entries.size).toBe(0)
    expect(store.latest('a', 'x')?.body).toBe('text')
    openUploads.push(store.openUploads)
  }
  expect(openUploads.filter((count) => count > 0)).toEqual([])
  expect([...seen].sort()).toEqual(['replaced', 'unchanged'])
})

/** Of an object whose ETag is not that of its parts, as of one that was put whole and is copied in parts. */
const NO_PROOF = { etag: 'f'.repeat(32) }
const completions = (): number => store.calls.filter((call) => call === 'complete').length

it('keeps the copy of an object that was replaced by other bytes with the same ETag', async () => {
  let isSpoiled = false
  const spoil = (name: string): void => {
    if (completions() < 2 || name !== 'properties a/x' || isSpoiled) return
    isSpoiled = true
    store.put('a', 'x', 'text', { ...store.latest('a', 'x'), body: 'tex?' })
  }
  await encryptUntil(Infinity, NO_PROOF, spoil)
  const left = temporary() ?? expect.unreachable()
  expect(store.latest('a', 'x')).toMatchObject({ body: 'tex?', etag: store.latest('a', left)?.etag })
  expect(await onlyOutcome()).toMatchObject({ kind: 'left', object: 'unverified' })
  const [id = ''] = entries.keys()
  expect(await nextPage().remove(store.gateway as never, id)).toMatchObject({ kind: 'left', object: 'unverified' })
  expect(store.latest('a', left)?.body).toBe('text')
})

it('deletes no copy whose ETag proves nothing before the object was compared with it', async () => {
  const seen = new Set<string>()
  for (let request = 1; request < MAX_REQUESTS; request++) {
    store = new FakeStore()
    entries = new Map()
    isGone = false
    if (!(await encryptUntil(request, NO_PROOF))) break
    const hasCompared =
      completions() === 2 && store.calls.slice(store.calls.lastIndexOf('complete')).includes('tags a/x')
    const left = temporary()
    const outcome = await onlyOutcome()
    if (left === undefined || outcome?.kind !== 'left') continue
    seen.add(outcome.object)
    expect(outcome.object === 'replaced').toBe(hasCompared)
    await nextPage().remove(store.gateway as never, outcome.pending.id)
    expect(temporary()).toBe(outcome.object === 'unverified' ? left : undefined)
  }
  expect([...seen].sort()).toEqual(['replaced', 'unchanged', 'unverified'])
})

it('keeps the copy while another one may still replace the object', async () => {
  for (let request = 1; completions() < 2; request++) {
    store = new FakeStore()
    entries = new Map()
    isGone = false
    await encryptUntil(request, NO_PROOF)
  }
  expect(store.latest('a', 'x')?.sseKeyId).toBeUndefined()
  expect(await onlyOutcome()).toMatchObject({ kind: 'left', object: 'unverified' })
  laterMs = 2 * HOUR_MS
  expect(await onlyOutcome()).toMatchObject({ kind: 'left', object: 'unchanged' })
  expect(store.openUploads).toBe(0)
})

describe('a copy whose answer was lost', () => {
  const losing = (name: string): void => {
    if (name === 'complete') throw new AppError('unreachable')
  }

  it('is told when the gateway ends it late', async () => {
    await encryptUntil(Infinity, {}, losing)
    expect(temporary()).toBeUndefined()
    expect(await onlyOutcome()).toEqual({ kind: 'waiting' })
    const [pending = expect.unreachable()] = entries.values()
    store.put('a', pending.temporaryKey, 'text', { sseKeyId: KEY.id })
    expect(await onlyOutcome()).toMatchObject({ kind: 'left', object: 'unchanged' })
  })

  it('is forgotten after an hour, and its parts are removed', async () => {
    await encryptUntil(Infinity, {}, losing)
    expect(store.openUploads).toBe(1)
    laterMs = 2 * HOUR_MS
    expect(await onlyOutcome()).toEqual({ kind: 'settled' })
    expect(entries.size).toBe(0)
    expect(store.openUploads).toBe(0)
  })
})

it('removes parts that could not be removed when the copy failed', async () => {
  await encryptUntil(Infinity, {}, (name) => {
    if (name === 'copyPart') throw new AppError('quota-exceeded')
    if (name === 'abort') throw new AppError('unreachable')
  })
  expect(store.openUploads).toBe(1)
  expect(await onlyOutcome()).toEqual({ kind: 'settled' })
  expect(store.openUploads).toBe(0)
})

it('leaves alone what someone else has written under the temporary name', async () => {
  const left = await leaveCopy()
  store.put('a', left, 'mine')
  expect(await onlyOutcome()).toMatchObject({ kind: 'left', object: 'overwritten' })
  const [id = ''] = entries.keys()
  await nextPage().remove(store.gateway as never, id)
  expect(store.latest('a', left)?.body).toBe('mine')
})

it.each([
  ['gone', (): void => void store.gateway.versions.deleteBatch('a', [{ key: 'x', versionId: 'null' }])],
  ['another', (): void => void store.put('a', 'x', 'theirs')],
  ['another', (): void => void store.put('a', 'x', 'text and more')]
] as const)('keeps the copy of an object that is %s, and deletes it on no request', async (object, change) => {
  const left = await leaveCopy()
  change()
  await expect.poll(() => store.latest('a', 'x')?.body).not.toBe('text')
  const outcome = await onlyOutcome()
  expect(outcome).toMatchObject({ kind: 'left', object })
  const [id = ''] = entries.keys()
  expect(await nextPage().remove(store.gateway as never, id)).toMatchObject({ kind: 'left', object })
  expect(store.latest('a', left)).toMatchObject({ body: 'text', sseKeyId: KEY.id })
  await nextPage().dismiss(id)
  expect(entries.size).toBe(0)
})

it('keeps the copy where the object does not open with a key of this browser', async () => {
  const left = await leaveCopy()
  store.put('a', 'x', 'text', { sseKeyId: 'two' })
  expect(await onlyOutcome()).toMatchObject({ kind: 'left', object: 'unseen' })
  const [id = ''] = entries.keys()
  await nextPage().remove(store.gateway as never, id)
  expect(store.latest('a', left)?.body).toBe('text')
})

it('says of an object with the same key before and after that it is intact', async () => {
  const left = await leaveCopy()
  const [pending] = entries.values()
  if (pending === undefined) throw new Error('nothing is noted')
  entries.set(pending.id, { ...pending, formerKeyId: KEY.id })
  store.put('a', 'x', 'text', { sseKeyId: KEY.id })
  expect(await onlyOutcome()).toMatchObject({ kind: 'left', object: 'intact' })
  expect(await nextPage().remove(store.gateway as never, pending.id)).toEqual({ kind: 'settled' })
  expect(store.latest('a', left)).toBeUndefined()
})

describe('where another page may be at it', () => {
  const DAY_MS = 24 * HOUR_MS

  it('no copy is deleted', async () => {
    const left = await leaveCopy()
    isAlone = false
    expect(await onlyOutcome()).toMatchObject({ kind: 'left', object: 'busy' })
    laterMs = 2 * DAY_MS
    const [id = ''] = entries.keys()
    expect(await nextPage().remove(store.gateway as never, id)).toMatchObject({ kind: 'left', object: 'busy' })
    expect(store.latest('a', left)?.body).toBe('text')
  })

  it('no parts are removed within a day', async () => {
    for (let request = 1; store.openUploads === 0; request++) {
      store = new FakeStore()
      entries = new Map()
      isGone = false
      await encryptUntil(request)
    }
    isAlone = false
    laterMs = 2 * HOUR_MS
    expect(await onlyOutcome()).toEqual({ kind: 'waiting' })
    expect(store.openUploads).toBe(1)
    expect(entries.size).toBe(1)
    laterMs = 2 * DAY_MS
    expect(await onlyOutcome()).toEqual({ kind: 'settled' })
    expect(store.openUploads).toBe(0)
  })
})

it('keeps what it cannot look at for the next time', async () => {
  await leaveCopy()
  const { gateway } = store
  const findObject = () => Promise.reject(new AppError('unreachable'))
  const broken = { ...gateway, storage: { ...gateway.storage, findObject } }
  expect(await nextPage().look(broken as never)).toEqual([{ kind: 'waiting' }])
  expect(entries.size).toBe(1)
})
