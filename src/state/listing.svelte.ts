// One folder of one bucket, page after page. Rows keep the order in which the pages brought them, so nothing ever jumps.
import { isSameAccount } from '../domain/account'
import type { AppError } from '../domain/app-error'
import type { ListingPage } from '../domain/object-entry'
import type { FolderPrefix } from '../domain/folder-prefix'
import type { ObjectStorage } from '../domain/ports'
import type { Transfer } from '../transfers/transfer'
import { insertRows, type ListedFolder } from './insert-rows'
import { rowId, type ListingRow } from './listing-row'
import { Load } from './load.svelte'
import { SerialQueue } from '../domain/serial-queue'
import { StoredUploads } from './stored-uploads'

interface Pages extends ListedFolder {
  readonly reading: number
}

interface Folder {
  readonly storage: ObjectStorage
  readonly bucket: string
  readonly prefix: FolderPrefix
  readonly isFlat: boolean
}

/** All loaded pages again, the next page, or every page to the last. */
type LoadRequest = 'reload' | 'more' | 'all'

/** How often new pages are published while many are loaded. */
const PUBLISH_EVERY_MS = 250

/** A folder of an account's bucket. */
export type FolderPlace = Pick<Transfer, 'account' | 'bucket'> & { readonly prefix: FolderPrefix }

type StoredUpload = Pick<Transfer, 'direction' | 'account' | 'bucket' | 'key' | 'sizeBytes' | 'etag' | 'endedAtMs'>

const NOTHING = { rows: [], folderCount: 0, sizeBytes: 0, nextToken: undefined }

export class Listing {
  readonly #load = new Load<Pages>()
  readonly #queue = new SerialQueue<LoadRequest | 'insert'>()
  readonly #stored = new StoredUploads({
    // Not beside a load, which would publish its rows without these.
    onInsert: () => void this.#ask('insert', async () => this.#insert()),
    onQuiet: () => void this.reload(),
    isAwaitingMore: () => this.#isAwaitingUploads
  })
  /** Rows that no gateway has listed. */
  #unlisted = new WeakSet<ListingRow>()
  readonly #listeners = new Set<() => void>()
  #told: Pages | AppError | undefined
  #readings = 0
  #lastAsked: LoadRequest = 'reload'
  readonly #awaitsUploads: (place: FolderPlace) => boolean
  #folder = $state.raw<Folder | undefined>()
  #isLoadingAll = $state(false)
  #isStopped = $state(false)
  #rows = $derived(this.#load.value?.rows)

  /** @param awaitsUploads true while more uploads go there: each of them would be a reason to reload all pages. */
  constructor(awaitsUploads: (place: FolderPlace) => boolean = () => false) {
    this.#awaitsUploads = awaitsUploads
  }

  /** Undefined until the first page has come. */
  get rows(): readonly ListingRow[] | undefined {
    return this.#rows
  }
  /** Another number with every reload: within one reading rows are only added. */
  get reading(): number | undefined {
    return this.#load.value?.reading
  }
  get folderCount(): number {
    return this.#load.value?.folderCount ?? 0
  }
  get sizeBytes(): number {
    return this.#load.value?.sizeBytes ?? 0
  }
  get hasMore(): boolean {
    return this.#load.value?.nextToken !== undefined
  }
  get error(): AppError | undefined {
    return this.#load.error
  }
  get isLoading(): boolean {
    return this.#load.isLoading
  }
  /** True while all pages are being loaded, or queued to be. */
  get isLoadingAll(): boolean {
    return this.#isLoadingAll
  }
  /** The user stopped it: no more pages are loaded until they ask. */
  get isStopped(): boolean {
    return this.#isStopped
  }
  get loadedAtMs(): number | undefined {
    return this.#load.loadedAtMs
  }
  get prefix(): FolderPrefix {
    return this.#folder?.prefix ?? ''
  }

  /** Calls back when pages have come, or could not be loaded. @returns ends it. */
  onLoaded(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** @param isFlat every key below the prefix, without folders */
  show(storage: ObjectStorage, bucket: string, prefix: FolderPrefix, isFlat = false): void {
    const now = this.#folder
    if (now?.storage === storage && now.bucket === bucket && now.prefix === prefix && now.isFlat === isFlat) return
    this.#reset()
    this.#folder = { storage, bucket, prefix, isFlat }
    void this.reload()
  }

  /** Drops what is known of this bucket: it has changed. */
  forget(bucket: string): void {
    if (this.#folder?.bucket === bucket) this.#reset()
  }

  /**
   * All pages that were loaded, from the first; the former rows stay until they have come. Queued after a load in progress.
   */
  async reload(): Promise<void> {
    await this.#ask('reload', () => {
      this.#stored.take() // these will be listed
      return this.#loadPages('reload', { ...NOTHING, reading: ++this.#readings }, this.#load.value?.rows.length ?? 1)
    })
  }

  /** Repeats what failed. */
  async retry(): Promise<void> {
    if (this.#lastAsked === 'reload') await this.reload()
    else if (this.#lastAsked === 'all') await this.loadAll()
    else await this.#more()
  }

  /** False for a row that was inserted and not listed since: its date is this device's. */
  isListed(row: ListingRow): boolean {
    return !this.#unlisted.has(row)
  }

  /** Inserts what was uploaded to this folder, and reloads once nothing more comes. */
  noteChange(change: StoredUpload): void {
    const folder = this.#folder
    if (folder === undefined || change.direction !== 'upload') return
    const isHere =
      isSameAccount(change.account, folder.storage.account) &&
      change.bucket === folder.bucket &&
      change.key.startsWith(folder.prefix)
    if (!isHere) return
    const { key, sizeBytes, etag = '', endedAtMs: modifiedAtMs = Date.now() } = change
    this.#stored.add({ key, sizeBytes, etag, modifiedAtMs })
  }

  get #isAwaitingUploads(): boolean {
    if (this.#folder === undefined) return false
    const { storage, bucket, prefix } = this.#folder
    return this.#awaitsUploads({ account: storage.account, bucket, prefix })
  }

  #insert(): void {
    const [stored, folder] = [this.#stored.take(), this.#folder]
    for (const entry of stored) this.#unlisted.add(entry)
    if (folder !== undefined && stored.length > 0) this.#load.change((pages) => insertRows(pages, stored, folder))
  }

  /** The next page, on scrolling; none after a failure or a stop. */
  async loadMore(): Promise<void> {
    if (this.hasMore && !this.#isStopped && this.error === undefined) await this.#more()
  }

  /** All pages to the last, shown as they come; joins a load in progress. Resolves early when it fails or is stopped. */
  async loadAll(): Promise<void> {
    this.#isStopped = false
    const underWay = this.#queue.overOf('all')
    if (underWay !== undefined || !this.hasMore) return underWay
    this.#isLoadingAll = true
    await this.#ask('all', () => this.#loadRest('all', Infinity))
    this.#isLoadingAll = this.#queue.overOf('all') !== undefined
  }

  /** Stops loading more; the loaded pages stay. */
  stop(): void {
    this.#isStopped = true
    this.#isLoadingAll = false
    this.#queue.dequeue(['more', 'all'])
    if (this.#queue.running === 'reload') return
    this.#load.stop()
    this.#queue.abandon()
  }

  async #more(): Promise<void> {
    await (this.#queue.overOf('all') ??
      this.#queue.overOf('more') ??
      this.#ask('more', () => this.#loadRest('more', 1)))
  }

  async #ask(request: LoadRequest | 'insert', load: () => Promise<void>): Promise<void> {
    await this.#queue.ask(request, load)
    this.#tell()
  }

  #tell(): void {
    const now = this.error ?? this.#load.value
    if (now === this.#told) return
    this.#told = now
    for (const listener of this.#listeners) listener()
  }

  async #loadRest(request: LoadRequest, rowCount: number): Promise<void> {
    const pages = this.#load.value
    if (pages?.nextToken !== undefined) await this.#loadPages(request, pages, pages.rows.length + rowCount)
  }

  #reset(): void {
    this.#folder = undefined
    this.#isStopped = false
    this.#isLoadingAll = false
    this.#stored.reset()
    this.#queue.dequeue(['reload', 'more', 'all', 'insert'])
    this.#load.reset()
    this.#queue.abandon()
  }

  /** Pages after `before` until there are so many rows, or no more. */
  async #loadPages(request: LoadRequest, before: Pages, rowCount: number): Promise<void> {
    const folder = this.#folder
    if (folder === undefined) return
    this.#lastAsked = request
    await this.#load.run(async (signal, publish) => {
      const { bucket, prefix } = folder
      const delimiter = folder.isFlat ? undefined : '/'
      const known = new Set(before.rows.map(rowId))
      let pages = before
      const ask = (token: string | undefined): Promise<ListingPage> => {
        const asked = folder.storage.listPage({ bucket, prefix, delimiter, token }, signal)
        asked.catch(() => undefined) // it is awaited later
        return asked
      }
      const arrival = async (asked: Promise<ListingPage>): Promise<ListingPage> => {
        try {
          return await asked
        } catch (error) {
          if (request === 'all') publish(pages)
          // Pages after a failed one wait until the user retries.
          if (!signal.aborted) this.#queue.dequeue(['more', 'all'])
          throw error
        }
      }
      let publishedAtMs = Date.now()
      let asked = ask(before.nextToken)
      for (;;) {
        const page = await arrival(asked)
        signal.throwIfAborted()
        // The next page travels while this one is added and drawn.
        const maxCount = pages.rows.length + page.prefixes.length + page.objects.length
        const early = page.nextToken !== undefined && maxCount < rowCount ? ask(page.nextToken) : undefined
        pages = append(pages, page, prefix, known)
        // During a reload the former rows stay until all new ones have come.
        if (request === 'all' && Date.now() - publishedAtMs > PUBLISH_EVERY_MS) {
          publish(pages)
          this.#tell()
          publishedAtMs = Date.now()
        }
        if (pages.nextToken === undefined || pages.rows.length >= rowCount) break
        asked = early ?? ask(pages.nextToken)
      }
      return pages
    })
  }
}

/** @param known the ids of the rows so far: what a gateway lists twice becomes one row */
function append(before: Pages, page: ListingPage, prefix: string, known: Set<string>): Pages {
  const isNew = (id: string): boolean => {
    const sizeBefore = known.size
    return known.add(id).size > sizeBefore
  }
  const folders = page.prefixes.filter(isNew).map((folder): ListingRow => ({ prefix: folder }))
  const objects = page.objects.filter(({ key }) => isNew(key))
  return {
    reading: before.reading,
    rows: before.rows.concat(
      folders,
      objects.filter(({ key }) => key !== prefix) // the folder's own marker
    ),
    folderCount: before.folderCount + folders.length,
    sizeBytes: objects.reduce((sum, entry) => sum + entry.sizeBytes, before.sizeBytes),
    nextToken: page.nextToken
  }
}
