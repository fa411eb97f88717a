// When something last went through to a gateway: tells an outage, in which nothing does, from one request that fails alone. While an outage
// lasts, the gateway is asked now and then whether it is back: once for all transfers that wait for it.
import { AppError, toAppError } from '../domain/app-error'
import type { ObjectStorage } from '../domain/ports'
import type { Clock } from './clock'

/** From the last answer, or failure, to the next question. */
const ASK_MS = 30_000

interface Question {
  readonly atMs: number
  readonly failure: Promise<AppError | undefined>
}

export class Contact {
  readonly #clock: Clock
  readonly #ask: () => Promise<unknown>
  #lastAtMs = Number.NEGATIVE_INFINITY
  #question: Question | undefined

  /** @param ask for anything that the gateway answers */
  constructor(clock: Clock, ask: () => Promise<unknown>) {
    this.#clock = clock
    this.#ask = ask
  }

  /** True once anything went through: what looks like a refusal that the browser hides may then be an outage. */
  get wasMade(): boolean {
    return this.#lastAtMs > Number.NEGATIVE_INFINITY
  }

  /** Bytes went through, or an upload was started. */
  note(): void {
    this.#lastAtMs = this.#clock.nowMs()
  }

  wasMadeSince(atMs: number): boolean {
    return this.#lastAtMs >= atMs
  }

  /** The next question whether the gateway is back: when it is asked, and with what it fails. The same for all who wait. */
  nextQuestion(): Question {
    return (this.#question ??= {
      atMs: this.#clock.nowMs() + ASK_MS,
      failure: this.#askLater().finally(() => (this.#question = undefined))
    })
  }

  async #askLater(): Promise<AppError | undefined> {
    await this.#clock.sleep(ASK_MS)
    return this.#ask().then(() => undefined, toAppError)
  }
}

/** One for each gateway. */
export class Contacts {
  readonly #clock: Clock
  readonly #byEndpoint = new Map<string, Contact>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @param bucket that an account of this gateway uses */
  with(storage: ObjectStorage, bucket: string): Contact {
    const { endpoint } = storage
    const contact = this.#byEndpoint.get(endpoint) ?? new Contact(this.#clock, () => storage.findObject(bucket, 'x'))
    this.#byEndpoint.set(endpoint, contact)
    return contact
  }
}
