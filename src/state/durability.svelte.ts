// How far this browser can be trusted to keep what it is given. Asked once, and never waited for: some browsers ask the person.

export interface DurabilityAnswer {
  /** A sentence when keys may vanish: private window, `persist()` refused, storage unusable. */
  readonly warning: string | undefined
  /** True when this browser once held keys and now holds none, and nobody removed them. */
  readonly wereKeysLost: boolean
  /** Keys that a newer Lockgate wrote, or that are damaged: left untouched, and not usable here. */
  readonly unreadableKeys: number
}

export class Durability implements DurabilityAnswer {
  #answer = $state.raw<DurabilityAnswer | undefined>()

  /** Everything is kept in this tab's memory only. */
  readonly isStorageRefused: boolean
  /** Lockgate came over plain http, and not from this machine: no key and no profile is accepted. */
  readonly isInsecurePage: boolean

  constructor(asking: Promise<DurabilityAnswer>, { isStorageRefused = false, isInsecurePage = false } = {}) {
    this.isStorageRefused = isStorageRefused
    this.isInsecurePage = isInsecurePage
    asking.then(
      (answer) => (this.#answer = answer),
      () => undefined
    )
  }

  /** False until the browser has answered, which it may never do. */
  get isKnown(): boolean {
    return this.#answer !== undefined && !this.isStorageRefused
  }
  get warning(): string | undefined {
    return this.isStorageRefused ? undefined : this.#answer?.warning // the bar across the page says it
  }
  get wereKeysLost(): boolean {
    return this.#answer?.wereKeysLost ?? false
  }
  get unreadableKeys(): number {
    return this.#answer?.unreadableKeys ?? 0
  }
}
