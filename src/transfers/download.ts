// One attempt at a download: received into a private place, compared with the object's ETag and size, and only then handed over.
import { AppError, isAbort, toAppError, type AppErrorKind } from '../domain/app-error'
import type { ObjectEntry, ObjectHead } from '../domain/object-entry'
import { maySendSseKey } from '../domain/profile'
import type { DownloadSpool, ProgressNote, ReceivedFile } from '../domain/download-ports'
import type { SseKey } from '../domain/sse-key'
import { compare, expectedAfter, expectedOf, type ExpectedBytes } from './expected-bytes'
import { forgetDownload, noteDownload } from './journal-download'
import { isTransient, withRetries } from './retry'
import type { RunEnv } from './run-env'
import { isBrief, type DownloadRequest } from './requests'
import type { TransferVerification } from './transfer'

/** What has come is of no use to another attempt then. Whatever else fails, a user may mend, and the rest follows. */
const MAKES_USELESS: readonly AppErrorKind[] = [
  'object-changed',
  'digest-mismatch',
  'no-such-object',
  'no-such-bucket',
  'stored-compressed',
  'too-large-for-memory',
  'name-refused' // by the folder that it goes to
]

/** Resolves when the whole file was handed over. Rejects with an AppError, or an AbortError when cancelled; then nothing was. */
export async function runDownload(
  given: DownloadRequest,
  env: RunEnv
): Promise<{ readonly verification: TransferVerification | undefined }> {
  const request = { ...given, entry: (await newerEntry(given, env)) ?? given.entry }
  const { storage } = request
  let { sseKey } = request
  const seen = { mostBytes: 0 }
  let isTriedPlain = request.isLikelyPlain?.() ?? false
  const attempt = async (): Promise<TransferVerification | undefined> => {
    if (isTriedPlain && sseKey === undefined)
      try {
        return await receiveOnce(request, undefined, seen, env)
      } catch (error) {
        isTriedPlain = false // a refusal may look like a lost network: the next try has its key
        if (toAppError(error).kind !== 'sse-key-needed') throw error
      }
    // Asked before every try: without an answer from the gateway no key is found.
    sseKey ??= await request.findSseKey?.(request.entry, env.signal)
    if (sseKey !== undefined) {
      if (!maySendSseKey(storage.endpoint)) throw new AppError('sse-key-insecure')
      env.onSseKey(sseKey.id)
    }
    return await receiveOnce(request, sseKey, seen, env)
  }
  const spool = spoolOf(request, env)
  try {
    const progress = (): number => seen.mostBytes
    const verification = await withRetries(attempt, { ...env, progress, digestRetries: 1 })
    env.signal.throwIfAborted()
    if (request.directory === undefined) {
      await spool.deliver(env.id, request.fileName)
      await forgetDownload(env.id, request, env.ports)
    } else {
      await request.directory.write(await spool.read(env.id))
      await forgetDownload(env.id, request, env.ports)
      await spool.discard(env.id).catch(() => undefined) // or many files would need their room twice
    }
    if (sseKey !== undefined) env.ports.markKeyUsed(sseKey.id, storage.endpoint)
    return { verification }
  } catch (error) {
    const reason = toAppError(error)
    const hasNone = env.doneBytes + seen.mostBytes === 0 && request.journalled === undefined
    // What was refused before its first byte is no download to go on with.
    const isUseless = MAKES_USELESS.includes(reason.kind) || (hasNone && !isTransient(reason))
    // A cancel removes what has come too (remove-traces.ts), a pause doesn't.
    if (!isAbort(error) && (isUseless || isBrief(request))) {
      await forgetDownload(env.id, request, env.ports)
      await discard(request, env)
    }
    throw error
  }
}

function spoolOf({ spool }: DownloadRequest, { ports }: RunEnv): DownloadSpool {
  return spool ?? ports.spool
}

/** What has come counts no more. Never rejects. */
async function discard(request: DownloadRequest, env: RunEnv): Promise<void> {
  env.onDoneBytes(0)
  await spoolOf(request, env)
    .discard(env.id)
    .catch(() => undefined)
}

/** After a failure because the object was replaced: the one that is there now. */
async function newerEntry(request: DownloadRequest, env: RunEnv): Promise<ObjectEntry | undefined> {
  if (env.formerError !== 'object-changed') return undefined
  return withRetries(() => request.storage.findObject(request.bucket, request.entry.key, env.signal), env)
}

async function receiveOnce(
  request: DownloadRequest,
  sseKey: SseKey | undefined,
  seen: { mostBytes: number },
  env: RunEnv
): Promise<TransferVerification | undefined> {
  const { storage, bucket, entry } = request
  let isFirst = true
  const onProgress = (receivedBytes: number, note?: ProgressNote): void => {
    if (note === 'read-again') return env.onReadAgain(receivedBytes)
    ;(isFirst ? env.onStart : env.onDoneBytes)(receivedBytes)
    isFirst = false
    seen.mostBytes = Math.max(seen.mostBytes, receivedBytes)
  }
  const head = () =>
    env.slots.run(() => storage.headObject(bucket, entry.key, sseKey, env.signal, entry.versionId), 0, env.signal)
  const expected = await expectedOf(entry, head)
  if (expected.sizeBytes !== undefined) env.onSizeBytes(expected.sizeBytes)
  await noteDownload(request, sseKey?.id, env)
  const receive = async (): Promise<ReceivedFile> => {
    for (;;) {
      const signed = await storage.signDownload(bucket, entry.key, sseKey, entry.versionId)
      env.signal.throwIfAborted()
      const received = await spoolOf(request, env).receive(env.id, signed, expected.planned.plan, {
        signal: env.signal,
        expectedBytes: expected.sizeBytes ?? entry.sizeBytes,
        etag: expected.etag,
        isBrief: request.directory !== undefined,
        onProgress
      })
      if (received.isUnfinished !== true) return received
    }
  }
  const received = await env.slots.run(receive, expected.sizeBytes ?? entry.sizeBytes, env.signal)
  env.contact.note()
  env.onVerifying()
  try {
    return await judge(request, expected, received, head, env)
  } catch (error) {
    if (!isAbort(error)) await discard(request, env) // other bytes are not continued
    throw error
  }
}

async function judge(
  request: DownloadRequest,
  expected: ExpectedBytes,
  received: ReceivedFile,
  head: () => Promise<ObjectHead>,
  env: RunEnv
): Promise<TransferVerification | undefined> {
  const { storage, bucket, entry } = request
  const result = compare(expected, received)
  if (result === 'verified') return result
  if (await hasChanged()) throw new AppError('object-changed')
  if (result !== 'mismatch') return result === 'size-checked' ? result : undefined
  const asked = expected.isFromHead ? undefined : await askAfterwards()
  if (asked !== undefined) {
    const again = compare(asked, received)
    if (asked.sizeBytes !== undefined) env.onSizeBytes(asked.sizeBytes)
    if (again !== 'mismatch') return again === 'unknown' ? undefined : again
  }
  const { sizeBytes = received.sizeBytes } = asked ?? expected
  throw new AppError(received.sizeBytes < sizeBytes ? 'truncated' : 'digest-mismatch')

  async function askAfterwards(): Promise<ExpectedBytes | undefined> {
    try {
      return expectedAfter(entry, await head())
    } catch (error) {
      if (isAbort(error)) throw error
      return undefined
    }
  }

  /** False where it cannot be looked at, and of a version: those never change. */
  async function hasChanged(): Promise<boolean> {
    if (entry.versionId !== undefined) return false
    try {
      const now = await storage.findObject(bucket, entry.key, env.signal)
      return now === undefined || now.etag !== entry.etag || now.sizeBytes !== entry.sizeBytes
    } catch (error) {
      if (isAbort(error)) throw error
      return false
    }
  }
}
