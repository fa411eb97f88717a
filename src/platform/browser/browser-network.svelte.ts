// Whether the browser has a network, and when it came and went. What that means for a gateway only the gateway's answer tells.
import type { Network } from '../../domain/ports'

/** Browsers report a network before it works, and its loss a moment before it is gone: each is reported again after these. */
const SETTLING_MS = [3_000, 12_000]

export class BrowserNetwork implements Network {
  #isOnline = $state(navigator.onLine)
  readonly #events = new EventTarget()

  constructor() {
    window.addEventListener('offline', () => this.#note(false))
    window.addEventListener('online', () => this.#note(true))
  }

  get isOnline(): boolean {
    return this.#isOnline
  }

  /** Resolves when there is a network; it may not carry anything yet. Rejects with the signal's AbortError. */
  untilOnline(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#isOnline) return resolve()
      const stop = this.whenBack(() => end(resolve))
      const onAbort = (): void => end(() => reject(signal.reason as Error))
      const end = (settle: () => void): void => {
        stop()
        signal.removeEventListener('abort', onAbort)
        settle()
      }
      signal.addEventListener('abort', onAbort)
      if (signal.aborted) onAbort()
    })
  }

  whenGone(listener: () => unknown): () => void {
    return this.#on('gone', listener)
  }
  whenBack(listener: () => unknown): () => void {
    return this.#on('back', listener)
  }

  #note(isOnline: boolean): void {
    this.#isOnline = isOnline
    const tell = (): unknown =>
      this.#isOnline === isOnline && this.#events.dispatchEvent(new Event(isOnline ? 'back' : 'gone'))
    tell()
    for (const ms of SETTLING_MS) setTimeout(tell, ms)
  }

  #on(event: 'gone' | 'back', listener: () => unknown): () => void {
    this.#events.addEventListener(event, listener)
    return () => this.#events.removeEventListener(event, listener)
  }
}
