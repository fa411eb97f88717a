// A listing filtered and sorted, whatever its rows come from.
import type { SortColumn, SortOrder } from '../../domain/bookmark'
import { isFolder, rowId, type ListingRow } from '../../state/listing-row'

/** The rows of a listing, and the prefix that their names leave out. */
export interface ListedRows {
  readonly rows: readonly ListingRow[] | undefined
  readonly prefix: string
}

export class ListingView {
  readonly #listed: () => ListedRows
  readonly #onChange: (neededAll: boolean) => void
  #filter = $state('')
  #order = $state.raw<SortOrder | undefined>()
  #matcher = $derived(this.#filter === '' ? undefined : toMatcher(this.#filter))
  #filtered = $derived.by(() => {
    const { rows, prefix } = this.#listed()
    const matcher = this.#matcher
    return matcher === undefined ? rows : rows?.filter((row) => matcher.test(rowId(row).slice(prefix.length)))
  })
  #needsAll = $derived(this.#filter !== '' || this.#order !== undefined)
  #rows = $derived(
    this.#order === undefined || this.#filtered === undefined ? this.#filtered : sortRows(this.#filtered, this.#order)
  )

  /** @param onChange called when the user filtered or sorted; `neededAll`: every row was needed before. */
  constructor(listed: () => ListedRows, onChange: (neededAll: boolean) => void = () => undefined) {
    this.#listed = listed
    this.#onChange = onChange
  }

  /** Undefined until the first page has come. */
  get rows(): readonly ListingRow[] | undefined {
    return this.#rows
  }
  get filter(): string {
    return this.#filter
  }
  set filter(text: string) {
    const neededAll = this.#needsAll
    this.#filter = text
    this.#onChange(neededAll)
  }
  /** Undefined: as the gateway lists them, folders first within a page. */
  get order(): SortOrder | undefined {
    return this.#order
  }
  /** True when rows that are not loaded yet could change the order or the matches. */
  get needsAll(): boolean {
    return this.#needsAll
  }

  isShown(row: ListingRow): boolean {
    return this.#matcher?.test(rowId(row).slice(this.#listed().prefix.length)) ?? true
  }

  /** Ascending, then descending, then as the gateway lists them. */
  sortBy(column: SortColumn): void {
    const [now, neededAll] = [this.#order, this.#needsAll]
    if (now?.column !== column) this.#order = { column, isDescending: false }
    else this.#order = now.isDescending ? undefined : { column, isDescending: true }
    this.#onChange(neededAll)
  }

  /** For other rows. @param order how they are sorted from the first on */
  reset(order: SortOrder | undefined): void {
    this.#filter = ''
    this.#order = order
  }
}

/** Any part of the name, ignoring case. */
function toMatcher(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'), 'i')
}

/** Folders stay first and have neither size nor date; equal rows keep their places. */
function sortRows(rows: readonly ListingRow[], { column, isDescending }: SortOrder): readonly ListingRow[] {
  const sign = isDescending ? -1 : 1
  const valueOf = (row: ListingRow): number =>
    isFolder(row) ? 0 : column === 'size' ? row.sizeBytes : row.modifiedAtMs
  return rows.toSorted((a, b) => {
    const [inA, inB] = [isFolder(a), isFolder(b)]
    if (inA !== inB) return inA ? -1 : 1
    if (column !== 'name') return sign * (valueOf(a) - valueOf(b))
    const [idA, idB] = [rowId(a), rowId(b)]
    return idA === idB ? 0 : idA < idB ? -sign : sign
  })
}
