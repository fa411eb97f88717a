// When the screen is told: at once after a quiet moment, and then only so often, however much happens.
import type { Clock } from './clock'

export class Pace {
  readonly #clock: Clock
  readonly #gapMs: number
  readonly #show: () => void
  #shownAtMs = Number.NEGATIVE_INFINITY
  #isDue = false
  #isMicrotaskPlanned = false
  #isSleeping = false

  /** @param gapMs from one `show` to the next, unless one is asked for at once. */
  constructor(clock: Clock, gapMs: number, show: () => void) {
    this.#clock = clock
    this.#gapMs = gapMs
    this.#show = show
  }

  /** Something changed. */
  soon(): void {
    this.#isDue = true
    const waitMs = this.#shownAtMs + this.#gapMs - this.#clock.nowMs()
    if (waitMs <= 0) this.#atEndOfTask()
    else if (!this.#isSleeping) {
      this.#isSleeping = true
      void this.#clock.sleep(waitMs).then(() => {
        this.#isSleeping = false
        if (this.#isDue) this.soon()
      })
    }
  }

  /** A person did something, or all is over: at the end of what runs now, so that a thousand such calls are one. */
  now(): void {
    this.#isDue = true
    this.#atEndOfTask()
  }

  #atEndOfTask(): void {
    if (this.#isMicrotaskPlanned) return
    this.#isMicrotaskPlanned = true
    queueMicrotask(() => {
      this.#isMicrotaskPlanned = false
      this.#isDue = false
      this.#shownAtMs = this.#clock.nowMs()
      this.#show()
    })
  }
}
