// Gives up a body that gets nowhere: a connection may be half open, and neither it nor the browser says so.
import { MAX_SILENCE_MS } from '../domain/within-time'

/** Of a gateway to which no body has gone yet, over fetch, which tells no progress: 64 kbit/s for each of the bodies under way. */
const SLOWEST_BYTES_PER_MS = 8
/** A body may wait for a connection behind others, or its line may get slower. */
const TIMES_AS_LONG = 4
const REMEMBERED = 8
/** What a smaller body takes says little of a larger one. */
const MIN_TELLING_BYTES = 2 ** 20

/** What is told of one body while it is sent. */
export interface BodyProgress {
  readonly sizeBytes: number
  /** Bytes that have left; 0 where it is unknown. */
  readonly sentBytes: () => number
}

/**
 * The limit of time for bodies to one gateway. After the first sign of progress, a minute without another one ends a body, and two
 * minutes without an answer once it has left. Before, and where no progress is told, those two minutes are added to four times what
 * the slowest of the last ones took. Each body that is given up doubles all of it until one has gone: a slow way is no broken one.
 */
export class BodyWatch {
  readonly #msPerByte: number[] = []
  #maxSilenceMs = MAX_SILENCE_MS

  /** Settles as `send` does; rejects with a TypeError, as a broken connection does, when it gives up. `send` is aborted then. */
  async run<T>(body: BodyProgress, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const giveUp = new AbortController()
    const startedAtMs = Date.now()
    const maxSilenceMs = this.#maxSilenceMs
    const limitMs = (sentBytes: number): number => {
      if (sentBytes > 0) return sentBytes < body.sizeBytes ? maxSilenceMs : maxSilenceMs * 2
      return maxSilenceMs * 2 + body.sizeBytes * this.#worstMsPerByte
    }
    let timer: ReturnType<typeof setTimeout> | undefined
    const silence = new Promise<never>((_, reject) => {
      let sentBytes = 0
      let heardAtMs = startedAtMs
      const look = (): void => {
        const nowMs = Date.now()
        if (body.sentBytes() !== sentBytes) {
          sentBytes = body.sentBytes()
          heardAtMs = nowMs
        }
        const leftMs = heardAtMs + limitMs(sentBytes) - nowMs
        if (leftMs > 0) timer = setTimeout(look, Math.min(leftMs, MAX_SILENCE_MS / 4))
        else {
          this.#maxSilenceMs = Math.max(this.#maxSilenceMs, maxSilenceMs * 2) // several may get stuck at once
          reject(new TypeError('The body got stuck'))
          giveUp.abort()
        }
      }
      look()
    })
    try {
      const result = await Promise.race([send(giveUp.signal), silence])
      this.#maxSilenceMs = MAX_SILENCE_MS
      if (body.sizeBytes >= MIN_TELLING_BYTES) this.#note((Date.now() - startedAtMs) / body.sizeBytes)
      return result
    } finally {
      clearTimeout(timer)
    }
  }

  #note(msPerByte: number): void {
    this.#msPerByte.push(msPerByte)
    if (this.#msPerByte.length > REMEMBERED) this.#msPerByte.shift()
  }

  get #worstMsPerByte(): number {
    return this.#msPerByte.length > 0 ? TIMES_AS_LONG * Math.max(...this.#msPerByte) : 1 / SLOWEST_BYTES_PER_MS
  }
}
