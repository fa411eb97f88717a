// Whether this browser promises to keep what is stored, and whether its window looks private: asked apart, for each may hang.
import { withinTime } from '../../domain/within-time'

/** What is asked of the browser. */
export interface PersistenceSource {
  /** navigator.storage; absent on pages over plain http. */
  readonly storage: Pick<StorageManager, 'persist' | 'persisted' | 'estimate' | 'getDirectory'> | undefined
  /** The most that scripts may hold in memory, where the browser tells (Chromium). */
  readonly heapLimitBytes: number | undefined
  /** Rejects, or never resolves, where IndexedDB cannot be used. */
  readonly openDatabase: () => Promise<unknown>
}

const ANSWER_TIMEOUT_MS = 3000

/** True: the browser deletes nothing unless the user does. Asks no one, and never rejects. */
export function isPersisted(source = thisBrowser(), timeoutMs = ANSWER_TIMEOUT_MS): Promise<boolean> {
  return orElse(false, timeoutMs, async () => (await source.storage?.persisted()) === true)
}

/**
 * Asks for that promise. Firefox asks the user, and is silent until they answer: call it when something precious is about to be
 * kept, and wait for it with nothing. Never rejects.
 */
export function requestPersistence(source = thisBrowser()): Promise<boolean> {
  return orElse(false, undefined, async () => (await source.storage?.persist()) === true)
}

/** A guess from what private windows refuse or ration; false where nothing speaks for it. Never rejects. */
export async function isLikelyPrivate(source = thisBrowser(), timeoutMs = ANSWER_TIMEOUT_MS): Promise<boolean> {
  const signs = await Promise.all([
    // Safari has been seen to let an opening hang for ever: that is no either.
    orElse(true, timeoutMs, () => source.openDatabase().then(() => false)),
    orElse(false, timeoutMs, () => isOpfsRefused(source.storage)),
    orElse(false, timeoutMs, () => isQuotaTiny(source))
  ])
  return signs.includes(true)
}

function thisBrowser(): PersistenceSource {
  const { memory } = performance as { memory?: { jsHeapSizeLimit?: number } }
  return {
    storage: navigator.storage as StorageManager | undefined,
    heapLimitBytes: memory?.jsHeapSizeLimit,
    openDatabase: () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('lockgate-probe', 1)
        request.onsuccess = () => {
          request.result.close()
          indexedDB.deleteDatabase('lockgate-probe')
          resolve(undefined)
        }
        request.onerror = () => reject(request.error)
      })
  }
}

/** Private windows of Firefox (SecurityError) and Safari (UnknownError) have no origin-private file system. */
async function isOpfsRefused(storage: PersistenceSource['storage']): Promise<boolean> {
  try {
    await storage?.getDirectory?.()
    return false
  } catch (error) {
    return ['SecurityError', 'UnknownError'].includes((error as Error).name)
  }
}

/** Chromium's private windows keep everything in memory, and their quota is within twice its limit for scripts. */
async function isQuotaTiny({ storage, heapLimitBytes }: PersistenceSource): Promise<boolean> {
  const quota = (await storage?.estimate())?.quota
  return quota !== undefined && heapLimitBytes !== undefined && quota < 2 * heapLimitBytes
}

/** The fallback also when the answer does not come in time. */
async function orElse<T>(fallback: T, timeoutMs: number | undefined, ask: () => Promise<T>): Promise<T> {
  try {
    return timeoutMs === undefined ? await ask() : await withinTime(ask(), timeoutMs, () => new Error('No answer'))
  } catch {
    return fallback
  }
}
