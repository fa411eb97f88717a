// One attempt at an upload, from the checks before the first byte to the look at what became of it.
import { AppError } from '../domain/app-error'
import { maySendSseKey } from '../domain/profile'
import { assertKeyStillStored } from './hold-key'
import { uploadParts } from './multipart-upload'
import { planParts } from './part-plan'
import type { RunEnv } from './run-env'
import { putWhole } from './single-put'
import type { UploadRequest } from './transfer'
import type { UploadMemory } from './upload-memory'
import { verifyUpload, type UploadOutcome } from './verify-upload'

/** Resolves when the object is there and was looked at. Rejects with an AppError, or an AbortError when cancelled. */
export async function runUpload(request: UploadRequest, memory: UploadMemory, env: RunEnv): Promise<UploadOutcome> {
  const { storage, bucket, file, sseKey } = request
  if (sseKey === undefined && (await env.ports.mustEncrypt(storage.account, bucket)))
    throw new AppError('must-be-encrypted')
  if (sseKey !== undefined) {
    if (!maySendSseKey(storage.endpoint)) throw new AppError('sse-key-insecure')
    // Encrypted with a key that is stored nowhere, the object would be lost.
    await env.keyHeld
    await env.ports.assertKeyStored(sseKey.id)
  }
  const plan = planParts(file.size)
  const [first] = plan.parts
  const stored =
    plan.isMultipart || first === undefined
      ? await uploadParts(request, plan, memory, env)
      : await putWhole(request, first, memory, env)
  if (sseKey !== undefined && !plan.isMultipart) await assertKeyStillStored(sseKey.id, memory, env)
  if (sseKey !== undefined) env.ports.markKeyUsed(sseKey.id, storage.endpoint)
  else if (!plan.isMultipart && stored.isProven) return { proof: 'verified' }
  return await verifyUpload(request, stored, env, env.onVerifying())
}
