// Uploads that were stored in the folder on the screen: their rows are inserted together, and the folder is listed once no more come.
import type { ObjectEntry } from '../domain/object-entry'

/** Many small uploads end at once. */
const INSERT_EVERY_MS = 250
/** Of these without an upload that ends here, before the gateway is asked what is there. */
const QUIET_INTERVALS = 4

interface Events {
  /** Some wait for their rows: see {@link StoredUploads.take}. */
  readonly onInsert: () => void
  /** None has come for a while, and none is awaited. */
  readonly onQuiet: () => void
  readonly isAwaitingMore: () => boolean
}

export class StoredUploads {
  readonly #events: Events
  /** Stored in this folder, and no rows yet. */
  #stored: readonly ObjectEntry[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #quietIntervals = 0

  constructor(events: Events) {
    this.#events = events
  }

  add(entry: ObjectEntry): void {
    this.#stored = [...this.#stored, entry]
    this.#quietIntervals = 0
    this.#timer ??= setTimeout(this.#afterInterval, INSERT_EVERY_MS)
  }

  /** @returns those without rows, in the order in which they were stored; they are the caller's now */
  take(): readonly ObjectEntry[] {
    const stored = this.#stored
    this.#stored = []
    return stored
  }

  /** Another folder is shown. */
  reset(): void {
    this.#stored = []
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  readonly #afterInterval = (): void => {
    this.#timer = undefined
    if (this.#stored.length > 0) this.#events.onInsert()
    const isOver = this.#quietIntervals++ >= QUIET_INTERVALS && !this.#events.isAwaitingMore()
    if (isOver) this.#events.onQuiet()
    else this.#timer = setTimeout(this.#afterInterval, INSERT_EVERY_MS)
  }
}
