// Bytes per second as a moving average. Told of bytes and the time; asks no one.

const WINDOW_MS = 5_000
/** Bytes may be told in lumps that are a minute apart, since an encrypted part is told when it has gone: so many of these count. */
const WINDOW_GAPS = 3
const GRAIN_MS = 250
const MIN_MS = 500
/** Silence that is this many times as long as the longest in the window makes the rate fall. */
const MAX_SILENT_GAPS = 2

interface Sample {
  readonly sinceMs: number
  atMs: number
  bytes: number
}

/** Moving average of a flow over about five seconds, or three of the longest pauses in it. Bytes taken back (a part that failed) count against it. */
export class RateMeter {
  /** Each from the end of the one before. */
  #samples: Sample[] = []
  #lastAtMs: number | undefined

  /** Starts the time that the average is taken over; `add` does so by itself. */
  start(nowMs: number): void {
    if (this.#lastAtMs === undefined) this.restart(nowMs)
  }

  add(bytes: number, nowMs: number): void {
    this.start(nowMs)
    const last = this.#samples.at(-1)
    if (last !== undefined && nowMs - last.sinceMs < GRAIN_MS) {
      last.bytes += bytes
      last.atMs = nowMs
    } else this.#samples.push({ sinceMs: this.#lastAtMs ?? nowMs, atMs: nowMs, bytes })
    this.#lastAtMs = nowMs
    const windowMs = Math.max(WINDOW_MS, WINDOW_GAPS * this.#longestMs)
    this.#samples = this.#samples.filter(({ atMs }) => nowMs - atMs <= windowMs)
  }

  /** After a pause that says nothing of the flow. */
  restart(nowMs: number): void {
    this.#samples = []
    this.#lastAtMs = nowMs
  }

  /** @returns undefined until there is half a second to judge by, and a byte. */
  bytesPerSecond(nowMs: number): number | undefined {
    const [first] = this.#samples
    if (first === undefined) return undefined
    const spanMs = Math.max(this.#lastAtMs ?? 0, nowMs - MAX_SILENT_GAPS * this.#longestMs) - first.sinceMs
    if (nowMs - first.sinceMs < MIN_MS || spanMs <= 0) return undefined
    const bytes = this.#samples.reduce((sum, sample) => sum + sample.bytes, 0)
    return Math.max(0, (bytes / spanMs) * 1000)
  }

  get #longestMs(): number {
    return Math.max(GRAIN_MS, ...this.#samples.map(({ sinceMs, atMs }) => atMs - sinceMs))
  }
}

/** @returns undefined where no end can be seen. */
export function secondsLeftOf(bytesLeft: number, bytesPerSecond: number | undefined): number | undefined {
  return bytesPerSecond === undefined || bytesPerSecond <= 0 ? undefined : bytesLeft / bytesPerSecond
}
