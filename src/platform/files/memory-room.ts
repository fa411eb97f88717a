// How much memory downloads may hold together, and who waits for room.

const LOOK_AGAIN_MS = 250

interface Tenant {
  readonly bytes: number
  /** From then on it makes room for others. */
  givenUpAtMs: number
}

interface Waiting {
  readonly bytes: number
  /** Those that had their room when it came. */
  readonly before: readonly Tenant[]
}

export class MemoryRoom {
  readonly #maxBytes: number
  readonly #onFreed: (id: string) => void
  readonly #tenants = new Map<string, Tenant>()
  /**
   * In their order. One is overtaken only while those that were there before it would keep it out in any case, for example a download
   * from a gateway that hangs: so it holds up none that has room, and small ones that come after it don't keep it waiting for ever.
   */
  #line: readonly Waiting[] = []

  /** @param onFreed what has left: it was discarded, or made room. */
  constructor(maxBytes: number, onFreed: (id: string) => void) {
    this.#maxBytes = maxBytes
    this.#onFreed = onFreed
  }

  /** Resolves when there is room. Rejects with the signal's AbortError. @param bytes no more than there is room for */
  async take(id: string, bytes: number, signal: AbortSignal): Promise<void> {
    const waiting: Waiting = { bytes, before: [...this.#tenants.values()] }
    this.#line = [...this.#line, waiting]
    try {
      while (!this.#mayEnter(waiting)) {
        signal.throwIfAborted()
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
      }
      signal.throwIfAborted()
      this.#tenants.set(id, { bytes, givenUpAtMs: Number.POSITIVE_INFINITY })
    } finally {
      this.#line = this.#line.filter((one) => one !== waiting)
    }
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

  #mayEnter(waiting: Waiting): boolean {
    const ahead = this.#line.slice(0, this.#line.indexOf(waiting))
    return ahead.every((one) => this.#isKeptOut(one)) && this.#makeRoom(waiting.bytes)
  }

  /** By those that were there before it. */
  #isKeptOut({ bytes, before }: Waiting): boolean {
    const staying = new Set(this.#tenants.values())
    const kept = before.filter((tenant) => staying.has(tenant) && tenant.givenUpAtMs > Date.now())
    return bytes + kept.reduce((sum, tenant) => sum + tenant.bytes, 0) > this.#maxBytes
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
