// One deed on many things as the screen sees it: how far it is, what failed, stop and try again.
import { isAbort, toAppError, type AppError } from '../domain/app-error'
import { inBatches, runBulk, type BulkFailure, type BulkProgress, type BulkWork } from '../transfer/bulk'

export type BulkState = 'ready' | 'running' | 'stopped' | 'done' | 'failed'

export interface BulkPlan<T> extends Pick<BulkWork<T>, 'batches' | 'act' | 'concurrency'> {
  /** How many things there are; undefined while that is not known. */
  readonly totalCount: number | undefined
  /** Of a batch when failed ones are tried again. */
  readonly batchSize: number
}

const NOTHING: BulkProgress<never> = { doneCount: 0, failures: [] }

export class BulkJob<T> {
  #state = $state<BulkState>('ready')
  #progress = $state.raw<BulkProgress<T>>(NOTHING)
  #totalCount = $state<number | undefined>()
  #error = $state.raw<AppError | undefined>()
  #startedAtMs = $state(0)
  #nowMs = $state(0)
  #abort: AbortController | undefined
  #plan: BulkPlan<T> | undefined

  get state(): BulkState {
    return this.#state
  }
  get doneCount(): number {
    return this.#progress.doneCount
  }
  get failures(): readonly BulkFailure<T>[] {
    return this.#progress.failures
  }
  get totalCount(): number | undefined {
    return this.#totalCount
  }
  /** Why the walk itself ended; what was done until then stays done. */
  get error(): AppError | undefined {
    return this.#error
  }
  /** Things a second since the start; undefined before anything is known. */
  get ratePerSecond(): number | undefined {
    const seconds = (this.#nowMs - this.#startedAtMs) / 1000
    return seconds > 0.5 && this.doneCount > 0 ? this.doneCount / seconds : undefined
  }
  get secondsLeft(): number | undefined {
    const rate = this.ratePerSecond
    if (rate === undefined || this.#totalCount === undefined) return undefined
    return (this.#totalCount - this.doneCount - this.failures.length) / rate
  }

  /** Resolves when it is over, however it ended. */
  async run(plan: BulkPlan<T>): Promise<void> {
    this.#plan = plan
    this.#progress = NOTHING
    await this.#go(plan)
  }

  /** Tries what failed once more. */
  async retry(): Promise<void> {
    const plan = this.#plan
    if (plan === undefined || this.#state === 'running') return
    const items = this.failures.map(({ item }) => item)
    const batches = inBatches(items, plan.batchSize)
    this.#progress = NOTHING
    await this.#go({ ...plan, batches, totalCount: items.length })
  }

  /** What is under way is let go; nothing new begins. */
  stop(): void {
    this.#abort?.abort(new DOMException('Stopped', 'AbortError'))
  }

  async #go({ batches, act, concurrency, totalCount }: BulkPlan<T>): Promise<void> {
    this.stop()
    const abort = (this.#abort = new AbortController())
    this.#state = 'running'
    this.#error = undefined
    this.#totalCount = totalCount
    this.#startedAtMs = this.#nowMs = Date.now()
    const onProgress = (progress: BulkProgress<T>): void => {
      if (this.#abort !== abort) return
      this.#progress = progress
      this.#nowMs = Date.now()
    }
    try {
      await runBulk({ batches, act, concurrency, signal: abort.signal, onProgress })
      if (this.#abort === abort) this.#state = 'done'
    } catch (error) {
      if (this.#abort !== abort) return
      this.#state = isAbort(error) ? 'stopped' : 'failed'
      if (!isAbort(error)) this.#error = toAppError(error)
    }
  }
}
