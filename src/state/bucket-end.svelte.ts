// The end of one bucket: what is in it is counted, removed, looked at again, and then the bucket itself goes.
import { toAppError, type AppError } from '../domain/app-error'
import type { Gateway } from '../domain/gateway'
import {
  BATCH_SIZE,
  countAll,
  countContents,
  isEmpty,
  removeContents,
  walkContents,
  type Content,
  type ContentCount
} from '../transfer/empty-bucket'
import { BulkJob } from './bulk-job.svelte'
import { Load } from './load.svelte'

/** Measured on a gateway that deletes one key after the other: more at once gain nothing. */
const BATCHES_AT_ONCE = 4

export class BucketEnd {
  readonly #gateway: Gateway
  readonly bucket: string
  readonly #count = new Load<ContentCount>()
  readonly job = new BulkJob<Content>()
  #isEmpty = $state<boolean | undefined>()
  #isRemoving = $state(false)
  #removeError = $state.raw<AppError | undefined>()
  #abort = new AbortController()

  constructor(gateway: Gateway, bucket: string) {
    this.#gateway = gateway
    this.bucket = bucket
  }

  /** As far as it has been counted. */
  get count(): ContentCount | undefined {
    return this.#count.value
  }
  get isCounting(): boolean {
    return this.#count.isLoading
  }
  get countError(): AppError | undefined {
    return this.#count.error
  }
  /** Undefined while that is not known. After emptying it is looked at anew. */
  get isEmpty(): boolean | undefined {
    return this.#isEmpty
  }
  get isRemoving(): boolean {
    return this.#isRemoving
  }
  get removeError(): AppError | undefined {
    return this.#removeError
  }

  async look(): Promise<void> {
    this.#isEmpty = undefined
    this.#removeError = undefined
    await this.#count.run(async (signal, publish) => {
      const count = await countContents(this.#gateway, this.bucket, signal, (soFar) => {
        publish(soFar)
        this.#isEmpty = false
      })
      this.#isEmpty = countAll(count) === 0
      return count
    })
  }

  /** Empties without waiting for the count to end; then there is no total. */
  async empty(): Promise<void> {
    const { count } = this
    const totalCount = this.isCounting || count === undefined ? undefined : countAll(count)
    this.#count.stop()
    const { signal } = (this.#abort = new AbortController())
    await this.job.run({
      batches: walkContents(this.#gateway, this.bucket, signal),
      act: (batch, ofJob) => removeContents(this.#gateway, this.bucket, batch, ofJob),
      concurrency: BATCHES_AT_ONCE,
      totalCount,
      batchSize: BATCH_SIZE
    })
    await this.#lookAgain()
  }

  /** Tries what failed once more. */
  async retry(): Promise<void> {
    this.#abort = new AbortController()
    await this.job.retry()
    await this.#lookAgain()
  }

  /** @returns whether the bucket is gone. */
  async remove(): Promise<boolean> {
    this.#isRemoving = true
    this.#removeError = undefined
    try {
      await this.#gateway.buckets.remove(this.bucket)
      return true
    } catch (error) {
      this.#removeError = toAppError(error)
      if (this.#removeError.kind === 'bucket-not-empty') this.#isEmpty = false
      return false
    } finally {
      this.#isRemoving = false
    }
  }

  /** Whatever is under way is let go. */
  stop(): void {
    this.job.stop()
    this.#count.stop()
    this.#abort.abort(new DOMException('Stopped', 'AbortError'))
  }

  async #lookAgain(): Promise<void> {
    if (this.job.state !== 'done') return
    try {
      this.#isEmpty = await isEmpty(this.#gateway, this.bucket, this.#abort.signal)
    } catch {
      this.#isEmpty = undefined // not known; deleting it will tell
    }
  }
}
