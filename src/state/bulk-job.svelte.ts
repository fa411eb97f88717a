// One operation on many things as the page shows it: progress, failures, stop and retry.
import { isAbort, toAppError, type AppError } from '../domain/app-error'
import { inBatches, runBulk, type BulkFailure, type BulkProgress, type BulkWork } from '../operations/bulk'

export type BulkState = 'ready' | 'running' | 'stopped' | 'done' | 'failed'

export interface BulkPlan<T> extends Pick<BulkWork<T>, 'batches' | 'act' | 'concurrency'> {
  /** How many things there are; undefined while that is not known. */
  readonly totalCount: number | undefined
  /** Of a batch when failed ones are tried again. */
  readonly batchSize: number
}

interface End {
  readonly state: BulkState
  /** Why the walk itself ended. */
  readonly error: AppError | undefined
}

const NOTHING: BulkProgress<never> = { doneCount: 0, failures: [] }

export class BulkJob<T> {
  #end = $state.raw<End>({ state: 'ready', error: undefined })
  /** Of the round that runs, or ran last: the first one, or a retry. */
  #progress = $state.raw<BulkProgress<T>>(NOTHING)
  #roundCount = $state<number | undefined>()
  #doneBefore = $state(0)
  #totalCount = $state<number | undefined>()
  #startedAtMs = $state(0)
  #nowMs = $state(0)
  #isStopping = $state(false)
  #isAbandoned = $state(false)
  #stop: AbortController | undefined
  #abandon: AbortController | undefined
  #plan: BulkPlan<T> | undefined
  /** How the first round ended: no retry does what that one did not come to. */
  #firstEnd: End | undefined

  get state(): BulkState {
    return this.#end.state
  }
  /** Nothing new starts; pending requests are waited for. */
  get isStopping(): boolean {
    return this.#isStopping && this.state === 'running'
  }
  /** A round was stopped without them: the gateway may have done more than was counted. */
  get isAbandoned(): boolean {
    return this.#isAbandoned
  }
  /** In all rounds together. */
  get doneCount(): number {
    return this.#doneBefore + this.#progress.doneCount
  }
  /** Without those that are being tried again. */
  get failures(): readonly BulkFailure<T>[] {
    return this.#progress.failures
  }
  /** Of all rounds together; undefined while it is not known. */
  get totalCount(): number | undefined {
    return this.#totalCount
  }
  /** Why the walk itself ended; what was done until then stays done. */
  get error(): AppError | undefined {
    return this.#end.error
  }
  /** Things a second since the start of this round; undefined before anything is known. */
  get ratePerSecond(): number | undefined {
    const seconds = (this.#nowMs - this.#startedAtMs) / 1000
    const { doneCount } = this.#progress
    return seconds > 0.5 && doneCount > 0 ? doneCount / seconds : undefined
  }
  get secondsLeft(): number | undefined {
    const rate = this.ratePerSecond
    if (rate === undefined || this.#roundCount === undefined) return undefined
    return (this.#roundCount - this.#progress.doneCount - this.failures.length) / rate
  }

  /** Resolves when it is over, however it ended. */
  async run(plan: BulkPlan<T>): Promise<void> {
    this.abandon()
    this.#isAbandoned = false
    this.#plan = plan
    this.#doneBefore = 0
    this.#totalCount = plan.totalCount
    this.#firstEnd = undefined
    await this.#go(plan)
  }

  /** Tries what failed once more. */
  async retry(): Promise<void> {
    const plan = this.#plan
    if (plan === undefined || this.state === 'running') return
    const failed = this.failures
    this.#firstEnd ??= this.#end
    if (this.#firstEnd.state === 'done') this.#totalCount ??= this.doneCount + failed.length
    this.#doneBefore = this.doneCount
    const items = failed.map(({ item }) => item)
    await this.#go({ ...plan, batches: inBatches(items, plan.batchSize), totalCount: items.length }, failed)
  }

  /** Starts nothing new; ends when the pending requests have answered. */
  stop(): void {
    this.#isStopping = true
    this.#stop?.abort(new DOMException('Stopped', 'AbortError'))
  }

  /** Stops without waiting for pending requests. */
  abandon(): void {
    this.#isAbandoned ||= this.state === 'running'
    this.stop()
    this.#abandon?.abort(new DOMException('Stopped', 'AbortError'))
  }

  /** @param former failures that are tried again: each stays one until something else is known of it */
  async #go(
    { batches, act, concurrency, totalCount }: BulkPlan<T>,
    former: readonly BulkFailure<T>[] = []
  ): Promise<void> {
    const stop = (this.#stop = new AbortController())
    const abandon = (this.#abandon = new AbortController())
    this.#isStopping = false
    const untried = new Map(former.map((failure) => [failure.item, failure]))
    this.#end = { state: 'running', error: undefined }
    this.#progress = NOTHING
    this.#roundCount = totalCount
    this.#startedAtMs = this.#nowMs = Date.now()
    const end = (how: End): void => {
      if (this.#stop !== stop) return
      const { doneCount, failures } = this.#progress
      this.#progress = { doneCount, failures: [...failures, ...untried.values()] }
      this.#end = how
    }
    try {
      await runBulk({
        batches,
        act,
        concurrency,
        stop: stop.signal,
        abandon: abandon.signal,
        onProgress: (progress, batch) => {
          for (const item of batch) untried.delete(item)
          if (this.#stop !== stop) return
          this.#progress = progress
          this.#nowMs = Date.now()
        }
      })
      end(this.#firstEnd ?? { state: 'done', error: undefined })
    } catch (error) {
      end(isAbort(error) ? { state: 'stopped', error: undefined } : { state: 'failed', error: toAppError(error) })
    }
  }
}
