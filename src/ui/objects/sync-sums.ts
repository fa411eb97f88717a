// The rows of a sync as they are shown: the order of their groups, their sums, and what was chosen.
import type { SyncChoice, SyncGroup, SyncRow } from '../../operations/sync/plan'

/** As they are shown: what the user is asked comes first, what is left alone last. */
export const SYNC_GROUPS: readonly SyncGroup[] = [
  ...(['ask', 'upload-new', 'upload-changed', 'download-new', 'download-changed'] as const),
  ...(['delete-remote', 'delete-local', 'only-local', 'only-remote', 'impossible', 'same'] as const)
]

/** How many, and what they move. */
export interface SyncSum {
  readonly count: number
  readonly sizeBytes: number
}

export function sumUp(rows: readonly SyncRow[]): ReadonlyMap<SyncGroup, SyncSum> {
  const sums = new Map<SyncGroup, { count: number; sizeBytes: number }>()
  for (const { group, compared } of rows) {
    const sum = sums.get(group) ?? { count: 0, sizeBytes: 0 }
    const isOfRemote = group.startsWith('download') || compared.local === undefined
    sum.count++
    sum.sizeBytes += (isOfRemote ? compared.remote : compared.local)?.sizeBytes ?? 0
    sums.set(group, sum)
  }
  return sums
}

export function withChoices(
  choices: ReadonlyMap<string, SyncChoice>,
  changes: readonly (readonly [string, SyncChoice | undefined])[]
): ReadonlyMap<string, SyncChoice> {
  const changed = new Map(choices)
  for (const [path, choice] of changes)
    if (choice === undefined) changed.delete(path)
    else changed.set(path, choice)
  return changed
}
