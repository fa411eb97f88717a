// localStorage and sessionStorage, which may be forbidden, as something that is there or not.

/** What is used of the browser's Storage. */
export type WebStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** @returns the storage; undefined where the browser forbids it (it throws on the mere mention of it). */
export function findWebStorage(kind: 'localStorage' | 'sessionStorage'): WebStorage | undefined {
  try {
    return globalThis[kind]
  } catch {
    return undefined
  }
}

/** Reads an item; undefined when there is none or the storage is not readable. */
export function readItem(storage: WebStorage | undefined, name: string): string | undefined {
  try {
    return storage?.getItem(name) ?? undefined
  } catch {
    return undefined
  }
}

/** Writes a mark, or removes it for undefined; a storage that cannot is passed over, so write nothing here that matters. */
export function writeMark(storage: WebStorage | undefined, name: string, value: string | undefined): void {
  try {
    if (value === undefined) storage?.removeItem(name)
    else storage?.setItem(name, value)
  } catch {
    // Full or forbidden: the mark is a convenience.
  }
}
