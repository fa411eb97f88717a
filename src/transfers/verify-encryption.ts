// Verifies that an upload with a key is encrypted: refused without the key, opened with it. No response header is trusted.
import { AppError, isAbort, toAppError } from '../domain/app-error'
import type { EncryptionObservation } from '../domain/encryption-observation'
import type { SseKey } from '../domain/sse-key'
import type { Clock } from './clock'
import type { StoredObjectLookup } from './find-stored-object'
import { isRetryable } from './retry'
import { unconfirmedReason } from './unconfirmed-reason'

const ANOTHER_LOOK_MS = 1_000

/**
 * Rejects `stored-in-clear` when the object opens without a key, `sse-key-wrong` when it does not open with this one.
 * What cannot be seen is `unknown`. Rejects with an AbortError when the signal fires.
 */
export async function verifyEncryption(
  subject: StoredObjectLookup,
  sseKey: SseKey,
  clock: Clock,
  signal?: AbortSignal
): Promise<EncryptionObservation> {
  const without = await refusalOf(subject, undefined, clock, signal)
  if (without === undefined) throw new AppError('stored-in-clear', { operation: 'verify' })
  const withKey = await refusalOf(subject, sseKey, clock, signal)
  if (withKey?.kind === 'sse-key-wrong' || withKey?.kind === 'sse-key-needed')
    throw new AppError('sse-key-wrong', { operation: 'verify' })
  if (withKey !== undefined) return { state: 'unknown', reason: unconfirmedReason(withKey) }
  if (without.kind !== 'sse-key-needed') return { state: 'unknown', reason: unconfirmedReason(without) }
  return { state: 'encrypted', keyId: sseKey.id, seenAtMs: clock.nowMs() }
}

/**
 * Why a HEAD is refused; undefined when it answers. A refusal that a gateway withholds from pages looks like a lost
 * network, so there is one more look and not the half minute that a part gets.
 */
async function refusalOf(
  subject: StoredObjectLookup,
  sseKey: SseKey | undefined,
  clock: Clock,
  signal: AbortSignal | undefined
): Promise<AppError | undefined> {
  for (let look = 1; ; look++) {
    try {
      await subject.storage.headObject(subject.bucket, subject.key, sseKey, signal)
      return undefined
    } catch (thrown) {
      if (isAbort(thrown)) throw thrown
      const error = toAppError(thrown)
      if (look === 2 || !isRetryable(error)) return error
      await clock.sleep(ANOTHER_LOOK_MS, signal)
    }
  }
}
