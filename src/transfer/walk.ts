// Every object of a selection, page by page: the selected ones first, then all below each selected folder.
import type { ObjectEntry } from '../domain/object-entry'
import type { ObjectStorage } from '../domain/ports'
import type { Selection } from '../domain/selection'

const LARGEST_PAGE = 1000

/** Yields up to 1,000 at a time, never an empty page. Rejects as `listPage` does. */
export async function* walkSelection(
  storage: ObjectStorage,
  bucket: string,
  { entries, prefixes }: Selection,
  signal: AbortSignal
): AsyncGenerator<readonly ObjectEntry[]> {
  for (let from = 0; from < entries.length; from += LARGEST_PAGE) yield entries.slice(from, from + LARGEST_PAGE)
  for (const prefix of prefixes) {
    let token: string | undefined
    do {
      const page = await storage.listPage({ bucket, prefix, delimiter: undefined, token }, signal)
      if (page.objects.length > 0) yield page.objects
      token = page.nextToken
    } while (token !== undefined)
  }
}
