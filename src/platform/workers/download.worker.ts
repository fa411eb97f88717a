// Receives objects: fetches them by itself, digests them and writes them to files or memory, in pieces that are used again.
import { MAX_SILENCE_MS, withinTime } from '../../domain/within-time'
import type { DownloadTask, ReceiveResult, ReceiveTask } from './messages'
import { readPieces } from './read-pieces'
import { MemoryTarget, openFile, tryFile } from './receive-target'
import { serveTasks, TaskFailure } from './serve-tasks'
import { StreamDigest } from './stream-digest'

const MAX_ERROR_CHARACTERS = 65_536
const TOLD_EVERY_MS = 80

serveTasks<DownloadTask, ReceiveResult>(async (task, signal, onProgress) => {
  if (task.kind === 'receive') return await receive(task, signal, onProgress)
  await tryFile(task.path)
  return { sizeBytes: 0, etag: undefined }
})

async function receive(
  { request, plan, into }: ReceiveTask,
  signal: AbortSignal,
  onProgress: (doneBytes: number) => void
): Promise<ReceiveResult> {
  const digest = await StreamDigest.create(plan)
  const target = 'path' in into ? await openFile(into.path) : new MemoryTarget(into.maxBytes)
  let sizeBytes = 0
  let toldAtMs = 0
  try {
    const answer = await ask(request.url, request.headers, signal)
    const announced = announcedBytes(answer)
    for await (const bytes of piecesOf(answer, signal)) {
      target.write(bytes)
      digest.update(bytes)
      sizeBytes += bytes.byteLength
      if (performance.now() - toldAtMs > TOLD_EVERY_MS) {
        toldAtMs = performance.now()
        onProgress(sizeBytes)
      }
    }
    signal.throwIfAborted()
    if (announced !== undefined && sizeBytes < announced) throw new TaskFailure({ kind: 'known', error: 'truncated' })
    const blob = target.finish()
    onProgress(sizeBytes)
    return { sizeBytes, etag: await digest.etag(), blob }
  } finally {
    target.close()
  }
}

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
      if (text.length >= MAX_ERROR_CHARACTERS) break
    }
  } catch {
    // Cut off: what came of it has to do.
  }
  return text.slice(0, MAX_ERROR_CHARACTERS)
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
    throw new TaskFailure({ kind: 'known', error: 'truncated' })
  }
}
