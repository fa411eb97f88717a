// The places of the active profile's account: pinned ones, recent ones, and the buckets that were added by name.
import type { Account } from '../domain/account'
import {
  addBucket,
  addVisit,
  NO_BOOKMARKS,
  isSameBookmark,
  setPinned,
  setView,
  viewOf,
  withoutBucket,
  type Bookmark,
  type Bookmarks,
  type BookmarkOwner,
  type BookmarkStore,
  type BucketView
} from '../domain/bookmark'

export class BookmarksState {
  readonly #store: BookmarkStore
  #owner: BookmarkOwner | undefined
  #book = $state.raw<Bookmarks>(NO_BOOKMARKS)

  constructor(store: BookmarkStore) {
    this.#store = store
  }

  get pinned(): readonly Bookmark[] {
    return this.#book.pinned
  }
  /** Without those that are pinned. */
  get recent(): readonly Bookmark[] {
    return this.#book.recent.filter((place) => !this.isPinned(place))
  }
  /** Buckets that were added by name. */
  get added(): readonly string[] {
    return this.#book.added ?? []
  }
  /** The buckets that an account's user named or pinned, each once. */
  namedBy(owner: BookmarkOwner): readonly string[] {
    const { added = [], pinned } = this.#store.read(owner)
    return [...new Set([...added, ...pinned.map(({ bucket }) => bucket)])]
  }
  /** How a bucket was shown last. */
  viewOf(bucket: string): BucketView {
    return viewOf(this.#book, bucket)
  }
  isPinned(place: Bookmark): boolean {
    return this.#book.pinned.some((other) => isSameBookmark(other, place))
  }

  show(owner: BookmarkOwner | undefined): void {
    this.#owner = owner
    this.#book = owner === undefined ? NO_BOOKMARKS : this.#store.read(owner)
  }

  visit(place: Bookmark): void {
    this.#change((book) => addVisit(book, place))
  }
  setPinned(place: Bookmark, isPinned: boolean): void {
    this.#change((book) => setPinned(book, place, isPinned))
  }
  setView(view: BucketView): void {
    this.#change((book) => setView(book, view))
  }
  addBucket(bucket: string): void {
    this.#change((book) => addBucket(book, bucket))
  }
  forgetBucket(bucket: string): void {
    this.#change((book) => withoutBucket(book, bucket))
  }
  /** The user wants nothing of an account to be left. */
  forget(account: Account): void {
    this.#store.forget(account)
  }

  #change(change: (book: Bookmarks) => Bookmarks): void {
    if (this.#owner !== undefined) this.#book = this.#store.change(this.#owner, change)
  }
}
