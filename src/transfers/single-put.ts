// A small file, as one PUT: sent, compared, and looked for when the answer was lost.
import { AppError, isAbort, toAppError } from '../domain/app-error'
import { fileDateMetadata } from '../domain/file-date'
import { refuseChanged } from './complete-upload'
import type { SendOptions, SentPart, SentWhole } from '../domain/ports'
import { findStoredObject, isKnownStored, isStoredByResend } from './find-stored-object'
import { bodyOf, type Part } from './part-plan'
import { isOutcomeUnknown, withRetries } from './retry'
import type { RunEnv } from './run-env'
import { md5Of, sendBody, type SentBody } from './send-body'
import type { UploadRequest } from './requests'
import type { UploadMemory } from './upload-memory'
import type { StoredObject } from './verify-upload'

const LOOK_AFTER_CANCEL_MS = 3_000
/** As much as the sender can hold in memory of six files at once. */
const MAX_SMALL_BYTES = 256 * 1024

/** Resolves when the object is there. Rejects with an AppError or an AbortError. */
export async function putWhole(
  request: UploadRequest,
  part: Part,
  memory: UploadMemory,
  env: RunEnv
): Promise<StoredObject> {
  const { file } = request
  /** Also once the transfer was cancelled. */
  const md5 = () => md5Of(bodyOf(file, part), part, memory, env, new AbortController().signal)
  const stored = (isVerified: boolean): StoredObject => {
    memory.isOutcomeUnknown = false
    return { etag: memory.md5s.get(part.partNumber) ?? '', isVerified }
  }
  const attempt = async (): Promise<StoredObject> => {
    const isSecond = memory.isOutcomeUnknown
    const known = isSecond ? await md5Of(file, part, memory, env, env.signal) : undefined
    // The object with these bytes may be what is to be replaced because of its headers.
    const isAskedFor = request.ifAbsent || request.headers === undefined
    if (known !== undefined && isAskedFor && (await findStoredObject(request, known, file.size))) return stored(true)
    const sentAtMs = env.clock.nowMs()
    try {
      return stored(await putOnce(request, part, memory, env))
    } catch (thrown) {
      env.onCommitting(false)
      if (isAbort(thrown)) throw thrown
      const error = toAppError(thrown)
      // The first PUT may land while its answer is lost: then the second is refused because of the first.
      if (error.kind === 'precondition-failed') {
        const sinceMs = isSecond ? Number.NEGATIVE_INFINITY : sentAtMs
        if (await isStoredByResend(request, await md5(), file.size, sinceMs)) return stored(true)
      }
      // Refused by the gateway (then there is a code), nothing was stored.
      if (error.kind === 'digest-mismatch' && error.details.code === undefined)
        memory.damagedEtag = error.details.detail
      memory.isOutcomeUnknown = isOutcomeUnknown(error)
      env.onDoneBytes(0)
      throw error
    }
  }
  try {
    return await withRetries(attempt, env)
  } catch (error) {
    if (!memory.isOutcomeUnknown) throw error
    const look = md5().then(
      (known) => isKnownStored(request, known, file.size),
      () => false
    )
    if (await Promise.race([look, env.clock.sleep(LOOK_AFTER_CANCEL_MS).then(() => false)])) return stored(true)
    throw error
  }
}

/** @returns whether the gateway answered the right ETag. */
async function putOnce(request: UploadRequest, part: Part, memory: UploadMemory, env: RunEnv): Promise<boolean> {
  const { storage, bucket, key, file, sseKey, contentType, acl, headers } = request
  const ifAbsent = request.ifAbsent && !(await isOurDamage(request, memory))
  const metadata = fileDateMetadata(file.lastModified)
  const described = { bucket, key, contentType, metadata, sseKey, ifAbsent, acl, headers }
  const send = async (): Promise<SentBody> => {
    // Digested first: bytes that change on the way must not replace what is there.
    const isDigesting =
      storage.putDigested !== undefined && file.size <= MAX_SMALL_BYTES && !memory.md5s.has(part.partNumber)
    const md5Hex = isDigesting ? undefined : await md5Of(bodyOf(file, part), part, memory, env, env.signal)
    await refuseChanged(request, env.signal, memory.damagedEtag)
    memory.isOutcomeUnknown = true
    env.onCommitting(true)
    const put = (body: Blob, options: SendOptions): Promise<SentPart | SentWhole> =>
      md5Hex === undefined && storage.putDigested !== undefined
        ? storage.putDigested({ ...described, body }, options)
        : storage.putObject({ ...described, md5Hex, body }, options)
    return sendBody(file, part, memory, env, put, env.onDoneBytes, isDigesting)
  }
  const sent = await env.slots.run(send, file.size, env.signal)
  env.contact.note()
  return sent.isEtagSeen
}

/** True when the object is what a PUT of ours left damaged: that alone is overwritten in spite of `ifAbsent`. */
async function isOurDamage(request: UploadRequest, memory: UploadMemory): Promise<boolean> {
  if (memory.damagedEtag === undefined) return false
  const entry = await request.storage.findObject(request.bucket, request.key)
  if (entry !== undefined && entry.etag !== memory.damagedEtag) throw new AppError('precondition-failed')
  return entry !== undefined
}
