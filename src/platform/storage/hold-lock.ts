// Work that only one page of this browser does at a time: the browser's locks die with their page, however that dies.

/** Without locks (pages over plain http have none), work that began this lately may be another page's and alive. */
const MAY_BE_ALIVE_MS = 120_000

/**
 * @param beganAtMs - when the work that was noted began; asked only where the browser has no locks.
 * @param whenHeld - by another page: `leave` returns undefined, without doing the work; `wait` does it after that page's end.
 * @returns undefined also where it is not known that no other page is at it.
 */
export async function holdLock<T>(
  name: string,
  beganAtMs: () => Promise<number | undefined>,
  whenHeld: 'leave' | 'wait',
  work: () => Promise<T>
): Promise<{ readonly done: T } | undefined> {
  const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks
  if (locks === undefined) {
    const began = await beganAtMs()
    const mayBeAlive = began !== undefined && Date.now() - began < MAY_BE_ALIVE_MS
    return mayBeAlive ? undefined : { done: await work() }
  }
  return locks.request(name, { ifAvailable: whenHeld === 'leave' }, async (lock) =>
    lock === null ? undefined : { done: await work() }
  )
}
