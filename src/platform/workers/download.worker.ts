// Receives objects: fetches them by itself, digests them and writes them to files or memory, in pieces that are used again.
import { codingsOf } from '../../domain/content-encoding'
import { withoutQueryValues } from '../../domain/request-history'
import { MAX_SILENCE_MS, withinTime } from '../../domain/within-time'
import { Archives } from './archives'
import type { ProgressNote } from '../../domain/download-ports'
import type { DownloadTask, FilePath, ReceiveResult, ReceiveTask } from './messages'
import { PickedFiles } from './picked-files'
import { readPieces } from './read-pieces'
import { MemoryTarget, openFile, tryFile } from './receive-places'
import type { ReceiveTarget } from './receive-target'
import { serveTasks, TaskFailure, tellRequest } from './serve-tasks'
import { StreamDigests, type StreamDigest } from './stream-digests'

const MAX_ERROR_CHARACTERS = 65_536
const TOLD_EVERY_MS = 80
/** Of one request in Firefox, whose parent process holds most of an answer until it is read; the next is asked for while one comes. */
const RANGE_BYTES = 16 * 2 ** 20
/** An address is good for 15 minutes, as the clocks of page and gateway see them; ranges are asked for by one that is much younger. */
const MAX_ADDRESS_AGE_MS = 60_000

/** What attempts that broke off have received, by the download's id. */
const partial = new Map<string, Received>()

interface Received {
  /** Of the bytes that the target has. */
  digest: StreamDigest
  /** Undefined: they are in a file, which is opened for each attempt, or in an archive. */
  readonly memory: MemoryTarget | undefined
  /** A range was answered with what was asked for. */
  hasRanges: boolean
}

const digests = new StreamDigests()
const files = new PickedFiles()
const archives = new Archives(files)

serveTasks<DownloadTask, ReceiveResult>(async (task, signal, onProgress) => {
  if (task.kind === 'receive') return await receive(task, signal, onProgress)
  if ('archiveId' in task) {
    if ('entryId' in task) forget(task.entryId)
    return await archives.run(task)
  }
  if (task.kind === 'forget') {
    for (const id of partial.keys()) if (id === task.id || id.startsWith(`${task.id}/`)) forget(id)
    await archives.close(task.id)
    await files.abort(task.id)
  } else if (task.kind === 'commit') return { sizeBytes: await files.commit(task.id), etag: undefined }
  else await tryFile(task.path)
  return { sizeBytes: 0, etag: undefined }
})

function forget(id: string): void {
  const received = partial.get(id)
  partial.delete(id)
  received?.digest.drop()
}

async function receive(
  task: ReceiveTask,
  signal: AbortSignal,
  onProgress: (doneBytes: number, note?: ProgressNote) => void
): Promise<ReceiveResult> {
  const { target, received } = await open(task, signal, (readBytes) => onProgress(readBytes, 'read-again'))
  const over = new AbortController()
  const ask = (from: number): Promise<Response | undefined> =>
    askForRest(task, from, received.hasRanges, AbortSignal.any([signal, over.signal]))
  const signedAtMs = Date.now()
  let toldAtMs = 0
  let isUnfinished = false
  try {
    let asking = ask(target.sizeBytes)
    for (let answer = await asking; answer !== undefined; answer = await asking) {
      if (isStoredCompressed(answer, task)) throw new TaskFailure({ kind: 'known', error: 'stored-compressed' })
      const note = answer.status !== 206 && target.sizeBytes > 0 ? 'started-over' : undefined
      if (answer.status === 206) received.hasRanges = true
      if (note !== undefined) await startOver(task, target, received)
      onProgress(target.sizeBytes, note)
      const announced = announcedBytes(answer)
      const endBytes = target.sizeBytes + (announced ?? 0)
      const nextAt = target.sizeBytes + rangeBytes(task)
      const isOld = Date.now() - signedAtMs > MAX_ADDRESS_AGE_MS
      isUnfinished = answer.status === 206 && isOld && nextAt < task.expectedBytes
      asking = answer.status === 206 && !isUnfinished ? ask(nextAt) : Promise.resolve(undefined)
      asking.catch(() => undefined) // it is told when its turn comes
      for await (const bytes of piecesOf(answer, signal)) {
        await target.write(bytes)
        await received.digest.update(bytes)
        if (performance.now() - toldAtMs > TOLD_EVERY_MS) {
          toldAtMs = performance.now()
          onProgress(target.sizeBytes)
        }
      }
      signal.throwIfAborted()
      if (target.sizeBytes < endBytes) throw new TaskFailure({ kind: 'known', error: 'truncated' })
    }
    const { sizeBytes } = target
    if (isUnfinished) return { sizeBytes, etag: undefined, isUnfinished }
    const blob = await target.finish()
    partial.delete(task.id)
    onProgress(sizeBytes)
    return { sizeBytes, etag: await received.digest.etag(), blob }
  } finally {
    over.abort()
    await target.close()
  }
}

/** Bytes of unknown identity are not put together from several answers. */
function rangeBytes({ etag }: ReceiveTask): number {
  return etag !== '' && /\bFirefox\//.test(navigator.userAgent) ? RANGE_BYTES : Number.POSITIVE_INFINITY
}

/** With what earlier attempts have received, digested, if that is continued; else empty. */
async function open(
  task: ReceiveTask,
  signal: AbortSignal,
  onReadAgain: (readBytes: number) => void
): Promise<{ readonly target: ReceiveTarget; readonly received: Received }> {
  const known = task.isContinued ? partial.get(task.id) : undefined
  const { into } = task
  const memory = 'maxBytes' in into ? (known?.memory ?? new MemoryTarget(into.maxBytes)) : undefined
  const target = memory ?? (await openTarget(task))
  try {
    if (known?.digest.isLost === false && known.digest.sizeBytes === target.sizeBytes)
      return { target, received: known }
    forget(task.id)
    const digest = await digests.begin(task.plan, task.expectedBytes)
    const received = { digest, memory, hasRanges: known?.hasRanges ?? false }
    partial.set(task.id, received)
    if (!task.isContinued || !('path' in into)) await target.truncate(0)
    let toldAtMs = 0
    for (const bytes of target.read()) {
      await received.digest.update(bytes)
      if (performance.now() - toldAtMs < TOLD_EVERY_MS) continue
      onReadAgain(received.digest.sizeBytes)
      await new Promise((resolve) => setTimeout(resolve)) // or nothing else would be heard, a cancel neither
      signal.throwIfAborted()
      toldAtMs = performance.now()
    }
    return { target, received }
  } catch (error) {
    await target.close()
    throw error
  }
}

async function openTarget({ id, into, expectedBytes }: ReceiveTask): Promise<ReceiveTarget> {
  if ('archiveId' in into) return await archives.begin(into.archiveId, into.entry, expectedBytes)
  if ('file' in into) return await files.open(id, into.file)
  return await openFile((into as { readonly path: FilePath }).path)
}

async function startOver(task: ReceiveTask, target: ReceiveTarget, received: Received): Promise<void> {
  await target.truncate(0)
  received.digest.drop()
  received.digest = await digests.begin(task.plan, task.expectedBytes)
}

/**
 * Asks for what is missing; undefined: nothing is. A range with a start needs no preflight of its own, and a gateway or a proxy that
 * refuses it looks like one that is down: where the whole is answered twice and the range is not, the whole it is, unless ranges have
 * worked: then the line is bad.
 */
async function askForRest(
  task: ReceiveTask,
  from: number,
  hasRanges: boolean,
  signal: AbortSignal
): Promise<Response | undefined> {
  const { url, headers } = task.request
  const endBytes = from + rangeBytes(task)
  if (from > 0 && from >= task.expectedBytes) return undefined
  if (from === 0 && endBytes >= task.expectedBytes) return await ask(url, headers, signal)
  const range = `bytes=${from}-${endBytes < task.expectedBytes ? endBytes - 1 : ''}`
  for (let hasFailed = false; ; hasFailed = true) {
    try {
      return checkRange(await ask(url, { ...headers, range }, signal), task, from)
    } catch (error) {
      if (hasRanges || !isUnanswered(error)) throw error
      const whole = await ask(url, headers, signal)
      if (hasFailed) return whole
      await whole.body?.cancel()
    }
  }
}

/** Another object's bytes must not follow these. Where the page may not read the headers, the digest and the listing tell. */
function checkRange(answer: Response, { etag }: ReceiveTask, from: number): Response {
  if (answer.status !== 206) return answer
  const answered = answer.headers.get('etag')?.replaceAll('"', '')
  const startsAt = /^bytes (\d+)-/.exec(answer.headers.get('content-range') ?? '')?.[1]
  const isSame = answered === undefined || etag === '' || answered === etag
  if (isSame && (startsAt === undefined || Number(startsAt) === from)) return answer
  void answer.body?.cancel()
  throw new TaskFailure({ kind: 'known', error: 'object-changed' })
}

function isUnanswered(error: unknown): boolean {
  return error instanceof TaskFailure && error.failure.kind === 'known' && error.failure.error === 'unreachable'
}

async function ask(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
  const giveUp = new AbortController()
  const startedAtMs = Date.now()
  const note = (answer?: Response): void => tellOf(url, answer, startedAtMs)
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
    note()
    throw new TaskFailure({ kind: 'known', error: navigator.onLine ? 'unreachable' : 'offline' })
  })
  note(answer)
  if (answer.type === 'opaqueredirect') throw new TaskFailure({ kind: 'known', error: 'redirected' })
  if (answer.ok) return answer
  const text = await beginningOf(answer)
  if (answer.status === 416) throw new TaskFailure({ kind: 'known', error: 'object-changed' }) // shorter than what is here
  const code = /<Code>([A-Za-z0-9]{1,60})<\/Code>/.exec(text)?.[1]
  const isHtml = /^text\/html/i.test(answer.headers.get('content-type') ?? '')
  throw new TaskFailure({ kind: 'answer', status: answer.status, code, isHtml })
}

function tellOf(url: string, answer: Response | undefined, startedAtMs: number): void {
  const { origin, pathname, search } = new URL(url)
  tellRequest({
    method: 'GET',
    origin,
    path: withoutQueryValues(pathname + search),
    status: answer?.status || undefined,
    requestId: answer?.headers.get('x-amz-request-id') ?? undefined,
    startedAtMs,
    durationMs: Date.now() - startedAtMs
  })
}

/** No more of an error's body than an S3 error can be long: it may be anyone's page. */
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

/**
 * The browser unpacks what is stored, and none of its bytes are the object's. Where a proxy compresses on the way, the length is another
 * one, or none, and what is unpacked is the object.
 */
function isStoredCompressed({ headers, status }: Response, { expectedBytes }: ReceiveTask): boolean {
  if (codingsOf(headers.get('content-encoding') ?? undefined).length === 0) return false
  return status === 206 || Number(headers.get('content-length') ?? Number.NaN) === expectedBytes
}

/** Of an answer that is not unpacked on its way (then the length would be that of other bytes). */
function announcedBytes(answer: Response): number | undefined {
  const length = answer.headers.get('content-length')
  const isUnpacked = codingsOf(answer.headers.get('content-encoding') ?? undefined).length > 0
  return length === null || isUnpacked ? undefined : Number(length)
}

async function* piecesOf(answer: Response, signal: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (answer.body === null) return
  try {
    yield* readPieces(answer.body, MAX_SILENCE_MS, digests.nextBuffer)
  } catch {
    signal.throwIfAborted()
    throw new TaskFailure({ kind: 'known', error: 'truncated' })
  }
}
