// The last request of a multipart upload. It cannot be called back, and its answer is not believed: the object is looked at.
import { AppError, toAppError } from '../domain/app-error'
import { isSameEtag } from './etag'
import { findObject, isStoredByComplete, isStoredByResend } from './find-stored-object'
import { isOutcomeUnknown } from './retry'
import type { RunEnv } from './run-env'
import type { UploadRequest } from './requests'
import type { UploadMemory } from './upload-memory'

/**
 * Rejects `precondition-failed` when the key exists. Pacific and Reef ignore If-None-Match on Complete, so this is asked right
 * before it: there, what appears in the moment between is overwritten.
 * @returns false where looking is not allowed: then nothing is known of the name.
 */
export async function refuseExisting(request: UploadRequest, signal: AbortSignal): Promise<boolean> {
  const entry = await request.storage.findObject(request.bucket, request.key, signal).catch((error: unknown) => {
    if (toAppError(error).kind === 'access-denied') return 'hidden' as const
    throw error
  })
  if (entry !== undefined && entry !== 'hidden') throw new AppError('precondition-failed')
  return entry !== 'hidden'
}

/**
 * Rejects `precondition-failed` when what is to be replaced is no longer what was seen. Asked right before it is replaced, since
 * conditions are ignored on Complete (Pacific, Reef), and refuse everything in a bucket with versions: what changes in the moment between is overwritten.
 * @param damagedEtag of what a PUT of ours left there damaged
 */
export async function refuseChanged(request: UploadRequest, signal: AbortSignal, damagedEtag?: string): Promise<void> {
  const { storage, bucket, key, replacesEtag } = request
  if (replacesEtag === undefined) return
  const entry = await storage.findObject(bucket, key, signal)
  const isSeen =
    entry !== undefined && [replacesEtag, damagedEtag ?? replacesEtag].some((one) => isSameEtag(entry.etag, one))
  if (!isSeen) throw new AppError('precondition-failed')
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
  const { storage, sseKey, file } = request
  // A Complete that is repeated may be refused because of our own object, so after a lost answer look first.
  const isSecond = memory.isOutcomeUnknown
  if (isSecond && (await isStoredByComplete(request, etag, file.size, memory.firstSavedAtMs))) return
  if (sseKey !== undefined) await env.ports.assertKeyStored(sseKey.id)
  if (request.ifAbsent) await refuseExisting(request, env.signal)
  await refuseChanged(request, env.signal)
  env.signal.throwIfAborted()
  memory.isOutcomeUnknown = true
  env.onCommitting(true)
  const { conditions } = env.ports
  const sentAtMs = env.clock.nowMs()
  const ifAbsent = request.ifAbsent && conditions.onComplete(storage.endpoint) !== 'refused'
  try {
    await send(request, md5s, ifAbsent, memory, env)
  } catch (thrown) {
    const error = toAppError(thrown)
    // A first Complete that is refused made nothing, unless the browser sent it twice: what was there before is someone else's.
    const mayBeOurs = isSecond || error.kind !== 'precondition-failed'
    const isOurs = mayBeOurs
      ? isStoredByComplete(request, etag, file.size, memory.firstSavedAtMs)
      : isStoredByResend(request, etag, file.size, sentAtMs)
    // A look that fails says nothing: the next try begins with another.
    const whyUnseen = await isOurs.then((isStored) => (isStored ? 'stored' : undefined), toAppError)
    if (whyUnseen === 'stored') return
    env.onCommitting(false)
    if (whyUnseen !== undefined) throw isOutcomeUnknown(error) ? error : whyUnseen
    memory.isOutcomeUnknown = isOutcomeUnknown(error)
    if (error.kind === 'gateway-failed' && (await isUploadGone(request, etag, memory)))
      throw new AppError('no-such-upload', error.details)
    if (error.kind === 'digest-mismatch' || error.details.code === 'InvalidPart') {
      memory.sentParts.clear()
      throw new AppError('digest-mismatch', error.details) // the gateway holds other parts than were sent
    }
    if (!ifAbsent || error.kind !== 'precondition-failed') throw error
    const canLook = await refuseExisting(request, env.signal).catch((reason: unknown) => {
      if (toAppError(reason).kind === 'precondition-failed') conditions.noteOnComplete(storage.endpoint, 'enforced')
      throw reason
    })
    if (!canLook) throw error
    // Refused, and nothing is there: this gateway cannot do it, so the look just now has to be enough.
    conditions.noteOnComplete(storage.endpoint, 'refused')
    await complete(request, md5s, etag, memory, env)
  }
}

/**
 * Pacific answers Complete of an upload that is gone with a 500. True where the upload is not there and, asked after that, its object is
 * not either: a gateway removes an upload once its object is there. False where it can't be looked at.
 */
async function isUploadGone(request: UploadRequest, etag: string, { uploadId }: UploadMemory): Promise<boolean> {
  const { storage, bucket, key } = request
  try {
    if (uploadId === undefined || (await storage.hasUpload(bucket, key, uploadId))) return false
    const entry = await findObject(request)
    return entry === undefined || !isSameEtag(entry.etag, etag)
  } catch {
    return false
  }
}

async function send(
  { storage, bucket, key, sseKey }: UploadRequest,
  md5s: readonly string[],
  ifAbsent: boolean,
  { uploadId }: UploadMemory,
  env: RunEnv
): Promise<void> {
  if (uploadId === undefined) throw new AppError('no-such-upload')
  const parts = md5s.map((md5, index) => ({ partNumber: index + 1, etag: md5 }))
  const request = { bucket, key, uploadId, parts, sseKey, ifAbsent }
  await env.slots.run(() => storage.completeMultipartUpload(request), 0)
}
