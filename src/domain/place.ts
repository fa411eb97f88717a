// Places that a person comes back to, a bucket and a prefix: the pinned ones, and those visited last. Pure, and the port that keeps them.
import { toFolderPrefix, type FolderPrefix } from './folder-prefix'
import type { Profile } from './profile'

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

/** Keeps a book for each profile: no longer than the profile itself, and in this tab only where that is so for the profile. */
export interface PlaceStore {
  /** What cannot be read is an empty book. */
  read(profile: Profile): PlaceBook
  /** Changes the book as it is now, in whichever tab it was changed. @returns the new one. */
  change(profile: Profile, change: (book: PlaceBook) => PlaceBook): PlaceBook
  forget(profileId: string): void
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
  return folders.filter((place, index) => folders.findIndex((other) => isSamePlace(other, place)) === index)
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

/** Without all places of a bucket that is gone. */
export function withoutBucket({ pinned, recent }: PlaceBook, bucket: string): PlaceBook {
  const isElsewhere = (place: Place): boolean => place.bucket !== bucket
  return { pinned: pinned.filter(isElsewhere), recent: recent.filter(isElsewhere) }
}
