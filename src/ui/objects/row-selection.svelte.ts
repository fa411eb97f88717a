// Which rows are selected, by mouse or keyboard. Selecting one among a hundred thousand touches that one only.
import type { Selection } from '../../domain/selection'
import { isFolder, isObject, rowId, type ListingRow } from '../../state/listing-row'
import { indexOf } from './row-cursor.svelte'

export class RowSelection {
  /** By id, so that rows that were loaded again stay selected. */
  #picked = new Map<string, ListingRow>()
  #sizeBytes = 0
  /** Told to the screen in place of the map, which would be one signal a row. */
  #version = $state(0)
  /** Of the rows that are still to be selected, if any. */
  #awaited = $state.raw<object | undefined>()
  /** The id of the row where a range begins. */
  #anchor: string | undefined
  /** What the range since the anchor added, taken back when the range shrinks. */
  #range: readonly ListingRow[] = []

  get count(): number {
    void this.#version
    return this.#picked.size
  }
  /** Of the selected objects; folders' contents are not known here. */
  get sizeBytes(): number {
    void this.#version
    return this.#sizeBytes
  }
  /** Of the moment: it does not change later. */
  get selection(): Selection {
    void this.#version
    const rows = [...this.#picked.values()]
    return {
      entries: rows.filter(isObject),
      prefixes: rows.filter(isFolder).map(({ prefix }) => prefix)
    }
  }

  /** What an action on a row is about: what is selected, else this row. */
  or(row: ListingRow): Selection {
    return this.count > 0 ? this.selection : selectionOf(row)
  }

  /** True while all is selected that is there, and the rest will be when it has come. */
  get isGrowing(): boolean {
    return this.#awaited !== undefined
  }

  has(row: ListingRow): boolean {
    void this.#version
    return this.#picked.has(rowId(row))
  }

  countOf(isMeant: (row: ListingRow) => boolean): number {
    void this.#version
    let count = 0
    for (const row of this.#picked.values()) if (isMeant(row)) count++
    return count
  }

  /** Ranges begin there from now on. */
  toggle(row: ListingRow): void {
    if (this.#picked.has(rowId(row))) this.#drop(row)
    else this.#add(row)
    this.#resetAnchor(rowId(row))
  }

  /**
   * To this row from where the last one was toggled; where that row is gone, from the one that is highlighted, if any.
   * @param index of the row in `rows`
   */
  extendTo(rows: readonly ListingRow[], index: number, highlighted: ListingRow | undefined): void {
    this.#awaited = undefined
    const anchor = this.#anchor === undefined ? -1 : indexOf(rows, this.#anchor)
    const from = anchor >= 0 ? anchor : highlighted === undefined ? index : indexOf(rows, rowId(highlighted))
    if (anchor < 0) {
      this.#anchor = rowId(rows[from] ?? rows[index]!)
      this.#range = []
    }
    const range = rows.slice(Math.min(from, index), Math.max(from, index) + 1)
    this.#range.forEach((row) => this.#drop(row))
    this.#range = range.filter((row) => !this.#picked.has(rowId(row)))
    range.forEach((row) => this.#add(row))
    this.#version++
  }

  /** A range begins where the keyboard is. */
  moveTo(row: ListingRow): void {
    this.#anchor = rowId(row)
    this.#range = []
  }

  selectAll(rows: readonly ListingRow[]): void {
    rows.forEach((row) => this.#add(row))
    this.#resetAnchor(this.#anchor)
  }

  /** Selects these rows once they are listed, unless the selection was replaced or cleared by then. Undefined: not listed. */
  async selectLater(rest: Promise<readonly ListingRow[] | undefined>): Promise<void> {
    const mine = (this.#awaited = {})
    const rows = await rest
    if (this.#awaited !== mine) return
    this.#awaited = undefined
    if (rows !== undefined) this.selectAll(rows)
  }

  clear(): void {
    this.#awaited = undefined
    if (this.#picked.size === 0) return
    this.#picked = new Map()
    this.#sizeBytes = 0
    this.#resetAnchor(undefined)
  }

  /** After a reload: what is no longer there is no longer selected. */
  keepOnly(rows: readonly ListingRow[]): void {
    if (this.#picked.size === 0) return
    const before = this.#picked
    this.#picked = new Map()
    this.#sizeBytes = 0
    for (const row of rows) if (before.has(rowId(row))) this.#add(row)
    this.#version++
  }

  #resetAnchor(id: string | undefined): void {
    this.#awaited = undefined
    this.#anchor = id
    this.#range = []
    this.#version++
  }

  #add(row: ListingRow): void {
    const id = rowId(row)
    if (!this.#picked.has(id) && !isFolder(row)) this.#sizeBytes += row.sizeBytes
    this.#picked.set(id, row)
  }

  #drop(row: ListingRow): void {
    if (this.#picked.delete(rowId(row)) && !isFolder(row)) this.#sizeBytes -= row.sizeBytes
  }
}

/** The row alone. */
export function selectionOf(row: ListingRow): Selection {
  return isFolder(row) ? { entries: [], prefixes: [row.prefix] } : { entries: [row], prefixes: [] }
}
