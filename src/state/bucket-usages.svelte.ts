// How full buckets are, as far as the gateway tells: asked a few at a time and remembered while this gateway is shown.
import { SvelteMap } from 'svelte/reactivity'
import type { BucketUsage } from '../domain/bucket'
import type { Gateway } from '../domain/gateway'
import { SlotPool } from '../transfer/slot-pool'

/** Small questions beside others of their kind: a browser speaks to a gateway over six connections, and a folder needs one. */
const AT_ONCE = 2
/** What is younger is not asked again. */
const FRESH_MS = 5_000

export class BucketUsages {
  readonly #told = new SvelteMap<string, BucketUsage | undefined>()
  readonly #askedAtMs = new Map<string, number>()
  #gateway: Gateway | undefined
  readonly #current: () => Gateway | undefined
  #pool = new SlotPool(AT_ONCE)
  #abort = new AbortController()

  /** @param current the gateway that is shown: what is asked of any other is nobody's any more. */
  constructor(current: () => Gateway | undefined) {
    this.#current = current
  }

  /** Undefined: not asked yet, or not told; {@link isAsked} tells which. */
  of(bucket: string): BucketUsage | undefined {
    return this.#told.get(bucket)
  }
  /** There is an answer, be it that the gateway does not tell. */
  isAsked(bucket: string): boolean {
    return this.#told.has(bucket)
  }

  /**
   * Asks for these buckets, as far as they are not known well enough; what was known stays until the answer comes. Asks no further
   * once the signal fires.
   */
  async show(gateway: Gateway, names: readonly string[], signal?: AbortSignal): Promise<void> {
    if (!this.#begin(gateway)) return
    const now = Date.now()
    const due = names.filter((name) => now - (this.#askedAtMs.get(name) ?? -Infinity) > FRESH_MS)
    for (const name of due) this.#askedAtMs.set(name, now)
    await Promise.all(due.map((name) => this.#ask(gateway, name, signal)))
  }

  /** Asks anew, because something in the bucket was changed. */
  async refresh(gateway: Gateway, bucket: string): Promise<void> {
    if (!this.#begin(gateway)) return
    this.#askedAtMs.set(bucket, Date.now())
    await this.#ask(gateway, bucket)
  }

  /** What is known grows old at once: the next {@link show} asks again. */
  expire(): void {
    this.#askedAtMs.clear()
  }

  #begin(gateway: Gateway): boolean {
    if (gateway !== this.#current()) return false
    if (gateway === this.#gateway) return true
    this.#abort.abort(new DOMException('Another gateway', 'AbortError'))
    this.#abort = new AbortController()
    this.#pool = new SlotPool(AT_ONCE)
    this.#gateway = gateway
    this.#told.clear()
    this.#askedAtMs.clear()
    return true
  }

  async #ask(gateway: Gateway, bucket: string, ofAsker?: AbortSignal): Promise<void> {
    const ofGateway = this.#abort.signal
    const signal = ofAsker === undefined ? ofGateway : AbortSignal.any([ofGateway, ofAsker])
    // Refused, for whatever reason: opening the bucket names it. What was known before is better than nothing.
    const usage = await this.#pool
      .run(signal, () => gateway.buckets.usageOf(bucket, signal))
      .catch(() => this.#told.get(bucket))
    if (ofGateway.aborted) return
    if (signal.aborted) this.#askedAtMs.delete(bucket)
    else this.#told.set(bucket, usage)
  }
}
