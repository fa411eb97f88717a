// One thing that is loaded: its value, its error and the abort of a load that a newer one overtakes.
import { isAbort, toAppError, type AppError } from '../domain/app-error'

/** What was loaded last stays (with its time) when a newer load fails: a place that failed keeps what it last knew. */
export class Load<T> {
  #value = $state.raw<T | undefined>()
  #error = $state.raw<AppError | undefined>()
  #isLoading = $state(false)
  #loadedAtMs = $state<number | undefined>()
  #abort: AbortController | undefined

  get value(): T | undefined {
    return this.#value
  }
  get error(): AppError | undefined {
    return this.#error
  }
  get isLoading(): boolean {
    return this.#isLoading
  }
  get loadedAtMs(): number | undefined {
    return this.#loadedAtMs
  }

  /** Runs a load and aborts the one before it. `step` may publish values as they come. */
  async run(step: (signal: AbortSignal, publish: (value: T) => void) => Promise<T>): Promise<void> {
    this.#abort?.abort()
    const abort = (this.#abort = new AbortController())
    this.#isLoading = true
    const publish = (value: T): void => {
      if (abort.signal.aborted) return
      this.#value = value
      this.#loadedAtMs = Date.now()
      this.#error = undefined
    }
    try {
      publish(await step(abort.signal, publish))
    } catch (error) {
      if (!abort.signal.aborted && !isAbort(error)) this.#error = toAppError(error)
    } finally {
      if (this.#abort === abort) {
        this.#abort = undefined
        this.#isLoading = false
      }
    }
  }

  /** Changes what was loaded, if anything was. Its time and the error stay. Not while anything runs, which would overwrite it. */
  change(change: (value: T) => T): void {
    if (this.#value !== undefined) this.#value = change(this.#value)
  }

  /** Ends what runs; what it published stays. */
  stop(): void {
    this.#abort?.abort()
    this.#abort = undefined
    this.#isLoading = false
  }

  /** Forgets everything, and aborts what runs. */
  reset(): void {
    this.stop()
    this.#value = undefined
    this.#error = undefined
    this.#loadedAtMs = undefined
  }
}
