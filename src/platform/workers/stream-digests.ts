// The ETags of the streams that this worker receives: of small ones here, of others by a worker of their own, while this one reads and
// writes.
import { Md5Lanes } from '../../crypto/md5-lanes'
import type { DigestPlan } from '../../domain/download-ports'
import { EtagDigests, type EtagPlan } from './etag-digests'
import { EtagWorker } from './etag-worker'

/** What is digested in less time than it takes to hand it over. */
const SMALL_BYTES = 4 * 2 ** 20

export interface StreamDigest {
  /** Of all bytes so far. */
  readonly sizeBytes: number
  /** Its worker has died: nothing more comes of it. */
  readonly isLost: boolean
  /** May take the bytes' buffer, which then has no length. Resolves when there is room for more. */
  update(bytes: Uint8Array<ArrayBuffer>): void | Promise<void>
  /** Ends the digest. Hex, or `hex-N` for parts; undefined when none was asked for. */
  etag(): string | undefined | Promise<string | undefined>
  /** Forgets the digest: it won't be ended. */
  drop(): void
}

interface Digests {
  readonly isDead?: boolean
  begin(id: number, plan: EtagPlan): void
  update(id: number, bytes: Uint8Array<ArrayBuffer>): void | Promise<void>
  etag(id: number): string | undefined | Promise<string | undefined>
  drop(id: number): void
}

export class StreamDigests {
  #here: Promise<EtagDigests> | undefined
  #there: EtagWorker | undefined
  #nextId = 1

  async begin(plan: DigestPlan, expectedBytes: number): Promise<StreamDigest> {
    const id = this.#nextId++
    const digests = plan.kind === 'none' ? undefined : await this.#digestsFor(expectedBytes)
    if (plan.kind !== 'none') digests?.begin(id, plan)
    let sizeBytes = 0
    return {
      get sizeBytes() {
        return sizeBytes
      },
      get isLost() {
        return digests?.isDead ?? false
      },
      update: (bytes) => {
        sizeBytes += bytes.byteLength
        return digests?.update(id, bytes)
      },
      etag: () => digests?.etag(id),
      drop: () => digests?.drop(id)
    }
  }

  /** For bytes that come: one that was used before, or a new one. */
  readonly nextBuffer = (sizeBytes: number): ArrayBuffer => this.#there?.spare() ?? new ArrayBuffer(sizeBytes)

  async #digestsFor(expectedBytes: number): Promise<Digests> {
    if (expectedBytes > SMALL_BYTES && 'Worker' in globalThis) {
      // older browsers have none inside of workers
      if (this.#there === undefined || this.#there.isDead) this.#there = new EtagWorker()
      if (await this.#there.isReady) return this.#there
    }
    return (this.#here ??= Md5Lanes.create().then((lanes) => new EtagDigests(lanes)))
  }
}
