// A row of a listing: an object as it was listed, or a folder. Rows hold nothing twice, since there may be a hundred thousand.
import type { FolderPrefix } from '../domain/folder-prefix'
import type { ObjectEntry } from '../domain/object-entry'

/** All keys below a common prefix. */
export interface FolderRow {
  readonly prefix: FolderPrefix
}

export type ListingRow = ObjectEntry | FolderRow

export function isFolder(row: ListingRow): row is FolderRow {
  return 'prefix' in row
}

export function isObject(row: ListingRow): row is ObjectEntry {
  return !isFolder(row)
}

/** The whole key or prefix: it identifies the row within its listing, for no object is listed beside a folder of its name. */
export function rowId(row: ListingRow): string {
  return isFolder(row) ? row.prefix : row.key
}

/** As it is called within the place that is shown; a folder's name ends in `/`. */
export function rowName(row: ListingRow, placePrefix: string): string {
  return rowId(row).slice(placePrefix.length)
}
