// The row that the keyboard is on. It is a row and no number: others come and go around it while the listing is loaded again.
import { rowId, type ListingRow } from '../../state/listing-row'

/** What the user saw highlighted, and among which rows. */
interface Held {
  readonly rows: readonly ListingRow[]
  readonly index: number
}

interface Position {
  readonly index: number
  /** The row is gone, and this is its neighbour: no one has chosen it. */
  readonly isNeighbour: boolean
}

export class RowCursor {
  readonly #rows: () => readonly ListingRow[]
  #held = $state.raw<Held | undefined>()
  #position = $derived.by(() => follow(this.#held, this.#rows()))

  constructor(rows: () => readonly ListingRow[]) {
    this.#rows = rows
  }

  /** 0 also where there are no rows. */
  get index(): number {
    return this.#position.index
  }
  get row(): ListingRow | undefined {
    return this.#rows()[this.index]
  }

  /** As `row`, if it is the one that the user saw highlighted. */
  get chosen(): ListingRow | undefined {
    return this.isHeld && !this.#position.isNeighbour ? this.row : undefined
  }
  get isHeld(): boolean {
    return this.#held !== undefined
  }

  /** By the user; beyond the ends is the last row on that side. */
  moveTo(index: number): void {
    const rows = this.#rows()
    this.#held = { rows, index: Math.max(0, Math.min(rows.length - 1, index)) }
  }

  /** The user sees it: from now on it is this row. */
  hold(): void {
    if (this.#rows().length > 0) this.moveTo(this.index)
  }

  /**
   * The row that a key may act on. Undefined the first time after the highlighted row was removed: the user may not have seen yet
   * that its neighbour is highlighted now.
   */
  take(): ListingRow | undefined {
    const row = this.chosen
    this.hold()
    return row
  }
}

function follow(held: Held | undefined, rows: readonly ListingRow[]): Position {
  const row = held?.rows[held.index]
  if (held === undefined || row === undefined) return { index: 0, isNeighbour: false }
  const index = indexOf(rows, rowId(row), held.index)
  if (index >= 0) return { index, isNeighbour: false }
  const indices = new Map(rows.map((other, at) => [rowId(other), at]))
  const nearest = [...held.rows.slice(held.index + 1), ...held.rows.slice(0, held.index).reverse()]
  const neighbour = nearest.find((other) => indices.has(rowId(other)))
  return { index: (neighbour && indices.get(rowId(neighbour))) ?? 0, isNeighbour: true }
}

/** @param likely where it was: most often it still is there */
export function indexOf(rows: readonly ListingRow[], id: string, likely = -1): number {
  const there = rows[likely]
  return there !== undefined && rowId(there) === id ? likely : rows.findIndex((row) => rowId(row) === id)
}
