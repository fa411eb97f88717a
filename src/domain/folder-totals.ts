// Sums of counted objects: of any, and of a folder by its subfolders.
import type { ObjectEntry } from './object-entry'

export interface Count {
  readonly objectCount: number
  readonly sizeBytes: number
}

/** Further subfolders are summed up. */
const MAX_LARGEST = 8

export interface SubFolder extends Count {
  /** Below the folder, with its slash. */
  readonly name: string
}

export interface FolderTotals extends Count {
  /** The largest first, eight at most. */
  readonly largest: readonly SubFolder[]
  readonly subFolderCount: number
  /** Objects in the folder itself, in no subfolder. */
  readonly direct: Count
  readonly isComplete: boolean
  readonly countedAtMs: number
}

/** What was counted since the page was loaded, by place. */
export type FolderSizeMemory = Map<string, FolderTotals>

export function addTo(count: Count, objects: readonly ObjectEntry[]): Count {
  return {
    objectCount: count.objectCount + objects.length,
    sizeBytes: objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, count.sizeBytes)
  }
}

export function largestOf(subFolders: ReadonlyMap<string, Count>): readonly SubFolder[] {
  const largest: SubFolder[] = []
  for (const [name, count] of subFolders) {
    const last = largest.at(-1)
    if (largest.length === MAX_LARGEST && last !== undefined && last.sizeBytes >= count.sizeBytes) continue
    if (largest.length === MAX_LARGEST) largest.pop()
    const at = largest.findIndex(({ sizeBytes }) => sizeBytes < count.sizeBytes)
    largest.splice(at < 0 ? largest.length : at, 0, { name, ...count })
  }
  return largest
}
