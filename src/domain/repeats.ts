// What a listing repeats: some gateways bring the last names of a page again on the next one.

/**
 * Leaves out of each page what it, or the page before it, had already; remembers no more than these two, so that a walk over a
 * million names stays flat.
 * @param idOf what identifies a row
 */
export function createRepeatFilter<T>(idOf: (row: T) => string): (page: readonly T[]) => T[] {
  let before: ReadonlySet<string> = new Set()
  return (page) => {
    const seen = new Set<string>()
    const fresh = page.filter((row) => {
      const id = idOf(row)
      const isRepeated = seen.has(id) || before.has(id)
      seen.add(id)
      return !isRepeated
    })
    before = seen
    return fresh
  }
}
