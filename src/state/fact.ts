// One thing that is known of a bucket: asked for when it is wanted, and kept until it may have changed. Knows no gateway.
import { Limiter } from '../domain/limiter'
import { Load } from './load.svelte'

/** For requests that wait for no others. */
const UNLIMITED = new Limiter(Infinity)

/** A load that knows what to ask, and when that was asked last. A failure is shown, and the next {@link want} asks again. */
export class Fact<T> extends Load<T> {
  readonly #ask: (signal: AbortSignal) => Promise<T>
  readonly #maxAgeMs: number
  readonly #limiter: Limiter
  /** Undefined also once that was abandoned, or has failed. */
  #askedAtMs: number | undefined
  #end = Promise.resolve()

  /** @param maxAgeMs how long an answer is taken for true */
  constructor(ask: (signal: AbortSignal) => Promise<T>, maxAgeMs: number, limiter = UNLIMITED) {
    super()
    this.#ask = ask
    this.#maxAgeMs = maxAgeMs
    this.#limiter = limiter
  }

  /**
   * Asks when its turn comes, unless that was done since. Resolves with the latest answer, or failure.
   * @param asker once it fires, this request is abandoned
   */
  want(sinceMs = Date.now() - this.#maxAgeMs, asker?: AbortSignal): Promise<void> {
    if (this.#askedAtMs !== undefined && this.#askedAtMs >= sinceMs) return this.#end
    return this.#send((signal) => this.#limiter.run(() => this.#ask(signal), signal), asker)
  }

  /** Asks now: something has changed. */
  refresh(): Promise<void> {
    return this.#send(this.#ask)
  }

  /** The value itself. Rejects as the request does. May be called while a template is drawn. */
  async get(): Promise<T> {
    await Promise.resolve()
    await this.want()
    if (this.error !== undefined) throw this.error
    return this.value as T
  }

  override stop(): void {
    super.stop()
    this.#askedAtMs = undefined
  }

  #send(ask: (signal: AbortSignal) => Promise<T>, asker?: AbortSignal): Promise<void> {
    this.#askedAtMs = Date.now()
    const end: Promise<void> = this.run(ask).then(() => {
      if (this.#end !== end) return this.#end // overtaken: the newer answer counts
      if (this.error !== undefined) this.#askedAtMs = undefined
    })
    asker?.addEventListener('abort', () => this.#end === end && this.isLoading && this.stop(), { once: true })
    return (this.#end = end)
  }
}
