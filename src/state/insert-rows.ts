// Objects that were stored while their folder is shown, put among its rows where the next listing will have them.
import { compareKeys } from '../domain/compare-keys'
import { isFolderPrefix, type FolderPrefix } from '../domain/folder-prefix'
import type { ObjectEntry } from '../domain/object-entry'
import { isFolder, rowId, type ListingRow } from './listing-row'

/** A folder as far as it was listed. */
export interface ListedFolder {
  readonly rows: readonly ListingRow[]
  readonly folderCount: number
  readonly sizeBytes: number
  /** Present where there are more rows. */
  readonly nextToken: string | undefined
}

interface Place {
  readonly prefix: FolderPrefix
  readonly isFlat: boolean
}

/** Rows of one page, or of several without folders: first folders, then objects, each in the order of names. */
interface Section {
  readonly start: number
  readonly foldersEnd: number
  readonly end: number
}

/**
 * What is there already with the same bytes stays as it was listed, with the gateway's date. Rows beyond those that were listed are
 * left to their page.
 * @param stored in the order in which they were stored
 */
export function insertRows<F extends ListedFolder>(folder: F, stored: readonly ObjectEntry[], place: Place): F {
  const added = new Map<string, ListingRow>()
  for (const entry of stored) {
    const row = toRow(entry, place)
    if (entry.key !== place.prefix) added.set(rowId(row), row) // not the folder's own marker
  }
  let { folderCount, sizeBytes } = folder
  const rows = folder.rows.map((row) => {
    const now = added.get(rowId(row))
    if (now === undefined) return row
    added.delete(rowId(row))
    if (isFolder(row) || isFolder(now) || (row.etag === now.etag && row.sizeBytes === now.sizeBytes)) return row
    sizeBytes += now.sizeBytes - row.sizeBytes
    return now
  })
  const sections = sectionsOf(rows)
  const hasMore = folder.nextToken !== undefined
  const insertions = [...added.values()]
    .flatMap((row) => insertionOf(row, rows, sections, hasMore))
    .sort((one, other) => one.part - other.part || compareKeys(rowId(one.row), rowId(other.row)))
  const merged: ListingRow[] = []
  let from = 0
  for (const { row, at } of insertions) {
    for (; from < at; from++) merged.push(rows[from]!)
    merged.push(row)
    if (isFolder(row)) folderCount++
    else sizeBytes += row.sizeBytes
  }
  for (; from < rows.length; from++) merged.push(rows[from]!)
  return { ...folder, rows: merged, folderCount, sizeBytes }
}

function toRow(entry: ObjectEntry, { prefix, isFlat }: Place): ListingRow {
  const folder = entry.key.slice(0, entry.key.indexOf('/', prefix.length) + 1)
  return isFlat || folder.length <= prefix.length || !isFolderPrefix(folder) ? entry : { prefix: folder }
}

function sectionsOf(rows: readonly ListingRow[]): readonly Section[] {
  const sections: Section[] = []
  let [start, foldersEnd] = [0, 0]
  rows.forEach((row, index) => {
    if (!isFolder(row)) return
    if (index > foldersEnd) {
      sections.push({ start, foldersEnd, end: index })
      start = index
    }
    foldersEnd = index + 1
  })
  return [...sections, { start, foldersEnd, end: rows.length }]
}

interface Insertion {
  readonly row: ListingRow
  /** Counts the folders and the objects of each section, so that insertions at one index have an order. */
  readonly part: number
  /** Of the row that it stands before. */
  readonly at: number
}

/** @returns none where its page was not listed yet. */
function insertionOf(
  row: ListingRow,
  rows: readonly ListingRow[],
  sections: readonly Section[],
  hasMore: boolean
): readonly Insertion[] {
  const idAt = (index: number): string => rowId(rows[index]!)
  const isBehind = ({ start, foldersEnd, end }: Section): boolean =>
    [foldersEnd - 1, end - 1].some((last) => last >= start && compareKeys(idAt(last), rowId(row)) > 0)
  const found = sections.findIndex(isBehind)
  if (found < 0 && hasMore) return []
  const index = found < 0 ? sections.length - 1 : found
  const { start, foldersEnd, end } = sections[index]!
  let [low, high] = isFolder(row) ? [start, foldersEnd] : [foldersEnd, end]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareKeys(idAt(middle), rowId(row)) < 0) low = middle + 1
    else high = middle
  }
  return [{ row, part: index * 2 + (isFolder(row) ? 0 : 1), at: low }]
}
