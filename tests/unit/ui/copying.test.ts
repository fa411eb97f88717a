// Copies as their dialog shows them: started once, and what the present copy lacks is named after every try.
import { beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { Gateway } from '../../../src/domain/gateway'
import type { BucketSettings } from '../../../src/domain/ports'
import { Copying, type CopyingDeps } from '../../../src/ui/objects/copying.svelte'
import type { CopyKind } from '../../../src/ui/objects/copy-form.svelte'
import { FakeStore, md5 } from '../operations/copying/fake-store'

let store: FakeStore
let answerSettings: () => void
let slowSettings: Promise<BucketSettings>
beforeEach(() => {
  store = new FakeStore()
  slowSettings = new Promise((resolve) => (answerSettings = () => void resolve({})))
})

async function prepare(kind: CopyKind): Promise<Copying> {
  const { etag, modifiedAtMs, body } = store.put('a', 'x', 'text')
  const gateway = {
    ...store.gateway,
    buckets: { versioningOf: () => Promise.resolve('off') }
  } as unknown as Gateway
  const deps = {
    observations: {
      findKey: () => Promise.resolve(undefined),
      settingsOf: (_storage: unknown, bucket: string) => (bucket === 'slow' ? slowSettings : Promise.resolve({}))
    },
    keys: { byId: () => undefined, using: (_key: unknown, _why: string, work: () => Promise<unknown>) => work() },
    digester: { md5Hex: async (blob: Blob) => md5(new Uint8Array(await blob.arrayBuffer())) },
    aclRecovery: {
      finish: () => Promise.resolve('none'),
      during: (_pending: unknown, work: () => Promise<unknown>) => work()
    }
  } as unknown as CopyingDeps
  const entries = [{ key: 'x', sizeBytes: body.length, etag, modifiedAtMs }]
  const copying = new Copying({ gateway, bucket: 'a', prefix: '' }, { entries, prefixes: [] }, kind, deps)
  copying.form.bucket = 'b'
  await copying.prepare()
  return copying
}

test('two submits while the settings are read start once', async () => {
  const copying = await prepare('copy')
  copying.form.bucket = 'slow'
  const submits = [copying.start(), copying.start()]
  answerSettings()
  expect(await Promise.all(submits)).toEqual([true, false])
  expect([copying.job.state, copying.job.doneCount, copying.job.failures]).toEqual(['done', 1, []])
  expect(store.calls.filter((call) => call === 'copy')).toHaveLength(1)
})

test('what is changed while the names are checked starts nothing', async () => {
  const copying = await prepare('copy')
  store.onRequest = (name) => {
    if (name === 'find b/x') copying.form.kind = 'move'
  }
  expect(await copying.start()).toBe(false)
  expect([copying.job.state, store.calls.filter((call) => call === 'copy')]).toEqual(['ready', []])
  expect(await copying.start()).toBe(true)
})

test('what a retry loses is named, and no longer once a copy lacks nothing', async () => {
  const copying = await prepare('move')
  const refuse = (refused: string) => {
    store.onRequest = (name) => {
      if (name === refused) throw new AppError('access-denied')
    }
  }
  const failure = () => copying.job.failures[0]?.error.details.reason
  refuse('delete a/x')
  await copying.start()
  expect([failure(), copying.lostCount, copying.notes]).toEqual(['delete-refused', 0, []])
  refuse('acl a/x')
  await copying.retry()
  expect([failure(), copying.lostCount, copying.notes]).toEqual(['attributes-lost', 1, [{ key: 'x', lost: ['acl'] }]])
  refuse('tags a/x')
  await copying.retry()
  expect([copying.lostCount, copying.notes]).toEqual([1, [{ key: 'x', lost: ['tags'] }]])
  refuse('nothing')
  await copying.retry()
  expect([copying.job.failures, copying.lostCount, copying.notes]).toEqual([[], 0, []])
  expect(store.latest('a', 'x')).toBeUndefined()
})

test.each(['copy', 'move'] as const)('a retry of a %s is about the object that is there by now', async (kind) => {
  const copying = await prepare(kind)
  store.put('a', 'x', 'other text')
  await copying.start()
  expect(copying.job.failures).toMatchObject([{ error: { kind: 'object-changed' } }])
  expect(store.latest('b', 'x')).toBeUndefined()
  await copying.retry()
  expect(copying.job.failures).toEqual([])
  expect(store.latest('b', 'x')?.body).toBe('other text')
  expect(store.latest('a', 'x')?.body).toBe(kind === 'move' ? undefined : 'other text')
})

test('a retry of a move whose source changed after it was copied copies it again', async () => {
  const copying = await prepare('move')
  store.onRequest = (name) => {
    if (name === 'acl b/x') store.put('a', 'x', 'other text')
  }
  await copying.start()
  expect(copying.job.failures).toMatchObject([
    { error: { kind: 'source-kept', details: { reason: 'source-changed' } } }
  ])
  store.onRequest = () => undefined
  await copying.retry()
  expect([copying.job.failures, store.latest('a', 'x'), store.latest('b', 'x')?.body]).toEqual([
    [],
    undefined,
    'other text'
  ])
})

test('settings of one bucket are not taken for those of another that is typed', async () => {
  const { form } = await prepare('copy')
  expect(form.settings).toEqual({})
  form.bucket = 'slow'
  expect(form.settings).toBeUndefined()
  const reading = form.readSettings()
  expect(form.settings).toBeUndefined()
  answerSettings()
  await reading
  expect(form.settings).toEqual({})
})
