// When bytes last went through to a gateway: tells an outage, in which nothing does, from one request that fails alone.
import type { Clock } from './clock'

export class Contact {
  readonly #clock: Clock
  #lastAtMs = Number.NEGATIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** True once anything went through: what looks like a refusal that the browser hides may then be an outage. */
  get wasMade(): boolean {
    return this.#lastAtMs > Number.NEGATIVE_INFINITY
  }

  /** Bytes went through. */
  note(): void {
    this.#lastAtMs = this.#clock.nowMs()
  }

  wasMadeSince(atMs: number): boolean {
    return this.#lastAtMs >= atMs
  }
}

/** One for each gateway. */
export class Contacts {
  readonly #clock: Clock
  readonly #byEndpoint = new Map<string, Contact>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  with(endpoint: string): Contact {
    const contact = this.#byEndpoint.get(endpoint) ?? new Contact(this.#clock)
    this.#byEndpoint.set(endpoint, contact)
    return contact
  }
}
