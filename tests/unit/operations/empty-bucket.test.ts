// What keeps a bucket from being empty: counted by kind, walked uploads first, removed, and what stays is told.
import { expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { removeTestObjects } from '../../../src/operations/policy/encryption-tests'
import {
  countAll,
  countContents,
  removeContents,
  walkContents,
  type Content
} from '../../../src/operations/emptying/empty-bucket'
import { FakeBucket } from './fake-bucket'

const never = new AbortController().signal

test('everything is counted by its kind, and told on the way', async () => {
  const { gateway } = new FakeBucket().holding('a#x a#1 a#2 b c#1 c', 'u v w')
  const told: number[] = []
  const count = await countContents(gateway, 'b', never, (soFar) => told.push(countAll(soFar)))
  expect(count).toEqual({ objectCount: 2, oldVersionCount: 3, deleteMarkerCount: 1, uploadCount: 3, sizeBytes: 50 })
  expect(told).toEqual([6, 9])
})

test('the walk takes uploads before objects, and none twice', async () => {
  const { gateway } = new FakeBucket().holding('a#x a#1 b c', 'u v w')
  const walked: Content[] = []
  for await (const batch of walkContents(gateway, 'b', never)) {
    expect(new Set(batch.map(({ kind }) => kind === 'upload')).size).toBe(1)
    walked.push(...batch)
  }
  expect(walked.map((item) => `${item.kind} ${item.key}`)).toEqual([
    ...['upload u', 'upload v', 'upload w'],
    ...['version a', 'version a', 'object b', 'object c']
  ])
})

test('what stays is told one by one, and the rest goes', async () => {
  const bucket = new FakeBucket().holding('a b', 'u v')
  for (const key of ['b', 'u']) bucket.stubborn.add(key)
  const batch: Content[] = [
    ...bucket.versions.map(({ key, versionId }) => ({ kind: 'version' as const, key, versionId })),
    ...bucket.uploads.map(({ key, uploadId }) => ({ kind: 'upload' as const, key, uploadId }))
  ]
  const gone: string[] = []
  const failures = await removeContents(bucket.gateway, 'b', batch, never, (ids) => gone.push(...ids))
  expect(gone).toEqual(batch.flatMap((item) => (item.kind === 'upload' && item.key === 'v' ? [item.uploadId] : [])))
  expect(failures.map(({ item, error }) => `${item.kind} ${item.key} ${error.kind}`)).toEqual([
    'version b access-denied',
    'upload u access-denied'
  ])
  expect([...bucket.versions, ...bucket.uploads].map(({ key }) => key)).toEqual(['b', 'u'])
})

test('an abort is no failure', async () => {
  const { gateway, uploads } = new FakeBucket().holding('', 'u v')
  const abort = new AbortController()
  abort.abort()
  const batch = uploads.map(({ key, uploadId }): Content => ({ kind: 'upload', key, uploadId }))
  const gone: string[] = []
  const removing = removeContents(gateway, 'b', batch, abort.signal, (ids) => gone.push(...ids))
  await expect(removing).rejects.toMatchObject({ name: 'AbortError' })
  expect(gone).toEqual(uploads.map(({ uploadId }) => uploadId)) // which of them is not known
})

test('an upload whose abort was not answered may be gone', async () => {
  const { gateway } = new FakeBucket().holding('', 'u')
  gateway.storage.abortMultipartUpload = () => Promise.reject(new AppError('unreachable'))
  const gone: string[] = []
  const onAborted = (ids: ReadonlySet<string>): void => void gone.push(...ids)
  await removeContents(gateway, 'b', [{ kind: 'upload', key: 'u', uploadId: '1' }], never, onAborted)
  expect(gone).toEqual(['1'])
})

test('what is no folder is not walked: its neighbours would be deleted, versions too', async () => {
  const { gateway } = new FakeBucket().holding('2026/a 2026-backup/only-copy.db')
  const walk = walkContents(gateway, 'b', never, '2026' as '2026/')
  await expect(walk.next()).rejects.toThrow(RangeError)
})

test('no folder but one of probes is removed as such, whatever a store says', async () => {
  const bucket = new FakeBucket().holding('a data/b .lockgate-probe-1/plain')
  for (const prefix of ['', 'data/', '.lockgate-probe-', '.lockgate-probe-1'])
    expect(await removeTestObjects({ gateway: bucket.gateway, bucket: 'b', prefix })).toEqual([`${prefix}…`])
  expect(bucket.versions).toHaveLength(3)
  expect(await removeTestObjects({ gateway: bucket.gateway, bucket: 'b', prefix: '.lockgate-probe-1/' })).toEqual([])
  expect(bucket.versions.map(({ key }) => key)).toEqual(['a', 'data/b'])
})

test('what is called null is deleted alone, and only while it is what was walked', async () => {
  const bucket = new FakeBucket().holding('a#1 b c')
  bucket.versioning = 'suspended'
  const walked: Content[] = []
  for await (const batch of walkContents(bucket.gateway, 'b', never)) walked.push(...batch)
  expect(walked.map(({ kind, key }) => `${kind} ${key}`)).toEqual(['version a', 'null-version b', 'null-version c'])
  bucket.versions = bucket.versions.map((version) => (version.key === 'b' ? { ...version, etag: 'fresh' } : version))
  const failures = await removeContents(bucket.gateway, 'b', walked, never)
  expect(failures.map(({ item, error }) => `${item.key} ${error.kind}`)).toEqual(['b object-changed'])
  expect(bucket.versions.map(({ key }) => key)).toEqual(['b'])
  expect(bucket.calls.filter((call) => call.startsWith('delete'))).toEqual(['delete a', 'delete c'])
})
