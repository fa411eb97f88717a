// Places that a person comes back to, a bucket and a prefix: the pinned ones, and those visited last. Pure, and the port that keeps them.
import type { Account } from './account'
import { toFolderPrefix, type FolderPrefix } from './folder-prefix'

export interface Place {
  readonly bucket: string
  /** `''`: the bucket itself. */
  readonly prefix: FolderPrefix
}

export interface PlaceBook {
  /** In the order in which they were pinned. */
  readonly pinned: readonly Place[]
  /** Latest first. */
  readonly recent: readonly Place[]
}

/** Whose places. */
export interface PlaceOwner {
  readonly account: Account
  /** A profile of the account is kept on this device: then its places are too, else they end with the tab. */
  readonly isRemembered: boolean
}

/** Keeps a book for each account, also while there is no profile for it. */
export interface PlaceStore {
  /** What cannot be read is an empty book. */
  read(owner: PlaceOwner): PlaceBook
  /** Changes the book as it is now, in whichever tab it was changed. @returns the new one. */
  change(owner: PlaceOwner, change: (book: PlaceBook) => PlaceBook): PlaceBook
  forget(account: Account): void
}

export const EMPTY_BOOK: PlaceBook = { pinned: [], recent: [] }
const MOST_RECENT = 8

export function isSamePlace(a: Place, b: Place): boolean {
  return a.bucket === b.bucket && a.prefix === b.prefix
}

/** The same places, each with its slash and only once: older versions also kept addresses that had lost it. */
export function withFolders({ pinned, recent }: PlaceBook): PlaceBook {
  return { pinned: toFolders(pinned), recent: toFolders(recent) }
}

function toFolders(places: readonly Place[]): readonly Place[] {
  const folders = places.map(({ bucket, prefix }): Place => ({ bucket, prefix: toFolderPrefix(prefix) }))
  return withoutRepeats(folders)
}

function withoutRepeats(places: readonly Place[]): readonly Place[] {
  return places.filter((place, index) => places.findIndex((other) => isSamePlace(other, place)) === index)
}

/** Puts a place first. The folders that were passed on the way down to it leave no trace. */
export function addVisit(book: PlaceBook, place: Place): PlaceBook {
  const [latest, ...older] = book.recent
  const isOnTheWay = latest?.bucket === place.bucket && place.prefix.startsWith(latest.prefix)
  const others = (isOnTheWay ? older : book.recent).filter((other) => !isSamePlace(other, place))
  return { ...book, recent: [place, ...others].slice(0, MOST_RECENT) }
}

export function setPinned(book: PlaceBook, place: Place, isPinned: boolean): PlaceBook {
  const others = book.pinned.filter((other) => !isSamePlace(other, place))
  return { ...book, pinned: isPinned ? [...others, place] : others }
}

/** Several books of one account, the most authoritative first. */
export function mergeBooks(books: readonly PlaceBook[]): PlaceBook {
  return {
    pinned: withoutRepeats(books.flatMap(({ pinned }) => pinned)),
    recent: withoutRepeats(books.flatMap(({ recent }) => recent)).slice(0, MOST_RECENT)
  }
}

/** Without all places of a bucket that is gone. */
export function withoutBucket({ pinned, recent }: PlaceBook, bucket: string): PlaceBook {
  const isElsewhere = (place: Place): boolean => place.bucket !== bucket
  return { pinned: pinned.filter(isElsewhere), recent: recent.filter(isElsewhere) }
}
