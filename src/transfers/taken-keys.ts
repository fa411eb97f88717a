// Which keys stand in the way of an upload: those that it wants, and those of files that were kept beside them before.
import { Limiter } from '../domain/limiter'
import type { ObjectStorage } from '../domain/ports'
import { splitNumberedName } from './name-clash'

/** A page of a listing is worth so many questions for one name each. */
const NAMES_PER_PAGE = 25
const MAX_CONCURRENT = 6
/** In each name under which a file was kept beside another. */
const NUMBERED = / \(\d+\)/

interface Group {
  readonly prefix: string
  /** Undefined: a folder, with all that is in its folders. */
  readonly delimiter: '/' | undefined
  readonly keys: string[]
}

export interface TakenKeysOptions {
  /** Where the files go: what comes next in a key is a folder that was dropped, or a file. */
  readonly prefix?: string
  /** Called with how many of the names were checked so far. */
  readonly onChecked?: (count: number) => void
}

/**
 * Lists below each dropped folder until that has taken more pages than questions for each name are worth, then asks for each name.
 * @returns the keys that exist: all of `wanted` that do, and every `name (1)` that keeping both could meet. Rejects as listings do.
 */
export async function findTakenKeys(
  storage: ObjectStorage,
  bucket: string,
  wanted: Iterable<string>,
  signal: AbortSignal,
  { prefix = '', onChecked = () => undefined }: TakenKeysOptions = {}
): Promise<ReadonlySet<string>> {
  const names = new Set(wanted)
  const taken = new Set<string>()
  const requests = new Limiter(MAX_CONCURRENT)
  let checkedCount = 0
  const unlisted: Group[] = []
  await requests.forEach(
    groupByFolder(names, prefix),
    async (group, ofJobs) => {
      const maxPages = Math.floor(group.keys.length / NAMES_PER_PAGE)
      if (await addAll(group.prefix, group.delimiter, ofJobs, maxPages)) onChecked((checkedCount += group.keys.length))
      else unlisted.push(group)
    },
    signal
  )
  for (const { keys } of unlisted) await requests.forEach(keys, addOne, signal)
  return taken

  async function addOne(key: string, ofJobs: AbortSignal): Promise<void> {
    if ((await storage.findObject(bucket, key, ofJobs)) !== undefined) {
      taken.add(key)
      await addAll(splitNumberedName(key).before, '/', ofJobs)
    }
    onChecked(++checkedCount)
  }

  /** @returns false when there are more pages. */
  async function addAll(
    below: string,
    delimiter: '/' | undefined,
    ofJobs: AbortSignal,
    maxPages = Infinity
  ): Promise<boolean> {
    let token: string | undefined
    for (let count = 0; count < maxPages; count++) {
      const page = await storage.listPage({ bucket, prefix: below, delimiter, token }, ofJobs)
      for (const { key } of page.objects) if (names.has(key) || NUMBERED.test(key)) taken.add(key)
      token = page.nextToken
      if (token === undefined) return true
    }
    return false
  }
}

function groupByFolder(keys: Iterable<string>, prefix: string): Iterable<Group> {
  const groups = new Map<string, Group>()
  for (const key of keys) {
    const slash = key.indexOf('/', prefix.length)
    const below = slash < 0 ? prefix : key.slice(0, slash + 1)
    const group = groups.get(below)
    if (group === undefined) groups.set(below, { prefix: below, delimiter: slash < 0 ? '/' : undefined, keys: [key] })
    else group.keys.push(key)
  }
  return groups.values()
}
