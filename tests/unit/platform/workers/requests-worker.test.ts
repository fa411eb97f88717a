// The worker that sends the requests of transfers: what crosses to it and back is whole, and nothing is lost where it ends.
import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { AppError } from '../../../../src/domain/app-error'
import type { ObjectStorage } from '../../../../src/domain/ports'
import type { Profile } from '../../../../src/domain/profile'
import type { RequestTask, WorkerAnswer, WorkerRequest } from '../../../../src/platform/workers/messages'
import { WorkerBridge } from '../../../../src/platform/workers/worker-bridge'
import { RequestsWorker } from '../../../../src/platform/workers/worker-storage'
import { accountOfCredentials } from '../../../../src/domain/account'
import { profile, s3Error, type Answer } from '../../s3/sample'

let toWorker: (message: { readonly data: WorkerRequest<RequestTask> }) => void
const page = new EventTarget()

/** Stands in for a worker's globals. */
beforeAll(async () => {
  Object.assign(globalThis, {
    addEventListener: (_: string, listener: typeof toWorker) => (toWorker = listener),
    postMessage: (data: WorkerAnswer<unknown>) =>
      page.dispatchEvent(new MessageEvent('message', { data: structuredClone(data) }))
  })
  const script = '../../../../src/requests.worker' // checked with a worker's types, and not with these
  await import(/* @vite-ignore */ script)
})
beforeEach(() => void vi.unstubAllGlobals())

const inner = { endpoint: profile.endpoint, account: accountOfCredentials(profile) } as ObjectStorage

function open(currentProfile: () => Profile = () => profile) {
  const worker = Object.assign(page, {
    // A Blob of Node does not survive its structuredClone; a browser's does.
    postMessage: (data: WorkerRequest<RequestTask>) => toWorker({ data }),
    terminate: () => undefined
  })
  return new RequestsWorker(undefined, new WorkerBridge(() => worker as unknown as Worker)).storageOf(
    inner,
    currentProfile
  )
}

/** Answers in turn, the last one again and again. @returns what was asked. */
function answer(...answers: readonly Answer[]): Request[] {
  const asked: Request[] = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push(new Request(url, init))
    const { status, headers = {}, body = '' } = answers[Math.min(asked.length, answers.length) - 1] ?? { status: 500 }
    return Promise.resolve(new Response(body, { status, headers }))
  })
  return asked
}

const listing = (key: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body:
    `<ListBucketResult><Name>lab</Name><Contents><Key>${key}</Key><ETag>&quot;e&quot;</ETag><Size>3</Size>` +
    `<LastModified>2026-01-02T03:04:05.000Z</LastModified></Contents></ListBucketResult>`
})
const entry = { key: 'a b', sizeBytes: 3, etag: 'e', modifiedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5) }

it('asks with the credentials of the moment, and belongs to the account that asked', async () => {
  const asked = answer(listing('a%20b'))
  let present = profile
  const storage = open(() => present)
  expect([storage.endpoint, storage.account]).toEqual([inner.endpoint, inner.account])
  expect(await storage.findObject('lab', 'a b')).toEqual(entry)
  present = { ...profile, accessKey: 'RENEWED' }
  expect(await storage.findObject('lab', 'a b')).toEqual(entry)
  expect(asked.map(({ url }) => /X-Amz-Credential=(\w+)/.exec(url)?.[1])).toEqual(['AKEXAMPLE', 'RENEWED'])
})

it('sends a body, and tells that all of it has gone', async () => {
  const asked = answer({ status: 200, headers: { etag: '"9"' } })
  const onProgress = vi.fn<(sentBytes: number) => void>()
  const body = new Blob(['four'])
  const request = { bucket: 'lab', key: 'k', body, contentType: 'text/plain', metadata: {}, ifAbsent: true }
  const sent = await open().putObject({ ...request, sseKey: undefined }, { onProgress })
  expect([sent, onProgress.mock.calls]).toEqual([{ etag: '9' }, [[4]]])
  expect(asked[0]?.headers.get('if-none-match')).toBe('*')
  expect(await asked[0]?.text()).toBe('four')
})

it('reads a small body once, announces its digest, and sends those bytes', async () => {
  const asked = answer({ status: 200, headers: { etag: '"900150983cd24fb0d6963f7d28e17f72"' } }) // RFC 1321
  const onProgress = vi.fn<(sentBytes: number) => void>()
  const again = (): never => {
    throw new Error('It was read again')
  }
  const request = {
    bucket: 'lab',
    key: 'k',
    body: Object.assign(new Blob(['abc']), { stream: again, slice: again }),
    contentType: 'text/plain',
    metadata: {},
    ifAbsent: true
  }
  const sent = await open().putDigested?.({ ...request, sseKey: undefined }, { onProgress })
  const md5Hex = '900150983cd24fb0d6963f7d28e17f72'
  expect(sent).toEqual({ etag: md5Hex, md5Hex })
  expect(onProgress).toHaveBeenLastCalledWith(3)
  expect(asked[0]?.headers.get('content-md5')).toBe('kAFQmDzST7DWlj99KOF/cg==')
  expect(await asked[0]?.text()).toBe('abc')
})

it('sends nothing of a file that is gone, or is another one by now', async () => {
  const asked = answer({ status: 200 })
  const request = {
    bucket: 'lab',
    key: 'k',
    contentType: 'text/plain',
    metadata: {},
    ifAbsent: true,
    sseKey: undefined
  }
  const broken = (name: string) => ({ size: 3, arrayBuffer: () => Promise.reject(new DOMException('', name)) })
  const cut = { size: 8, arrayBuffer: () => new Blob(['shorter']).arrayBuffer() }
  const storage = open()
  const kinds = [broken('NotFoundError'), broken('NotReadableError'), cut].map(async (body) => {
    const sending = storage.putDigested?.({ ...request, body: body as unknown as Blob })
    return sending?.catch((error: unknown) => (error as AppError).kind)
  })
  expect(await Promise.all(kinds)).toEqual(['file-unreadable', 'file-changed', 'file-changed'])
  expect(asked).toEqual([])
})

it('hands an error over whole, and no secret with it', async () => {
  answer(s3Error(403, 'AccessDenied', 'Not for AKEXAMPLE'))
  const error = (await open()
    .findObject('lab', 'k')
    .catch((thrown: unknown) => thrown)) as AppError
  expect(error).toBeInstanceOf(AppError)
  expect([error.kind, error.details]).toMatchObject([
    'access-denied',
    { operation: 'ListObjectsV2', status: 403, code: 'AccessDenied' }
  ])
  expect(error.cause).toMatchObject({ name: 'AccessDenied' })
  const said = JSON.stringify([error.details, (error.cause as Error).message, (error.cause as Error).stack])
  for (const secret of [profile.accessKey, profile.secretKey]) expect(said).not.toContain(secret)
})

it('reads what a proxy says as no S3 does', async () => {
  answer({ status: 200, headers: { 'content-type': 'application/xml' }, body: '<!DOCTYPE x [<!ENTITY y "z">]><x/>' })
  await expect(open().findObject('lab', 'k')).rejects.toMatchObject({ kind: 'not-s3' })
  answer({ status: 200, headers: { 'content-type': 'text/html' }, body: '<p>Log in' })
  await expect(open().findObject('lab', 'k')).rejects.toMatchObject({ kind: 'not-s3' })
})

it('is cancelled while it asks', async () => {
  vi.stubGlobal('fetch', (_: string, { signal }: { signal: AbortSignal }) => {
    return new Promise((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    )
  })
  const controller = new AbortController()
  const asking = open().findObject('lab', 'k', controller.signal)
  setTimeout(() => controller.abort(), 5)
  await expect(asking).rejects.toMatchObject({ name: 'AbortError' })
})

it('that ends has lost the answers, and another one is asked', async () => {
  const workers: EventTarget[] = []
  const bridge = new WorkerBridge<RequestTask, unknown>(() => {
    const worker = Object.assign(new EventTarget(), { postMessage: vi.fn<() => void>(), terminate: () => undefined })
    workers.push(worker)
    return worker as unknown as Worker
  })
  const storage = new RequestsWorker(undefined, bridge).storageOf(inner, () => profile)
  const lost = storage.findObject('lab', 'k')
  workers[0]?.dispatchEvent(new Event('error'))
  await expect(lost).rejects.toMatchObject({ kind: 'unreachable', details: { detail: 'WorkerDied' } })
  const next = storage.findObject('lab', 'k')
  workers[1]?.dispatchEvent(new MessageEvent('message', { data: { kind: 'done', id: 2, result: entry } }))
  expect(await next).toEqual(entry)
})

it('that never comes is told before anything is started', async () => {
  const worker = Object.assign(new EventTarget(), { postMessage: () => undefined, terminate: () => undefined })
  const requests = new RequestsWorker(undefined, new WorkerBridge(() => worker as unknown as Worker))
  const loading = requests.load()
  worker.dispatchEvent(new Event('error'))
  await expect(loading).rejects.toMatchObject({ kind: 'unexpected' })
})
