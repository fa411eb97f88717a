// Whose lock is looked at next: what is on screen, what came on screen last first, a few at a time.
import { isAbort } from '../../domain/app-error'
import type { EncryptionObservation } from '../../domain/encryption-observation'
import type { ObjectEntry } from '../../domain/object-entry'

export interface ObservationQueueOptions {
  readonly observe: (entry: ObjectEntry, signal: AbortSignal) => Promise<EncryptionObservation>
  readonly onSeen: (entry: ObjectEntry, observation: EncryptionObservation) => void
  /** At once; default 4. */
  readonly limit?: number | undefined
}

/** Looks at the locks of the rows that are on screen. One queue for one listing; `stop` it when the listing goes. */
export class ObservationQueue {
  readonly #options: ObservationQueueOptions
  readonly #controller = new AbortController()
  readonly #underWay = new Set<string>()
  readonly #settled = new Set<string>()
  #wanted: ObjectEntry[] = []
  /** Another one with every `forget`: what a look began before tells is out of date. */
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
      return !this.#settled.has(name) && !this.#underWay.has(name)
    })
    this.#pump()
  }

  /** Looks again at all that is shown from now on: after keys were added or removed, or a lock was changed. */
  forget(): void {
    this.#settled.clear()
    this.#round++
  }

  stop(): void {
    this.#wanted = []
    this.#controller.abort()
  }

  #pump(): void {
    while (!this.#controller.signal.aborted && this.#underWay.size < (this.#options.limit ?? 4)) {
      const entry = this.#wanted.shift()
      if (entry === undefined) return
      void this.#look(entry)
    }
  }

  async #look(entry: ObjectEntry): Promise<void> {
    const name = nameOf(entry)
    const { signal } = this.#controller
    const round = this.#round
    this.#underWay.add(name)
    try {
      const observation = await this.#options.observe(entry, signal)
      if (signal.aborted) return
      if (round === this.#round) this.#settled.add(name)
      else this.#wanted.push(entry)
      this.#options.onSeen(entry, observation)
    } catch (error) {
      if (!isAbort(error)) throw error
    } finally {
      this.#underWay.delete(name)
      this.#pump()
    }
  }
}

function nameOf(entry: ObjectEntry): string {
  return JSON.stringify([entry.key, entry.etag, entry.modifiedAtMs])
}
