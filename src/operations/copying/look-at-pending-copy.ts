// What became of an object whose encryption in place was interrupted, and of its temporary copy, which is deleted only where the object
// was seen to have the same bytes and opens.
import { toAppError, type AppError } from '../../domain/app-error'
import type { Gateway } from '../../domain/gateway'
import type { PendingCopy } from '../../domain/pending-copy'
import type { SseKey } from '../../domain/sse-key'
import { isSameEtag } from '../../transfers/etag'
import { isRetryable } from '../../transfers/retry'
import { removeCreated } from './remove-created'

/**
 * Of the object itself. Not needed is the copy of one that is `unchanged`, or `replaced` as it was to be, or `intact`: with the same key
 * before and after nothing tells which. It may be the only good one where the object is `gone`, `another`, could not be opened
 * (`unseen`), or may have been replaced and its bytes were not seen to be the same (`unverified`). It may be in use where another
 * page may be at work (`busy`). Of a copy that was `overwritten` under its temporary name nothing may be deleted.
 */
type ObjectState =
  'unchanged' | 'replaced' | 'intact' | 'gone' | 'another' | 'unseen' | 'unverified' | 'busy' | 'overwritten'

export type PendingCopyOutcome =
  /** Nothing is left under the temporary name. */
  | { readonly kind: 'settled' }
  /** To be tried again: no network, or another page is at it. */
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'left'
      readonly pending: PendingCopy
      readonly object: ObjectState
      /** Why it is still there although it was to be deleted, or why the object could not be opened. */
      readonly error?: AppError | undefined
    }

type LeftOutcome = Extract<PendingCopyOutcome, { kind: 'left' }>

export function isNeeded({ object }: LeftOutcome): boolean {
  return object !== 'unchanged' && object !== 'replaced' && object !== 'intact'
}

/** A gateway may go on for so long with a request whose connection is gone. */
const MAX_REQUEST_MS = 60 * 60_000
/** Where the browser does not tell whether another page is at work on it. */
const MAX_WORK_MS = 24 * 60 * 60_000

interface LookOptions {
  readonly keyById: (id: string) => SseKey | undefined
  /** Deletes the copy where it is not needed. */
  readonly isRemoving: boolean
  /** No other page can be at work on it. */
  readonly isAlone: boolean
  readonly nowMs: number
}

/** Also removes the parts of a copy that never came to be. Never rejects. */
export async function lookAtPendingCopy(
  gateway: Pick<Gateway, 'storage' | 'versions'>,
  pending: PendingCopy,
  { keyById, isRemoving, isAlone, nowMs }: LookOptions
): Promise<PendingCopyOutcome> {
  const { bucket, temporaryKey, copyEtag, sizeBytes, uploadId, sentAtMs, beganAtMs } = pending
  const { storage } = gateway
  const isSending = sentAtMs !== undefined && Math.abs(nowMs - sentAtMs) < MAX_REQUEST_MS
  const isAtWork = !isAlone && Math.abs(nowMs - beganAtMs) < MAX_WORK_MS
  try {
    // Not while it may be completed: that could take parts of what it becomes.
    if (uploadId !== undefined && !isSending && !isAtWork) await abortUpload(gateway, pending, uploadId)
    const copy = await storage.findObject(bucket, temporaryKey)
    const mayChange = isAtWork || (isSending && (copyEtag === undefined || uploadId !== undefined))
    if (copy === undefined) return { kind: mayChange ? 'waiting' : 'settled' }
    const isOurs = copy.sizeBytes === sizeBytes && (copyEtag === undefined || isSameEtag(copy.etag, copyEtag))
    if (!isOurs) return { kind: 'left', pending, object: 'overwritten' }
    const seen = await lookAtObject(gateway, pending, keyById)
    const left = { kind: 'left' as const, pending, ...seen }
    if (!isNeeded(left)) {
      if (!isAlone) return { ...left, object: 'busy' }
      if (isSending && copyEtag !== undefined && seen.object !== 'replaced') return { ...left, object: 'unverified' }
    }
    if (!isRemoving || isNeeded(left)) return left
    // The name is this copy's alone, whatever this device's clock says.
    const created = {
      etag: copyEtag ?? copy.etag,
      expectedEtag: copyEtag ?? copy.etag,
      versionId: undefined,
      sentAtMs: Number.NEGATIVE_INFINITY
    }
    await removeCreated(gateway, { bucket, key: temporaryKey }, created)
    const isLeft = (await storage.findObject(bucket, temporaryKey)) !== undefined
    return isLeft ? left : { kind: 'settled' }
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.kind === 'no-such-bucket') return { kind: 'settled' }
    return isRetryable(error) ? { kind: 'waiting' } : { kind: 'left', pending, object: 'unseen', error }
  }
}

/** Where it is refused, the bucket's own page tells what is left. Rejects only with what may pass. */
async function abortUpload(
  { storage }: Pick<Gateway, 'storage'>,
  { bucket, key, temporaryKey, copyEtag }: PendingCopy,
  uploadId: string
): Promise<void> {
  try {
    await storage.abortMultipartUpload(bucket, copyEtag === undefined ? temporaryKey : key, uploadId)
  } catch (thrown) {
    if (isRetryable(toAppError(thrown))) throw thrown
  }
}

async function lookAtObject(
  { storage }: Pick<Gateway, 'storage'>,
  { bucket, key, etag, sizeBytes, copyEtag, isProven, replacedEtag, formerKeyId, sseKeyId }: PendingCopy,
  keyById: (id: string) => SseKey | undefined
): Promise<{ readonly object: ObjectState; readonly error?: AppError }> {
  const now = await storage.findObject(bucket, key)
  if (now === undefined) return { object: 'gone' }
  // An ETag is that of the bytes, encrypted or not.
  const has = (one: string | undefined): boolean => one !== undefined && isSameEtag(now.etag, one)
  if (now.sizeBytes !== sizeBytes) return { object: 'another' }
  if (now.etag === '') return { object: 'unseen' } // Pacific, after its tags were deleted
  const hasBytes = has(etag) || has(replacedEtag) || (isProven === true && has(copyEtag))
  // The ETag of its parts says which were sent, and neither it nor HEAD that they are there.
  if (!hasBytes) return { object: has(copyEtag) ? 'unverified' : 'another' }
  let refused: AppError | undefined
  for (const [object, keyId] of [
    ['replaced', sseKeyId],
    ['unchanged', formerKeyId]
  ] as const) {
    const sseKey = keyId === undefined ? undefined : keyById(keyId)
    if (keyId !== undefined && sseKey === undefined) continue // it was deleted from this browser
    try {
      // A gateway opens what is not encrypted also with a key.
      if (sseKey !== undefined && (await opens(undefined))) continue
      if (await opens(sseKey)) return { object: sseKeyId === formerKeyId ? 'intact' : object }
    } catch (thrown) {
      refused = toAppError(thrown)
      if (isRetryable(refused)) throw refused
    }
  }
  return { object: 'unseen', ...(refused === undefined ? {} : { error: refused }) }

  async function opens(sseKey: SseKey | undefined): Promise<boolean> {
    try {
      await storage.headObject(bucket, key, sseKey)
      return true
    } catch (thrown) {
      const { kind } = toAppError(thrown)
      if (kind === 'sse-key-needed' || kind === 'sse-key-wrong') return false
      throw thrown
    }
  }
}
