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

/** In this tab's memory: unlike sessionStorage, which browsers keep on the disk, it is gone when the tab closes or reloads. */
export class TabStorage implements WebStorage {
  readonly #items = new Map<string, string>()

  get length(): number {
    return this.#items.size
  }
  key(index: number): string | null {
    return [...this.#items.keys()][index] ?? null
  }
  getItem(name: string): string | null {
    return this.#items.get(name) ?? null
  }
  setItem(name: string, value: string): void {
    this.#items.set(name, value)
  }
  removeItem(name: string): void {
    this.#items.delete(name)
  }
}

/** Takes what older versions left in sessionStorage under names that begin so, and erases it there: this tab goes on with it. */
export function takeFromSession(session: WebStorage | undefined, prefix: string): WebStorage {
  const tab = new TabStorage()
  for (const name of namesIn(session).filter((one) => one.startsWith(prefix))) {
    writeMark(tab, name, readItem(session, name))
    writeMark(session, name, undefined)
  }
  return tab
}

export function namesIn(storage: WebStorage | undefined): readonly string[] {
  return Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? '')
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
