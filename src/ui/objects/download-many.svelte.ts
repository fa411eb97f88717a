// The preparation of a download of a selection: its size, its destination, and whether there is room.
import { toAppError, type AppError } from '../../domain/app-error'
import type { DownloadWay } from '../../domain/batch-journal'
import { Limiter } from '../../domain/limiter'
import { newId } from '../../domain/new-id'
import { isFolderMarker, mayBeLargeObject, type ObjectEntry } from '../../domain/object-entry'
import type { FolderPrefix } from '../../domain/folder-prefix'
import type { DownloadPlaces, FreeRoom, PickedDirectory } from '../../domain/download-ports'
import type { ObjectStorage } from '../../domain/ports'
import type { Selection } from '../../domain/selection'
import { zipOverheadBytes } from '../../domain/zip-format'
import type { ClashDecision } from '../../domain/clash-decision'
import type { EncryptionObservations } from '../../state/encryption-observations.svelte'
import { isLarge, pickForLarge } from './large-download'
import { SelectionCount } from './selection-count.svelte'
import type { Transfers } from '../../state/transfers.svelte'
import { describeArchive, nameArchive } from './archive-words'

/** Of downloads; each is kept by the browser until it is verified. */
const MAX_CONCURRENT = 5
/** Each takes a HEAD. */
const MAX_SIZES_CHECKED = 100

export interface DownloadSource {
  readonly storage: ObjectStorage
  readonly bucket: string
  readonly prefix: FolderPrefix
  readonly selection: Selection
  /** The selection in a few words. */
  readonly label: string
}

/** Swift large objects of a selection: their listing tells the size of their manifests. */
export interface LargeObjects {
  readonly count: number
  /** Beyond what is listed. */
  readonly unlistedBytes: number
  readonly largestBytes: number
  /** Objects listed as empty that were not checked, being too many. */
  readonly uncheckedCount: number
}

export class DownloadMany {
  readonly #source: DownloadSource
  readonly #places: DownloadPlaces
  readonly count: SelectionCount
  readonly canPickDirectory: boolean
  decision = $state<ClashDecision>('keep-both')
  #chosenWay = $state<DownloadWay | undefined>()
  #directory = $state.raw<PickedDirectory | undefined>()
  #isDirectoryEmpty = $state(true)
  #room = $state.raw<FreeRoom | undefined>()
  #markerCount = $state(0)
  #overheadBytes = $state(0)
  #large = $state.raw<LargeObjects>({ count: 0, unlistedBytes: 0, largestBytes: 0, uncheckedCount: 0 })
  #sizeCheck = new AbortController()
  #checkedCount = 0
  readonly #limiter = new Limiter(MAX_CONCURRENT)
  #error = $state.raw<AppError | undefined>()

  constructor(source: DownloadSource, places: DownloadPlaces) {
    this.#source = source
    this.#places = places
    this.canPickDirectory = places.canPickDirectory
    this.count = new SelectionCount(source.storage, source.bucket, source.selection, () => {
      this.#markerCount = this.#overheadBytes = 0
      this.#resetSizes()
      return (objects) => {
        for (const entry of objects) void this.#checkSize(entry)
        this.#markerCount += objects.filter(isFolderMarker).length
        const overhead = (sum: number, { key, sizeBytes }: ObjectEntry) => sum + zipOverheadBytes(key, sizeBytes)
        this.#overheadBytes = objects.reduce(overhead, this.#overheadBytes)
      }
    })
  }

  /** Without the empty objects that stand for folders. */
  get fileCount(): number {
    return (this.count.totals.value?.objectCount ?? 0) - this.#markerCount
  }
  get directory(): PickedDirectory | undefined {
    return this.#directory
  }
  /** Then the user must choose what to do with existing files. */
  get hasDirectoryFiles(): boolean {
    return this.#directory !== undefined && !this.#isDirectoryEmpty
  }
  get error(): AppError | undefined {
    return this.#error
  }
  /** As chosen; before that one archive, where it has room. */
  get way(): DownloadWay {
    if (this.#chosenWay !== undefined) return this.#chosenWay
    const isTooLarge = this.count.isComplete && !this.#hasRoomFor('archive')
    return isTooLarge && this.canPickDirectory ? 'directory' : 'archive'
  }
  set way(way: DownloadWay) {
    this.#chosenWay = way
  }
  /** Of the whole ZIP file, at most. */
  get archiveBytes(): number {
    return this.#neededBytes('archive')
  }
  /** The browser storage needed at once: for all files, unless each is moved to a directory when verified. */
  get neededBytes(): number {
    return this.#neededBytes(this.way)
  }
  /** As far as they have been checked. */
  get large(): LargeObjects {
    return this.#large
  }
  get freeBytes(): number | undefined {
    return this.#room?.freeBytes
  }
  /** False only where that is known. */
  get hasRoom(): boolean {
    return this.#hasRoomFor(this.way)
  }
  /** The user is asked for a file to write it into, when they begin. */
  get isIntoFile(): boolean {
    return this.way === 'archive' && this.#places.canPickFile && isLarge(this.archiveBytes, this.#room)
  }
  get isReady(): boolean {
    if (!this.count.isComplete || this.fileCount === 0) return false
    if (this.way === 'archive') return this.hasRoom // else not one file could be kept
    return this.way === 'each' || this.#directory !== undefined
  }

  /** Counts the selection and the free storage. */
  async prepare(): Promise<void> {
    const ask = this.#places.freeRoom().then(
      (room) => (this.#room = room),
      () => undefined
    )
    await Promise.all([this.count.count(), ask])
  }

  stop(): void {
    this.count.totals.stop()
    this.#sizeCheck.abort()
  }

  #neededBytes(way: DownloadWay): number {
    const { sizeBytes: listedBytes = 0, largestBytes = 0 } = this.count.totals.value ?? {}
    const sizeBytes = listedBytes + this.#large.unlistedBytes
    if (way === 'archive') return sizeBytes + this.#overheadBytes
    const largest = Math.max(largestBytes, this.#large.largestBytes)
    return way === 'directory' ? Math.min(sizeBytes, MAX_CONCURRENT * largest) : sizeBytes
  }

  #hasRoomFor(way: DownloadWay): boolean {
    if (way === 'archive' && this.#places.canPickFile) return true
    return this.#room?.isKnown !== true || this.#room.freeBytes > this.#neededBytes(way)
  }

  #resetSizes(): void {
    this.#sizeCheck.abort()
    this.#sizeCheck = new AbortController()
    this.#checkedCount = 0
    this.#large = { count: 0, unlistedBytes: 0, largestBytes: 0, uncheckedCount: 0 }
  }

  /** On an error the listed size counts: the download will report it. */
  async #checkSize(entry: ObjectEntry): Promise<void> {
    if (!mayBeLargeObject(entry) || isFolderMarker(entry)) return
    if (++this.#checkedCount > MAX_SIZES_CHECKED) {
      this.#large = { ...this.#large, uncheckedCount: this.#large.uncheckedCount + 1 }
      return
    }
    const { storage, bucket } = this.#source
    const { signal } = this.#sizeCheck
    const head = () => storage.headObject(bucket, entry.key, undefined, signal)
    const answer = await this.#limiter.run(head, signal).catch(() => undefined)
    const sizeBytes = answer?.sizeBytes ?? entry.sizeBytes
    if (sizeBytes === entry.sizeBytes || signal.aborted) return
    const { count, unlistedBytes, largestBytes, uncheckedCount } = this.#large
    this.#large = {
      count: count + 1,
      unlistedBytes: unlistedBytes + sizeBytes - entry.sizeBytes,
      largestBytes: Math.max(largestBytes, sizeBytes),
      uncheckedCount
    }
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

  /** @returns true when the transfers have accepted it. */
  async start(
    transfers: Pick<Transfers, 'downloadMany' | 'downloadArchive'>,
    observations: Pick<EncryptionObservations, 'findKey'>
  ): Promise<boolean> {
    const totals = this.count.totals.value
    if (!this.isReady || totals === undefined) return false
    this.#error = undefined
    const { storage, bucket, prefix } = this.#source
    const { unlistedBytes } = this.#large
    const request = {
      ...this.#source,
      selection: this.count.selection,
      sizeBytes: totals.sizeBytes + unlistedBytes,
      findSseKey: (entry: ObjectEntry, signal: AbortSignal) => observations.findKey({ storage, bucket, entry }, signal)
    }
    try {
      if (this.way === 'archive') {
        const fileName = nameArchive(bucket, prefix, request.selection)
        const picked = await pickForLarge(this.#places, fileName, this.archiveBytes)
        if (picked === undefined) return false
        const { fileCount } = this
        const overheadBytes = this.#overheadBytes
        const described = { fileCount, overheadBytes, fileName, describe: describeArchive }
        await transfers.downloadArchive({ ...request, ...described, ...picked })
      } else
        await transfers.downloadMany({
          ...request,
          objectCount: totals.objectCount,
          unlistedBytes,
          directory: this.way === 'directory' ? this.#directory : undefined,
          batchId: newId(),
          decision: this.decision
        })
      return true
    } catch (error) {
      this.#error = toAppError(error)
      return false
    }
  }
}
