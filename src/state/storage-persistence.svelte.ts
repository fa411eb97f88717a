// How far this browser can be trusted to keep what it is given. Each thing is asked apart and shown when it is known.

/** What is asked of the browser and its storage. Whatever hangs or rejects is not known, and holds nothing else up. */
export interface StoragePersistenceSource {
  /** Whether the browser has promised to keep what is stored; asks no one. */
  isPersisted(): Promise<boolean>
  /** Asks for that promise; some browsers ask the user, and are silent until there is an answer. */
  requestPersistence(): Promise<boolean>
  isLikelyPrivate(): Promise<boolean>
  wereKeysLost(): Promise<boolean>
  countUnreadableKeys(): Promise<number>
}

/** Why keys may vanish. */
export type StorageWarning = 'private-window' | 'not-persisted'

export class StoragePersistence {
  readonly #source: StoragePersistenceSource
  #isPersisted = $state<boolean | undefined>()
  #isPrivate = $state(false)
  #wereKeysLost = $state(false)
  #unreadableKeys = $state(0)
  #isAsking = false

  /** Everything is kept in this tab's memory only. */
  readonly isStorageRefused: boolean
  /** Lockgate came over plain http, and not from this machine: no key and no profile is accepted. */
  readonly isInsecurePage: boolean

  constructor(source: StoragePersistenceSource, { isStorageRefused = false, isInsecurePage = false } = {}) {
    this.#source = source
    this.isStorageRefused = isStorageRefused
    this.isInsecurePage = isInsecurePage
    note(source.isPersisted(), (isPersisted) => (this.#isPersisted ??= isPersisted))
    note(source.isLikelyPrivate(), (isPrivate) => (this.#isPrivate = isPrivate))
    note(source.wereKeysLost(), (wereLost) => (this.#wereKeysLost = wereLost))
    note(source.countUnreadableKeys(), (count) => (this.#unreadableKeys = count))
  }

  /** Call it when a key or a profile is about to be stored: the browser's question then has a reason. Don’t wait for the answer. */
  askToPersist(): void {
    if (this.#isPersisted === true || this.#isAsking) return
    this.#isAsking = true
    note(this.#source.requestPersistence(), (isPersisted) => {
      this.#isAsking = false
      this.#isPersisted = isPersisted
    })
  }

  /** False until the browser has said whether it promises to keep what is stored. */
  get isKnown(): boolean {
    return this.#isPersisted !== undefined && !this.isStorageRefused
  }
  get warning(): StorageWarning | undefined {
    if (this.isStorageRefused || this.#isPersisted === true) return undefined // of the former the bar across the page tells
    if (this.#isPrivate) return 'private-window'
    return this.#isPersisted === false ? 'not-persisted' : undefined
  }
  /** True when this browser once held keys and now holds none, and no one removed them. */
  get wereKeysLost(): boolean {
    return this.#wereKeysLost
  }
  /** Keys that a newer Lockgate wrote, or that are damaged: left untouched, and not usable here. */
  get unreadableKeys(): number {
    return this.#unreadableKeys
  }
}

function note<T>(asking: Promise<T>, set: (answer: T) => void): void {
  asking.then(set, () => undefined)
}
