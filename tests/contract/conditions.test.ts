// Conditions at the end of an upload in parts, as newer gateways answer them: the real gateway behind a proxy that says 412 to Complete.
import { randomBytes } from 'node:crypto'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { createGateway } from '../../src/s3/s3-gateway'
import { startFaultProxy, type FaultProxy } from '../e2e/fault-proxy'
import { alice, createBucket, gateway, profileOf, toPut } from './fixture'
import { uploadThrough } from './upload-through'

const SIZE = 17 * 1024 * 1024
let bucket: string
let proxy: FaultProxy | undefined
beforeAll(async () => void (bucket = await createBucket()))
afterEach(async () => proxy?.close())

const isComplete = (method: string, url: string): boolean => method === 'POST' && url.includes('uploadId=')

/** @param refuses whether the proxy answers this Complete with 412, by its number from 1 and its path */
async function through(refuses: (nth: number, url: string) => boolean) {
  let count = 0
  proxy = await startFaultProxy(gateway.http, {
    answer: (method, url) =>
      isComplete(method, url) && refuses(++count, url)
        ? { status: 412, body: '<Error><Code>PreconditionFailed</Code></Error>' }
        : undefined
  })
  return createGateway(profileOf({ endpoint: proxy.url })).storage
}

it('a 412 where someone else’s object is there replaces nothing, keeps both, and is remembered', async () => {
  const storage = await through((_, url) => url.includes('/taken.bin'))
  const complete = storage.completeMultipartUpload.bind(storage)
  storage.completeMultipartUpload = async (...asked) => {
    await alice.putObject(toPut(bucket, 'taken.bin', 'theirs')) // after the name was seen to be free
    return complete(...asked)
  }
  const file = new File([randomBytes(SIZE)], 'taken.bin')
  const { ended, conditions } = await uploadThrough(storage, bucket, file, { ifAbsent: true, keepsBoth: true })
  expect(ended).toMatchObject({ state: 'done', verification: 'verified', key: 'taken (1).bin' })
  expect((await alice.findObject(bucket, 'taken.bin'))?.sizeBytes).toBe(6)
  expect((await alice.findObject(bucket, 'taken (1).bin'))?.sizeBytes).toBe(SIZE)
  expect(conditions.onComplete(storage.endpoint)).toBe('enforced')
})

it('a 412 where nothing is there means that the condition cannot be used, and the upload goes on without it', async () => {
  const storage = await through((nth) => nth === 1)
  const file = new File([randomBytes(SIZE)], 'free.bin')
  const { ended, conditions } = await uploadThrough(storage, bucket, file, { ifAbsent: true })
  expect(ended).toMatchObject({ state: 'done', verification: 'verified', key: 'free.bin' })
  expect(conditions.onComplete(storage.endpoint)).toBe('refused')
})
