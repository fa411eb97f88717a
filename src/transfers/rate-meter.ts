// Bytes per second as a moving average. Told of bytes and the time; asks nobody.

const WINDOW_MS = 5_000
const GRAIN_MS = 250
const MIN_MS = 500

/** Moving average of a flow over about five seconds. Bytes taken back (a part that failed) count against it. */
export class RateMeter {
  #samples: { atMs: number; bytes: number }[] = []
  #startedAtMs: number | undefined

  /** Starts the time that the average is taken over; `add` does so by itself. */
  start(nowMs: number): void {
    this.#startedAtMs ??= nowMs
  }

  add(bytes: number, nowMs: number): void {
    this.start(nowMs)
    const last = this.#samples.at(-1)
    if (last !== undefined && nowMs - last.atMs < GRAIN_MS) last.bytes += bytes
    else this.#samples.push({ atMs: nowMs, bytes })
    this.#forget(nowMs)
  }

  /** @returns undefined until there is half a second to judge by. */
  bytesPerSecond(nowMs: number): number | undefined {
    if (this.#startedAtMs === undefined) return undefined
    const spanMs = Math.min(WINDOW_MS, nowMs - this.#startedAtMs)
    if (spanMs < MIN_MS) return undefined
    this.#forget(nowMs)
    const bytes = this.#samples.reduce((sum, sample) => sum + sample.bytes, 0)
    return Math.max(0, (bytes / spanMs) * 1000)
  }

  #forget(nowMs: number): void {
    while (this.#samples[0] !== undefined && nowMs - this.#samples[0].atMs > WINDOW_MS) this.#samples.shift()
  }
}

/** @returns undefined where no end can be seen. */
export function secondsLeftOf(bytesLeft: number, bytesPerSecond: number | undefined): number | undefined {
  return bytesPerSecond === undefined || bytesPerSecond <= 0 ? undefined : bytesLeft / bytesPerSecond
}
