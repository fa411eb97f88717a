// Places that a user comes back to, a bucket and a prefix: the pinned ones, and those visited last. Pure, and the port that keeps them.
import type { Account } from './account'
import { toFolderPrefix, type FolderPrefix } from './folder-prefix'

export interface Bookmark {
  readonly bucket: string
  /** `''`: the bucket itself. */
  readonly prefix: FolderPrefix
}

export interface Bookmarks {
  /** In the order in which they were pinned. */
  readonly pinned: readonly Bookmark[]
  /** Latest first. */
  readonly recent: readonly Bookmark[]
  /** Buckets that no list names, in the order in which they were added. */
  readonly added?: readonly string[] | undefined
  /** How buckets are shown, where the user changed that; latest first. */
  readonly views?: readonly BucketView[] | undefined
}

export const SORT_COLUMNS = ['name', 'size', 'modified'] as const
export type SortColumn = (typeof SORT_COLUMNS)[number]

export interface SortOrder {
  readonly column: SortColumn
  readonly isDescending: boolean
}

export interface BucketView {
  readonly bucket: string
  /** Undefined: as the gateway lists it. */
  readonly order?: SortOrder | undefined
  /** Every key is a row, and no folder is. */
  readonly isFlat: boolean
}

/** Whose places. */
export interface BookmarkOwner {
  readonly account: Account
  /** A profile of the account is kept on this device: then its places are too, else they end with the tab. */
  readonly isRemembered: boolean
}

/** Keeps a book for each account, also while there is no profile for it. */
export interface BookmarkStore {
  /** What cannot be read is an empty book. */
  read(owner: BookmarkOwner): Bookmarks
  /** Changes the book as it is now, in whichever tab it was changed. @returns the new one. */
  change(owner: BookmarkOwner, change: (book: Bookmarks) => Bookmarks): Bookmarks
  forget(account: Account): void
}

export const NO_BOOKMARKS: Bookmarks = { pinned: [], recent: [] }
const MAX_RECENT = 8
const MAX_VIEWS = 100

export function isSameBookmark(a: Bookmark, b: Bookmark): boolean {
  return a.bucket === b.bucket && a.prefix === b.prefix
}

/** The same places, each with its slash and only once: older versions also kept addresses that had lost it. */
export function withFolders(book: Bookmarks): Bookmarks {
  return { ...book, pinned: toFolders(book.pinned), recent: toFolders(book.recent) }
}

function toFolders(places: readonly Bookmark[]): readonly Bookmark[] {
  const folders = places.map(({ bucket, prefix }): Bookmark => ({ bucket, prefix: toFolderPrefix(prefix) }))
  return withoutRepeats(folders)
}

function withoutRepeats(places: readonly Bookmark[]): readonly Bookmark[] {
  return places.filter((place, index) => places.findIndex((other) => isSameBookmark(other, place)) === index)
}

/** Puts a place first. The folders that were passed on the way down to it leave no trace. */
export function addVisit(book: Bookmarks, place: Bookmark): Bookmarks {
  const [latest, ...older] = book.recent
  const isOnTheWay = latest?.bucket === place.bucket && place.prefix.startsWith(latest.prefix)
  const others = (isOnTheWay ? older : book.recent).filter((other) => !isSameBookmark(other, place))
  return { ...book, recent: [place, ...others].slice(0, MAX_RECENT) }
}

export function setPinned(book: Bookmarks, place: Bookmark, isPinned: boolean): Bookmarks {
  const others = book.pinned.filter((other) => !isSameBookmark(other, place))
  return { ...book, pinned: isPinned ? [...others, place] : others }
}

/** Several books of one account, the most authoritative first. */
export function mergeBookmarks(books: readonly Bookmarks[]): Bookmarks {
  return {
    pinned: withoutRepeats(books.flatMap(({ pinned }) => pinned)),
    recent: withoutRepeats(books.flatMap(({ recent }) => recent)).slice(0, MAX_RECENT),
    ...withAdded(books.flatMap(({ added = [] }) => added)),
    ...withViews(books.flatMap(({ views = [] }) => views))
  }
}

/** Adds a bucket that no list names, unless it is there. */
export function addBucket(book: Bookmarks, bucket: string): Bookmarks {
  return { ...book, ...withAdded([...(book.added ?? []), bucket]) }
}

export function viewOf({ views = [] }: Bookmarks, bucket: string): BucketView {
  return views.find((view) => view.bucket === bucket) ?? { bucket, isFlat: false }
}

/** The usual view is not kept. */
export function setView(book: Bookmarks, view: BucketView): Bookmarks {
  const others = (book.views ?? []).filter(({ bucket }) => bucket !== view.bucket)
  const isUsual = view.order === undefined && !view.isFlat
  const { views: _, ...rest } = book
  return { ...rest, ...withViews(isUsual ? others : [view, ...others]) }
}

/** Without a bucket, and without all places in it. */
export function withoutBucket({ pinned, recent, added = [], views = [] }: Bookmarks, bucket: string): Bookmarks {
  const isElsewhere = (place: { readonly bucket: string }): boolean => place.bucket !== bucket
  return {
    pinned: pinned.filter(isElsewhere),
    recent: recent.filter(isElsewhere),
    ...withAdded(added.filter((name) => name !== bucket)),
    ...withViews(views.filter(isElsewhere))
  }
}

function withAdded(names: readonly string[]): Pick<Bookmarks, 'added'> {
  return names.length === 0 ? {} : { added: [...new Set(names)] }
}

/** The first of each bucket counts. */
function withViews(views: readonly BucketView[]): Pick<Bookmarks, 'views'> {
  const own = views.filter(({ bucket }, index) => views.findIndex((other) => other.bucket === bucket) === index)
  return own.length === 0 ? {} : { views: own.slice(0, MAX_VIEWS) }
}
