// Which object goes where: names only. What a copy could overwrite is never one of the objects that are copied.
import type { ClashDecision } from '../../domain/clash-decision'
import type { ObjectEntry } from '../../domain/object-entry'
import { planNames } from '../../transfers/name-clash'
import type { CopyTask } from './copy-task'

/** Every key begins with `from`, and gets `to` in its place. */
export interface Renaming {
  readonly from: string
  readonly to: string
}

export interface CopyPlan {
  readonly tasks: readonly CopyTask[]
  /** Their names are taken, and they are to be skipped; or they are where they should be. */
  readonly skippedCount: number
  /** Their names are those of other objects that are copied, and those are not replaced. */
  readonly overlapCount: number
}

export function renamedKey({ key }: Pick<ObjectEntry, 'key'>, { from, to }: Renaming): string {
  if (!key.startsWith(from)) throw new RangeError('not below the folder that is copied')
  return to + key.slice(from.length)
}

export interface PlanWish {
  readonly renaming: Renaming
  readonly isSameBucket: boolean
  readonly isMove: boolean
  /** An object that stays where it is gets another encryption there. */
  readonly changesEncryption: boolean
  readonly taken: ReadonlySet<string>
  readonly decision: ClashDecision
}

/** Throws RangeError for an object that is not below the folder. */
export function planCopies(entries: readonly ObjectEntry[], wish: PlanWish): CopyPlan {
  const { renaming, isSameBucket, isMove, changesEncryption, taken, decision } = wish
  const sources = new Set(isSameBucket ? entries.map(({ key }) => key) : [])
  const isOwn = (entry: ObjectEntry): boolean => isSameBucket && renamedKey(entry, renaming) === entry.key
  const stays = (entry: ObjectEntry): boolean =>
    isOwn(entry) && (changesEncryption || isMove || decision !== 'keep-both')
  const staying = entries.filter(stays)
  const going = entries.filter((entry) => !stays(entry))
  const existing = isSameBucket ? new Set([...taken, ...sources]) : taken
  const wanted = going.map((entry) => renamedKey(entry, renaming))
  const planned = planNames(existing, wanted, decision)
  const tasks: CopyTask[] = changesEncryption
    ? staying.map((entry) => ({ entry, key: entry.key, isReplacing: false }))
    : []
  let skippedCount = staying.length - tasks.length
  let overlapCount = 0
  for (const [index, { key, isReplacing }] of planned.entries()) {
    const entry = going[index]
    if (entry === undefined) continue
    if (key === undefined) skippedCount++
    else if (isReplacing && sources.has(key)) overlapCount++
    else tasks.push({ entry, key, isReplacing })
  }
  return { tasks, skippedCount, overlapCount }
}
