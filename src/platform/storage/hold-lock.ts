// Work that only one page of this browser does at a time: the browser's locks die with their page, however that dies.

/** Without locks (pages over plain http have none), work that began this lately may be another page's and alive. */
const MAY_BE_ALIVE_MS = 120_000

/** What this page is at without locks, by name. Never reject. */
const running = new Map<string, Promise<void>>()

/**
 * @param beganAtMs - when the work that was noted began; asked only where the browser has no locks.
 * @param whenHeld - by another page: `leave` returns undefined, without doing the work; `wait` does it after that page's end.
 * @param work - is told whether the browser has locks: only then it is known that no other page is at it.
 * @returns undefined also where it is not known that no other page is at it.
 */
export async function holdLock<T>(
  name: string,
  beganAtMs: () => Promise<number | undefined>,
  whenHeld: 'leave' | 'wait',
  work: (isAlone: boolean) => Promise<T>
): Promise<{ readonly done: T } | undefined> {
  const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks
  if (locks === undefined) {
    for (let own = running.get(name); own !== undefined; own = running.get(name)) {
      if (whenHeld === 'leave') return undefined
      await own
    }
    const run = unlessRecent(beganAtMs, work)
    running.set(
      name,
      run.then(
        () => undefined,
        () => undefined
      )
    )
    return run.finally(() => void running.delete(name))
  }
  return locks.request(name, { ifAvailable: whenHeld === 'leave' }, async (lock) =>
    lock === null ? undefined : { done: await work(true) }
  )
}

async function unlessRecent<T>(
  beganAtMs: () => Promise<number | undefined>,
  work: (isAlone: boolean) => Promise<T>
): Promise<{ readonly done: T } | undefined> {
  const began = await beganAtMs()
  const mayBeAlive = began !== undefined && Date.now() - began < MAY_BE_ALIVE_MS
  return mayBeAlive ? undefined : { done: await work(false) }
}
