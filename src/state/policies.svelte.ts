// The buckets' policies that were opened, one state each, and the recovery of those that an interrupted test left changed. The rest is
// loaded when a bucket's page or an unsettled policy needs it.
import { ownershipOf } from '../domain/account'
import type { Gateway } from '../domain/gateway'
import type { BucketPolicy, BucketPolicyDeps } from './bucket-policy.svelte'

export class Policies {
  readonly #deps: BucketPolicyDeps
  readonly #onRestored: (bucket: string) => void
  readonly #places = new WeakMap<Gateway, Map<string, Promise<BucketPolicy>>>()

  /** @param onRestored the previous policy of a bucket was restored after an interrupted test */
  constructor(deps: BucketPolicyDeps, onRestored: (bucket: string) => void) {
    this.#deps = deps
    this.#onRestored = onRestored
  }

  /** Loads what {@link of} needs. Rejects when it cannot be loaded. */
  prepare(): Promise<typeof import('./bucket-policy.svelte')> {
    return import('./bucket-policy.svelte')
  }

  /** The same one each time, so that an operation in progress is shown again. */
  of(gateway: Gateway, bucket: string): Promise<BucketPolicy> {
    const places = this.#places.get(gateway) ?? new Map<string, Promise<BucketPolicy>>()
    this.#places.set(gateway, places)
    const known = places.get(bucket)
    if (known !== undefined) return known
    const loading = this.prepare().then((code) => new code.BucketPolicy(gateway, bucket, this.#deps))
    places.set(bucket, loading)
    loading.catch(() => places.delete(bucket)) // so that the next call loads it again
    return loading
  }

  /** Of a deleted bucket. */
  forget(gateway: Gateway, bucket: string): void {
    this.#places.get(gateway)?.delete(bucket)
    this.#deps.drafts.set({ account: gateway.storage.account, bucket }, undefined)
  }

  /** Restores what interrupted tests have left changed on this gateway. What cannot be settled now is shown on the bucket's page. */
  async recover(gateway: Gateway): Promise<void> {
    const entries = await this.#deps.journal.list().catch(() => [])
    for (const entry of entries) {
      // Another account's bucket of this name may be another bucket: tenants share names.
      if (ownershipOf(gateway.storage.account, entry) === 'foreign') continue
      const { bucket } = entry
      const policy = await this.of(gateway, bucket)
      await policy.load()
      if (policy.restoredAtMs !== undefined) this.#onRestored(bucket)
    }
  }
}
