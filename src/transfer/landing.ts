// After an answer was lost: is the object there all the same? Looks, sends nothing.
import { AppError, toAppError } from '../domain/app-error'
import type { ObjectStorage } from '../domain/ports'
import type { SseKey } from '../domain/sse-key'
import { isSameEtag } from './etag'
import { isRetryable } from './retry'

export interface Landing {
  readonly storage: ObjectStorage
  readonly bucket: string
  readonly key: string
  readonly sseKey?: SseKey | undefined
}

/**
 * True when the object is there with this ETag and size, and locked as it was meant: what lay there before with the same
 * bytes does not pass for ours. Rejects when it cannot be looked at.
 */
async function hasLanded(landing: Landing, etag: string, sizeBytes: number): Promise<boolean> {
  const { storage, bucket, key, sseKey } = landing
  const entry = await storage.findObject(bucket, key)
  if (entry === undefined || entry.sizeBytes !== sizeBytes || !isSameEtag(entry.etag, etag)) return false
  const isClear = await answers(() => storage.headObject(bucket, key))
  if (sseKey === undefined) return isClear
  return !isClear && (await answers(() => storage.headObject(bucket, key, sseKey)))
}

/** As hasLanded; false where looking is not allowed. Rejects with what may be gone on another try. */
export async function lookForLanding(landing: Landing, etag: string, sizeBytes: number): Promise<boolean> {
  try {
    return await hasLanded(landing, etag, sizeBytes)
  } catch (error) {
    if (isRetryable(toAppError(error))) throw error
    return false
  }
}

/** As hasLanded; false where it cannot be looked at. */
export async function isKnownToHaveLanded(landing: Landing, etag: string, sizeBytes: number): Promise<boolean> {
  try {
    return await hasLanded(landing, etag, sizeBytes)
  } catch {
    return false
  }
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
