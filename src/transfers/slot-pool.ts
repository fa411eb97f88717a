// How many requests of all transfers may be under way at once. First come, first served.

export class SlotPool {
  #free: number
  #waiting: (() => void)[] = []

  readonly size: number

  constructor(size: number) {
    this.size = size
    this.#free = size
  }

  /** Runs `work` once there is a slot. Rejects with the signal's AbortError when it fires while waiting. */
  async run<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    await this.#take(signal)
    try {
      return await work()
    } finally {
      this.#giveBack()
    }
  }

  async #take(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    if (this.#free > 0) {
      this.#free--
      return
    }
    await new Promise<void>((resolve, reject) => {
      const onTurn = () => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }
      const onAbort = () => {
        this.#waiting = this.#waiting.filter((turn) => turn !== onTurn)
        reject(signal?.reason as Error)
      }
      this.#waiting.push(onTurn)
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  }

  #giveBack(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free++
    else next()
  }
}
