// What must not be cut off. The router, an update and a closing page ask here first.

export interface Hold {
  /** Holds only while this is true; without it, until it is released. */
  readonly while?: () => boolean
  /** The user tries to leave the place; asks them whether to. Without it they may: what runs goes on. */
  readonly onLeave?: () => void
}

const isActive = (hold: Hold): boolean => hold.while?.() ?? true

export class LeaveGuard {
  #holds = $state.raw<readonly Hold[]>([])
  readonly #isHeld = $derived(this.#holds.some(isActive))

  /** Closing or reloading the page would cut something off, or lose it. */
  get isHeld(): boolean {
    return this.#isHeld
  }

  /** @returns releases it. */
  hold(hold: Hold = {}): () => void {
    const own = { ...hold } // the same one twice is two
    this.#holds = [...this.#holds, own]
    return () => void (this.#holds = this.#holds.filter((other) => other !== own))
  }

  /** Lets those that hold the place ask the user. @returns whether it can be left now. */
  tryLeave(): boolean {
    const asking = this.#holds.filter((hold) => hold.onLeave !== undefined && isActive(hold))
    for (const { onLeave } of asking) onLeave?.()
    return asking.length === 0
  }
}
