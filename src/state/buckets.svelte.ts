// The buckets of the gateway that is shown, and how full they are while that is on screen.
import type { Gateway } from '../domain/gateway'
import { isAnonymous, type Account } from '../domain/account'
import type { Unlistable } from '../domain/bucket'
import type { Bucket } from '../domain/object-entry'
import type { BucketFacts } from './bucket-facts'
import { Load } from './load.svelte'

export interface ShownBucket extends Bucket {
  /** By its name: the list doesn't name it. */
  readonly isAdded: boolean
}

export class Buckets {
  readonly list = new Load<readonly Bucket[]>()
  readonly #facts: Pick<BucketFacts, 'of'>
  readonly #noteUser: (account: Account, userId: string | undefined) => Promise<void>
  readonly #added: () => readonly string[]
  readonly #onListed: () => void
  readonly #all: readonly ShownBucket[] = $derived.by(() => {
    const listed = this.list.value ?? []
    const names = new Set(listed.map(({ name }) => name))
    const added = this.#added().filter((name) => !names.has(name))
    return [
      ...listed.map((bucket) => ({ ...bucket, isAdded: false })),
      ...added.map((name) => ({ name, createdAtMs: undefined, isAdded: true }))
    ]
  })
  #gateway = $state.raw<Gateway | undefined>()
  /** Fires when the usage is no longer on screen. */
  #watcher: AbortSignal | undefined

  /**
   * @param noteUser hears whom the gateway named for an account, before its buckets are shown.
   * @param added the buckets of the account in use that were added by name
   * @param onListed the gateway has told an account its buckets
   */
  constructor(
    facts: Pick<BucketFacts, 'of'>,
    noteUser: (account: Account, userId: string | undefined) => Promise<void>,
    added: () => readonly string[] = () => [],
    onListed: () => void = () => undefined
  ) {
    this.#facts = facts
    this.#noteUser = noteUser
    this.#added = added
    this.#onListed = onListed
  }

  /** Those of the list, then those that were added by name. */
  get all(): readonly ShownBucket[] {
    return this.#all
  }

  /**
   * Why there is no list on a gateway that answers: the way in is a bucket's name. Undefined where there is one, or its answer is out.
   */
  get unlistable(): Unlistable | undefined {
    if (this.#gateway !== undefined && isAnonymous(this.#gateway.storage.account)) return 'no-account'
    const kind = this.list.value === undefined ? this.list.error?.kind : undefined
    return kind === 'cors-blocked' || kind === 'access-denied' ? kind : undefined
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
      if (isAnonymous(gateway.storage.account)) return [] // no account, no list
      const { buckets, userId } = await gateway.storage.listBuckets(signal)
      await this.#noteUser(gateway.storage.account, userId)
      return buckets
    })
    const isListed = this.list.error === undefined
    if (gateway !== this.#gateway) return
    this.#askUsage(startedAtMs, ({ isAdded }) => isListed || isAdded)
    if (isListed && this.list.value !== undefined && !isAnonymous(gateway.storage.account)) this.#onListed()
  }

  /** Asks for the buckets' usage, now and whenever they are listed again. @returns ends it. */
  watchUsage(): () => void {
    const watcher = new AbortController()
    this.#watcher = watcher.signal
    this.#askUsage()
    return () => watcher.abort(new DOMException('Left', 'AbortError'))
  }

  #askUsage(sinceMs?: number, isMeant: (bucket: ShownBucket) => boolean = () => true): void {
    if (this.#gateway === undefined || this.#watcher?.aborted !== false) return
    for (const { name } of this.#all.filter(isMeant))
      void this.#facts.of(this.#gateway, name).usage.want(sinceMs, this.#watcher)
  }
}
