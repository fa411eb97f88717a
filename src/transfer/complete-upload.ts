// The last request of a multipart upload. It cannot be called back, and its answer is not believed: the object is looked at.
import { AppError, toAppError } from '../domain/app-error'
import { isKnownToHaveLanded, lookForLanding } from './landing'
import { mayHaveLanded } from './retry'
import type { RunEnv } from './run-env'
import type { UploadRequest } from './transfer'
import type { UploadMemory } from './upload-memory'

/**
 * Rejects `precondition-failed` when the key exists. The gateway's Complete ignores If-None-Match (measured on Pacific), so
 * this is asked right before it: what appears in the moment between is overwritten.
 */
export async function refuseExisting(request: UploadRequest, signal: AbortSignal): Promise<void> {
  const entry = await request.storage.findObject(request.bucket, request.key, signal)
  if (entry !== undefined) throw new AppError('precondition-failed')
}

/**
 * Completes with our MD5s, which the gateway compares with its own. Once the request is out a cancel waits for its answer:
 * then the object is there, or it is not. Rejects `digest-mismatch` when the gateway holds other parts.
 */
export async function complete(
  request: UploadRequest,
  md5s: readonly string[],
  etag: string,
  memory: UploadMemory,
  env: RunEnv
): Promise<void> {
  const { storage, bucket, key, sseKey, file } = request
  const { uploadId } = memory
  if (uploadId === undefined) throw new AppError('no-such-upload')
  if (memory.mayHaveLanded && (await lookForLanding(request, etag, file.size))) return
  if (sseKey !== undefined) await env.ports.assertKeyStored(sseKey.id)
  if (request.ifAbsent) await refuseExisting(request, env.signal)
  env.signal.throwIfAborted()
  memory.mayHaveLanded = true
  const parts = md5s.map((md5, index) => ({ partNumber: index + 1, etag: md5 }))
  try {
    await env.slots.run(undefined, () => storage.completeMultipartUpload({ bucket, key, uploadId, parts, sseKey }))
  } catch (thrown) {
    const error = toAppError(thrown)
    if (await isKnownToHaveLanded(request, etag, file.size)) return
    memory.mayHaveLanded = mayHaveLanded(error)
    if (error.kind === 'digest-mismatch' || error.details.code === 'InvalidPart') {
      memory.sentParts.clear()
      throw new AppError('digest-mismatch', {
        ...error.details,
        detail: 'The gateway holds other parts than were sent.'
      })
    }
    throw error
  }
}
