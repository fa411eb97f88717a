// Which of the files that a user chose are those of unfinished uploads.
import type { JournalEntry } from '../domain/transfer-journal'
import { isSameFile } from './resume-upload'

interface Candidate {
  readonly file: File
  /** Below what was chosen. */
  readonly path: string
}

/**
 * By path, size and date; where a path is not found, as when a folder is chosen from further below, by the name alone, if nothing else
 * has it. @returns those chosen, by the entries' ids
 */
export function matchFiles<T extends Candidate>(
  entries: readonly JournalEntry[],
  chosen: readonly T[]
): ReadonlyMap<string, T> {
  const matched = new Map<string, T>()
  const byPath = groupBy(chosen, ({ path }) => path)
  for (const entry of entries) {
    const same = byPath.get(pathOf(entry))?.find(({ file }) => isSameFile(file, entry))
    if (same !== undefined) matched.set(entry.id, same)
  }
  const used = new Set(matched.values())
  const others = groupBy(
    chosen.filter((one) => !used.has(one)),
    ({ path }) => nameOf(path)
  )
  const open = groupBy(
    entries.filter(({ id }) => !matched.has(id)),
    (entry) => nameOf(pathOf(entry))
  )
  for (const [name, namesakes] of open)
    for (const entry of namesakes) {
      const files = others.get(name)?.filter(({ file }) => isSameFile(file, entry)) ?? []
      const rivals = files.flatMap(({ file }) => namesakes.filter((other) => isSameFile(file, other)))
      const [only] = files
      if (only !== undefined && files.length === 1 && rivals.length === 1) matched.set(entry.id, only)
    }
  return matched
}

function pathOf({ file, key }: JournalEntry): string {
  return file?.path ?? nameOf(key)
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function groupBy<T>(items: readonly T[], nameOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(nameOf(item))
    if (group === undefined) groups.set(nameOf(item), [item])
    else group.push(item)
  }
  return groups
}
