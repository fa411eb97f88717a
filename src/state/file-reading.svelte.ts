// Files that were dropped or chosen, while they are read: how many there are so far, and how to end it.
import type { ChosenFiles } from './upload-draft.svelte'

export interface FoundFiles {
  readonly count: number
  readonly sizeBytes: number
}

export interface ReadOptions {
  readonly signal: AbortSignal
  readonly onFound: (found: FoundFiles) => void
}

/** Reads what the user dropped or chose. Rejects with an AbortError when it is ended. */
export type ReadFiles = (options: ReadOptions) => Promise<ChosenFiles>

export class FileReading {
  readonly #abort = new AbortController()
  #found = $state.raw<FoundFiles | undefined>()
  #isOver = $state(false)
  /** Rejects with an AbortError when it was stopped. */
  readonly chosen: Promise<ChosenFiles>

  /** @param read called at once */
  constructor(read: ReadFiles) {
    const onFound = (found: FoundFiles): void => void (this.#found = found)
    this.chosen = read({ signal: this.#abort.signal, onFound }).finally(() => (this.#isOver = true))
  }

  /** What to show: undefined when it is over, and in its first moment, in which a few files are read. */
  get found(): FoundFiles | undefined {
    return this.#isOver ? undefined : this.#found
  }

  stop(): void {
    this.#abort.abort()
  }
}
