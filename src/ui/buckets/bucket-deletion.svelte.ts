// Empties and deletes one bucket: its contents are counted, deleted and counted again, then the bucket is deleted.
import { toAppError, type AppError } from '../../domain/app-error'
import type { Gateway } from '../../domain/gateway'
import {
  BATCH_SIZE,
  countAll,
  countContents,
  removeContents,
  walkContents,
  type Content,
  type ContentCount
} from '../../operations/emptying/empty-bucket'
import { explainRefusals } from '../../operations/emptying/explain-refusals'
import { BulkJob } from '../../state/bulk-job.svelte'
import { Load } from '../../state/load.svelte'

/** Measured on a gateway that deletes one key after the other: more at once gain nothing. */
const MAX_CONCURRENT_BATCHES = 4
/** As many failures as are listed one by one. */
const MAX_LOCKS_ASKED = 100

export class BucketDeletion {
  readonly #gateway: Gateway
  readonly bucket: string
  readonly #onAborted: (uploadIds: ReadonlySet<string>) => void
  /** As far as it has been counted. */
  readonly count = new Load<ContentCount>()
  readonly job = new BulkJob<Content>()
  #isEmpty = $state<boolean | undefined>()
  #isRemoving = $state(false)
  #removeError = $state.raw<AppError | undefined>()
  #walk = new AbortController()
  #isClosed = false
  #locksLeft = { left: 0 }

  /** @param onAborted hears at once of unfinished uploads that are gone */
  constructor(gateway: Gateway, bucket: string, onAborted: (uploadIds: ReadonlySet<string>) => void = () => undefined) {
    this.#onAborted = onAborted
    this.#gateway = gateway
    this.bucket = bucket
  }

  /** As it was last seen; undefined while that is not known. */
  get isEmpty(): boolean | undefined {
    return this.#isEmpty
  }
  get isRemoving(): boolean {
    return this.#isRemoving
  }
  get removeError(): AppError | undefined {
    return this.#removeError
  }

  /** Counts what is in it. */
  async look(): Promise<void> {
    if (this.#isClosed) return
    this.#isEmpty = undefined
    await this.count.run(async (signal, publish) => {
      const count = await countContents(this.#gateway, this.bucket, signal, (soFar) => {
        publish(soFar)
        this.#isEmpty = false
      })
      this.#isEmpty = countAll(count) === 0
      return count
    })
  }

  /** Empties without waiting for the count to finish (then there is no total), and counts again what is left. */
  async empty(): Promise<void> {
    const totalCount = this.count.isLoading || this.count.value === undefined ? undefined : countAll(this.count.value)
    this.count.stop()
    this.#removeError = undefined
    this.#walk = new AbortController()
    this.#locksLeft = { left: MAX_LOCKS_ASKED }
    await this.job.run({
      batches: walkContents(this.#gateway, this.bucket, this.#walk.signal),
      act: async (batch, signal) => {
        const failures = await removeContents(this.#gateway, this.bucket, batch, signal, this.#onAborted)
        const versionOf = (item: Content) =>
          item.kind === 'version' ? item.versionId : item.kind === 'null-version' ? item.version.versionId : undefined
        return explainRefusals(this.#gateway, this.bucket, failures, versionOf, this.#locksLeft, signal)
      },
      concurrency: MAX_CONCURRENT_BATCHES,
      totalCount,
      batchSize: BATCH_SIZE
    })
    await this.look()
  }

  /** @returns whether the bucket was deleted. When it is not empty after all, its contents are counted again. */
  async remove(): Promise<boolean> {
    this.#isRemoving = true
    this.#removeError = undefined
    try {
      await this.#gateway.buckets.remove(this.bucket)
      return true
    } catch (error) {
      this.#removeError = toAppError(error)
    } finally {
      this.#isRemoving = false
    }
    if (this.#removeError.kind === 'bucket-not-empty') await this.look()
    return false
  }

  /** Deletes no more; pending requests are waited for. */
  stop(): void {
    const reason = new DOMException('Stopped', 'AbortError')
    this.#walk.abort(reason)
    this.job.stop()
  }

  /** The dialog is gone. */
  close(): void {
    this.#isClosed = true
    this.stop()
    this.job.abandon()
    this.count.stop()
  }
}
