// A row of a listing: an object as listed, or a folder. Rows are minimal, since there may be 100,000.
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

/** Its name within the current folder; a folder's name ends in `/`. */
export function rowName(row: ListingRow, placePrefix: string): string {
  return rowId(row).slice(placePrefix.length)
}
