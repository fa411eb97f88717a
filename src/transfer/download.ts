// One attempt at a download: received into a private place, compared with the object's ETag and size, and only then handed over.
import { AppError, isAbort } from '../domain/app-error'
import { PART_SIZE_METADATA, type ObjectEntry } from '../domain/object-entry'
import { maySendSseKey } from '../domain/profile'
import type { ReceivedFile } from '../domain/ports'
import type { SseKey } from '../domain/sse-key'
import { judgeDigest, planDigest, type PlannedDigest } from './etag'
import { withRetries } from './retry'
import type { RunEnv } from './run-env'
import type { DownloadRequest, TransferProof } from './transfer'

/** Resolves when the whole file was handed over. Rejects with an AppError, or an AbortError when cancelled; then nothing was. */
export async function runDownload(given: DownloadRequest, env: RunEnv): Promise<{ readonly proof: TransferProof }> {
  const request = { ...given, entry: (await newerEntry(given, env)) ?? given.entry }
  const { storage } = request
  const sseKey = request.sseKey ?? (await request.findSseKey?.(request.entry, env.signal))
  if (sseKey !== undefined) {
    if (!maySendSseKey(storage.endpoint)) throw new AppError('sse-key-insecure')
    env.onSseKey(sseKey.id)
  }
  const { spool } = env.ports
  try {
    const proof = await withRetries(() => receiveOnce(request, sseKey, env), { ...env, digestRetries: 1 })
    env.signal.throwIfAborted()
    if (request.directory === undefined) await spool.handOver(env.id, request.fileName)
    else {
      await request.directory.write(await spool.read(env.id))
      await spool.discard(env.id).catch(() => undefined) // or many files would need their room twice
    }
    if (sseKey !== undefined) env.ports.markKeyUsed(sseKey.id, storage.endpoint)
    return { proof }
  } catch (error) {
    await spool.discard(env.id).catch(() => undefined)
    throw error
  }
}

/** After a failure because the object was replaced: the one that is there now. */
async function newerEntry(request: DownloadRequest, env: RunEnv): Promise<ObjectEntry | undefined> {
  if (env.formerError !== 'object-changed') return undefined
  return request.storage.findObject(request.bucket, request.entry.key, env.signal)
}

async function receiveOnce(request: DownloadRequest, sseKey: SseKey | undefined, env: RunEnv): Promise<TransferProof> {
  const { storage, bucket, entry } = request
  env.onStart(0)
  const planned = await planFor(request, sseKey, env)
  const received = await env.slots.run(env.signal, async () => {
    const signed = await storage.signDownload(bucket, entry.key, sseKey, entry.versionId)
    env.signal.throwIfAborted()
    return await env.ports.spool.receive(env.id, signed, planned.plan, {
      signal: env.signal,
      expectedBytes: entry.sizeBytes,
      onProgress: env.onDoneBytes
    })
  })
  env.onVerifying()
  return await judge(request, planned, received, env)
}

/** Only a multipart ETag needs a question first: how large its parts were. */
async function planFor(request: DownloadRequest, sseKey: SseKey | undefined, env: RunEnv): Promise<PlannedDigest> {
  const { storage, bucket, entry } = request
  const planned = planDigest(entry.etag, entry.sizeBytes)
  if (!planned.isGuess) return planned
  const head = await env.slots.run(env.signal, () =>
    storage.headObject(bucket, entry.key, sseKey, env.signal, entry.versionId)
  )
  const recorded = head.metadata[PART_SIZE_METADATA]
  return planDigest(entry.etag, entry.sizeBytes, recorded === undefined ? undefined : Number(recorded))
}

async function judge(
  request: DownloadRequest,
  planned: PlannedDigest,
  received: ReceivedFile,
  env: RunEnv
): Promise<TransferProof> {
  const { storage, bucket, entry } = request
  const isWhole = received.sizeBytes === entry.sizeBytes
  const verdict = judgeDigest(planned, entry.etag, received.etag)
  if (isWhole && verdict === 'verified') return verdict
  if (isWhole && verdict === 'size-checked' && !(await hasChanged())) return verdict
  if (await hasChanged()) throw new AppError('object-changed')
  throw new AppError(received.sizeBytes < entry.sizeBytes ? 'cut-short' : 'digest-mismatch')

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
