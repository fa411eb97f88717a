// Whether this browser promises to keep what is stored. Asks, and guesses at private windows; stores nothing.

export interface Persistence {
  /** True: the browser deletes nothing unless the person does. */
  readonly persisted: boolean
  /** A guess from what private windows refuse or ration; false where nothing speaks for it. */
  readonly isLikelyPrivate: boolean
}

/** What is asked of the browser. */
export interface PersistenceSource {
  /** navigator.storage; absent on pages over plain http. */
  readonly storage: Pick<StorageManager, 'persist' | 'persisted' | 'estimate' | 'getDirectory'> | undefined
  /** The most that scripts may hold in memory, where the browser tells (Chromium). */
  readonly heapLimitBytes: number | undefined
  /** Rejects, or never resolves, where IndexedDB cannot be used. */
  readonly openDatabase: () => Promise<unknown>
}

/** Firefox asks the person, so call this when they are about to keep something. Never rejects. */
export async function askPersistence(
  source: PersistenceSource = thisBrowser(),
  patienceMs = 3000
): Promise<Persistence> {
  const { storage } = source
  const persisted = await orElse(
    false,
    async () => (await storage?.persisted()) === true || (await storage?.persist()) === true
  )
  if (persisted) return { persisted, isLikelyPrivate: false }
  const signs = await Promise.all([cannotOpen(source, patienceMs), isOpfsRefused(storage), isQuotaTiny(source)])
  return { persisted, isLikelyPrivate: signs.includes(true) }
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

/** Safari has been seen to let an opening hang for ever: that is no either. */
async function cannotOpen(source: PersistenceSource, patienceMs: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tired = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(true), patienceMs)))
  const opening = orElse(true, async () => {
    await source.openDatabase()
    return false
  })
  const answer = await Promise.race([opening, tired])
  clearTimeout(timer)
  return answer
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
function isQuotaTiny({ storage, heapLimitBytes }: PersistenceSource): Promise<boolean> {
  return orElse(false, async () => {
    const quota = (await storage?.estimate())?.quota
    return quota !== undefined && heapLimitBytes !== undefined && quota < 2 * heapLimitBytes
  })
}

async function orElse<T>(fallback: T, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch {
    return fallback
  }
}
