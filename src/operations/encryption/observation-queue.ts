// Whose encryption is observed next: the rows on screen, the latest first, a few at a time.
import { isAbort } from '../../domain/app-error'
import type { EncryptionObservation } from '../../domain/encryption-observation'
import type { ObjectEntry } from '../../domain/object-entry'

export interface ObservationQueueOptions {
  readonly observe: (entry: ObjectEntry, signal: AbortSignal) => Promise<EncryptionObservation>
  readonly onSeen: (entry: ObjectEntry, observation: EncryptionObservation) => void
  /** At once; default 4. */
  readonly limit?: number | undefined
}

/** Observes the rows on screen. One queue for one listing; `stop` it with the listing. */
export class ObservationQueue {
  readonly #options: ObservationQueueOptions
  readonly #controller = new AbortController()
  readonly #pending = new Set<string>()
  readonly #settled = new Set<string>()
  #wanted: ObjectEntry[] = []
  /** Counts each `forget`: an observation that started before it is out of date. */
  #round = 0

  constructor(options: ObservationQueueOptions) {
    this.#options = options
  }

  /** The rows that are on screen now. Those that wait and are not among them are dropped until they are shown again. */
  show(visible: readonly ObjectEntry[]): void {
    const waiting = new Set(this.#wanted.map(nameOf))
    const isNew = (entry: ObjectEntry) => !waiting.has(nameOf(entry))
    this.#wanted = [...visible.filter(isNew), ...visible.filter((entry) => !isNew(entry))].filter((entry) => {
      const name = nameOf(entry)
      return !this.#settled.has(name) && !this.#pending.has(name)
    })
    this.#pump()
  }

  /** Observes again all that is shown from now on: after keys were added or removed. */
  forget(): void {
    this.#settled.clear()
    this.#round++
  }

  stop(): void {
    this.#wanted = []
    this.#controller.abort()
  }

  #pump(): void {
    while (!this.#controller.signal.aborted && this.#pending.size < (this.#options.limit ?? 4)) {
      const entry = this.#wanted.shift()
      if (entry === undefined) return
      void this.#observe(entry)
    }
  }

  async #observe(entry: ObjectEntry): Promise<void> {
    const name = nameOf(entry)
    const { signal } = this.#controller
    const round = this.#round
    this.#pending.add(name)
    try {
      const observation = await this.#options.observe(entry, signal)
      if (signal.aborted) return
      if (round === this.#round) this.#settled.add(name)
      else this.#wanted.push(entry)
      this.#options.onSeen(entry, observation)
    } catch (error) {
      if (!isAbort(error)) throw error
    } finally {
      this.#pending.delete(name)
      this.#pump()
    }
  }
}

function nameOf(entry: ObjectEntry): string {
  return JSON.stringify([entry.key, entry.etag, entry.modifiedAtMs])
}
