// After an upload: is the stored object the file, and is it encrypted? What cannot be seen is said to be unseen.
import { AppError, isAbort, toAppError } from '../domain/app-error'
import type { EncryptionObservation, UnconfirmedReason } from '../domain/encryption-observation'
import type { ObjectEntry } from '../domain/object-entry'
import type { SettingsCheck } from '../domain/upload-headers'
import { isSameEtag } from './etag'
import { findObject } from './find-stored-object'
import { verifyEncryption } from './verify-encryption'
import { withRetries } from './retry'
import type { RunEnv } from './run-env'
import type { UploadRequest } from './requests'
import type { TransferVerification } from './transfer'
import { unconfirmedReason } from './unconfirmed-reason'

/** What was sent, and whether the gateway's own digests of it were already seen to be right. */
export interface StoredObject {
  readonly etag: string
  readonly isVerified: boolean
}

export interface UploadOutcome {
  readonly etag?: string
  readonly verification: TransferVerification | undefined
  readonly lock?: EncryptionObservation
  /** Of what the user set. */
  readonly settings?: SettingsCheck | undefined
  /** Why there is no proof. */
  readonly whyUnverified?: UnconfirmedReason | undefined
}

/** For an object whose check the user cancelled. */
const NOT_CHECKED: EncryptionObservation = { state: 'unknown', reason: 'cancelled' }

/**
 * Compares the listing's ETag and size with what was sent, and with a key looks for the lock. Goes on in spite of a cancelled
 * upload: the object is there. Rejects `digest-mismatch`, `object-changed`, `no-such-object`, `stored-in-clear` or `sse-key-wrong`.
 * @param signal ends the check alone: then nothing is said to be verified
 */
export async function verifyUpload(
  request: UploadRequest,
  stored: StoredObject,
  env: RunEnv,
  signal: AbortSignal
): Promise<UploadOutcome> {
  try {
    return await env.checks.run(() => check(request, stored, env, signal), signal)
  } catch (error) {
    if (!isAbort(error)) throw error
    return { verification: undefined, ...(request.sseKey === undefined ? {} : { lock: NOT_CHECKED }) }
  }
}

async function check(
  request: UploadRequest,
  stored: StoredObject,
  env: RunEnv,
  signal: AbortSignal
): Promise<UploadOutcome> {
  const { sseKey } = request
  const seen = await lookAt(request, env, signal)
  const entry = seen instanceof AppError ? undefined : seen
  const verification =
    entry === undefined ? (stored.isVerified ? 'verified' : undefined) : compare(entry, request, stored)
  const whyUnverified = verification === undefined && seen instanceof AppError ? unconfirmedReason(seen) : undefined
  if (sseKey === undefined) return { verification, whyUnverified }
  const lock = await verifyEncryption(request, sseKey, env.clock, signal)
  if (entry !== undefined && lock.state === 'encrypted') {
    const { storage, bucket, key } = request
    const { etag, modifiedAtMs } = entry
    const subject = { account: storage.account, bucket, key, etag, modifiedAtMs }
    await env.ports.lockMemory.put(subject, lock).catch(() => undefined)
  }
  return { verification, lock, whyUnverified }
}

/** @returns the error where looking is not allowed or does not get through. */
async function lookAt(request: UploadRequest, env: RunEnv, signal: AbortSignal): Promise<ObjectEntry | AppError> {
  let entry: ObjectEntry | undefined
  try {
    const look = () => findObject(request, signal)
    entry = await withRetries(look, { ...env, signal })
  } catch (error) {
    if (isAbort(error)) throw error
    return toAppError(error)
  }
  if (entry === undefined) throw new AppError('no-such-object', { operation: 'verify' })
  return entry
}

function compare(entry: ObjectEntry, request: UploadRequest, stored: StoredObject): TransferVerification {
  if (entry.etag !== '' && !isSameEtag(entry.etag, stored.etag))
    throw new AppError(stored.isVerified ? 'object-changed' : 'digest-mismatch', { operation: 'verify' })
  if (entry.sizeBytes !== request.file.size) throw new AppError('digest-mismatch', { operation: 'verify' })
  return entry.etag === '' && !stored.isVerified ? 'size-checked' : 'verified'
}
