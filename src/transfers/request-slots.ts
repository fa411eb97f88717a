// How many requests of transfers are under way at once: fewer while the gateway is busy, and one more where that one is brief.
import { toAppError } from '../domain/app-error'
import { Line } from './line'

/** So many that succeed are answered by one more at once. */
const SUCCESSES_FOR_ONE_MORE = 10

interface Waiting {
  /** @param isExtra beside the others */
  readonly start: (isExtra: boolean) => void
}

/**
 * Browsers give a host six connections. The sixth carries brief requests alone: small files, and what begins or completes a large one.
 * So these never wait behind parts, and what the page itself asks waits for a brief one at most.
 */
export class RequestSlots {
  /** Requests at once, as long as the gateway isn't busy, beside the brief one. */
  readonly size: number
  #limit: number
  #running = 0
  /** A brief one is under way beside them. */
  #hasExtra = false
  #successes = 0
  /** Requests that started before the last cut don't cut again. */
  #cuts = 0
  readonly #all = new Line<Waiting>()
  readonly #brief = new Line<Waiting>()
  readonly #maxBriefBytes: number

  constructor(size: number, maxBriefBytes: number) {
    this.size = size
    this.#limit = size
    this.#maxBriefBytes = maxBriefBytes
  }

  /**
   * Runs the request when its turn comes, and settles as it does. Rejects with the signal's reason when that fires while it waits.
   * @param bodyBytes of the request, or of its answer
   */
  async run<T>(request: () => Promise<T>, bodyBytes: number, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted()
    const isExtra = await this.#turn(bodyBytes <= this.#maxBriefBytes, signal)
    const cutsBefore = this.#cuts
    try {
      signal?.throwIfAborted() // it may have fired between the turn and now
      const result = await request()
      this.#noteSuccess()
      return result
    } catch (error) {
      if (cutsBefore === this.#cuts && toAppError(error).kind === 'gateway-busy') this.#cut()
      throw error
    } finally {
      if (isExtra) this.#hasExtra = false
      else this.#running--
      this.#startNext()
    }
  }

  /** @returns whether it is the extra one. */
  #turn(isBrief: boolean, signal: AbortSignal | undefined): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        start: (isExtra) => {
          signal?.removeEventListener('abort', onAbort)
          this.#remove(waiting)
          if (isExtra) this.#hasExtra = true
          else this.#running++
          resolve(isExtra)
        }
      }
      const onAbort = (): void => {
        this.#remove(waiting)
        reject(signal?.reason as Error)
      }
      this.#all.add(waiting)
      if (isBrief) this.#brief.add(waiting)
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#startNext()
    })
  }

  #remove(waiting: Waiting): void {
    this.#all.delete(waiting)
    this.#brief.delete(waiting)
  }

  #startNext(): void {
    while (this.#running < this.#limit && this.#all.first !== undefined) this.#all.first.start(false)
    // A busy gateway may take no more than one at a time.
    if (this.#limit === this.size && !this.#hasExtra) this.#brief.first?.start(true)
  }

  #cut(): void {
    this.#limit = Math.max(1, Math.floor(this.#limit / 2))
    this.#cuts++
    this.#successes = 0
  }

  #noteSuccess(): void {
    if (this.#limit === this.size || ++this.#successes < SUCCESSES_FOR_ONE_MORE) return
    this.#limit++
    this.#successes = 0
  }
}
