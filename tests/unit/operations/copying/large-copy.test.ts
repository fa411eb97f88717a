// A copy of more than 5 GiB by its requests alone: nothing holds so many bytes here.
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { AppError } from '../../../../src/domain/app-error'
import { MAX_SINGLE_COPY_BYTES } from '../../../../src/domain/object-copies'
import { copyBytes } from '../../../../src/operations/copying/copy-bytes'
import type { CopyJob } from '../../../../src/operations/copying/copy-task'
import type { ReadSource } from '../../../../src/operations/copying/source'

const GIB = 1024 ** 3
const md5 = (text: string | Uint8Array): string => createHash('md5').update(text).digest('hex')

it.each([5 * GIB + 1, 12 * GIB, 5 * 1024 * GIB])('%i bytes go by UploadPartCopy, each once', async (sizeBytes) => {
  const ranges: { readonly partNumber: number; readonly start: number; readonly end: number }[] = []
  const completed: string[] = []
  const source = {
    ...{ bucket: 'a', key: 'x', etag: md5('whole'), sizeBytes, versionId: undefined, sseKey: undefined },
    entry: { key: 'x', etag: md5('whole'), sizeBytes, modifiedAtMs: 1 },
    ...{ properties: { metadata: {} }, tags: {}, acl: undefined }
  } as unknown as ReadSource
  const gateway = {
    copies: {
      copy: () => Promise.reject(new Error('no CopyObject past 5 GiB')),
      create: async () => 'u1',
      copyPart: async (part: (typeof ranges)[number]) => {
        ranges.push(part)
        return md5(String(part.partNumber))
      },
      complete: async ({ etags }: { readonly etags: readonly string[] }) => {
        completed.push(...etags)
        return { etag: undefined, versionId: undefined }
      }
    },
    storage: { findObject: async () => source.entry }
  }
  const job = {
    gateway,
    bucket: 'a',
    targetGateway: gateway,
    targetBucket: 'b',
    versioning: 'off',
    refusesEncryptedSources: { value: false }
  }
  const deps = {
    clock: { nowMs: () => 1, sleep: () => Promise.resolve(), random: () => 0.5 },
    digester: { md5Hex: async (body: Blob) => md5(new Uint8Array(await body.arrayBuffer())) }
  }
  const target = { bucket: 'b', key: 'x', sseKey: undefined, beforeCommit: () => Promise.resolve() }
  const { signal } = new AbortController()
  const written = await copyBytes(job as unknown as CopyJob, source, target, deps as never, signal)
  const sorted = ranges.toSorted((a, b) => a.partNumber - b.partNumber)
  expect(sorted.map(({ start }) => start)).toEqual([0, ...sorted.slice(0, -1).map(({ end }) => end)])
  expect(sorted.at(-1)?.end).toBe(sizeBytes)
  for (const { start, end } of sorted) expect(end - start).toBeLessThanOrEqual(MAX_SINGLE_COPY_BYTES)
  expect(sorted.length).toBeLessThanOrEqual(10_000)
  expect(completed).toEqual(sorted.map(({ partNumber }) => md5(String(partNumber))))
  // The source was sent as one: only its bytes tell that the copy is the same.
  expect(written).toMatchObject({ way: 'parts', isProven: false })
})

it('takes a part back that lands after its upload was aborted because another one failed', async () => {
  const sizeBytes = 12 * GIB
  const parts = new Set<number>()
  const entry = { key: 'x', etag: md5('whole'), sizeBytes, modifiedAtMs: 1 }
  const source = { ...entry, bucket: 'a', entry, properties: { metadata: {} }, tags: {} } as unknown as ReadSource
  const land = new EventTarget() // the connection was closed, and the gateway goes on
  let aborts = 0
  const gateway = {
    copies: {
      create: async () => 'u1',
      copyPart: async ({ partNumber }: { readonly partNumber: number }, signal: AbortSignal) => {
        if (partNumber > 1) throw new AppError('access-denied')
        land.addEventListener('land', () => parts.add(partNumber))
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
      }
    },
    storage: {
      abortMultipartUpload: async () => {
        parts.clear()
        if (aborts++ === 0) land.dispatchEvent(new Event('land'))
      }
    }
  }
  const job = { ...{ gateway, bucket: 'a', targetGateway: gateway, targetBucket: 'b', versioning: 'off' } }
  const deps = { clock: { nowMs: () => 1, sleep: () => Promise.resolve(), random: () => 0.5 }, digester: {} }
  const target = { bucket: 'b', key: 'x', sseKey: undefined, beforeCommit: () => Promise.resolve() }
  const { signal } = new AbortController()
  const copied = copyBytes(job as unknown as CopyJob, source, target, deps as never, signal)
  await expect(copied).rejects.toMatchObject({ kind: 'access-denied' })
  expect([aborts, parts.size]).toEqual([2, 0])
})
