// One manager of locks in memory, with the rules of the browser's.
type Callback = (lock: Lock | null) => unknown

/** Grants in order; a shared lock waits for an exclusive one. No queue for exclusive ones: no one waits for those. */
export class MemoryLocks {
  readonly held: { readonly name: string; readonly mode: LockMode }[] = []
  #waiting: (() => void)[] = []

  async request(name: string, { mode = 'exclusive', ifAvailable = false }: LockOptions, callback: Callback) {
    const isFree = (): boolean =>
      !this.held.some((lock) => lock.name === name && (mode === 'exclusive' || lock.mode === 'exclusive'))
    await Promise.resolve()
    if (ifAvailable && !isFree()) return callback(null)
    while (!isFree()) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    const lock = { name, mode }
    this.held.push(lock)
    try {
      return await callback(lock)
    } finally {
      this.held.splice(this.held.indexOf(lock), 1)
      for (const wake of this.#waiting.splice(0)) wake()
    }
  }
  query() {
    return Promise.resolve({ held: [...this.held], pending: [] })
  }
}
