// Whether a bucket keeps versions: asked again after a minute, since it may have changed. A failure is not remembered.
import type { Versioning } from '../domain/bucket'
import type { Gateway } from '../domain/gateway'
import { systemClock, type Clock } from '../transfers/clock'

const MAX_AGE_MS = 60_000

interface VersioningAnswer {
  readonly answer: Promise<Versioning>
  readonly atMs: number
}

export class VersioningMemory {
  readonly #asked = new WeakMap<Gateway, Map<string, VersioningAnswer>>()
  readonly #clock: Pick<Clock, 'nowMs'>

  constructor(clock: Pick<Clock, 'nowMs'> = systemClock) {
    this.#clock = clock
  }

  /** Of a deleted bucket. */
  forget(gateway: Gateway, bucket: string): void {
    this.#asked.get(gateway)?.delete(bucket)
  }

  /** Rejects as BucketAdmin's versioningOf does. */
  of(gateway: Gateway, bucket: string): Promise<Versioning> {
    const byBucket = this.#asked.get(gateway) ?? new Map<string, VersioningAnswer>()
    this.#asked.set(gateway, byBucket)
    const nowMs = this.#clock.nowMs()
    const known = byBucket.get(bucket)
    if (known !== undefined && nowMs - known.atMs < MAX_AGE_MS) return known.answer
    const asked: VersioningAnswer = { answer: gateway.buckets.versioningOf(bucket), atMs: nowMs }
    byBucket.set(bucket, asked)
    asked.answer.catch(() => byBucket.get(bucket) === asked && byBucket.delete(bucket))
    return asked.answer
  }
}
