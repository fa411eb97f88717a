// Observes whether an object is encrypted, and which of our keys opens it, by HEAD requests with keys of its endpoint only.
import { AppError, isAbort, toAppError } from '../../domain/app-error'
import { nameOfSubject, type EncryptionObservation, type EncryptionSubject } from '../../domain/encryption-observation'
import type { ObjectEntry } from '../../domain/object-entry'
import type { BucketSettings, EncryptionObservationStore, ObjectStorage } from '../../domain/ports'
import { maySendSseKey } from '../../domain/profile'
import type { SseKey } from '../../domain/sse-key'
import { unconfirmedReason } from '../../transfers/unconfirmed-reason'

export interface ObservedObject {
  readonly storage: ObjectStorage
  readonly bucket: string
  readonly entry: ObjectEntry
}

export interface EncryptionQuestion extends ObservedObject {
  /** All keys of this browser: which of them may be tried is decided here. */
  readonly keys: readonly SseKey[]
  /** Of this bucket of the storage’s account. */
  readonly settings: BucketSettings
  readonly memory: EncryptionObservationStore
  /** By {@link nameOfTrial}. Given: a key that did not open this object is not tried on it again. */
  readonly tried?: Set<string> | undefined
  readonly signal?: AbortSignal | undefined
  readonly nowMs?: (() => number) | undefined
  /** A key opened an object on this endpoint. */
  readonly onKeyUsed?: ((keyId: string, endpoint: string) => void) | undefined
}

/** What an observation of this object is stored under. */
export function encryptionSubjectOf({ storage, bucket, entry }: ObservedObject): EncryptionSubject {
  const { key, etag, modifiedAtMs } = entry
  return { account: storage.account, bucket, key, etag, modifiedAtMs }
}

export function nameOfTrial(object: ObservedObject, keyId: string): string {
  return `${keyId} ${nameOfSubject(encryptionSubjectOf(object))}`
}

/**
 * The keys that may be tried unasked on an object of this bucket, likeliest first: the bucket's default, then those
 * that have encrypted or opened something on this endpoint. A HEAD reveals the key, so no other key, and none over plain http.
 */
function keysToTry(endpoint: string, keys: readonly SseKey[], settings: BucketSettings): readonly SseKey[] {
  if (!maySendSseKey(endpoint)) return []
  const isDefault = (key: SseKey) => key.id === settings.defaultKeyId
  const belonging = keys.filter((key) => !isDefault(key) && key.endpoints.includes(endpoint))
  const latestFirst = belonging.sort((one, other) => (other.lastUsedAtMs ?? 0) - (one.lastUsedAtMs ?? 0))
  return [...keys.filter(isDefault), ...latestFirst]
}

/** Never rejects but with an AbortError: what cannot be seen is `unknown`, with the reason. */
export async function observeEncryption(question: EncryptionQuestion): Promise<EncryptionObservation> {
  const { storage, keys, settings, memory, tried, signal } = question
  const now = question.nowMs ?? Date.now
  const subject = encryptionSubjectOf(question)
  const remembered = await memory.get(subject).catch(() => undefined)
  signal?.throwIfAborted()
  if (remembered?.state === 'clear') return remembered
  if (remembered?.state === 'encrypted' && keys.some((key) => key.id === remembered.keyId)) return remembered
  try {
    if (remembered === undefined || remembered.state === 'unknown') {
      if (await opens(question, undefined)) return await remember({ state: 'clear', seenAtMs: now() })
    }
    for (const key of keysToTry(storage.endpoint, keys, settings)) {
      if (tried?.has(nameOfTrial(question, key.id))) continue
      if (await opens(question, key)) {
        question.onKeyUsed?.(key.id, storage.endpoint)
        return await remember({ state: 'encrypted', keyId: key.id, seenAtMs: now() })
      }
      tried?.add(nameOfTrial(question, key.id))
    }
  } catch (error) {
    if (isAbort(error)) throw error
    return { state: 'unknown', reason: unconfirmedReason(toAppError(error)) }
  }
  // What was remembered of a key that is no longer here stays remembered: the key may come back from a backup.
  const unopened: EncryptionObservation = {
    state: 'encrypted-unknown',
    seenAtMs: remembered?.state === 'encrypted-unknown' ? remembered.seenAtMs : now()
  }
  return remembered === undefined ? await remember(unopened) : unopened

  async function remember(observation: EncryptionObservation): Promise<EncryptionObservation> {
    await memory.put(subject, observation).catch(() => undefined)
    return observation
  }
}

export type KeyChoice = Omit<EncryptionQuestion, 'keys' | 'settings' | 'tried'> & {
  /** Chosen by the user: it may belong to no endpoint yet. */
  readonly sseKey: SseKey
}

/**
 * Tries a key that the user chose for this object. On success it belongs to this endpoint from now on.
 * Rejects `sse-key-wrong` when it does not open the object, `sse-key-insecure`, and as HEAD does. An object that opens without a
 * key is `clear`, whichever key was chosen.
 */
export async function tryKey(choice: KeyChoice): Promise<EncryptionObservation> {
  const { storage, sseKey, memory } = choice
  const now = choice.nowMs ?? Date.now
  if (!maySendSseKey(storage.endpoint)) throw new AppError('sse-key-insecure')
  const isClear = await opens(choice, undefined)
  if (!isClear && !(await opens(choice, sseKey))) throw new AppError('sse-key-wrong')
  const observation: EncryptionObservation = isClear
    ? { state: 'clear', seenAtMs: now() }
    : { state: 'encrypted', keyId: sseKey.id, seenAtMs: now() }
  await memory.put(encryptionSubjectOf(choice), observation).catch(() => undefined)
  if (!isClear) choice.onKeyUsed?.(sseKey.id, storage.endpoint)
  return observation
}

/** The key that opens an object; undefined when it is not encrypted. Rejects `sse-key-needed` when none of ours may or does open it. */
export async function findKeyFor(question: EncryptionQuestion): Promise<SseKey | undefined> {
  const observation = await observeEncryption(question)
  if (observation.state === 'encrypted') return question.keys.find((key) => key.id === observation.keyId)
  if (observation.state === 'encrypted-unknown') throw new AppError('sse-key-needed', { operation: 'findKey' })
  // Unknown: the download itself reports the error.
  return undefined
}

/** True: the HEAD answers. False: refused without the right key. Rejects when it says neither. */
async function opens(
  { storage, bucket, entry, signal }: Omit<KeyChoice, 'sseKey'>,
  sseKey: SseKey | undefined
): Promise<boolean> {
  try {
    await storage.headObject(bucket, entry.key, sseKey, signal, entry.versionId)
    return true
  } catch (error) {
    if (error instanceof AppError && (error.kind === 'sse-key-needed' || error.kind === 'sse-key-wrong')) return false
    throw error
  }
}
