// The download of a selection before it begins: how much it is, where it goes, and whether there is room. Sends nothing.
import { toAppError, type AppError } from '../domain/app-error'
import type { DownloadPlaces, ObjectStorage, PickedDirectory } from '../domain/ports'
import type { Selection } from '../domain/selection'
import type { ClashDecision } from '../transfer/name-clash'
import type { Locks } from './locks.svelte'
import { SelectionCount } from './selection-count.svelte'
import type { Transfers } from './transfers.svelte'

/** So many files may be on their way at once, each of them kept by the browser until it is verified. */
const AT_ONCE = 5

export interface DownloadSource {
  readonly storage: ObjectStorage
  readonly bucket: string
  readonly prefix: string
  readonly selection: Selection
  /** The selection in a few words. */
  readonly label: string
}

export class DownloadMany {
  readonly #source: DownloadSource
  readonly #places: DownloadPlaces
  readonly count: SelectionCount
  readonly canPickDirectory: boolean
  decision = $state<ClashDecision>('keep-both')
  isToDirectory = $state(false)
  #directory = $state.raw<PickedDirectory | undefined>()
  #isDirectoryEmpty = $state(true)
  #freeBytes = $state<number | undefined>()
  #markerCount = $state(0)
  #error = $state.raw<AppError | undefined>()

  constructor(source: DownloadSource, places: DownloadPlaces) {
    this.#source = source
    this.#places = places
    this.canPickDirectory = this.isToDirectory = places.canPickDirectory
    this.count = new SelectionCount(source.storage, source.bucket, source.selection, () => {
      this.#markerCount = 0
      return (objects) => {
        const markers = objects.filter(({ key, sizeBytes }) => key.endsWith('/') && sizeBytes === 0)
        this.#markerCount += markers.length
      }
    })
  }

  /** Without the empty objects that stand for folders. */
  get fileCount(): number {
    return (this.count.totals?.objectCount ?? 0) - this.#markerCount
  }
  get directory(): PickedDirectory | undefined {
    return this.#directory
  }
  /** Then what is there already must be decided on. */
  get hasDirectoryFiles(): boolean {
    return this.#directory !== undefined && !this.#isDirectoryEmpty
  }
  get error(): AppError | undefined {
    return this.#error
  }
  /** What the browser must keep at once: all of it, unless each file moves on into a directory. */
  get neededBytes(): number {
    const { sizeBytes = 0, largestBytes = 0 } = this.count.totals ?? {}
    return this.isToDirectory ? Math.min(sizeBytes, AT_ONCE * largestBytes) : sizeBytes
  }
  get freeBytes(): number | undefined {
    return this.#freeBytes
  }
  get hasRoom(): boolean {
    return this.#freeBytes === undefined || this.#freeBytes > this.neededBytes
  }
  get isReady(): boolean {
    return this.count.isComplete && this.fileCount > 0 && (!this.isToDirectory || this.#directory !== undefined)
  }

  /** Counts, and asks for the room. */
  async prepare(): Promise<void> {
    const ask = this.#places.freeBytes().then(
      (freeBytes) => (this.#freeBytes = freeBytes),
      () => undefined
    )
    await Promise.all([this.count.count(), ask])
  }

  async pickDirectory(): Promise<void> {
    this.#error = undefined
    try {
      const directory = await this.#places.pickDirectory()
      if (directory === undefined) return
      this.#isDirectoryEmpty = await directory.isEmpty()
      this.#directory = directory
    } catch (error) {
      this.#error = toAppError(error)
    }
  }

  /** @returns true when the transfers have it. */
  async start(transfers: Pick<Transfers, 'downloadMany'>, locks: Pick<Locks, 'findKey'>): Promise<boolean> {
    const { totals } = this.count
    if (!this.isReady || totals === undefined) return false
    this.#error = undefined
    const { storage, bucket } = this.#source
    try {
      await transfers.downloadMany({
        ...this.#source,
        selection: this.count.selection,
        objectCount: totals.objectCount,
        sizeBytes: totals.sizeBytes,
        directory: this.isToDirectory ? this.#directory : undefined,
        decision: this.decision,
        findSseKey: (entry, signal) => locks.findKey(storage, bucket, entry, signal)
      })
      return true
    } catch (error) {
      this.#error = toAppError(error)
      return false
    }
  }
}
