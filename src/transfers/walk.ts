// Every object of a selection, page by page: the selected ones first, then all below each selected folder.
import type { FolderPrefix } from '../domain/folder-prefix'
import type { ObjectEntry } from '../domain/object-entry'
import type { ObjectStorage } from '../domain/ports'
import { createRepeatFilter } from '../domain/repeats'
import { withoutOverlap, type Selection } from '../domain/selection'

const MAX_PAGE = 1000

/** Yields up to 1,000 at a time, never an empty page, each object once. Rejects as `listPage` does. */
export async function* walkSelection(
  storage: Pick<ObjectStorage, 'listPage'>,
  bucket: string,
  selection: Selection,
  signal: AbortSignal
): AsyncGenerator<readonly ObjectEntry[]> {
  const { entries, prefixes } = withoutOverlap(selection)
  for (let from = 0; from < entries.length; from += MAX_PAGE) yield entries.slice(from, from + MAX_PAGE)
  for (const prefix of prefixes) yield* walkFolder(storage, bucket, prefix, signal)
}

/** All that is in one folder, as walkSelection does. */
export async function* walkFolder(
  storage: Pick<ObjectStorage, 'listPage'>,
  bucket: string,
  prefix: FolderPrefix,
  signal: AbortSignal
): AsyncGenerator<readonly ObjectEntry[]> {
  const withoutRepeats = createRepeatFilter<ObjectEntry>(({ key }) => key)
  let token: string | undefined
  do {
    const page = await storage.listPage({ bucket, prefix, delimiter: undefined, token }, signal)
    signal.throwIfAborted()
    const objects = withoutRepeats(page.objects)
    if (objects.length > 0) yield objects
    token = page.nextToken
  } while (token !== undefined)
}
