// Whether a bucket keeps old versions: asked again after a minute, since somebody may have changed it. A failure is not remembered.
import type { Versioning } from '../domain/bucket'
import type { Gateway } from '../domain/gateway'
import { systemClock, type Clock } from '../transfers/clock'

const MAX_AGE_MS = 60_000

interface Asked {
  readonly answer: Promise<Versioning>
  readonly atMs: number
}

export class VersioningMemory {
  readonly #asked = new WeakMap<Gateway, Map<string, Asked>>()
  readonly #clock: Pick<Clock, 'nowMs'>

  constructor(clock: Pick<Clock, 'nowMs'> = systemClock) {
    this.#clock = clock
  }

  /** Of a bucket that is no more. */
  forget(gateway: Gateway, bucket: string): void {
    this.#asked.get(gateway)?.delete(bucket)
  }

  /** Rejects as BucketAdmin's versioningOf does. */
  of(gateway: Gateway, bucket: string): Promise<Versioning> {
    const byBucket = this.#asked.get(gateway) ?? new Map<string, Asked>()
    this.#asked.set(gateway, byBucket)
    const nowMs = this.#clock.nowMs()
    const known = byBucket.get(bucket)
    if (known !== undefined && nowMs - known.atMs < MAX_AGE_MS) return known.answer
    const asked: Asked = { answer: gateway.buckets.versioningOf(bucket), atMs: nowMs }
    byBucket.set(bucket, asked)
    asked.answer.catch(() => byBucket.get(bucket) === asked && byBucket.delete(bucket))
    return asked.answer
  }
}
