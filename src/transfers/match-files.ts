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
  const others = chosen.filter((one) => !used.has(one))
  const open = entries.filter(({ id }) => !matched.has(id))
  // Many may have one name: each is looked up, none compared with all.
  const dated = groupBy(others, ({ file, path }) => alike(path, file.size, file.lastModified))
  const undated = groupBy(others, ({ file, path }) => alike(path, file.size))
  const rivals = groupBy(open, alikeOf)
  for (const entry of open) {
    const [only, ...more] = (entry.file === undefined ? undated : dated).get(alikeOf(entry)) ?? []
    if (only === undefined || more.length > 0) continue
    const { path, file } = only
    const ids = [alike(path, file.size, file.lastModified), alike(path, file.size)]
    const count = ids.reduce((sum, id) => sum + (rivals.get(id)?.length ?? 0), 0)
    if (count === 1) matched.set(entry.id, only)
  }
  return matched
}

function alikeOf(entry: JournalEntry): string {
  return alike(pathOf(entry), entry.sizeBytes, entry.file?.lastModifiedMs)
}

/** What a file and its entry have in common, wherever the file is now. Entries of former versions know no date. */
function alike(path: string, sizeBytes: number, lastModifiedMs?: number): string {
  return `${sizeBytes} ${lastModifiedMs ?? ''} ${nameOf(path)}`
}

function pathOf({ file, key }: JournalEntry): string {
  return file?.path ?? nameOf(key)
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function groupBy<T>(items: readonly T[], groupOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(groupOf(item))
    if (group === undefined) groups.set(groupOf(item), [item])
    else group.push(item)
  }
  return groups
}
