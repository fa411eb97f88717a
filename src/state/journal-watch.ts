// Reads a journal again when another tab has written one, and when a tab that it names is gone.
import type { Tabs } from '../domain/transfer-journal'

/** From one reading of the journal to the next, while other tabs write it; longer where a reading is slow. */
const MIN_RELOAD_MS = 1000
/** The first reading waits for all that a page does when it starts. */
const MAX_RELOAD_MS = 10_000

export class JournalWatch {
  readonly #tabs: Pick<Tabs, 'tabId' | 'onTold' | 'untilGone'>
  readonly #read: () => Promise<void>
  readonly #awaited = new Set<string>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #reloadMs = MIN_RELOAD_MS

  /** @param read never rejects */
  constructor(tabs: Pick<Tabs, 'tabId' | 'onTold' | 'untilGone'>, read: () => Promise<void>) {
    this.#tabs = tabs
    this.#read = read
  }

  /** From now on other tabs are listened to. @returns ends that. */
  follow(): () => void {
    const end = this.#tabs.onTold(() => {
      this.#timer ??= setTimeout(() => void this.#load(), this.#reloadMs)
    })
    return () => {
      end()
      clearTimeout(this.#timer)
    }
  }

  /** When that tab is gone, what it was at can go on in another. */
  awaitEnd(tabId: string): void {
    if (tabId === this.#tabs.tabId || this.#awaited.has(tabId)) return
    this.#awaited.add(tabId)
    const load = (): Promise<void> => {
      this.#awaited.delete(tabId)
      return this.#load()
    }
    this.#tabs
      .untilGone(tabId)
      .then(load)
      .catch(() => undefined)
  }

  async #load(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const beganMs = Date.now()
    await this.#read()
    this.#reloadMs = Math.min(MAX_RELOAD_MS, Math.max(MIN_RELOAD_MS, 20 * (Date.now() - beganMs)))
  }
}
