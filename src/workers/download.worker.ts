// Receives one object: fetches it by itself, digests it and writes it to the private file system, in pieces that are used again.
import type { ReceiveResult, ReceiveTask } from './messages'
import { StreamDigest } from './stream-digest'
import { serveTasks, TaskFailure } from './serve-tasks'

const BUFFER_BYTES = 1024 * 1024
const TOLD_EVERY_MS = 80

serveTasks<ReceiveTask, ReceiveResult>(async ({ request, plan, path }, signal, onProgress) => {
  const answer = await ask(request.url, request.headers, signal)
  const announced = announcedBytes(answer)
  const file = await open(path)
  const digest = await StreamDigest.create(plan)
  let sizeBytes = 0
  let toldAtMs = 0
  try {
    file.truncate(0)
    for await (const bytes of piecesOf(answer, signal)) {
      write(file, bytes, sizeBytes)
      digest.update(bytes)
      sizeBytes += bytes.byteLength
      if (performance.now() - toldAtMs > TOLD_EVERY_MS) {
        toldAtMs = performance.now()
        onProgress(sizeBytes)
      }
    }
    signal.throwIfAborted()
    if (announced !== undefined && sizeBytes < announced) throw new TaskFailure({ kind: 'known', error: 'cut-short' })
    file.flush()
    onProgress(sizeBytes)
    return { sizeBytes, etag: await digest.etag() }
  } finally {
    file.close()
  }
})

async function ask(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
  const answer = await fetch(url, {
    headers,
    signal,
    redirect: 'manual',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store'
  }).catch(() => {
    throw new TaskFailure({ kind: 'known', error: navigator.onLine ? 'unreachable' : 'offline' })
  })
  if (answer.type === 'opaqueredirect') throw new TaskFailure({ kind: 'known', error: 'redirected' })
  if (answer.ok) return answer
  const text = (await answer.text().catch(() => '')).slice(0, 65_536)
  const code = /<Code>([A-Za-z0-9]{1,60})<\/Code>/.exec(text)?.[1]
  const isHtml = /^text\/html/i.test(answer.headers.get('content-type') ?? '')
  throw new TaskFailure({ kind: 'answer', status: answer.status, code, isHtml })
}

/** Of an answer that is not unpacked on its way (then the length would be that of other bytes). */
function announcedBytes(answer: Response): number | undefined {
  const length = answer.headers.get('content-length')
  const encoding = answer.headers.get('content-encoding') ?? 'identity'
  return length === null || encoding !== 'identity' ? undefined : Number(length)
}

/** The body in pieces of a fixed buffer, each good until the next is asked for: memory stays flat however long it is. */
async function* piecesOf(answer: Response, signal: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (answer.body === null) return
  const reader = answer.body.getReader({ mode: 'byob' })
  let buffer = new ArrayBuffer(BUFFER_BYTES)
  try {
    for (;;) {
      let filled = 0
      while (filled < BUFFER_BYTES) {
        const { value, done } = await reader.read(new Uint8Array(buffer, filled, BUFFER_BYTES - filled))
        if (value === undefined) return // cancelled
        buffer = value.buffer
        filled += value.byteLength
        if (done) {
          if (filled > 0) yield new Uint8Array(buffer, 0, filled)
          return
        }
      }
      yield new Uint8Array(buffer, 0, filled)
    }
  } catch {
    signal.throwIfAborted()
    throw new TaskFailure({ kind: 'known', error: 'cut-short' })
  } finally {
    reader.cancel().catch(() => undefined)
  }
}

async function open(path: readonly string[]): Promise<FileSystemSyncAccessHandle> {
  let folder = await navigator.storage.getDirectory()
  for (const name of path.slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create: true })
  const handle = await folder.getFileHandle(path.at(-1) ?? 'file', { create: true })
  return await handle.createSyncAccessHandle()
}

function write(file: FileSystemSyncAccessHandle, bytes: Uint8Array<ArrayBuffer>, at: number): void {
  let written: number
  try {
    written = file.write(bytes, { at })
  } catch (error) {
    const isFull = (error as Error).name === 'QuotaExceededError'
    throw new TaskFailure({ kind: 'known', error: isFull ? 'browser-storage-full' : 'browser-storage-failed' })
  }
  if (written !== bytes.byteLength) throw new TaskFailure({ kind: 'known', error: 'browser-storage-full' })
}
