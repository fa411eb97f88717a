// After an answer was lost: is the object there anyway? Looks, sends nothing.
import { AppError, toAppError } from '../domain/app-error'
import type { ObjectEntry } from '../domain/object-entry'
import type { ObjectStorage } from '../domain/ports'
import type { SseKey } from '../domain/sse-key'
import { isSameEtag } from './etag'
import { isRetryable } from './retry'

export interface StoredObjectLookup {
  readonly storage: ObjectStorage
  readonly bucket: string
  readonly key: string
  readonly sseKey?: SseKey | undefined
}

/**
 * The object as a listing tells it, or a HEAD where only listing is refused: an account that may write to a bucket and not list it
 * may look at its own objects. Undefined: none is there. Rejects `access-denied` where neither is allowed.
 */
export async function findObject(lookup: StoredObjectLookup, signal?: AbortSignal): Promise<ObjectEntry | undefined> {
  const { storage, bucket, key, sseKey } = lookup
  try {
    return await storage.findObject(bucket, key, signal)
  } catch (error) {
    if (toAppError(error).kind !== 'access-denied') throw error
  }
  try {
    const { sizeBytes, etag = '', modifiedAtMs = 0 } = await storage.headObject(bucket, key, sseKey, signal)
    if (sizeBytes === undefined) throw new AppError('access-denied', { operation: 'ListObjectsV2' })
    return { key, sizeBytes, etag, modifiedAtMs }
  } catch (error) {
    if (toAppError(error).kind === 'no-such-object') return undefined
    throw error
  }
}

/**
 * True when the object is there with this ETag and size, and encrypted as requested: what lay there before with the same
 * bytes does not pass for ours. Rejects when it cannot be looked at.
 */
async function wasStored(
  lookup: StoredObjectLookup,
  etag: string,
  sizeBytes: number,
  sinceMs = Number.NEGATIVE_INFINITY
): Promise<boolean> {
  const { storage, bucket, key, sseKey } = lookup
  const entry = await findObject(lookup)
  if (entry === undefined || entry.sizeBytes !== sizeBytes || !isSameEtag(entry.etag, etag)) return false
  if (entry.modifiedAtMs < sinceMs) return false
  const isClear = await answers(() => storage.headObject(bucket, key))
  if (sseKey === undefined) return isClear
  return !isClear && (await answers(() => storage.headObject(bucket, key, sseKey)))
}

/** As wasStored; false where looking is not allowed. Rejects with what may be gone on another try. */
export async function findStoredObject(
  lookup: StoredObjectLookup,
  etag: string,
  sizeBytes: number,
  sinceMs?: number
): Promise<boolean> {
  try {
    return await wasStored(lookup, etag, sizeBytes, sinceMs)
  } catch (error) {
    if (isRetryable(toAppError(error))) throw error
    return false
  }
}

/** As wasStored; false where it cannot be looked at. */
export async function isKnownStored(lookup: StoredObjectLookup, etag: string, sizeBytes: number): Promise<boolean> {
  try {
    return await wasStored(lookup, etag, sizeBytes)
  } catch {
    return false
  }
}

/** The clocks of this device and the gateway may differ by so much. */
const CLOCK_DIFFERENCE_MS = 5_000

/**
 * After a refusal because the name is taken: true when what is there was stored since `sentAtMs` with the same bytes. Browsers send a
 * request again by themselves when a connection that was used before breaks without an answer, a PUT or POST too; then the second is
 * refused because of the first. Rejects as findStoredObject does.
 */
export async function isStoredByResend(
  lookup: StoredObjectLookup,
  etag: string,
  sizeBytes: number,
  sentAtMs: number
): Promise<boolean> {
  return findStoredObject(lookup, etag, sizeBytes, sentAtMs - CLOCK_DIFFERENCE_MS)
}

/**
 * After an answer to Complete that was lost, also with an earlier session. Where the upload may replace what is there, that may have had
 * the same bytes before: only what was stored since counts. Else the name was free when the upload was started, however wrong the clock
 * is. Rejects as findStoredObject does.
 * @param startedAtMs undefined: not known, as with an upload that the journal has not heard of yet
 */
export async function isStoredByComplete(
  lookup: StoredObjectLookup & { readonly ifAbsent: boolean },
  etag: string,
  sizeBytes: number,
  startedAtMs: number | undefined
): Promise<boolean> {
  const sinceMs = lookup.ifAbsent || startedAtMs === undefined ? undefined : startedAtMs - CLOCK_DIFFERENCE_MS
  return findStoredObject(lookup, etag, sizeBytes, sinceMs)
}

async function answers(head: () => Promise<unknown>): Promise<boolean> {
  try {
    await head()
    return true
  } catch (error) {
    if (error instanceof AppError && (error.kind === 'sse-key-needed' || error.kind === 'sse-key-wrong')) return false
    throw error
  }
}
