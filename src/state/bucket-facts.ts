// What is known of the buckets of each gateway: usage, public access, versioning, and the policy's state once that was needed.
import { ownershipOf } from '../domain/account'
import { toAppError } from '../domain/app-error'
import type { BucketUsage, Versioning } from '../domain/bucket'
import type { Gateway } from '../domain/gateway'
import { Limiter } from '../domain/limiter'
import type { SseKey } from '../domain/sse-key'
import type { BucketPublicAccess } from '../operations/access/public-access-observer'
import type { BucketPolicy } from './bucket-policy'
import { Fact } from './fact'
import type { PolicyDeps } from './stored-policy.svelte'

/** Of each kind: a browser has six connections to a gateway, and a folder that is opened needs one. */
const MAX_CONCURRENT = 2
const MAX_USAGE_AGE_MS = 5_000
/** Others may have changed it. */
const MAX_VERSIONING_AGE_MS = 60_000

export interface BucketFactsDeps extends PolicyDeps {
  /** The gateway that is shown: what still waits for its turn on any other is not asked. */
  readonly current: () => Gateway | undefined
  /** The previous policy of a bucket was restored after an interrupted test. */
  readonly onRestored: (bucket: string) => void
}

/** What may open objects to others than before. */
export type AccessCause = 'object-acls' | 'policy'

interface KnownGateway {
  readonly buckets: Map<string, KnownBucket>
  readonly usageLimiter: Limiter
  readonly accessLimiter: Limiter
}

/** One bucket through one gateway. Each fact is asked for by itself. */
class KnownBucket {
  readonly usage: Fact<BucketUsage>
  /** Undefined also where there is no such bucket. Once known, it is asked for again only where something changed. */
  readonly publicAccess: Fact<BucketPublicAccess | undefined>
  readonly versioning: Fact<Versioning>
  readonly #makePolicy: () => Promise<BucketPolicy>
  #policy: Promise<BucketPolicy> | undefined

  constructor(
    gateway: Gateway,
    bucket: string,
    { usageLimiter, accessLimiter }: KnownGateway,
    deps: BucketFactsDeps,
    onPolicyChange: () => void
  ) {
    const { buckets } = gateway
    const ifShown = <T>(ask: (signal: AbortSignal) => Promise<T>) => {
      return (signal: AbortSignal): Promise<T> =>
        deps.current() === gateway ? ask(signal) : Promise.reject(new DOMException('Another gateway', 'AbortError'))
    }
    this.usage = new Fact(
      ifShown((signal) => buckets.usageOf(bucket, signal)),
      MAX_USAGE_AGE_MS,
      usageLimiter
    )
    this.publicAccess = new Fact(
      ifShown(async (signal) => {
        const { observeBucketPublicAccess } = await import('../operations/access/public-access-observer')
        const before = this.publicAccess.value
        const now = await observeBucketPublicAccess(gateway, bucket, signal, before).catch((error: unknown) => {
          if (toAppError(error).kind === 'no-such-bucket') return undefined
          throw error
        })
        if (!signal.aborted && now !== undefined && now.policyJson !== before?.policyJson) onPolicyChange()
        return now
      }),
      Infinity,
      accessLimiter
    )
    this.versioning = new Fact((signal) => buckets.versioningOf(bucket, signal), MAX_VERSIONING_AGE_MS)
    this.#makePolicy = async () =>
      (await loadPolicyCode()).openBucketPolicy(gateway, bucket, deps, (json) => {
        const seen = this.publicAccess.value
        if (seen !== undefined && seen.policyJson !== json) void this.publicAccess.refresh()
      })
  }

  /** The same one each time, so that an operation in progress is shown again. Rejects when its code cannot be loaded. */
  policy(): Promise<BucketPolicy> {
    this.#policy ??= this.#makePolicy().catch((error: unknown) => {
      this.#policy = undefined // so that the next call loads it again
      throw error
    })
    return this.#policy
  }
}

export class BucketFacts {
  readonly #deps: BucketFactsDeps
  readonly #gateways = new WeakMap<Gateway, KnownGateway>()
  readonly #listeners = new Set<(cause: AccessCause, bucket?: string) => void>()

  constructor(deps: BucketFactsDeps) {
    this.#deps = deps
  }

  /**
   * What is known of a bucket, and how to know it. Derive it by itself and read its values elsewhere: a derived does not follow
   * state that was made in it.
   */
  of(gateway: Gateway, bucket: string): KnownBucket {
    const known = this.#gateways.get(gateway) ?? {
      buckets: new Map<string, KnownBucket>(),
      usageLimiter: new Limiter(MAX_CONCURRENT),
      accessLimiter: new Limiter(MAX_CONCURRENT)
    }
    this.#gateways.set(gateway, known)
    const onPolicyChange = (): void => this.#tell('policy', bucket)
    const facts = known.buckets.get(bucket) ?? new KnownBucket(gateway, bucket, known, this.#deps, onPolicyChange)
    known.buckets.set(bucket, facts)
    return facts
  }

  /** A key for a test, discarded with it. */
  makeTestKey(): Promise<SseKey> {
    return this.#deps.makeTestKey()
  }

  /** Of a deleted bucket: another of its name starts with nothing, not even a draft of its policy. */
  forget(gateway: Gateway, bucket: string): void {
    this.#gateways.get(gateway)?.buckets.delete(bucket)
    this.#deps.drafts.set({ account: gateway.storage.account, bucket }, undefined)
  }

  /** Objects' ACLs were changed. */
  noteObjectChange(): void {
    this.#tell('object-acls')
  }

  /** Calls back when objects of the bucket may be open to others than before. @returns ends it. */
  onAccessChange(bucket: string, listener: (cause: AccessCause) => void): () => void {
    const hear = (cause: AccessCause, changed = bucket): void => {
      if (changed === bucket) listener(cause)
    }
    this.#listeners.add(hear)
    return () => void this.#listeners.delete(hear)
  }

  #tell(cause: AccessCause, bucket?: string): void {
    for (const listener of this.#listeners) listener(cause, bucket)
  }

  /** Loads what {@link KnownBucket.policy} needs. Rejects when it cannot be loaded. */
  preparePolicies(): Promise<unknown> {
    return loadPolicyCode()
  }

  /** Restores the policies that interrupted tests have left changed. What cannot be settled now is shown on the bucket's page. */
  async recoverPolicies(gateway: Gateway): Promise<void> {
    const entries = await this.#deps.journal.list().catch(() => [])
    for (const entry of entries) {
      // Another account's bucket of this name may be another bucket: tenants share names.
      if (ownershipOf(gateway.storage.account, entry) === 'foreign') continue
      const { stored } = await this.of(gateway, entry.bucket).policy()
      await stored.load()
      if (stored.restoredAtMs !== undefined) this.#deps.onRestored(entry.bucket)
    }
  }
}

function loadPolicyCode(): Promise<typeof import('./bucket-policy')> {
  return import('./bucket-policy')
}
