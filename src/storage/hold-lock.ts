// Work that only one page of this browser does at a time: the browser's locks die with their page, however that dies.

/** Without locks (pages over plain http have none), work that began this lately may be another page's and alive. */
const MAY_BE_ALIVE_MS = 120_000

/**
 * @param beganAtMs - when the work that was noted began; asked only where the browser has no locks.
 * @returns undefined, without doing the work, while another page does it or may.
 */
export async function holdLock<T>(
  name: string,
  beganAtMs: () => Promise<number | undefined>,
  work: () => Promise<T>
): Promise<{ readonly done: T } | undefined> {
  const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks
  if (locks === undefined) {
    const began = await beganAtMs()
    const mayBeAlive = began !== undefined && Date.now() - began < MAY_BE_ALIVE_MS
    return mayBeAlive ? undefined : { done: await work() }
  }
  return locks.request(name, { ifAvailable: true }, async (lock) =>
    lock === null ? undefined : { done: await work() }
  )
}
