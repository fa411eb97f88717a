// What a sync would do with each path, from what was seen on both sides. Pure: it sends nothing and changes nothing.
// Without the user's choice nothing is deleted, nothing newer is overwritten, and what changed on both sides stays as it is.
import type { LocalFile, SyncedFile } from '../../domain/sync'
import type { ObjectEntry } from '../../domain/object-entry'
import { isSameEtag } from '../../transfers/etag'

/** `up`: to the bucket. `down`: to the device. */
export type SyncDirection = 'up' | 'down' | 'both'

export interface SyncOptions {
  readonly direction: SyncDirection
  /** Of the side that is written to: what the other has not. Not in `both`. */
  readonly deletesMissing: boolean
}

/** Why a path is left alone. */
export type SyncProblem =
  /** Names that differ only in case or in how accents are composed. */
  | { readonly code: 'name-collision'; readonly others: readonly string[] }
  /** A file on one side is a folder on the other, or both in the bucket. */
  | { readonly code: 'file-and-folder' }
  /** The other side can't have this name. */
  | { readonly code: 'name-refused' }
  /** The device's file or folder can't be read. */
  | { readonly code: 'unreadable' }
  /** A Swift large object: replacing it would leave its segments. */
  | { readonly code: 'large-object' }

/** One path as it is on both sides. */
export interface ComparedPath {
  readonly path: string
  readonly local: LocalFile | undefined
  readonly remote: ObjectEntry | undefined
  /** The date of the file that the object was made from, where its metadata tell. */
  readonly fileDateMs?: number | undefined
  /** When both were the same last. */
  readonly former: SyncedFile | undefined
  /** Of one that both sides have. */
  readonly isSame: boolean
  readonly problem?: SyncProblem | undefined
}

export type Side = 'local' | 'remote'

export type SyncAction =
  'upload-new' | 'upload-changed' | 'download-new' | 'download-changed' | 'delete-remote' | 'delete-local'

/** `only-local`, `only-remote`: left as it is. `ask`: left as it is until the user chooses. */
export type SyncGroup = SyncAction | 'only-local' | 'only-remote' | 'ask' | 'same' | 'impossible'

/** What the user may choose where a row is left as it is. */
export type SyncChoice = 'upload' | 'download'

export interface SyncRow {
  readonly compared: ComparedPath
  readonly group: SyncGroup
  /** Of a path that differs; undefined: both have one date. */
  readonly newer: Side | undefined
  readonly choices: readonly SyncChoice[]
}

export function planSync(compared: readonly ComparedPath[], options: SyncOptions): readonly SyncRow[] {
  return compared.map((one) => ({ compared: one, newer: newerOf(one), ...groupOf(one, options) }))
}

/** Undefined: nothing is done with it. */
export function actionOf({ compared, group }: SyncRow, choice: SyncChoice | undefined): SyncAction | undefined {
  const isChosen = group === 'ask' || group === 'only-local' || group === 'only-remote'
  if (isChosen && choice === 'upload' && compared.local !== undefined)
    return compared.remote === undefined ? 'upload-new' : 'upload-changed'
  if (isChosen && choice === 'download' && compared.remote !== undefined)
    return compared.local === undefined ? 'download-new' : 'download-changed'
  return isAction(group) ? group : undefined
}

export function isAction(group: SyncGroup): group is SyncAction {
  return group.startsWith('upload') || group.startsWith('download') || group.startsWith('delete')
}

type Placed = Pick<SyncRow, 'group' | 'choices'>

const left = (group: SyncGroup, ...choices: readonly SyncChoice[]): Placed => ({ group, choices })

function groupOf(compared: ComparedPath, options: SyncOptions): Placed {
  const { local, remote, problem, isSame } = compared
  if (problem !== undefined) return left('impossible')
  if (local !== undefined && remote !== undefined) return isSame ? left('same') : groupOfDifferent(compared, options)
  return local === undefined ? groupOfRemote(compared, options) : groupOfLocal(compared, options)
}

/** In `both`, what was on both sides before has been deleted on one of them: it is neither brought back nor deleted unasked. */
function groupOfLocal({ former }: ComparedPath, { direction, deletesMissing }: SyncOptions): Placed {
  if (direction === 'down') return left(deletesMissing ? 'delete-local' : 'only-local')
  return direction === 'up' || former === undefined ? left('upload-new') : left('only-local', 'upload')
}

function groupOfRemote({ former }: ComparedPath, { direction, deletesMissing }: SyncOptions): Placed {
  if (direction === 'up') return left(deletesMissing ? 'delete-remote' : 'only-remote')
  return direction === 'down' || former === undefined ? left('download-new') : left('only-remote', 'download')
}

function groupOfDifferent(compared: ComparedPath, { direction }: SyncOptions): Placed {
  const changed = changedSide(compared)
  // Without a memory of it the dates decide, and only in one direction: the other side may have what this one never had.
  const source = direction === 'up' ? 'local' : direction === 'down' ? 'remote' : undefined
  const isSourceNewer = changed === 'unknown' && source !== undefined && newerOf(compared) === source
  const from = isSourceNewer ? source : changed
  if (from === 'local' && direction !== 'down') return left('upload-changed')
  if (from === 'remote' && direction !== 'up') return left('download-changed')
  if (direction === 'both') return left('ask', 'upload', 'download')
  return left('ask', direction === 'up' ? 'upload' : 'download')
}

/** Since both were the same. `unknown`: that was never seen, or the file's date went back. */
function changedSide({ local, remote, former }: ComparedPath): Side | 'both' | 'unknown' {
  if (former === undefined || local === undefined || remote === undefined) return 'unknown'
  const isLocal = local.sizeBytes !== former.sizeBytes || local.modifiedAtMs !== former.modifiedAtMs
  const isRemote = remote.sizeBytes !== former.sizeBytes || !isSameEtag(remote.etag, former.etag)
  if (isLocal && isRemote) return 'both'
  if (isRemote) return 'remote'
  return isLocal && local.modifiedAtMs > former.modifiedAtMs ? 'local' : 'unknown'
}

/** An object's own date is when it was stored, which is after its file was changed. */
function newerOf({ local, remote, fileDateMs }: ComparedPath): Side | undefined {
  if (local === undefined || remote === undefined) return undefined
  const remoteMs = fileDateMs ?? remote.modifiedAtMs
  if (local.modifiedAtMs === remoteMs) return undefined
  return local.modifiedAtMs > remoteMs ? 'local' : 'remote'
}
