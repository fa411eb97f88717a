// One attempt at an upload, from the checks before the first byte to the look at what became of it.
import { AppError, toAppError } from '../domain/app-error'
import { maySendSseKey } from '../domain/profile'
import { assertKeyStillStored } from './hold-key'
import { abandonUpload, uploadParts } from './multipart-upload'
import { nextFreeName } from './name-clash'
import { splitInto } from './part-plan'
import { withRetries } from './retry'
import type { RunEnv } from './run-env'
import { putWhole } from './single-put'
import { findTakenKeys } from './taken-keys'
import type { UploadRequest } from './requests'
import { forgetMultipart, type UploadMemory } from './upload-memory'
import { hasSettings, verifySettings } from './verify-settings'
import { verifyUpload, type UploadOutcome } from './verify-upload'

/** Two tabs that upload the same files meet at a few names, not at many. */
const MAX_RENAMES = 50

/**
 * Resolves when the object is there and was looked at. Rejects with an AppError, or an AbortError when cancelled. With `keepsBoth`
 * a name that was taken in the meantime stays as it is, and the next free one is used.
 */
export async function runUpload(given: UploadRequest, memory: UploadMemory, env: RunEnv): Promise<UploadOutcome> {
  const tried = new Set<string>()
  for (;;) {
    const request = { ...given, key: memory.key ?? given.key }
    env.onKey(request.key)
    try {
      return await uploadOnce(request, memory, env)
    } catch (error) {
      const isTaken = given.keepsBoth && given.ifAbsent && toAppError(error).kind === 'precondition-failed'
      if (!isTaken || tried.size >= MAX_RENAMES) throw error
      tried.add(request.key)
      // Its parts cannot be completed under another name.
      if (await abandonUpload(request, memory, env.clock)) forgetMultipart(memory)
      env.signal.throwIfAborted()
      forgetMultipart(memory)
      memory.damagedEtag = undefined
      memory.key = nextFreeName(given.key, new Set([...tried, ...(await takenBeside(given, env))]))
      env.entry.saveSoon()
    }
  }
}

/** None where they may not be listed: then the gateway's refusals have to do. */
async function takenBeside({ storage, bucket, key }: UploadRequest, env: RunEnv): Promise<ReadonlySet<string>> {
  try {
    return await withRetries(() => findTakenKeys(storage, bucket, [key], env.signal), env)
  } catch (error) {
    if (toAppError(error).kind === 'access-denied') return new Set()
    throw error
  }
}

async function uploadOnce(request: UploadRequest, memory: UploadMemory, env: RunEnv): Promise<UploadOutcome> {
  const { storage, bucket, file, sseKey } = request
  if (sseKey === undefined && (await env.ports.mustEncrypt(storage.account, bucket)))
    throw new AppError('must-be-encrypted')
  if (sseKey !== undefined) {
    if (!maySendSseKey(storage.endpoint)) throw new AppError('sse-key-insecure')
    // Encrypted with a key that is stored nowhere, the object would be lost.
    await env.keyHeld
    await env.ports.assertKeyStored(sseKey.id)
  }
  const { partSizeBytes } = memory
  const plan = partSizeBytes === undefined ? env.planParts(file.size) : splitInto(file.size, partSizeBytes)
  const [first] = plan.parts
  const stored =
    plan.isMultipart || first === undefined
      ? await uploadParts(request, plan, memory, env)
      : await putWhole(request, first, memory, env)
  if (sseKey !== undefined && !plan.isMultipart) await assertKeyStillStored(sseKey.id, memory, env)
  if (sseKey !== undefined) env.ports.markKeyUsed(sseKey.id, storage.endpoint)
  const { etag } = stored
  const isProven = sseKey === undefined && !plan.isMultipart && stored.isVerified
  if (isProven && !hasSettings(request)) return { verification: 'verified', etag }
  const signal = env.onVerifying()
  const outcome = isProven ? ({ verification: 'verified' } as const) : await verifyUpload(request, stored, env, signal)
  return { ...outcome, etag, settings: await verifySettings(request, etag, env, signal) }
}
