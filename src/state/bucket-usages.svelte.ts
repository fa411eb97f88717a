// Usage of buckets as the gateway reports it: requested a few at a time and kept while this gateway is shown.
import { SvelteMap } from 'svelte/reactivity'
import { toAppError, type AppError } from '../domain/app-error'
import type { BucketUsage } from '../domain/bucket'
import type { Gateway } from '../domain/gateway'
import { Limiter } from '../domain/limiter'

/** A browser has six connections to a gateway, and a folder needs one. */
const MAX_CONCURRENT = 2
/** Younger values are not requested again. */
const MAX_AGE_MS = 5_000

export class BucketUsages {
  readonly #usages = new SvelteMap<string, BucketUsage>()
  readonly #errors = new SvelteMap<string, AppError>()
  readonly #askedAtMs = new Map<string, number>()
  /** The signal of the latest request for each: an older one may be answered later. */
  readonly #latest = new Map<string, AbortSignal>()
  #gateway: Gateway | undefined
  readonly #current: () => Gateway | undefined
  #limiter = new Limiter(MAX_CONCURRENT)
  #abort = new AbortController()

  /** @param current the gateway that is shown: answers of any other are dropped. */
  constructor(current: () => Gateway | undefined) {
    this.#current = current
  }

  /** As last reported; undefined: not requested yet, or never answered. */
  of(bucket: string): BucketUsage | undefined {
    return this.#usages.get(bucket)
  }
  /** Why the latest request failed; what {@link of} returns is older then. */
  errorOf(bucket: string): AppError | undefined {
    return this.#errors.get(bucket)
  }

  /**
   * Requests the usage of these buckets unless it is fresh; known values stay until the answer comes. Requests no more once the
   * signal fires.
   */
  async show(gateway: Gateway, names: readonly string[], signal?: AbortSignal): Promise<void> {
    if (!this.#begin(gateway)) return
    const now = Date.now()
    const isAborted = (name: string): boolean => this.#latest.get(name)?.aborted === true
    const isFresh = (name: string): boolean => now - (this.#askedAtMs.get(name) ?? -Infinity) <= MAX_AGE_MS
    const due = names.filter((name) => !isFresh(name) || isAborted(name))
    for (const name of due) this.#askedAtMs.set(name, now)
    await Promise.all(due.map((name) => this.#ask(gateway, name, signal)))
  }

  /** Requests it again, because something in the bucket has changed. */
  async refresh(gateway: Gateway, bucket: string): Promise<void> {
    if (!this.#begin(gateway)) return
    this.#askedAtMs.set(bucket, Date.now())
    await this.#ask(gateway, bucket)
  }

  /** The next {@link show} requests everything again. */
  expire(): void {
    this.#askedAtMs.clear()
  }

  #begin(gateway: Gateway): boolean {
    if (gateway !== this.#current()) return false
    if (gateway === this.#gateway) return true
    this.#abort.abort(new DOMException('Another gateway', 'AbortError'))
    this.#abort = new AbortController()
    this.#limiter = new Limiter(MAX_CONCURRENT)
    this.#gateway = gateway
    this.#usages.clear()
    this.#errors.clear()
    this.#askedAtMs.clear()
    return true
  }

  async #ask(gateway: Gateway, bucket: string, ofAsker?: AbortSignal): Promise<void> {
    const ofGateway = this.#abort.signal
    const signal = AbortSignal.any(ofAsker === undefined ? [ofGateway] : [ofGateway, ofAsker])
    this.#latest.set(bucket, signal)
    const isLate = (): boolean => ofGateway.aborted || this.#latest.get(bucket) !== signal
    try {
      const usage = await this.#limiter.run(() => gateway.buckets.usageOf(bucket, signal), signal)
      signal.throwIfAborted()
      if (isLate()) return
      this.#usages.set(bucket, usage)
      this.#errors.delete(bucket)
      this.#latest.delete(bucket)
    } catch (error) {
      if (isLate()) return
      if (signal.aborted) this.#askedAtMs.delete(bucket)
      else this.#errors.set(bucket, toAppError(error))
    }
  }
}
