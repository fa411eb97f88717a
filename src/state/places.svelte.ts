// The places of the active profile: pinned ones and recent ones.
import {
  addVisit,
  EMPTY_BOOK,
  isSamePlace,
  setPinned,
  withoutBucket,
  type Place,
  type PlaceBook,
  type PlaceStore
} from '../domain/place'
import type { Profile } from '../domain/profile'

export class Places {
  readonly #store: PlaceStore
  #profile: Profile | undefined
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

  show(profile: Profile | undefined): void {
    this.#profile = profile
    this.#book = profile === undefined ? EMPTY_BOOK : this.#store.read(profile)
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
  /** A profile was removed. */
  forgetProfile(profileId: string): void {
    this.#store.forget(profileId)
  }

  #change(change: (book: PlaceBook) => PlaceBook): void {
    if (this.#profile !== undefined) this.#book = this.#store.change(this.#profile, change)
  }
}
