// Letters that are typed one after the other, as the beginning of a name.

/** A pause as long as this begins a new name. */
const PAUSE_MS = 800

export class TypeAhead {
  #typed = ''
  #typedAtMs = -Infinity

  /**
   * @param from - the index that is current: a new first letter looks behind it, further ones also at it.
   * @returns the next one, round the end, whose name begins with what was typed; case does not count. Undefined: there is none.
   */
  find(
    letter: string,
    from: number,
    count: number,
    nameOf: (index: number) => string,
    nowMs = Date.now()
  ): number | undefined {
    this.#typed = nowMs - this.#typedAtMs > PAUSE_MS ? letter : this.#typed + letter
    this.#typedAtMs = nowMs
    const start = this.#typed.length === 1 ? from + 1 : from
    const wanted = this.#typed.toLowerCase()
    for (let step = 0; step < count; step++) {
      const index = (start + step) % count
      if (nameOf(index).toLowerCase().startsWith(wanted)) return index
    }
    return undefined
  }
}
