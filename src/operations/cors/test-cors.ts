// What a bucket's CORS lets this page do, seen by requests of this page: it can speak for no other origin. Whether a request may be
// sent is asked with upload IDs that don't exist; only where uploads can be aborted is one started, and aborted again.
import { AppError, isAbort, toAppError } from '../../domain/app-error'
import type { CorsAbility } from '../../domain/cors'
import type { Gateway } from '../../domain/gateway'
import { newId } from '../../domain/new-id'
import { maySendSseKey } from '../../domain/profile'
import type { SseKey } from '../../domain/sse-key'

export type CorsObservation = 'works' | 'blocked' | 'not-tested'

export interface CorsTest {
  readonly atMs: number
  readonly seen: Readonly<Record<CorsAbility, CorsObservation>>
  /** False: it answers that this account may not write, so nothing about writing was tested. */
  readonly canWrite: boolean
  /** The key of a test upload that could not be removed, or not be looked for. */
  readonly leftKey?: string | undefined
}

export interface CorsTestTarget {
  readonly gateway: Pick<Gateway, 'storage' | 'buckets' | 'uploads' | 'cors'>
  readonly bucket: string
  /** Created for the test and discarded with it. */
  readonly sseKey: SseKey
}

/** Of the test uploads, none of which is ever completed. */
const TEST_KEY = '.lockgate-cors-test-'
const NO_UPLOAD_ID = '2~lockgate-no-such-upload'
const NOTHING = {
  ...{ read: 'not-tested', head: 'not-tested', put: 'not-tested', post: 'not-tested' },
  ...{ delete: 'not-tested', sse: 'not-tested', etag: 'not-tested', details: 'not-tested' }
} as const satisfies CorsTest['seen']

type Answer<T> = { readonly value: T } | { readonly error: AppError } | undefined

/** Rejects when the gateway can't be reached: then nothing is known. */
export async function testCors(target: CorsTestTarget, signal?: AbortSignal): Promise<CorsTest> {
  const reading = await testReading(target, signal)
  const key = TEST_KEY + newId()
  const { storage } = target.gateway
  const { bucket } = target
  const aborting = await ask(target, () => storage.abortMultipartUpload(bucket, key, NO_UPLOAD_ID, signal), signal)
  if (isRefused(aborting)) return { atMs: Date.now(), seen: reading, canWrite: false }
  if (aborting === undefined) {
    const writing = await testWithoutUpload(target, key, signal)
    return { atMs: Date.now(), seen: { ...reading, ...writing, delete: 'blocked' }, canWrite: true }
  }
  const started: string[] = []
  let writing: Partial<CorsTest['seen']> | undefined
  let isGone = false
  try {
    writing = await testWithUpload(target, key, started, signal)
  } finally {
    isGone = await removeStarted(target, key, started)
  }
  return {
    atMs: Date.now(),
    seen: { ...reading, ...(writing === undefined ? {} : { ...writing, delete: 'works' }) },
    canWrite: writing !== undefined,
    ...(isGone ? {} : { leftKey: key })
  }
}

/** The part of the test that only reads. */
export async function testReading(
  target: Pick<CorsTestTarget, 'gateway' | 'bucket'>,
  signal?: AbortSignal
): Promise<CorsTest['seen']> {
  const { gateway, bucket } = target
  const read = await ask(target, () => gateway.cors.headersOfRead(bucket, signal), signal)
  const head = await ask(target, () => gateway.buckets.usageOf(bucket, signal), signal)
  const names = read !== undefined && 'value' in read ? read.value : undefined
  return {
    ...NOTHING,
    read: observe(read !== undefined),
    head: observe(head !== undefined),
    details: names === undefined ? 'not-tested' : observe(['x-amz-request-id', 'date'].every((one) => names.has(one)))
  }
}

/**
 * Undefined: this account may not write.
 * @param started gets the ID of each upload, as soon as it is known
 */
async function testWithUpload(
  target: CorsTestTarget,
  key: string,
  started: string[],
  signal: AbortSignal | undefined
): Promise<Partial<CorsTest['seen']> | undefined> {
  const { bucket, gateway } = target
  const { storage } = gateway
  const create = (sseKey: SseKey | undefined): Promise<Answer<string>> => {
    const request = { bucket, key, contentType: 'text/plain', metadata: {}, sseKey }
    return ask(
      target,
      async () => {
        const id = await storage.createMultipartUpload(request, signal)
        started.push(id)
        return id
      },
      signal
    )
  }
  const created = await create(undefined)
  if (isRefused(created)) return undefined
  const part = { bucket, key, partNumber: 1, body: new Blob(['x']), sseKey: undefined }
  const uploadId = started[0] ?? NO_UPLOAD_ID
  const sent = await ask(target, () => storage.uploadPart({ ...part, uploadId }, { signal }), signal)
  const canTestKey = created !== undefined && maySendSseKey(storage.endpoint)
  return {
    post: observe(created !== undefined),
    put: observe(sent !== undefined),
    etag: sent !== undefined && 'value' in sent ? observe(sent.value.etag !== undefined) : 'not-tested',
    sse: canTestKey ? observe((await create(target.sseKey)) !== undefined) : 'not-tested'
  }
}

/** Nothing may be started where it can't be aborted: each request names an upload that doesn't exist. */
async function testWithoutUpload(
  target: CorsTestTarget,
  key: string,
  signal: AbortSignal | undefined
): Promise<Partial<CorsTest['seen']>> {
  const { bucket, sseKey, gateway } = target
  const { storage } = gateway
  const part = { bucket, key, uploadId: NO_UPLOAD_ID, partNumber: 1, body: new Blob(['x']), sseKey: undefined }
  const sent = await ask(target, () => storage.uploadPart(part, { signal }), signal)
  const complete = { bucket, key, uploadId: NO_UPLOAD_ID, parts: [{ partNumber: 1, etag: '0'.repeat(32) }] }
  const completed = await ask(
    target,
    () => storage.completeMultipartUpload({ ...complete, sseKey: undefined }, signal),
    signal
  )
  const encrypted =
    sent === undefined || !maySendSseKey(storage.endpoint)
      ? 'not-tested'
      : observe((await ask(target, () => storage.uploadPart({ ...part, sseKey }, { signal }), signal)) !== undefined)
  return { put: observe(sent !== undefined), post: observe(completed !== undefined), sse: encrypted }
}

function observe(isThere: boolean): CorsObservation {
  return isThere ? 'works' : 'blocked'
}

function isRefused(answer: Answer<unknown>): boolean {
  return answer !== undefined && 'error' in answer && answer.error.kind === 'access-denied'
}

/**
 * What the page could read of an answer, a refusal too; undefined where CORS withheld it. A request without an answer is told from a
 * gateway that is down by a read that follows it.
 */
async function ask<T>(
  target: Pick<CorsTestTarget, 'gateway' | 'bucket'>,
  send: () => Promise<T>,
  signal: AbortSignal | undefined
): Promise<Answer<T>> {
  try {
    return { value: await send() }
  } catch (thrown) {
    if (isAbort(thrown)) throw thrown
    const error = toAppError(thrown)
    if (error.kind === 'cors-blocked') return undefined
    if (error.kind === 'offline') throw error
    if (error.kind !== 'unreachable') return { error }
    await assertReachable(target, signal)
    return undefined
  }
}

async function assertReachable(
  { gateway, bucket }: Pick<CorsTestTarget, 'gateway' | 'bucket'>,
  signal: AbortSignal | undefined
): Promise<void> {
  try {
    await gateway.cors.headersOfRead(bucket, signal)
  } catch (error) {
    if (isAbort(error) || ['unreachable', 'offline'].includes(toAppError(error).kind)) throw error
  }
}

/**
 * Aborts what was started, also by a request whose answer was withheld. Never rejects, and can't be cancelled.
 * @returns whether the gateway lists no upload of this key any more
 */
async function removeStarted(
  { gateway, bucket }: CorsTestTarget,
  key: string,
  started: readonly string[]
): Promise<boolean> {
  const abort = (uploadId: string): Promise<void> => gateway.storage.abortMultipartUpload(bucket, key, uploadId)
  const listOwn = async () => {
    // Starts after the marker: at the test's own key.
    const { uploads } = await gateway.uploads.listPage(bucket, {
      keyMarker: key.slice(0, -1),
      uploadIdMarker: undefined
    })
    return uploads.filter((upload) => upload.key === key)
  }
  try {
    for (const uploadId of started) await abort(uploadId)
    for (const { uploadId } of await listOwn()) await abort(uploadId)
    return (await listOwn()).length === 0
  } catch {
    return false
  }
}
