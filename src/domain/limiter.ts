// At most so many jobs at once, first come, first served. The one place that counts what runs; knows nothing of the jobs.

export class Limiter {
  readonly size: number
  #free: number
  /** A set, so that one of thousands that is aborted is removed at once. */
  readonly #waiting = new Set<() => void>()

  constructor(size: number) {
    this.size = size
    this.#free = size
  }

  /** Runs the job when its turn comes, and settles as it does. Rejects with the signal's reason when that fires while it waits. */
  async run<T>(job: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted()
    if (this.#free > 0) this.#free--
    else await this.#turn(signal)
    try {
      signal?.throwIfAborted() // it may have fired between the turn and now
      return await job()
    } finally {
      this.#release()
    }
  }

  /**
   * Runs the job for each item; an item is read when a job is free for it, so that a listing is walked no faster than it is processed.
   * Settles when everything that was started has ended. Rejects with the signal's reason, or with the first error of a job or of
   * the items: that starts no further job, and aborts the signal of those that run.
   */
  async forEach<T>(
    items: Iterable<T> | AsyncIterable<T>,
    job: (item: T, signal: AbortSignal) => Promise<void>,
    signal?: AbortSignal
  ): Promise<void> {
    const failure = new AbortController()
    const ofJobs = AbortSignal.any(signal === undefined ? [failure.signal] : [signal, failure.signal])
    const shared = oneByOne(items)
    const lane = async (): Promise<void> => {
      for await (const item of shared) {
        ofJobs.throwIfAborted()
        await job(item, ofJobs)
      }
    }
    const lanes = Array.from({ length: this.size }, () =>
      this.run(lane).catch((error: unknown) => failure.abort(error))
    )
    await Promise.all(lanes)
    signal?.throwIfAborted()
    failure.signal.throwIfAborted()
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const onTurn = (): void => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }
      const onAbort = (): void => {
        this.#waiting.delete(onTurn)
        reject(signal?.reason as Error)
      }
      this.#waiting.add(onTurn)
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  }

  #release(): void {
    const [next] = this.#waiting
    if (next === undefined) this.#free++
    else {
      this.#waiting.delete(next)
      next()
    }
  }
}

/** One iterator for all who read, whose `next` may be called before the last one has answered. */
async function* oneByOne<T>(items: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T> {
  yield* items
}
