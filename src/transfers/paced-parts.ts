// How many parts of an encrypted file are sent at once on a slow line: one, then one more for every two that have gone.
import type { Clock } from './clock'
import type { Part } from './part-plan'

/** When the first part has gone in this time, the others tell the progress often enough. */
const BRIEF_MS = 2_000

/**
 * Gives each part when it may be sent. The progress of an encrypted part is told when it has gone, and all that share a slow line end
 * together: so the first goes alone, and the time left can be told after it instead of after five. Where that many are no more than a
 * tenth of the file, or the line is fast, all may be sent.
 */
export class PacedParts implements AsyncIterable<Part> {
  readonly #parts: readonly Part[]
  readonly #clock: Clock
  readonly #startedAtMs: number
  #isPaced: boolean
  #begunCount = 0
  #endedCount = 0
  #wake = (): void => undefined

  /** @param atOnce how many are sent at once where they are not paced */
  constructor(parts: readonly Part[], atOnce: number, clock: Clock) {
    this.#parts = parts
    this.#clock = clock
    this.#startedAtMs = clock.nowMs()
    this.#isPaced = parts.length < 10 * atOnce
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Part> {
    for (const part of this.#parts) {
      while (this.#mustWait) await new Promise<void>((resolve) => (this.#wake = resolve))
      this.#begunCount++
      yield part
    }
  }

  /** One of them has gone. */
  end(): void {
    this.#endedCount++
    if (this.#clock.nowMs() - this.#startedAtMs < BRIEF_MS) this.release()
    this.#wake()
  }

  /** All may be sent; also after a failure, when nothing is waited for. */
  release(): void {
    this.#isPaced = false
    this.#wake()
  }

  get #mustWait(): boolean {
    return this.#isPaced && this.#begunCount - this.#endedCount > this.#endedCount / 2
  }
}
