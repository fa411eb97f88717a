// Receives one object: fetches it by itself, digests it and writes it to the private file system, in pieces that are used again.
import { MAX_SILENCE_MS, withinTime } from '../domain/within-time'
import type { ReceiveResult, ReceiveTask } from './messages'
import { readPieces } from './read-pieces'
import { serveTasks, TaskFailure } from './serve-tasks'
import { StreamDigest } from './stream-digest'

const LONGEST_ERROR_CHARACTERS = 65_536
const TOLD_EVERY_MS = 80

serveTasks<ReceiveTask, ReceiveResult>(async ({ request, plan, path }, signal, onProgress) => {
  const digest = await StreamDigest.create(plan)
  const file = await open(path)
  let sizeBytes = 0
  let toldAtMs = 0
  try {
    const answer = await ask(request.url, request.headers, signal)
    const announced = announcedBytes(answer)
    store(() => file.truncate(0))
    for await (const bytes of piecesOf(answer, signal)) {
      const written = store(() => file.write(bytes, { at: sizeBytes }))
      if (written !== bytes.byteLength) throw new TaskFailure({ kind: 'known', error: 'browser-storage-full' })
      digest.update(bytes)
      sizeBytes += bytes.byteLength
      if (performance.now() - toldAtMs > TOLD_EVERY_MS) {
        toldAtMs = performance.now()
        onProgress(sizeBytes)
      }
    }
    signal.throwIfAborted()
    if (announced !== undefined && sizeBytes < announced) throw new TaskFailure({ kind: 'known', error: 'cut-short' })
    store(() => file.flush())
    onProgress(sizeBytes)
    return { sizeBytes, etag: await digest.etag() }
  } finally {
    file.close()
  }
})

async function ask(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
  const giveUp = new AbortController()
  const asking = fetch(url, {
    headers,
    signal: AbortSignal.any([signal, giveUp.signal]),
    redirect: 'manual',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store'
  })
  const answer = await withinTime(asking, MAX_SILENCE_MS, () => new TypeError('No answer')).catch(() => {
    giveUp.abort()
    throw new TaskFailure({ kind: 'known', error: navigator.onLine ? 'unreachable' : 'offline' })
  })
  if (answer.type === 'opaqueredirect') throw new TaskFailure({ kind: 'known', error: 'redirected' })
  if (answer.ok) return answer
  const text = await beginningOf(answer)
  const code = /<Code>([A-Za-z0-9]{1,60})<\/Code>/.exec(text)?.[1]
  const isHtml = /^text\/html/i.test(answer.headers.get('content-type') ?? '')
  throw new TaskFailure({ kind: 'answer', status: answer.status, code, isHtml })
}

/** No more of an error's body than an S3 error can be long: it may be anybody's page. */
async function beginningOf(answer: Response): Promise<string> {
  let text = ''
  try {
    for await (const bytes of answer.body === null ? [] : readPieces(answer.body, MAX_SILENCE_MS)) {
      text += new TextDecoder().decode(bytes)
      if (text.length >= LONGEST_ERROR_CHARACTERS) break
    }
  } catch {
    // Cut off: what came of it has to do.
  }
  return text.slice(0, LONGEST_ERROR_CHARACTERS)
}

/** Of an answer that is not unpacked on its way (then the length would be that of other bytes). */
function announcedBytes(answer: Response): number | undefined {
  const length = answer.headers.get('content-length')
  const encoding = answer.headers.get('content-encoding') ?? 'identity'
  return length === null || encoding !== 'identity' ? undefined : Number(length)
}

async function* piecesOf(answer: Response, signal: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (answer.body === null) return
  try {
    yield* readPieces(answer.body, MAX_SILENCE_MS)
  } catch {
    signal.throwIfAborted()
    throw new TaskFailure({ kind: 'known', error: 'cut-short' })
  }
}

async function open(path: readonly string[]): Promise<FileSystemSyncAccessHandle> {
  try {
    let folder = await navigator.storage.getDirectory()
    for (const name of path.slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create: true })
    const handle = await folder.getFileHandle(path.at(-1) ?? 'file', { create: true })
    return await handle.createSyncAccessHandle()
  } catch (error) {
    throw storageFailure(error)
  }
}

function store<T>(action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw storageFailure(error)
  }
}

function storageFailure(error: unknown): TaskFailure {
  const { name } = error as Error
  if (name === 'QuotaExceededError') return new TaskFailure({ kind: 'known', error: 'browser-storage-full' })
  return new TaskFailure({ kind: 'known', error: 'browser-storage-failed', detail: name })
}
