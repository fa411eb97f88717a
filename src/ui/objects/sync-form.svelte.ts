// A sync before it begins: the folder, what differs, the direction, and what the user chose for each row. Nothing is changed before `start`.
import { isAbort, toAppError, type AppError } from '../../domain/app-error'
import type { LocalFolder, SyncFolders } from '../../domain/sync'
import { folderOf } from '../../operations/sync/chosen-folder'
import {
  actionOf,
  planSync,
  type ComparedPath,
  type SyncAction,
  type SyncChoice,
  type SyncDirection,
  type SyncGroup,
  type SyncRow
} from '../../operations/sync/plan'
import type { SyncOrder, Syncs, SyncTarget } from '../../state/syncs'
import type { ChosenFiles } from '../../state/upload-draft.svelte'
import { SYNC_GROUPS, sumUp, withChoices, type SyncSum } from './sync-sums'

export interface SyncCounts {
  readonly readCount: number
  readonly listedCount: number
  readonly comparedCount: number
  readonly toCompareCount: number | undefined
}

const NOTHING: SyncCounts = { readCount: 0, listedCount: 0, comparedCount: 0, toCompareCount: undefined }

export class SyncForm {
  readonly #syncs: Pick<Syncs, 'compare' | 'start'>
  readonly #folders: SyncFolders
  readonly #at: Omit<SyncTarget, 'folder'>
  #direction = $state<SyncDirection>('up')
  #deletesMissing = $state(false)
  /** Undefined: all but what is the same. */
  group = $state<SyncGroup | undefined>()
  filter = $state('')
  /** The user is asked once more, with the count. */
  isConfirming = $state(false)
  #folder = $state.raw<LocalFolder | undefined>()
  #compared = $state.raw<readonly ComparedPath[] | undefined>()
  #counts = $state.raw<SyncCounts>(NOTHING)
  #isStarting = $state(false)
  #isNotOneFolder = $state(false)
  #error = $state.raw<AppError | undefined>()
  /** By path. */
  #choices = $state.raw<ReadonlyMap<string, SyncChoice>>(new Map())
  #abort: AbortController | undefined
  #rows = $derived(planSync(this.#compared ?? [], { direction: this.#direction, deletesMissing: this.#deletesMissing }))
  #sums = $derived.by(() => sumUp(this.#rows))
  #actions = $derived.by(() =>
    this.#rows.flatMap((row) => {
      const action = actionOf(row, this.choiceOf(row))
      return action === undefined ? [] : [{ row, action }]
    })
  )
  #shown = $derived.by(() => {
    const wanted = this.filter.trim().toLowerCase()
    const shown = this.#rows.filter(
      ({ group, compared }) =>
        (this.group === undefined ? group !== 'same' : group === this.group) &&
        (wanted === '' || compared.path.toLowerCase().includes(wanted))
    )
    return SYNC_GROUPS.flatMap((one) => shown.filter(({ group }) => group === one))
  })

  constructor(at: Omit<SyncTarget, 'folder'>, syncs: Pick<Syncs, 'compare' | 'start'>, folders: SyncFolders) {
    this.#at = at
    this.#syncs = syncs
    this.#folders = folders
  }

  get canPick(): boolean {
    return this.#folders.canPick
  }
  get folder(): LocalFolder | undefined {
    return this.#folder
  }
  get isComparing(): boolean {
    return this.#folder !== undefined && this.#compared === undefined && this.#error === undefined
  }
  get isCompared(): boolean {
    return this.#compared !== undefined
  }
  get counts(): SyncCounts {
    return this.#counts
  }
  get isStarting(): boolean {
    return this.#isStarting
  }
  /** What was chosen or dropped is no folder, or several. */
  get isNotOneFolder(): boolean {
    return this.#isNotOneFolder
  }
  get error(): AppError | undefined {
    return this.#error
  }
  /** A folder that can only be read allows `up` alone. */
  get canWrite(): boolean {
    return this.#folder?.directory !== undefined
  }
  get rows(): readonly SyncRow[] {
    return this.#rows
  }
  /** As the filter wants them. */
  get shown(): readonly SyncRow[] {
    return this.#shown
  }
  get sums(): ReadonlyMap<SyncGroup, SyncSum> {
    return this.#sums
  }
  get direction(): SyncDirection {
    return this.#direction
  }
  set direction(direction: SyncDirection) {
    this.#direction = direction
    this.#deletesMissing = false
    this.#choices = new Map()
    this.group = undefined
  }
  get deletesMissing(): boolean {
    return this.#deletesMissing
  }
  set deletesMissing(isWanted: boolean) {
    this.#deletesMissing = isWanted && this.#direction !== 'both'
    this.group = undefined
  }
  /** What the source has not. */
  get missing(): SyncSum {
    const groups: readonly SyncGroup[] =
      this.#direction === 'up' ? ['only-remote', 'delete-remote'] : ['only-local', 'delete-local']
    const sums = groups.map((group) => this.#sums.get(group) ?? { count: 0, sizeBytes: 0 })
    return sums.reduce((one, other) => ({
      count: one.count + other.count,
      sizeBytes: one.sizeBytes + other.sizeBytes
    }))
  }
  get asked(): readonly SyncRow[] {
    return this.#rows.filter(({ group }) => group === 'ask')
  }
  get undecidedCount(): number {
    return this.asked.filter((row) => this.choiceOf(row) === undefined).length
  }
  /** What `start` does. */
  countOf(...actions: readonly SyncAction[]): number {
    return this.#actions.filter(({ action }) => actions.includes(action)).length
  }
  get actionCount(): number {
    return this.#actions.length
  }
  get deletionCount(): number {
    return this.countOf('delete-local', 'delete-remote')
  }

  /** Nothing would be left on the side that is deleted from. */
  get isAllMissing(): boolean {
    const isRemote = this.#direction === 'up'
    return this.#rows.every(
      ({ group, compared }) => (isRemote ? compared.remote : compared.local) === undefined || group.startsWith('delete')
    )
  }

  /** Undefined: it is left as it is. */
  choiceOf({ compared, choices }: SyncRow): SyncChoice | undefined {
    const choice = this.#choices.get(compared.path)
    return choice !== undefined && choices.includes(choice) ? choice : undefined
  }

  choose({ compared: { path } }: SyncRow, choice: SyncChoice | undefined): void {
    this.#choices = withChoices(this.#choices, [[path, choice]])
  }

  /** For each row that asks: the side that is newer, where it may be taken; or all are left as they are. */
  chooseForAll(what: 'newer' | 'leave'): void {
    const sideOf = ({ newer }: SyncRow): SyncChoice | undefined =>
      newer === undefined || what === 'leave' ? undefined : newer === 'local' ? 'upload' : 'download'
    this.#choices = withChoices(
      this.#choices,
      this.asked.map((row) => [row.compared.path, sideOf(row)])
    )
  }

  async pick(): Promise<void> {
    this.#error = undefined
    try {
      const folder = await this.#folders.pick()
      if (folder !== undefined) await this.#compare(folder)
    } catch (error) {
      this.#error = toAppError(error)
    }
  }

  /** Of a folder that was chosen or dropped. */
  async use(chosen: ChosenFiles): Promise<void> {
    const folder = folderOf(chosen)
    this.#isNotOneFolder = folder === undefined
    if (folder !== undefined) await this.#compare(folder)
  }

  /** Looks again, at a folder that may have changed since. */
  async compareAgain(): Promise<void> {
    if (this.#folder !== undefined) await this.#compare(this.#folder)
  }

  /** Of the comparison: the folder can be chosen again. */
  stop(): void {
    this.#abort?.abort()
  }

  /** @returns true when the transfers have it. */
  async start(label: string): Promise<boolean> {
    const folder = this.#folder
    if (folder === undefined || this.#compared === undefined || this.#isStarting || this.actionCount === 0) return false
    if (this.deletionCount > 0 && !this.isConfirming) {
      this.isConfirming = true
      return false
    }
    this.#isStarting = true
    this.#error = undefined
    try {
      await this.#syncs.start(this.#order(folder, label), this.#compared)
      return true
    } catch (error) {
      this.#error = toAppError(error)
      return false
    } finally {
      this.#isStarting = false
    }
  }

  async #compare(folder: LocalFolder): Promise<void> {
    this.#abort?.abort()
    const { signal } = (this.#abort = new AbortController())
    this.#folder = folder
    this.#compared = undefined
    this.#error = undefined
    this.#counts = NOTHING
    if (folder.directory === undefined) this.direction = 'up'
    const count = (change: Partial<SyncCounts>): void => void (this.#counts = { ...this.#counts, ...change })
    try {
      const compared = await this.#syncs.compare(
        { ...this.#at, folder },
        {
          signal,
          onRead: (readCount) => count({ readCount }),
          onListed: (listedCount) => count({ listedCount }),
          onCompared: (comparedCount, toCompareCount) => count({ comparedCount, toCompareCount })
        }
      )
      signal.throwIfAborted()
      this.#choices = new Map()
      this.#compared = compared
    } catch (error) {
      if (this.#abort.signal !== signal) return
      if (isAbort(error)) this.#folder = undefined
      else this.#error = toAppError(error)
    }
  }

  #order(folder: LocalFolder, label: string): SyncOrder {
    const of = (...wanted: readonly SyncAction[]): readonly ComparedPath[] =>
      this.#actions.flatMap(({ row, action }) => (wanted.includes(action) ? [row.compared] : []))
    return {
      ...this.#at,
      folder,
      label,
      uploads: of('upload-new', 'upload-changed').flatMap(({ local, remote }) => (local ? [{ local, remote }] : [])),
      downloads: of('download-new', 'download-changed').flatMap(({ path, local, remote }) =>
        remote ? [{ path, remote, local }] : []
      ),
      deletedObjects: of('delete-remote').flatMap(({ remote }) => remote ?? []),
      deletedFiles: of('delete-local').flatMap(({ local }) => local ?? [])
    }
  }
}
