// The schema and the first rows of a Parquet file of any size, by ranges: its footer, and the beginning of each column.
import { parquetMetadata, parquetReadObjects, parquetSchema, type Compressors, type FileMetaData } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import type { ReadTable } from '../../domain/preview'
import type { ByteSource } from './object-bytes'

const FOOTER_BYTES = 64 * 1024
const MAX_FOOTER_BYTES = 16 * 1024 * 1024
const MAX_ROWS = 100
const MAX_COLUMNS = 100
/** Of one column, and of all that are read. */
const MAX_COLUMN_BYTES = 2 * 1024 * 1024
const MAX_BYTES = 32 * 1024 * 1024
/** A page that unpacks to more is not unpacked. */
const MAX_PAGE_BYTES = 64 * 1024 * 1024
const MAX_VALUE_CHARACTERS = 500

/** @returns undefined where the file is damaged, `too-large` where its footer is. Rejects as the source does. */
export async function readParquet(source: ByteSource): Promise<ReadTable> {
  const footer = await readFooter(source)
  if (footer === 'too-large') return footer
  const metadata = footer && attempt(() => parquetMetadata(footer))
  const schema = metadata && attempt(() => parquetSchema(metadata).children)
  if (metadata === undefined || schema === undefined) return undefined
  const columns = schema.map(({ element, children }) => ({
    name: element.name,
    type: children.length > 0 ? 'group' : (element.logical_type?.type ?? element.converted_type ?? element.type ?? ''),
    isOptional: element.repetition_type === 'OPTIONAL'
  }))
  const rowCount = Number(metadata.num_rows)
  const shownRows = Math.min(rowCount, MAX_ROWS)
  const values: (readonly (string | null)[] | undefined)[] = []
  const budget = { bytes: MAX_BYTES }
  for (const { name } of columns.slice(0, MAX_COLUMNS))
    values.push(shownRows > 0 ? await readColumn(source, metadata, name, shownRows, budget) : [])
  const rows = Array.from({ length: shownRows }, (_, row) => values.map((column) => column?.[row]))
  return { columns, rowCount, rows }
}

async function readFooter(source: ByteSource): Promise<ArrayBuffer | 'too-large' | undefined> {
  const { sizeBytes } = source
  if (sizeBytes < 12) return undefined
  const start = Math.max(0, sizeBytes - FOOTER_BYTES)
  const end = await source.read(start, sizeBytes)
  const length = new DataView(end.buffer).getUint32(end.byteLength - 8, true) + 8
  if (length > sizeBytes) return undefined
  if (length > MAX_FOOTER_BYTES) return 'too-large'
  return length <= end.byteLength ? end.buffer : (await source.read(sizeBytes - length, sizeBytes)).buffer
}

/** @returns undefined where its beginning is too large, or can't be decoded: the other columns can still be read. */
async function readColumn(
  source: ByteSource,
  metadata: FileMetaData,
  name: string,
  rowEnd: number,
  budget: { bytes: number }
): Promise<(string | null)[] | undefined> {
  let failure: unknown
  const file = {
    byteLength: source.sizeBytes,
    /** Of a long column its beginning: it is decoded page by page until there are enough rows. */
    slice: async (start: number, end = source.sizeBytes): Promise<ArrayBuffer> => {
      const byteCount = Math.min(end - start, MAX_COLUMN_BYTES, budget.bytes)
      if (byteCount <= 0 || start < 0 || end > source.sizeBytes) throw new RangeError()
      budget.bytes -= byteCount
      const { buffer } = await source.read(start, start + byteCount).catch((error: unknown) => {
        failure = error
        throw error
      })
      return buffer
    }
  }
  try {
    const options = { file, metadata, columns: [name], rowStart: 0, rowEnd, compressors: CAREFUL, useOffsetIndex: true }
    const rows = await parquetReadObjects(options)
    return rows.map((row) => show(row[name]))
  } catch {
    if (failure !== undefined) throw failure
    return undefined
  }
}

const CAREFUL: Compressors = Object.fromEntries(
  Object.entries(compressors).map(([codec, unpack]) => [
    codec,
    (input: Uint8Array, outputBytes: number): Uint8Array => {
      if (outputBytes > MAX_PAGE_BYTES) throw new RangeError()
      return unpack(input, outputBytes)
    }
  ])
)

function show(value: unknown): string | null {
  if (value === null || value === undefined) return null
  const text = typeof value === 'object' ? JSON.stringify(value, plain) : String(value)
  return (typeof value === 'object' && text.startsWith('"') ? text.slice(1, -1) : text).slice(0, MAX_VALUE_CHARACTERS)
}

/** What JSON has no words for. */
function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  return value instanceof Uint8Array
    ? Array.from(value.subarray(0, 64), (byte) => byte.toString(16).padStart(2, '0')).join('')
    : value
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
