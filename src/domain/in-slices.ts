// Long work on many records, a slice at a time: all of them in one request or transaction would hold up the page.

/** So many records are read or written in a few hundredths of a second. */
export const MAX_IN_TRANSACTION = 200

/** Does the work with one slice after another. Rejects as the first does that fails; those after it are left out. */
export async function inSlices<T>(items: readonly T[], work: (some: readonly T[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += MAX_IN_TRANSACTION)
    await work(items.slice(from, from + MAX_IN_TRANSACTION))
}
