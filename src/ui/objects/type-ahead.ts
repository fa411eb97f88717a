// Type-ahead: letters typed in a row are the start of a name.

/** After a longer pause a new name starts. */
const PAUSE_MS = 800

export class TypeAhead {
  #typed = ''
  #typedAtMs = -Infinity

  /**
   * @param from - the current index: a new first letter searches after it, further letters from it.
   * @returns the next index, wrapping around, whose name starts with the typed text, ignoring case; undefined: none.
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
