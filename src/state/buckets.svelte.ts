// The buckets of the gateway that is shown, and how full they are while that is on screen.
import type { Account } from '../domain/account'
import type { Gateway } from '../domain/gateway'
import type { Bucket } from '../domain/object-entry'
import type { BucketFacts } from './bucket-facts'
import { Load } from './load.svelte'

export class Buckets {
  readonly list = new Load<readonly Bucket[]>()
  readonly #facts: Pick<BucketFacts, 'of'>
  readonly #noteUser: (account: Account, userId: string | undefined) => Promise<void>
  #gateway: Gateway | undefined
  /** Fires when the usage is no longer on screen. */
  #watcher: AbortSignal | undefined

  /** @param noteUser hears whom the gateway named for an account, before its buckets are shown. */
  constructor(
    facts: Pick<BucketFacts, 'of'>,
    noteUser: (account: Account, userId: string | undefined) => Promise<void>
  ) {
    this.#facts = facts
    this.#noteUser = noteUser
  }

  /** Shows this gateway's buckets, asking again only when the gateway is another. */
  show(gateway: Gateway | undefined): void {
    if (gateway === this.#gateway) return
    this.#gateway = gateway
    this.list.reset()
    if (gateway !== undefined) void this.reload()
  }

  /** Lists them again, and asks for their usage again while that is on screen. */
  async reload(): Promise<void> {
    const gateway = this.#gateway
    if (gateway === undefined) return
    const startedAtMs = Date.now()
    await this.list.run(async (signal) => {
      const { buckets, userId } = await gateway.storage.listBuckets(signal)
      await this.#noteUser(gateway.storage.account, userId)
      return buckets
    })
    if (gateway === this.#gateway && this.list.error === undefined) this.#askUsage(startedAtMs)
  }

  /** Asks for the buckets' usage, now and whenever they are listed again. @returns ends it. */
  watchUsage(): () => void {
    const watcher = new AbortController()
    this.#watcher = watcher.signal
    this.#askUsage()
    return () => watcher.abort(new DOMException('Left', 'AbortError'))
  }

  #askUsage(sinceMs?: number): void {
    if (this.#gateway === undefined || this.#watcher?.aborted !== false) return
    for (const { name } of this.list.value ?? [])
      void this.#facts.of(this.#gateway, name).usage.want(sinceMs, this.#watcher)
  }
}
