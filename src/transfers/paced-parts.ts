// How many parts of an encrypted file are sent at once on a slow line: one, then one more for every two that have been sent.
import type { Clock } from './clock'
import type { Part } from './part-plan'

/** When the first part is sent in this time, the others show the progress often enough. */
const FAST_FIRST_PART_MS = 2_000

/**
 * Gives each part when it may be sent. An encrypted part shows no progress before it is sent, and parts that share a slow line end
 * together. So the first part is sent alone: the time left is known after one part instead of five. On a fast line, and where the
 * parts that are sent at once are no more than a tenth of the file, nothing is paced.
 */
export class PacedParts implements AsyncIterable<Part> {
  readonly #parts: readonly Part[]
  readonly #clock: Clock
  readonly #startedAtMs: number
  #isPaced: boolean
  #startedCount = 0
  #sentCount = 0
  #wake = (): void => undefined

  /**
   * @param concurrency how many parts are sent at once where they are not paced
   * @param signal after an abort nothing is waited for
   */
  constructor(parts: readonly Part[], concurrency: number, clock: Clock, signal: AbortSignal) {
    this.#parts = parts
    this.#clock = clock
    this.#startedAtMs = clock.nowMs()
    this.#isPaced = parts.length < 10 * concurrency && !signal.aborted
    signal.addEventListener('abort', () => this.release(), { once: true })
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Part> {
    for (const part of this.#parts) {
      while (this.#mustWait) await new Promise<void>((resolve) => (this.#wake = resolve))
      this.#startedCount++
      yield part
    }
  }

  /** One part was sent. */
  noteSent(): void {
    this.#sentCount++
    if (this.#clock.nowMs() - this.#startedAtMs < FAST_FIRST_PART_MS) this.release()
    this.#wake()
  }

  /** All may be sent. Call it after a failure too, or the iterator would wait forever. */
  release(): void {
    this.#isPaced = false
    this.#wake()
  }

  get #mustWait(): boolean {
    return this.#isPaced && this.#startedCount - this.#sentCount > this.#sentCount / 2
  }
}
