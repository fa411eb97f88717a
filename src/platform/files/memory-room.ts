// How much memory downloads may hold together, and who waits for room.

const LOOK_AGAIN_MS = 250

interface Tenant {
  readonly bytes: number
  /** From then on it makes room for others. */
  givenUpAtMs: number
}

export class MemoryRoom {
  readonly #maxBytes: number
  readonly #onFreed: (id: string) => void
  readonly #tenants = new Map<string, Tenant>()
  /** The last one in the line: none overtakes it, so a large one is not kept waiting by small ones. */
  #line: Promise<unknown> = Promise.resolve()

  /** @param onFreed what has left: it was discarded, or made room. */
  constructor(maxBytes: number, onFreed: (id: string) => void) {
    this.#maxBytes = maxBytes
    this.#onFreed = onFreed
  }

  /** Resolves when there is room. Rejects with the signal's AbortError. @param bytes no more than there is room for */
  take(id: string, bytes: number, signal: AbortSignal): Promise<void> {
    const taking = this.#line.then(async () => {
      while (!this.#makeRoom(bytes)) {
        signal.throwIfAborted()
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
      }
      signal.throwIfAborted()
      this.#tenants.set(id, { bytes, givenUpAtMs: Number.POSITIVE_INFINITY })
    })
    this.#line = taking.catch(() => undefined)
    return taking
  }

  /** It stays while no other file needs its room. */
  giveUpAfter(id: string, delayMs: number): void {
    const tenant = this.#tenants.get(id)
    if (tenant !== undefined) tenant.givenUpAtMs = Date.now() + delayMs
  }

  /** Takes back that it was given up. @returns false when it has left. */
  keep(id: string): boolean {
    this.giveUpAfter(id, Number.POSITIVE_INFINITY)
    return this.#tenants.has(id)
  }

  free(id: string): void {
    if (this.#tenants.delete(id)) this.#onFreed(id)
  }

  /** The oldest leaves first. */
  #makeRoom(bytes: number): boolean {
    const isFree = (): boolean =>
      bytes + [...this.#tenants.values()].reduce((sum, tenant) => sum + tenant.bytes, 0) <= this.#maxBytes
    for (const [id, { givenUpAtMs }] of [...this.#tenants]) {
      if (isFree()) return true
      if (givenUpAtMs <= Date.now()) this.free(id)
    }
    return isFree()
  }
}
