// The buckets' policies that were looked at, one state each, and the search for what a page that died owes. The rest is loaded when
// a bucket's page or an unsettled policy asks for it.
import { ownershipOf } from '../domain/account'
import type { Gateway } from '../domain/gateway'
import type { BucketPolicy, BucketPolicyDeps } from './bucket-policy.svelte'
import type { Notices } from './notices.svelte'

export class Policies {
  readonly #rooms: BucketPolicyDeps
  readonly #notices: Pick<Notices, 'say'>
  readonly #places = new WeakMap<Gateway, Map<string, Promise<BucketPolicy>>>()

  constructor(rooms: BucketPolicyDeps, notices: Pick<Notices, 'say'>) {
    this.#rooms = rooms
    this.#notices = notices
  }

  /** Loads what {@link of} needs. Rejects when it cannot be loaded. */
  prepare(): Promise<typeof import('./bucket-policy.svelte')> {
    return import('./bucket-policy.svelte')
  }

  /** The same one each time, so that what is under way is seen again by whoever comes back. */
  of(gateway: Gateway, bucket: string): Promise<BucketPolicy> {
    const places = this.#places.get(gateway) ?? new Map<string, Promise<BucketPolicy>>()
    this.#places.set(gateway, places)
    const known = places.get(bucket)
    if (known !== undefined) return known
    const loading = this.prepare().then((code) => new code.BucketPolicy(gateway, bucket, this.#rooms))
    places.set(bucket, loading)
    loading.catch(() => places.delete(bucket)) // so that the next try loads it again
    return loading
  }

  /** Of a bucket that is no more. */
  forget(gateway: Gateway, bucket: string): void {
    this.#places.get(gateway)?.delete(bucket)
    this.#rooms.drafts.set({ account: gateway.storage.account, bucket }, undefined)
  }

  /** Puts back what pages that died have left changed on this gateway. What cannot be settled now is told on the bucket's page. */
  async recover(gateway: Gateway): Promise<void> {
    const entries = await this.#rooms.journal.list().catch(() => [])
    for (const entry of entries) {
      // Another account's bucket of this name may be another bucket: tenants share names.
      if (ownershipOf(gateway.storage.account, entry) === 'foreign') continue
      const { bucket } = entry
      const policy = await this.of(gateway, bucket)
      await policy.load()
      if (policy.putBackAtMs !== undefined)
        this.#notices.say(`The former policy of ${bucket} was put back: a page was closed while it tried another.`)
    }
  }
}
