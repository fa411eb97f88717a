// A selection in one bucket: objects, and folders that stand for all keys below them.
import type { FolderPrefix } from './folder-prefix'
import type { ObjectEntry } from './object-entry'

export interface Selection {
  readonly entries: readonly ObjectEntry[]
  /** Full prefixes. */
  readonly prefixes: readonly FolderPrefix[]
}

/** The same selection without objects and folders that are inside a selected folder. */
export function withoutOverlap({ entries, prefixes }: Selection): Selection {
  const selected = new Set<string>(prefixes)
  const isWithin = (name: string): boolean => {
    for (let at = name.indexOf('/'); at >= 0 && at < name.length - 1; at = name.indexOf('/', at + 1))
      if (selected.has(name.slice(0, at + 1))) return true
    return false
  }
  return {
    entries: entries.filter(({ key }) => !selected.has(key) && !isWithin(key)),
    prefixes: [...new Set(prefixes)].filter((prefix) => !isWithin(prefix))
  }
}
