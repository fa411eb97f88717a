// One folder of one bucket, page after page. Rows keep the order in which the pages brought them, so nothing ever jumps.
import { isSameAccount, type Account } from '../domain/account'
import type { AppError } from '../domain/app-error'
import type { ListingPage } from '../domain/object-entry'
import type { FolderPrefix } from '../domain/folder-prefix'
import type { ObjectStorage } from '../domain/ports'
import { rowId, type ListingRow } from './listing-row'
import { Load } from './load.svelte'
import { SerialQueue } from './serial-queue'

interface Pages {
  readonly reading: number
  readonly rows: readonly ListingRow[]
  readonly folderCount: number
  readonly sizeBytes: number
  readonly nextToken: string | undefined
}

interface Place {
  readonly storage: ObjectStorage
  readonly bucket: string
  readonly prefix: FolderPrefix
  readonly isFlat: boolean
}

/** All that was loaded once more, the next page, or every page to the last. */
type Wish = 'reload' | 'more' | 'all'

/** Many small uploads end at once: one look at the folder serves them all. */
const RELOAD_AFTER_MS = 300
/** How often the screen learns of pages while many are loaded. */
const PUBLISH_EVERY_MS = 250

const NOTHING = { rows: [], folderCount: 0, sizeBytes: 0, nextToken: undefined }

export class Listing {
  readonly #load = new Load<Pages>()
  readonly #turns = new SerialQueue<Wish>()
  #reloadPlannedFor: Place | undefined
  #readings = 0
  #lastAsked: Wish = 'reload'
  #place = $state.raw<Place | undefined>()
  #isLoadingAll = $state(false)
  #isStopped = $state(false)
  #rows = $derived(this.#load.value?.rows)

  /** Undefined until the first page has come. */
  get rows(): readonly ListingRow[] | undefined {
    return this.#rows
  }
  /** Another one with every reload: rows of the same reading only become more. */
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
  /** True while every page to the last is on its way, or will be after what is loaded now. */
  get isLoadingAll(): boolean {
    return this.#isLoadingAll
  }
  /** The person stopped it: nothing more comes until they ask. */
  get isStopped(): boolean {
    return this.#isStopped
  }
  get loadedAtMs(): number | undefined {
    return this.#load.loadedAtMs
  }
  get bucket(): string | undefined {
    return this.#place?.bucket
  }
  get prefix(): FolderPrefix {
    return this.#place?.prefix ?? ''
  }

  /** @param isFlat every key below the prefix, without folders */
  show(storage: ObjectStorage, bucket: string, prefix: FolderPrefix, isFlat = false): void {
    const now = this.#place
    if (now?.storage === storage && now.bucket === bucket && now.prefix === prefix && now.isFlat === isFlat) return
    this.#leave()
    this.#place = { storage, bucket, prefix, isFlat }
    void this.reload()
  }

  /** What is known of this bucket is no longer so: whoever shows it next asks anew. */
  forget(bucket: string): void {
    if (this.#place?.bucket === bucket) this.#leave()
  }

  /**
   * All pages that were there, from the first; the rows of before stay until they have come. While something is loaded, it is done
   * after that.
   */
  async reload(): Promise<void> {
    await this.#turns.ask('reload', () =>
      this.#loadPages('reload', { ...NOTHING, reading: ++this.#readings }, this.#load.value?.rows.length ?? 1)
    )
  }

  /** After a failure: asks again for what failed. */
  async retry(): Promise<void> {
    if (this.#lastAsked === 'reload') await this.reload()
    else if (this.#lastAsked === 'all') await this.loadAll()
    else await this.#more()
  }

  /** Something was uploaded: shows it when it went into this folder. */
  noteChange(change: {
    readonly direction: 'upload' | 'download'
    readonly account: Account
    readonly bucket: string
    readonly key: string
  }): void {
    const place = this.#place
    if (place === undefined || change.direction !== 'upload') return
    const isHere =
      isSameAccount(change.account, place.storage.account) &&
      change.bucket === place.bucket &&
      change.key.startsWith(place.prefix)
    if (!isHere || this.#reloadPlannedFor === place) return
    this.#reloadPlannedFor = place
    setTimeout(() => {
      if (this.#place !== place) return
      this.#reloadPlannedFor = undefined
      void this.reload()
    }, RELOAD_AFTER_MS)
  }

  /** The next page, as somebody scrolls: none after a failure or a stop. */
  async loadMore(): Promise<void> {
    if (this.hasMore && !this.#isStopped && this.error === undefined) await this.#more()
  }

  /** Every page to the last, shown as they come; joins the one that is under way. Resolves early when it fails or is stopped. */
  async loadAll(): Promise<void> {
    this.#isStopped = false
    const underWay = this.#turns.overOf('all')
    if (underWay !== undefined || !this.hasMore) return underWay
    this.#isLoadingAll = true
    await this.#turns.ask('all', () => this.#loadRest('all', Infinity))
    this.#isLoadingAll = this.#turns.overOf('all') !== undefined
  }

  /** Ends what is being loaded beside what was there; the pages that have come stay. */
  stop(): void {
    this.#isStopped = true
    this.#isLoadingAll = false
    this.#turns.dequeue(['more', 'all'])
    if (this.#turns.running === 'reload') return
    this.#load.stop()
    this.#turns.abandon()
  }

  async #more(): Promise<void> {
    await (this.#turns.overOf('all') ??
      this.#turns.overOf('more') ??
      this.#turns.ask('more', () => this.#loadRest('more', 1)))
  }

  async #loadRest(wish: Wish, rowCount: number): Promise<void> {
    const pages = this.#load.value
    if (pages?.nextToken !== undefined) await this.#loadPages(wish, pages, pages.rows.length + rowCount)
  }

  #leave(): void {
    this.#place = undefined
    this.#isStopped = false
    this.#isLoadingAll = false
    this.#turns.dequeue(['reload', 'more', 'all'])
    this.#load.reset()
    this.#turns.abandon()
  }

  /** Pages after `before` until there are so many rows, or no more. */
  async #loadPages(wish: Wish, before: Pages, rowCount: number): Promise<void> {
    const place = this.#place
    if (place === undefined) return
    this.#lastAsked = wish
    await this.#load.run(async (signal, publish) => {
      const { bucket, prefix } = place
      const delimiter = place.isFlat ? undefined : '/'
      const known = new Set(before.rows.map(rowId))
      let pages = before
      const nextPage = async ({ nextToken: token }: Pages): Promise<ListingPage> => {
        try {
          return await place.storage.listPage({ bucket, prefix, delimiter, token }, signal)
        } catch (error) {
          if (wish === 'all') publish(pages)
          // What is behind a page that failed is not asked for before the person has seen that.
          if (!signal.aborted) this.#turns.dequeue(['more', 'all'])
          throw error
        }
      }
      let publishedAtMs = Date.now()
      do {
        signal.throwIfAborted()
        pages = append(pages, await nextPage(pages), prefix, known)
        // The rows of before a reload stay until those that replace them are all there.
        if (wish === 'all' && Date.now() - publishedAtMs > PUBLISH_EVERY_MS) {
          publish(pages)
          publishedAtMs = Date.now()
        }
      } while (pages.nextToken !== undefined && pages.rows.length < rowCount)
      return pages
    })
  }
}

/** @param known the ids of the rows that there are: what a gateway lists again is no further row */
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
