// Whose encryption is observed next: the rows on screen, the latest first, a few at a time.
import { isAbort } from '../../domain/app-error'
import type { EncryptionObservation } from '../../domain/encryption-observation'
import { Limiter } from '../../domain/limiter'
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
  readonly #limiter: Limiter
  readonly #pending = new Set<string>()
  readonly #settled = new Set<string>()
  #waiting = new Set<string>()
  /** Of those that wait. */
  #shown = new AbortController()
  /** Counts each `forget`: an observation that started before it is out of date. */
  #round = 0

  constructor(options: ObservationQueueOptions) {
    this.#options = options
    this.#limiter = new Limiter(options.limit ?? 4)
  }

  /** The rows that are on screen now. Those that wait and are not among them are dropped until they are shown again. */
  show(visible: readonly ObjectEntry[]): void {
    const former = this.#waiting
    const isNew = (entry: ObjectEntry) => !former.has(nameOf(entry))
    this.#drop()
    for (const entry of [...visible.filter(isNew), ...visible.filter((row) => !isNew(row))]) this.#want(entry)
  }

  /** Observes again all that is shown from now on: after keys were added or removed. */
  forget(): void {
    this.#settled.clear()
    this.#round++
  }

  stop(): void {
    this.#drop()
    this.#controller.abort()
  }

  #drop(): void {
    this.#shown.abort()
    this.#shown = new AbortController()
    this.#waiting = new Set()
  }

  #want(entry: ObjectEntry): void {
    const name = nameOf(entry)
    if (this.#settled.has(name) || this.#pending.has(name)) return
    this.#waiting.add(name)
    const observing = this.#limiter.run(() => this.#observe(entry), this.#shown.signal)
    void observing.catch((error: unknown) => {
      if (!isAbort(error)) throw error
    })
  }

  async #observe(entry: ObjectEntry): Promise<void> {
    const name = nameOf(entry)
    const { signal } = this.#controller
    const round = this.#round
    this.#waiting.delete(name)
    this.#pending.add(name)
    try {
      const observation = await this.#options.observe(entry, signal)
      if (signal.aborted) return
      if (round === this.#round) this.#settled.add(name)
      this.#options.onSeen(entry, observation)
    } finally {
      this.#pending.delete(name)
    }
    if (!this.#settled.has(name)) this.#want(entry)
  }
}

function nameOf(entry: ObjectEntry): string {
  return JSON.stringify([entry.key, entry.etag, entry.modifiedAtMs])
}
