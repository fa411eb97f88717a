// One folder of one bucket, page after page. Rows keep the order in which the pages brought them, so nothing ever jumps.
import type { AppError } from '../domain/app-error'
import type { ListingPage, ObjectEntry } from '../domain/object-entry'
import type { ObjectStorage } from '../domain/ports'
import type { ListingRow } from './listing-row'
import { Load } from './load.svelte'

interface Pages {
  readonly rows: readonly ListingRow[]
  readonly folderCount: number
  readonly sizeBytes: number
  readonly nextToken: string | undefined
}

interface Place {
  readonly storage: ObjectStorage
  readonly bucket: string
  readonly prefix: string
  readonly isFlat: boolean
}

/** Many small uploads end at once: one look at the folder serves them all. */
const RELOAD_AFTER_MS = 300
/** How often the screen learns of pages while many are loaded. */
const PUBLISH_EVERY_MS = 250

const NOTHING: Pages = { rows: [], folderCount: 0, sizeBytes: 0, nextToken: undefined }

export class Listing {
  readonly #load = new Load<Pages>()
  #isReloadPlanned = false
  #lastAsked: readonly [before: Pages, rowCount: number] = [NOTHING, 1]
  #place = $state.raw<Place | undefined>()
  #isLoadingAll = $state(false)
  #rows = $derived(this.#load.value?.rows)

  /** Undefined until the first page has come. */
  get rows(): readonly ListingRow[] | undefined {
    return this.#rows
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
  /** True while every page to the last is on its way. */
  get isLoadingAll(): boolean {
    return this.#isLoadingAll && this.#load.isLoading
  }
  get loadedAtMs(): number | undefined {
    return this.#load.loadedAtMs
  }
  get bucket(): string | undefined {
    return this.#place?.bucket
  }
  get prefix(): string {
    return this.#place?.prefix ?? ''
  }

  /** @param isFlat every key below the prefix, without folders */
  show(storage: ObjectStorage, bucket: string, prefix: string, isFlat = false): void {
    const now = this.#place
    if (now?.storage === storage && now.bucket === bucket && now.prefix === prefix && now.isFlat === isFlat) return
    this.#place = { storage, bucket, prefix, isFlat }
    this.#load.reset()
    void this.reload()
  }

  /** What is known of this bucket is no longer so: whoever shows it next asks anew. */
  forget(bucket: string): void {
    if (this.#place?.bucket !== bucket) return
    this.#place = undefined
    this.#load.reset()
  }

  /** All pages that were there, from the first; the rows of before stay until they have come. */
  async reload(): Promise<void> {
    await this.#loadPages(NOTHING, this.#load.value?.rows.length ?? 1)
  }

  /** After a failure: asks again for what failed. */
  async retry(): Promise<void> {
    const [before, rowCount] = this.#lastAsked
    await this.#loadPages(rowCount === Infinity ? (this.#load.value ?? before) : before, rowCount)
  }

  /** Something was uploaded: shows it when it went into this folder. */
  noteChange(change: {
    readonly direction: 'upload' | 'download'
    readonly endpoint: string
    readonly bucket: string
    readonly key: string
  }): void {
    const place = this.#place
    if (place === undefined || change.direction !== 'upload') return
    const isHere =
      change.endpoint === place.storage.endpoint &&
      change.bucket === place.bucket &&
      change.key.startsWith(place.prefix)
    if (!isHere || this.#isReloadPlanned) return
    this.#isReloadPlanned = true
    setTimeout(() => {
      this.#isReloadPlanned = false
      if (this.#place === place) void this.reload()
    }, RELOAD_AFTER_MS)
  }

  /** The next page, when there is one and none is on its way. */
  async loadMore(): Promise<void> {
    const pages = this.#load.value
    if (pages?.nextToken === undefined || this.#load.isLoading) return
    await this.#loadPages(pages, pages.rows.length + 1)
  }

  /** Every page to the last, shown as they come. Resolves early when it fails or is stopped. */
  async loadAll(): Promise<void> {
    const pages = this.#load.value
    if (pages?.nextToken === undefined || this.isLoadingAll) return
    this.#isLoadingAll = true
    await this.#loadPages(pages, Infinity)
  }

  /** Ends what is being loaded; the pages that have come stay. */
  stop(): void {
    this.#load.stop()
  }

  /** Pages after `before` until there are so many rows, or no more. */
  async #loadPages(before: Pages, rowCount: number): Promise<void> {
    const place = this.#place
    if (place === undefined) return
    this.#lastAsked = [before, rowCount]
    this.#isLoadingAll = rowCount === Infinity
    await this.#load.run(async (signal, publish) => {
      const { bucket, prefix } = place
      const delimiter = place.isFlat ? undefined : '/'
      let pages = before
      const nextPage = async ({ nextToken: token }: Pages): Promise<ListingPage> => {
        try {
          return await place.storage.listPage({ bucket, prefix, delimiter, token }, signal)
        } catch (error) {
          if (rowCount === Infinity) publish(pages)
          throw error
        }
      }
      let publishedAtMs = Date.now()
      do {
        pages = append(pages, await nextPage(pages), prefix)
        // The rows of before a reload stay until those that replace them are all there.
        if (rowCount === Infinity && Date.now() - publishedAtMs > PUBLISH_EVERY_MS) {
          publish(pages)
          publishedAtMs = Date.now()
        }
      } while (pages.nextToken !== undefined && pages.rows.length < rowCount)
      return pages
    })
  }
}

function append(before: Pages, page: ListingPage, prefix: string): Pages {
  const folders = page.prefixes.map((folder): ListingRow => ({ prefix: folder }))
  const objects: readonly ObjectEntry[] = page.objects.filter(({ key }) => key !== prefix) // the folder's own marker
  return {
    rows: before.rows.concat(folders, objects),
    folderCount: before.folderCount + folders.length,
    sizeBytes: page.objects.reduce((sum, entry) => sum + entry.sizeBytes, before.sizeBytes),
    nextToken: page.nextToken
  }
}
