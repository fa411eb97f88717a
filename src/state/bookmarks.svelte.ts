// The places of the active profile's account: pinned ones and recent ones.
import type { Account } from '../domain/account'
import {
  addVisit,
  EMPTY_BOOK,
  isSamePlace,
  setPinned,
  withoutBucket,
  type Place,
  type PlaceBook,
  type PlaceOwner,
  type PlaceStore
} from '../domain/bookmark'

export class Places {
  readonly #store: PlaceStore
  #owner: PlaceOwner | undefined
  #book = $state.raw<PlaceBook>(EMPTY_BOOK)

  constructor(store: PlaceStore) {
    this.#store = store
  }

  get pinned(): readonly Place[] {
    return this.#book.pinned
  }
  /** Without those that are pinned. */
  get recent(): readonly Place[] {
    return this.#book.recent.filter((place) => !this.isPinned(place))
  }
  isPinned(place: Place): boolean {
    return this.#book.pinned.some((other) => isSamePlace(other, place))
  }

  show(owner: PlaceOwner | undefined): void {
    this.#owner = owner
    this.#book = owner === undefined ? EMPTY_BOOK : this.#store.read(owner)
  }

  visit(place: Place): void {
    this.#change((book) => addVisit(book, place))
  }
  setPinned(place: Place, isPinned: boolean): void {
    this.#change((book) => setPinned(book, place, isPinned))
  }
  forgetBucket(bucket: string): void {
    this.#change((book) => withoutBucket(book, bucket))
  }
  /** The person wants nothing of an account to be left. */
  forget(account: Account): void {
    this.#store.forget(account)
  }

  #change(change: (book: PlaceBook) => PlaceBook): void {
    if (this.#owner !== undefined) this.#book = this.#store.change(this.#owner, change)
  }
}
