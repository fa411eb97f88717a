// How fast all transfers together get on: the rate now, and one sample a second of the last minute.
import type { Clock } from './clock'
import { RateMeter } from './rate-meter'

const TICK_MS = 1_000
const HISTORY_LENGTH = 60

export class Flow {
  readonly #clock: Clock
  readonly #isRunning: () => boolean
  readonly #onTick: () => void
  #meter = new RateMeter()
  #history: readonly number[] = []
  #bytesThisTick = 0
  #isTicking = false

  /** @param onTick once a second while anything runs, so that a stalled rate is seen to fall. */
  constructor(clock: Clock, isRunning: () => boolean, onTick: () => void) {
    this.#clock = clock
    this.#isRunning = isRunning
    this.#onTick = onTick
  }

  /** Bytes per second; undefined while nothing runs and until it can be told. */
  get rate(): number | undefined {
    return this.#isRunning() ? this.#meter.bytesPerSecond(this.#clock.nowMs()) : undefined
  }
  /** Bytes per second, oldest first, 60 at most. */
  get history(): readonly number[] {
    return this.#history
  }

  /** After a time in which nothing ran, which is no part of the average. */
  restart(): void {
    this.#meter = new RateMeter()
    this.#history = []
  }

  /** A transfer runs from now on. */
  start(): void {
    this.#meter.start(this.#clock.nowMs())
    this.#tick()
  }

  /** @param bytes below zero when a part that failed has to be sent again. */
  add(bytes: number, nowMs: number): void {
    this.#meter.add(bytes, nowMs)
    this.#bytesThisTick += bytes
  }

  #tick(): void {
    if (this.#isTicking) return
    this.#isTicking = true
    void this.#clock.sleep(TICK_MS).then(() => {
      this.#isTicking = false
      this.#history = [...this.#history, Math.max(0, this.#bytesThisTick)].slice(-HISTORY_LENGTH)
      this.#bytesThisTick = 0
      this.#onTick()
      if (this.#isRunning()) this.#tick()
    })
  }
}
