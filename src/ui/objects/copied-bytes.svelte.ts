// How many bytes of all objects are copied.

const PROGRESS_INTERVAL_MS = 100

export class CopiedBytes {
  #doneBytes = $state(0)

  get doneBytes(): number {
    return this.#doneBytes
  }

  /** Of one object; the screen hears of it ten times a second. */
  counter(): (bytes: number, isLast?: boolean) => void {
    let counted = 0
    let toldAtMs = 0
    return (bytes, isLast = false) => {
      const nowMs = Date.now()
      if (!isLast && nowMs - toldAtMs < PROGRESS_INTERVAL_MS) return
      toldAtMs = nowMs
      this.#doneBytes += bytes - counted
      counted = bytes
    }
  }
}
