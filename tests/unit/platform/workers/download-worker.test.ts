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
  return new DownloadWorker((failure) => new AppError('request-refused', { status: failure.status }), undefined, bridge)
}

const TASK = {
  request: { url: 'https://x/', headers: {} },
  plan: { kind: 'whole' },
  expectedBytes: 0,
  etag: 'e',
  isContinued: false
} as const
const makeOptions = () => ({
  signal: new AbortController().signal,
  onProgress: vi.fn<(bytes: number, note?: string) => void>()
})

const receive = (bytes: Buffer, maxBytes: number) => {
  vi.stubGlobal('navigator', { onLine: true, userAgent: '' })
  vi.stubGlobal('fetch', async () => new Response(new Uint8Array(bytes)))
  return makeWorker().receive({ ...TASK, id: `memory ${maxBytes}`, into: { maxBytes } }, makeOptions())
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
  getSize: () => 0,
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
  vi.stubGlobal('navigator', { storage, onLine: true, userAgent: '' })
  expect(await makeWorker().canWriteFile(['downloads', 'tab', 'trial'])).toBe(expected)
})

/** A file of the private file system, which outlives a worker. */
class FakeFile {
  #room = Buffer.alloc(MIB)
  maxBytes = Number.POSITIVE_INFINITY
  bytes = Buffer.alloc(0)
  getSize = (): number => this.bytes.length
  truncate = (size: number): void => void (this.bytes = this.bytes.subarray(0, size))
  read = (into: Uint8Array, { at }: { at: number }): number => this.bytes.copy(into, 0, at)
  write = (piece: Uint8Array, { at }: { at: number }): number => {
    if (at + piece.length > this.maxBytes) throw new DOMException('No room', 'QuotaExceededError')
    if (at + piece.length > this.#room.length) this.#room = Buffer.concat([this.#room], 2 * (at + piece.length))
    this.#room.set(piece, at)
    this.bytes = this.#room.subarray(0, at + piece.length)
    return piece.length
  }
  flush = (): void => undefined
  close = (): void => undefined
}

interface Answering {
  /** The connection breaks after so many bytes of this answer. */
  readonly cutAt?: number
  readonly etag?: string
  readonly status?: number
  /** No answer, as when a proxy refuses the preflight. */
  readonly isSilent?: boolean
}

/** A gateway that has one object, and the file into which it is received. */
function makeBroken(
  object: Buffer,
  answers: Answering[],
  userAgent = 'Chromium/156',
  isUnanswered: (range: string | undefined) => boolean = () => false
) {
  const file = new FakeFile()
  vi.stubGlobal('navigator', {
    storage: { getDirectory: async () => folder({ createSyncAccessHandle: async () => file }) },
    onLine: true,
    userAgent
  })
  const asked: (string | undefined)[] = []
  vi.stubGlobal('fetch', async (_: string, { headers }: { headers: Record<string, string> }) => {
    const { range } = headers
    asked.push(range)
    const { cutAt, etag = 'e', status, isSilent = false } = answers.shift() ?? {}
    if (isSilent || isUnanswered(range)) throw new TypeError('Failed to fetch')
    const isRange = range !== undefined && status !== 200
    const [, start = 0, last = ''] = (isRange && /(\d+)-(\d*)/.exec(range)) || []
    const from = Number(start)
    const body = object.subarray(from, last === '' ? undefined : Number(last) + 1)
    const length = String(body.length)
    let sent = 0
    const stream = new ReadableStream({
      pull: (controller) => {
        if (cutAt !== undefined && sent >= cutAt) return controller.error(new TypeError('network error'))
        const piece = body.subarray(sent, Math.min(sent + 300_000, cutAt ?? body.length))
        if (piece.length === 0) return controller.close()
        sent += piece.length
        controller.enqueue(new Uint8Array(piece))
      }
    })
    const range206 = isRange ? { 'content-range': `bytes ${from}-${object.length - 1}/${object.length}` } : {}
    return new Response(stream, {
      status: status ?? (isRange ? 206 : 200),
      headers: { 'content-length': length, etag: `"${etag}"`, ...range206 }
    })
  })
  const worker = makeWorker()
  const id = `broken ${++brokenCount}`
  const attempt = (isContinued: boolean, options = makeOptions()) =>
    worker.receive(
      { ...TASK, id, expectedBytes: object.length, into: { path: ['downloads', 'tab', id] }, isContinued },
      options
    )
  return { file, asked, attempt, forget: () => worker.forget(id) }
}
let brokenCount = 0

const OBJECT = Buffer.from(Array.from({ length: 5 * MIB }, (_, index) => (index * 7 + (index >> 9)) & 255))
const whole = { sizeBytes: OBJECT.length, etag: createHash('md5').update(OBJECT).digest('hex'), blob: undefined }

it('asks for the rest after a break, and the digest is of the whole', async () => {
  const { file, asked, attempt } = makeBroken(OBJECT, [{ cutAt: 3_500_000 }, { cutAt: 200_000 }])
  await expect(attempt(false)).rejects.toMatchObject({ kind: 'truncated' })
  await expect(attempt(true)).rejects.toMatchObject({ kind: 'truncated' })
  const options = makeOptions()
  expect(await attempt(true, options)).toEqual(whole)
  expect(asked).toEqual([undefined, `bytes=${3 * MIB}-`, `bytes=${3 * MIB}-`])
  expect(options.onProgress.mock.calls[0]).toEqual([3 * MIB, undefined])
  expect(file.bytes.equals(OBJECT)).toBe(true)
})

it('reads again what is there when the worker that digested it is gone', async () => {
  const { asked, attempt, forget } = makeBroken(OBJECT, [{ cutAt: 2 * MIB }])
  await expect(attempt(false)).rejects.toMatchObject({ kind: 'truncated' })
  await forget()
  const options = makeOptions()
  expect(await attempt(true, options)).toEqual(whole)
  expect(asked).toEqual([undefined, `bytes=${2 * MIB}-`])
  expect(options.onProgress.mock.calls.slice(0, 2)).toEqual([
    [MIB, 'read-again'],
    [2 * MIB, undefined]
  ])
})

it('goes on with what is there once a full disk has room again', async () => {
  const { file, asked, attempt } = makeBroken(OBJECT, [])
  file.maxBytes = 3 * MIB
  await expect(attempt(false)).rejects.toMatchObject({ kind: 'browser-storage-full' })
  file.maxBytes = Number.POSITIVE_INFINITY
  expect(await attempt(true)).toEqual(whole)
  expect(asked).toEqual([undefined, `bytes=${3 * MIB}-`])
})

it('takes the death of its worker for a break, after which the rest is asked for', async () => {
  const died = { run: () => Promise.reject(new AppError('unexpected', { detail: 'WorkerDied' })) }
  const worker = new DownloadWorker(() => new AppError('request-refused'), undefined, died)
  const receiving = worker.receive({ ...TASK, id: 'died', into: { maxBytes: 1 } }, makeOptions())
  await expect(receiving).rejects.toMatchObject({ kind: 'unreachable', details: { detail: 'WorkerDied' } })
})

it('asks for nothing when everything is there', async () => {
  const { asked, attempt } = makeBroken(OBJECT, [])
  expect(await attempt(false)).toEqual(whole)
  expect(await attempt(true)).toEqual(whole)
  expect(asked).toHaveLength(1)
})

it('starts over where the range is ignored', async () => {
  const { file, attempt } = makeBroken(OBJECT, [{ cutAt: 2 * MIB }, { status: 200 }])
  await expect(attempt(false)).rejects.toMatchObject({ kind: 'truncated' })
  const options = makeOptions()
  expect(await attempt(true, options)).toEqual(whole)
  expect(options.onProgress.mock.calls.filter(([, note]) => note !== undefined)).toEqual([[0, 'started-over']])
  expect(file.bytes.equals(OBJECT)).toBe(true)
})

it('takes the whole where a range gets no answer and the whole does, and not because of one break', async () => {
  const once = makeBroken(OBJECT, [{ cutAt: 2 * MIB }, { isSilent: true }])
  await expect(once.attempt(false)).rejects.toMatchObject({ kind: 'truncated' })
  expect(await once.attempt(true)).toEqual(whole)
  expect(once.asked.slice(1)).toEqual([`bytes=${2 * MIB}-`, undefined, `bytes=${2 * MIB}-`])
  const never = makeBroken(OBJECT, [{ cutAt: 2 * MIB }, { isSilent: true }, {}, { isSilent: true }])
  await expect(never.attempt(false)).rejects.toMatchObject({ kind: 'truncated' })
  expect(await never.attempt(true)).toEqual(whole)
})

it('never starts over for a range without an answer where one had worked: the line flaps', async () => {
  let isFlapping = false
  const { file, asked, attempt } = makeBroken(OBJECT, [{ cutAt: 2 * MIB }, { cutAt: MIB + 1 }], undefined, (range) => {
    return isFlapping && range !== undefined
  })
  await expect(attempt(false)).rejects.toMatchObject({ kind: 'truncated' })
  await expect(attempt(true)).rejects.toMatchObject({ kind: 'truncated' })
  isFlapping = true
  await expect(attempt(true)).rejects.toMatchObject({ kind: 'unreachable' })
  expect(file.bytes.length).toBe(3 * MIB)
  isFlapping = false
  expect(await attempt(true)).toEqual(whole)
  expect(asked.slice(2)).toEqual([`bytes=${3 * MIB}-`, `bytes=${3 * MIB}-`])
})

it.each([
  ['another object has its name', { etag: 'other' }],
  ['it is shorter now', { status: 416 }]
])('never joins bytes of two objects: %s', async (_, answer) => {
  const { attempt } = makeBroken(OBJECT, [{ cutAt: 2 * MIB }, answer])
  await expect(attempt(false)).rejects.toMatchObject({ kind: 'truncated' })
  await expect(attempt(true)).rejects.toMatchObject({ kind: 'object-changed' })
})

it('asks Firefox for ranges, one ahead, and goes on in the middle of one', async () => {
  const object = Buffer.concat(Array.from({ length: 7 }, () => OBJECT))
  const range = (fromMib: number, toMib: number) => `bytes=${fromMib * MIB}-${toMib * MIB - 1}`
  const { file, asked, attempt } = makeBroken(object, [{}, { cutAt: 4.5 * MIB }], 'Firefox/153.0')
  await expect(attempt(false)).rejects.toMatchObject({ kind: 'truncated' })
  expect(asked).toEqual([range(0, 16), range(16, 32), `bytes=${32 * MIB}-`])
  expect(await attempt(true)).toMatchObject({
    sizeBytes: object.length,
    etag: createHash('md5').update(object).digest('hex')
  })
  expect(asked.slice(3)).toEqual([`bytes=${20 * MIB}-`])
  expect(file.bytes.equals(object)).toBe(true)
})

it('leaves off where the address of ranges grows old, and goes on with another', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  try {
    const object = Buffer.concat(Array.from({ length: 7 }, () => OBJECT))
    const { asked, attempt } = makeBroken(object, [], 'Firefox/153.0')
    const onProgress = (bytes: number) => void (bytes === 16 * MIB && vi.setSystemTime(Date.now() + 61_000))
    const first = await attempt(false, { ...makeOptions(), onProgress: vi.fn(onProgress) })
    expect(first).toMatchObject({ sizeBytes: 32 * MIB, isUnfinished: true })
    expect(await attempt(true)).toMatchObject({
      sizeBytes: object.length,
      etag: createHash('md5').update(object).digest('hex')
    })
    expect(asked.map((range) => range?.split('-')[0])).toEqual([0, 16, 32].map((mib) => `bytes=${mib * MIB}`))
  } finally {
    vi.useRealTimers()
  }
})

/** A file of the user's, as the browser writes it: beside, and in its place when it is closed. */
class FakePickedFile {
  bytes = Buffer.from('as it was')
  maxBytes = Number.POSITIVE_INFINITY
  createWritable = async () => {
    let beside = Buffer.alloc(0)
    let isBroken = false
    /** As any WritableStream: after one failure nothing more is taken. */
    const store = async (work: () => void): Promise<void> => {
      if (isBroken) throw new TypeError('Cannot write to an errored stream')
      work()
    }
    return {
      write: ({ position, data }: { position: number; data: Uint8Array }) =>
        store(() => {
          isBroken = position + data.length > this.maxBytes
          if (isBroken) throw new DOMException('No room', 'QuotaExceededError')
          beside = Buffer.concat([beside.subarray(0, position), data, beside.subarray(position + data.length)])
        }),
      truncate: (size: number) => store(() => void (beside = beside.subarray(0, size))),
      close: () => store(() => void (this.bytes = beside)),
      abort: async () => void (isBroken = true)
    }
  }
}

function makePicked(answers: Answering[]) {
  const { asked } = makeBroken(OBJECT, answers)
  const worker = makeWorker()
  const file = new FakePickedFile()
  const id = `picked ${++brokenCount}`
  const into = { file: file as unknown as FileSystemFileHandle }
  const attempt = (isContinued: boolean) =>
    worker.receive({ ...TASK, id, expectedBytes: OBJECT.length, into, isContinued }, makeOptions())
  return { asked, worker, file, id, into, attempt }
}

it('writes into the user’s file, goes on after a break, and changes it only when it is told so', async () => {
  const { asked, worker, file, id, attempt } = makePicked([{ cutAt: 3_500_000 }])
  await expect(attempt(false)).rejects.toMatchObject({ kind: 'truncated' })
  expect(await attempt(true)).toEqual(whole)
  expect(asked).toEqual([undefined, `bytes=${3 * MIB}-`])
  expect(file.bytes.toString()).toBe('as it was')
  expect(await worker.commit(id)).toBe(OBJECT.length)
  expect(file.bytes.equals(OBJECT)).toBe(true)
})

it('starts over in the user’s file after its disk was full, for what was written beside it is gone', async () => {
  const { asked, worker, file, id, into, attempt } = makePicked([])
  file.maxBytes = 3 * MIB
  await expect(attempt(false)).rejects.toMatchObject({ kind: 'directory-unwritable' })
  file.maxBytes = Number.POSITIVE_INFINITY
  expect(await attempt(true)).toEqual(whole)
  expect(asked).toEqual([undefined, undefined])
  await worker.commit(id)
  expect(file.bytes.equals(OBJECT)).toBe(true)

  const open = { kind: 'open-archive', archiveId: `${id} zip`, into } as const
  const add = { kind: 'add-entry', archiveId: open.archiveId, entry: { name: 'a', modifiedAtMs: 0 } } as const
  await worker.archive(open)
  file.maxBytes = 10
  await expect(worker.archive({ ...add, body: new Blob(['a text']) })).rejects.toMatchObject({
    kind: 'directory-unwritable'
  })
  file.maxBytes = Number.POSITIVE_INFINITY
  expect((await worker.archive(open)).sizeBytes).toBe(0)
  await worker.archive({ ...add, body: new Blob(['a text']) })
  await worker.archive({ kind: 'finish-archive', archiveId: open.archiveId })
  await worker.commit(open.archiveId)
  expect(file.bytes.toString()).toContain('a text')
})

it('leaves the user’s file as it was when nothing came of it, and starts over after that', async () => {
  const { worker, file, id, attempt } = makePicked([{ cutAt: 2 * MIB }])
  await expect(attempt(false)).rejects.toMatchObject({ kind: 'truncated' })
  await worker.forget(id)
  await expect(worker.commit(id)).rejects.toMatchObject({ kind: 'unexpected' })
  expect(file.bytes.toString()).toBe('as it was')
  expect(await attempt(false)).toEqual(whole)
  await worker.commit(id)
  expect(file.bytes.equals(OBJECT)).toBe(true)
})

it('writes a ZIP file of the user’s in the same way, and an entry goes on inside it', async () => {
  const { asked, worker, file, id, into } = makePicked([{ cutAt: 3_500_000 }])
  const opened = await worker.archive({ kind: 'open-archive', archiveId: id, into })
  expect(opened.sizeBytes).toBe(0)
  const entry = { name: 'd/a.bin', modifiedAtMs: 0 }
  const attempt = (isContinued: boolean) =>
    worker.receive(
      { ...TASK, id: `${id}/a`, expectedBytes: OBJECT.length, into: { archiveId: id, entry }, isContinued },
      makeOptions()
    )
  await expect(attempt(false)).rejects.toMatchObject({ kind: 'truncated' })
  expect(await attempt(true)).toEqual(whole)
  await worker.archive({ kind: 'keep-entry', archiveId: id, entryId: `${id}/a` })
  expect(asked).toEqual([undefined, `bytes=${3 * MIB}-`])
  const { sizeBytes } = await worker.archive({ kind: 'finish-archive', archiveId: id })
  expect(file.bytes.toString()).toBe('as it was')
  expect(await worker.commit(id)).toBe(sizeBytes)
  expect(file.bytes.includes(OBJECT)).toBe(true)
  await expect(worker.archive({ kind: 'finish-archive', archiveId: id })).rejects.toMatchObject({ kind: 'unexpected' })
})
