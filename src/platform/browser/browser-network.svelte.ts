// Whether the browser has a network, and when it came and went. What that means for a gateway only the gateway's answer tells.
import type { Network } from '../../domain/ports'

/** Networks are announced a while before they carry anything. */
const SETTLING_MS = [0, 3_000, 12_000]

export class BrowserNetwork implements Network {
  #isOnline = $state(navigator.onLine)
  readonly #listeners = new Set<(isOnline: boolean) => void>()

  constructor() {
    const tell = (): void => this.#listeners.forEach((listener) => listener(this.#isOnline))
    window.addEventListener('offline', () => {
      this.#isOnline = false
      tell()
    })
    window.addEventListener('online', () => {
      this.#isOnline = true
      for (const ms of SETTLING_MS) setTimeout(() => this.#isOnline && tell(), ms)
    })
  }

  get isOnline(): boolean {
    return this.#isOnline
  }

  /** Resolves when there is a network; it may not carry anything yet. Rejects with the signal's AbortError. */
  untilOnline(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#isOnline) return resolve()
      const stop = this.onChange((isOnline) => isOnline && end(resolve))
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

  onChange(listener: (isOnline: boolean) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
}
