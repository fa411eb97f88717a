// A large file, in parts: journalled before the first part goes, sent in parallel, completed with our own MD5s.
// A failure leaves the parts where they are; only abandonUpload takes them back.
import { AppError, toAppError } from '../domain/app-error'
import { fileDateMetadata } from '../domain/file-date'
import { Limiter } from '../domain/limiter'
import { PART_SIZE_METADATA } from '../domain/object-entry'
import { abortUpload } from './abort-upload'
import type { Clock } from './clock'
import { complete, refuseChanged, refuseExisting } from './complete-upload'
import { isSameEtag, multipartEtag } from './etag'
import { assertKeyStillStored } from './hold-key'
import { PacedParts } from './paced-parts'
import type { Part, PartPlan } from './part-plan'
import { withRetries } from './retry'
import type { RunEnv } from './run-env'
import { sendBody } from './send-body'
import type { UploadRequest } from './requests'
import { untilAborted } from './until-aborted'
import { forgetMultipart, type UploadMemory } from './upload-memory'
import type { StoredObject } from './verify-upload'

/**
 * Resolves when the gateway has put the parts together. Goes on from the parts in `memory`, and starts over once where the gateway has
 * lost them (a lifecycle rule or someone else aborted the upload). Rejects with an AppError or an AbortError.
 */
export async function uploadParts(
  request: UploadRequest,
  plan: PartPlan,
  memory: UploadMemory,
  env: RunEnv
): Promise<StoredObject> {
  try {
    return await sendAndComplete(request, plan, memory, env)
  } catch (error) {
    if (!isGone(error)) throw error
    env.signal.throwIfAborted()
    env.onStartOver()
    return await sendAndComplete(request, plan, memory, env)
  }
}

async function sendAndComplete(
  request: UploadRequest,
  plan: PartPlan,
  memory: UploadMemory,
  env: RunEnv
): Promise<StoredObject> {
  try {
    if (!memory.isOutcomeUnknown) {
      if (request.ifAbsent) await withRetries(() => refuseExisting(request, env.signal), env)
      await withRetries(() => refuseChanged(request, env.signal), env)
      if (memory.uploadId === undefined) await begin(request, plan, memory, env)
      await sendMissing(request, plan, memory, env)
    }
    const md5s = plan.parts.map((part) => memory.md5s.get(part.partNumber) ?? '')
    const etag = await multipartEtag(md5s, (bytes) => env.ports.digester.md5Hex(new Blob([bytes])))
    await withRetries(() => complete(request, md5s, etag, memory, env), { ...env, digestRetries: 0 })
    await putTags(request, etag, env)
    if (request.sseKey !== undefined) await assertKeyStillStored(request.sseKey.id, memory, env)
    const isVerified = !memory.hasHiddenEtag
    forgetMultipart(memory)
    await env.entry.remove()
    return { etag, isVerified }
  } catch (error) {
    if (isGone(error)) {
      forgetMultipart(memory)
      env.entry.saveSoon()
    }
    throw error
  }
}

function isGone(error: unknown): boolean {
  return toAppError(error).kind === 'no-such-upload'
}

/** Takes back what an upload left on the gateway. @returns false when it could not; never rejects. */
export async function abandonUpload(
  request: Pick<UploadRequest, 'storage' | 'bucket' | 'key'>,
  memory: UploadMemory,
  clock: Clock
): Promise<boolean> {
  const { uploadId } = memory
  if (uploadId === undefined) return true
  const abort = () => request.storage.abortMultipartUpload(request.bucket, memory.key ?? request.key, uploadId)
  try {
    await abortUpload(abort, clock)
    return true
  } catch (error) {
    return toAppError(error).kind === 'no-such-bucket' // and its parts with it
  }
}

/**
 * Before the journal forgets the upload, so that one whose page ends here gets its tags when it is resumed. Goes on in spite of a
 * cancel, as Complete does. What another client has written over it gets none. Never rejects: what became of them is looked at afterwards.
 */
async function putTags({ storage, bucket, key, headers }: UploadRequest, etag: string, env: RunEnv): Promise<void> {
  const { tags } = headers ?? {}
  if (tags === undefined) return
  const { signal } = new AbortController()
  const put = async (): Promise<void> => {
    const isOurs = await storage.findObject(bucket, key).then(
      (found) => isSameEtag(found?.etag ?? '', etag),
      (thrown: unknown) => toAppError(thrown).kind === 'access-denied' || Promise.reject(thrown) // a drop box
    )
    if (isOurs) await storage.putTags(bucket, key, tags)
  }
  await withRetries(put, { ...env, signal }).catch(() => undefined)
}

/** Creates the upload and journals it. An answer that comes after a cancel is aborted, not lost. */
async function begin(request: UploadRequest, plan: PartPlan, memory: UploadMemory, env: RunEnv): Promise<void> {
  const { storage, bucket, key, file, contentType, sseKey, acl, headers } = request
  const metadata = { [PART_SIZE_METADATA]: String(plan.partSizeBytes), ...fileDateMetadata(file.lastModified) }
  const create = async () => {
    const creating = storage.createMultipartUpload({ bucket, key, contentType, metadata, sseKey, acl, headers })
    const late = (uploadId: string) =>
      env.signal.aborted ? storage.abortMultipartUpload(bucket, key, uploadId) : undefined
    creating.then(late).catch(() => undefined)
    return await untilAborted(creating, env.signal)
  }
  const uploadId = await withRetries(create, env)
  env.contact.note()
  memory.uploadId = uploadId
  memory.partSizeBytes = plan.partSizeBytes
  try {
    await env.entry.save()
  } catch (error) {
    // Nothing goes to the gateway that could not be found again.
    forgetMultipart(memory)
    await storage.abortMultipartUpload(bucket, key, uploadId).catch(() => undefined)
    throw error
  }
}

/** Sends the parts that the gateway does not hold yet, as many at once as there are slots. All have ended when this settles. */
async function sendMissing(request: UploadRequest, plan: PartPlan, memory: UploadMemory, env: RunEnv): Promise<void> {
  const missing = plan.parts.filter((part) => !memory.sentParts.has(part.partNumber))
  const underWay = new Map<number, number>()
  let doneBytes = plan.parts.reduce((sum, part) => sum + (memory.sentParts.has(part.partNumber) ? sizeOf(part) : 0), 0)
  const tell = () => env.onDoneBytes(doneBytes + [...underWay.values()].reduce((sum, bytes) => sum + bytes, 0))
  env.onStart(doneBytes)

  const sendOne = async (part: Part, signal: AbortSignal) => {
    const partEnv: RunEnv = { ...env, signal }
    const attempt = async () => {
      try {
        await env.slots.run(
          () => {
            onProgress(0)
            return sendPart(request, part, memory, partEnv, onProgress)
          },
          sizeOf(part),
          signal
        )
      } finally {
        underWay.delete(part.partNumber)
        env.onPartsUnderWay(underWay.size)
      }
    }
    const onProgress = (sentBytes: number) => {
      const countBefore = underWay.size
      underWay.set(part.partNumber, Math.min(sentBytes, sizeOf(part)))
      if (underWay.size !== countBefore) env.onPartsUnderWay(underWay.size)
      tell()
    }
    const progress = () => memory.sentParts.size
    try {
      await withRetries(attempt, { ...partEnv, progress })
    } catch (error) {
      paced.release()
      throw error
    }
    doneBytes += sizeOf(part)
    tell()
    paced.noteSent()
  }
  const paced = new PacedParts(missing, env.slots.size, env.clock, env.signal)
  if (request.sseKey === undefined) paced.release()
  try {
    // A limiter of its own: ten thousand parts that waited for a slot would be ahead of every other file.
    await new Limiter(env.slots.size).forEach(paced, sendOne, env.signal)
  } finally {
    tell() // what was cut off is sent again
  }
}

async function sendPart(
  request: UploadRequest,
  part: Part,
  memory: UploadMemory,
  env: RunEnv,
  onProgress: (sentBytes: number) => void
): Promise<void> {
  const { storage, bucket, key, file, sseKey } = request
  const { uploadId } = memory
  if (uploadId === undefined) throw new AppError('no-such-upload')
  const { partNumber } = part
  const sent = await sendBody(
    file,
    part,
    memory,
    env,
    (body, options) => storage.uploadPart({ bucket, key, uploadId, partNumber, body, sseKey }, options),
    onProgress
  )
  if (!sent.isEtagSeen) memory.hasHiddenEtag = true
  memory.sentParts.add(partNumber)
  env.entry.saveSoon()
  env.contact.note()
}

function sizeOf(part: Part): number {
  return part.end - part.start
}
