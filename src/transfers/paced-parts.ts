// How many parts of an encrypted file are sent at once: one, then one more for each that has gone.
import type { Part } from './part-plan'

/**
 * Gives each part when it may be sent. The progress of an encrypted part is told when it has gone, and on a slow line all that were
 * begun together end together: so the first goes alone, and the time left can be told after it instead of after five.
 */
export class PacedParts implements AsyncIterable<Part> {
  readonly #parts: readonly Part[]
  #isPaced: boolean
  #begunCount = 0
  #endedCount = 0
  #wake = (): void => undefined

  /** @param isPaced false: all may be sent */
  constructor(parts: readonly Part[], isPaced: boolean) {
    this.#parts = parts
    this.#isPaced = isPaced
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Part> {
    for (const part of this.#parts) {
      while (this.#isPaced && this.#begunCount > 2 * this.#endedCount)
        await new Promise<void>((resolve) => (this.#wake = resolve))
      this.#begunCount++
      yield part
    }
  }

  /** One of them has gone. */
  end(): void {
    this.#endedCount++
    this.#wake()
  }

  /** The rest may be had at once: after a failure, nothing is waited for. */
  release(): void {
    this.#isPaced = false
    this.#wake()
  }
}
