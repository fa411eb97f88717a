// The worker that receives: into files where there are, else in memory, and never a byte more than may be held there.
import { createHash } from 'node:crypto'
import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { DownloadWorker } from '../../../../src/platform/files/download-worker'
import type {
  DownloadTask,
  ReceiveResult,
  WorkerAnswer,
  WorkerRequest
} from '../../../../src/platform/workers/messages'
import { WorkerBridge } from '../../../../src/platform/workers/worker-bridge'
import { AppError } from '../../../../src/domain/app-error'

const MIB = 1024 * 1024
let toWorker: (message: { readonly data: WorkerRequest<DownloadTask> }) => void
const page = new EventTarget()

/** Stands in for a worker's globals, and for the worker as the page sees it. */
beforeAll(async () => {
  Object.assign(globalThis, {
    addEventListener: (_: string, listener: typeof toWorker) => (toWorker = listener),
    postMessage: (data: WorkerAnswer<ReceiveResult>) => page.dispatchEvent(new MessageEvent('message', { data }))
  })
  const script = '../../../../src/platform/workers/download.worker' // checked with a worker's types, and not with these
  await import(/* @vite-ignore */ script)
})
beforeEach(() => void vi.unstubAllGlobals())

function makeWorker(): DownloadWorker {
  const started = Object.assign(page, {
    postMessage: (data: WorkerRequest<DownloadTask>) => toWorker({ data }),
    terminate: () => undefined
  })
  const bridge = new WorkerBridge<DownloadTask, ReceiveResult>(() => started as unknown as Worker)
  return new DownloadWorker((failure) => new AppError('request-refused', { status: failure.status }), bridge)
}

const receive = (bytes: Buffer, maxBytes: number) => {
  vi.stubGlobal('fetch', async () => new Response(new Uint8Array(bytes)))
  const options = { signal: new AbortController().signal, expectedBytes: 0, onProgress: () => undefined }
  return makeWorker().receive({ url: 'https://x/', headers: {} }, { kind: 'whole' }, { maxBytes }, options)
}

it('receives in memory, digested', async () => {
  const bytes = Buffer.alloc(2 * MIB + 7, 5)
  const { sizeBytes, etag, blob } = await receive(bytes, bytes.length)
  expect([sizeBytes, etag]).toEqual([bytes.length, createHash('md5').update(bytes).digest('hex')])
  if (blob === undefined) throw new Error('Nothing was kept in memory')
  expect(bytes.equals(new Uint8Array(await blob.arrayBuffer()))).toBe(true)
})

it('gives up at the first byte above what may be held', async () => {
  const failure = receive(Buffer.alloc(2 * MIB), 2 * MIB - 1)
  await expect(failure).rejects.toMatchObject({ kind: 'too-large-for-memory', details: { maxBytes: 2 * MIB - 1 } })
})

const folder = (file: object) => {
  const self = {
    getDirectoryHandle: async () => self,
    getFileHandle: async () => file,
    removeEntry: async () => undefined
  }
  return self
}
const written: number[] = []
const handle = {
  truncate: () => undefined,
  write: (bytes: Uint8Array) => written.push(bytes.length) && bytes.length,
  flush: () => undefined,
  close: () => undefined
}
const reject = (name: string) => () => Promise.reject(new DOMException('no', name))

it.each([
  [
    'files that a worker can write',
    { getDirectory: async () => folder({ createSyncAccessHandle: async () => handle }) },
    true
  ],
  ['a full disk', { getDirectory: async () => folder({ createSyncAccessHandle: reject('QuotaExceededError') }) }, true],
  ['no storage at all', undefined, false],
  ['storage without files', {}, false],
  ['a private window of Firefox', { getDirectory: reject('SecurityError') }, false],
  ['files without a synchronous handle', { getDirectory: async () => folder({}) }, false],
  [
    'a handle that is refused',
    { getDirectory: async () => folder({ createSyncAccessHandle: reject('NotAllowedError') }) },
    false
  ]
])('tries what this browser has: %s', async (_, storage, expected) => {
  vi.stubGlobal('navigator', { storage, onLine: true })
  expect(await makeWorker().canWriteFile(['downloads', 'tab', 'trial'])).toBe(expected)
})
