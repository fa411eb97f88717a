// Deleting: nothing before it is counted, exactly what was counted, and an account of what failed.
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { Versioning } from '../../../src/domain/bucket'
import type { BucketAdmin, DeleteFailure, DeleteTarget, ObjectVersions } from '../../../src/domain/gateway'
import type { ListRequest } from '../../../src/domain/ports'
import { Deletion } from '../../../src/ui/objects/deletion.svelte'
import { makeGate } from '../transfers/fakes'
import { makeGateway, settle } from '../state/fakes'
import { FakeStorage } from '../transfers/fake-storage'

const EMPTY = createHash('md5').digest('hex')
const entry = (key: string) => ({ key, sizeBytes: 10, modifiedAtMs: 1, etag: 'e' })

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))

/** A bucket of these keys that lists a thousand a page and deletes what it is told to. */
function makeBucket(keys: readonly string[], versioning: Versioning | AppError = 'off') {
  const bucket = {
    keys: new Set(keys),
    batches: [] as (readonly DeleteTarget[])[],
    listings: 0,
    until: undefined as Promise<void> | undefined,
    refuse: undefined as ((key: string) => AppError | undefined) | undefined
  }
  const storage = Object.assign(new FakeStorage(), {
    listPage: async ({ prefix, token = '' }: ListRequest, signal?: AbortSignal) => {
      bucket.listings++
      await Promise.race([bucket.until, signal && aborted(signal)])
      signal?.throwIfAborted()
      const all = [...bucket.keys].filter((key) => key.startsWith(prefix) && key > token).sort()
      const page = all.slice(0, 1000)
      return {
        prefixes: [],
        objects: page.map(entry),
        nextToken: all.length > 1000 ? page.at(-1) : undefined
      }
    }
  })
  const deleteBatch = (_bucket: string, targets: readonly DeleteTarget[]): Promise<readonly DeleteFailure[]> => {
    bucket.batches.push(targets)
    const failures = targets.flatMap((item) => {
      const error = bucket.refuse?.(item.key)
      return error === undefined ? [] : [{ item, error }]
    })
    for (const { key } of targets) if (!failures.some(({ item }) => item.key === key)) bucket.keys.delete(key)
    return Promise.resolve(failures)
  }
  const versioningOf = () => (typeof versioning === 'string' ? Promise.resolve(versioning) : Promise.reject(versioning))
  const gateway = makeGateway(storage, {
    versions: { deleteBatch } as Partial<ObjectVersions> as ObjectVersions,
    buckets: { versioningOf } as Partial<BucketAdmin> as BucketAdmin
  })
  return { bucket, gateway }
}

const many = (count: number, folder: string): string[] =>
  Array.from({ length: count }, (_, index) => `${folder}${String(index).padStart(5, '0')}`)

test('counts folder by folder and is ready only then', async () => {
  const { bucket, gateway } = makeBucket([...many(2300, 'a/'), ...many(2, 'b/'), 'c'])
  const gate = makeGate()
  bucket.until = gate.opened
  const deletion = new Deletion(gateway, 'lab', { entries: [entry('c')], prefixes: ['a/', 'b/'] })
  const prepared = deletion.prepare()
  expect([deletion.count.totals.isLoading, deletion.isReady, deletion.count.totals.value?.objectCount]).toEqual([
    true,
    false,
    1
  ])
  await deletion.run()
  expect(bucket.batches).toEqual([])
  gate.open()
  await prepared
  expect(deletion.isReady).toBe(true)
  expect(deletion.count.totals.value).toMatchObject({ objectCount: 2303, sizeBytes: 23_030, largestBytes: 10 })
  expect([...(deletion.count.totals.value?.folders ?? [])]).toEqual([
    ['a/', { objectCount: 2300, sizeBytes: 23_000, isComplete: true }],
    ['b/', { objectCount: 2, sizeBytes: 20, isComplete: true }]
  ])
})

test('tells how many Swift large objects are among the selected: their segments stay', async () => {
  const { gateway } = makeBucket(['dlo', 'empty'])
  const storage = gateway.storage as FakeStorage
  const stored = { sseKeyId: undefined, metadata: {}, modifiedAtMs: 1, etag: EMPTY }
  storage.objects.set('dlo', { ...stored, bytes: Buffer.alloc(9) })
  storage.objects.set('empty', { ...stored, bytes: Buffer.alloc(0) })
  const entries = ['dlo', 'empty', 'unreadable'].map((key) => ({ ...entry(key), sizeBytes: 0, etag: EMPTY }))
  const deletion = new Deletion(gateway, 'lab', { entries, prefixes: [] })
  await deletion.prepare()
  expect(deletion.largeCount).toBe(1)
})

test('deletes exactly what was counted, a thousand at a time: what came later stays', async () => {
  const { bucket, gateway } = makeBucket([...many(2300, 'a/'), 'c', 'other'])
  const deletion = new Deletion(gateway, 'lab', { entries: [entry('c')], prefixes: ['a/'] })
  await deletion.prepare()
  bucket.keys.add('a/late')
  await deletion.run()
  expect([...bucket.keys]).toEqual(['other', 'a/late'])
  expect(bucket.batches.map(({ length }) => length)).toEqual([1000, 1000, 301])
  expect([deletion.job.state, deletion.job.doneCount, deletion.isExact]).toEqual(['done', 2301, true])
})

test('past what can be remembered it walks again, and says that it is not exact', async () => {
  const { bucket, gateway } = makeBucket(many(2300, 'a/'))
  const deletion = new Deletion(gateway, 'lab', { entries: [], prefixes: ['a/'] }, 1500)
  await deletion.prepare()
  expect(deletion.isExact).toBe(false)
  bucket.keys.add('a/late')
  await deletion.run()
  expect([bucket.keys.size, deletion.job.doneCount]).toEqual([0, 2301])
})

test('a stop calls off the page that is asked for', async () => {
  const { bucket, gateway } = makeBucket(many(2300, 'a/'))
  const deletion = new Deletion(gateway, 'lab', { entries: [], prefixes: ['a/'] }, 1500)
  await deletion.prepare()
  bucket.until = new Promise(() => undefined) // an answer that never comes
  const running = deletion.run()
  await settle()
  deletion.stop()
  await running
  expect([deletion.job.state, deletion.job.doneCount, bucket.keys.size]).toEqual(['stopped', 0, 2300])
})

test('what failed is told, tried again, and the whole account stays right; what others deleted is no failure', async () => {
  const { bucket, gateway } = makeBucket(many(5, 'a/'))
  const deletion = new Deletion(gateway, 'lab', { entries: [], prefixes: ['a/'] })
  await deletion.prepare()
  bucket.refuse = (key) =>
    key.endsWith('1')
      ? new AppError('access-denied')
      : key.endsWith('2')
        ? new AppError('no-such-object')
        : key.endsWith('3')
          ? new AppError('gateway-busy')
          : undefined
  await deletion.run()
  expect(deletion.job.failures.map(({ item, error }) => `${item.key} ${error.kind}`)).toEqual([
    'a/00001 access-denied',
    'a/00003 gateway-busy'
  ])
  expect(deletion.job.doneCount).toBe(3)
  bucket.refuse = (key) => (key.endsWith('1') ? new AppError('access-denied') : undefined)
  await deletion.job.retry()
  expect([deletion.job.doneCount, deletion.job.failures.length]).toEqual([4, 1])
  expect(bucket.batches.at(-1)?.map(({ key }) => key)).toEqual(['a/00001', 'a/00003'])
})

test('a count that was stopped deletes nothing, and can be counted again', async () => {
  const { bucket, gateway } = makeBucket(many(1500, 'a/'))
  const gate = makeGate()
  bucket.until = gate.opened
  const deletion = new Deletion(gateway, 'lab', { entries: [], prefixes: ['a/'] })
  const prepared = deletion.prepare()
  deletion.count.totals.stop()
  gate.open()
  await prepared
  expect([deletion.count.totals.isLoading, deletion.isReady, deletion.count.totals.error]).toEqual([
    false,
    false,
    undefined
  ])
  await deletion.count.count()
  expect([deletion.isReady, deletion.count.totals.value?.objectCount]).toEqual([true, 1500])
})

test('what is no folder is never deleted by its prefix', async () => {
  const { gateway } = makeBucket(['2026/a', '2026-backup/only-copy.db'])
  for (const prefix of ['2026', '/2026', 'a/b'])
    expect(() => new Deletion(gateway, 'lab', { entries: [], prefixes: [prefix as '2026/'] })).toThrow(RangeError)
})

test('an empty selection is never ready, and a whole bucket is no selection', async () => {
  const { gateway } = makeBucket([])
  const deletion = new Deletion(gateway, 'lab', { entries: [], prefixes: ['gone/'] })
  await deletion.prepare()
  expect([deletion.count.isComplete, deletion.isReady]).toEqual([true, false])
  expect(() => new Deletion(gateway, 'lab', { entries: [], prefixes: [''] })).toThrow(RangeError)
})

test('whether versions are kept is told, or that the gateway does not tell', async () => {
  const asked = async (answer: Versioning | AppError) => {
    const { gateway } = makeBucket(['a'], answer)
    const deletion = new Deletion(gateway, 'lab', { entries: [entry('a')], prefixes: [] })
    await deletion.prepare()
    return [deletion.versioning.value, deletion.versioning.error !== undefined, deletion.isReady]
  }
  expect(await asked('on')).toEqual(['on', false, true])
  expect(await asked(new AppError('access-denied'))).toEqual([undefined, true, true])
})
