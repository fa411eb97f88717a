// The rows on screen: the encryption of its objects is observed, and more rows are loaded before the last is reached.
import type { EncryptionObservations } from '../../state/encryption-observations.svelte'
import { isObject } from '../../state/listing-row'
import type { Listing } from '../../state/listing.svelte'
import type { ListingView } from './listing-view.svelte'

/** Rows that are scrolled past cost no request. */
const REST_DELAY_MS = 80
const ROWS_AHEAD = 200

export class RowsOnScreen {
  readonly #of: { readonly view: ListingView; readonly listing: Listing; readonly observations: EncryptionObservations }
  #range: readonly [first: number, last: number] | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(view: ListingView, listing: Listing, observations: EncryptionObservations) {
    this.#of = { view, listing, observations }
  }

  /** Undefined: none is on screen. */
  show(range: readonly [first: number, last: number] | undefined): void {
    this.#range = range
    this.look()
  }

  /** Other rows may have come into the same places. */
  look(): void {
    clearTimeout(this.#timer)
    if (this.#range === undefined) return
    const { view, listing, observations } = this.#of
    const [first, last] = this.#range
    const rows = view.rows ?? []
    // What is observed is remembered by the gateway's date.
    const visible = rows
      .slice(first, last + 1)
      .filter(isObject)
      .filter((row) => listing.isListed(row))
    this.#timer = setTimeout(() => observations.show(visible), REST_DELAY_MS)
    // A failed page is retried by the user, not by its own failure.
    if (listing.hasMore && last >= rows.length - ROWS_AHEAD) void listing.loadMore()
  }
}
