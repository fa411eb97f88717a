// The active profile's buckets.
import type { Bucket } from '../domain/object-entry'
import type { ObjectStorage } from '../domain/ports'
import type { Account } from '../domain/account'
import { Load } from './load.svelte'

export class Buckets {
  readonly list = new Load<readonly Bucket[]>()
  readonly #noteUser: (account: Account, userId: string | undefined) => Promise<void>
  #storage: ObjectStorage | undefined

  /** @param noteUser hears whom the gateway named for an account, before its buckets are shown. */
  constructor(noteUser: (account: Account, userId: string | undefined) => Promise<void>) {
    this.#noteUser = noteUser
  }

  /** Shows this gateway's buckets, asking again only when the gateway is another. */
  show(storage: ObjectStorage | undefined): void {
    if (storage === this.#storage) return
    this.#storage = storage
    this.list.reset()
    if (storage !== undefined) void this.reload()
  }

  async reload(): Promise<void> {
    const storage = this.#storage
    if (storage === undefined) return
    await this.list.run(async (signal) => {
      const { buckets, userId } = await storage.listBuckets(signal)
      await this.#noteUser(storage.account, userId)
      return buckets
    })
  }
}
