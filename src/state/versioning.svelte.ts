// Whether a bucket keeps old versions: asked once a session. A failure is not remembered.
import type { Versioning } from '../domain/bucket'
import type { Gateway } from '../domain/gateway'

export class VersioningMemory {
  readonly #asked = new WeakMap<Gateway, Map<string, Promise<Versioning>>>()

  /** Of a bucket that is no more. */
  forget(gateway: Gateway, bucket: string): void {
    this.#asked.get(gateway)?.delete(bucket)
  }

  /** Rejects as BucketAdmin's versioningOf does. */
  of(gateway: Gateway, bucket: string): Promise<Versioning> {
    const known = this.#asked.get(gateway) ?? new Map<string, Promise<Versioning>>()
    this.#asked.set(gateway, known)
    const asked = known.get(bucket) ?? gateway.buckets.versioningOf(bucket)
    known.set(bucket, asked)
    asked.catch(() => known.delete(bucket))
    return asked
  }
}
