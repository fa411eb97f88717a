// One folder of one bucket, page after page. Rows keep the order in which the pages brought them, so nothing ever jumps.
import type { AppError } from '../domain/app-error'
import type { ListingPage, ObjectEntry } from '../domain/object-entry'
import type { ObjectStorage } from '../domain/ports'
import { Load } from './load.svelte'

export type ListingRow =
  | { readonly kind: 'folder'; readonly prefix: string; readonly name: string }
  | { readonly kind: 'object'; readonly entry: ObjectEntry; readonly name: string }

/** What identifies a row within its listing. */
export function rowId(row: ListingRow): string {
  return row.kind === 'folder' ? `folder ${row.prefix}` : `object ${row.entry.key}`
}

interface Pages {
  readonly rows: readonly ListingRow[]
  readonly sizeBytes: number
  readonly nextToken: string | undefined
}

/** Many small uploads end at once: one look at the folder serves them all. */
const RELOAD_AFTER_MS = 300

const NOTHING: Pages = { rows: [], sizeBytes: 0, nextToken: undefined }

export class Listing {
  readonly #load = new Load<Pages>()
  #isReloadPlanned = false
  #lastAsked: readonly [before: Pages, rowCount: number] = [NOTHING, 1]
  #place = $state.raw<{ storage: ObjectStorage; bucket: string; prefix: string } | undefined>()
  #rows = $derived(this.#load.value?.rows)

  /** Undefined until the first page has come. */
  get rows(): readonly ListingRow[] | undefined {
    return this.#rows
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
  get loadedAtMs(): number | undefined {
    return this.#load.loadedAtMs
  }
  get bucket(): string | undefined {
    return this.#place?.bucket
  }
  get prefix(): string {
    return this.#place?.prefix ?? ''
  }

  show(storage: ObjectStorage, bucket: string, prefix: string): void {
    const now = this.#place
    if (now?.storage === storage && now.bucket === bucket && now.prefix === prefix) return
    this.#place = { storage, bucket, prefix }
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
    await this.#loadPages(...this.#lastAsked)
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

  /** Pages after `before` until there are so many rows, or no more. */
  async #loadPages(before: Pages, rowCount: number): Promise<void> {
    const place = this.#place
    if (place === undefined) return
    this.#lastAsked = [before, rowCount]
    await this.#load.run(async (signal) => {
      const { bucket, prefix } = place
      let pages = before
      do {
        const page = await place.storage.listPage({ bucket, prefix, delimiter: '/', token: pages.nextToken }, signal)
        pages = append(pages, page, prefix)
      } while (pages.nextToken !== undefined && pages.rows.length < rowCount)
      return pages
    })
  }
}

function append(before: Pages, page: ListingPage, prefix: string): Pages {
  const folders = page.prefixes.map((folder): ListingRow => ({
    kind: 'folder',
    prefix: folder,
    name: folder.slice(prefix.length)
  }))
  const objects = page.objects
    .filter((entry) => entry.key !== prefix) // the folder's own marker object
    .map((entry): ListingRow => ({ kind: 'object', entry, name: entry.key.slice(prefix.length) }))
  return {
    rows: [...before.rows, ...folders, ...objects],
    sizeBytes: page.objects.reduce((sum, entry) => sum + entry.sizeBytes, before.sizeBytes),
    nextToken: page.nextToken
  }
}
