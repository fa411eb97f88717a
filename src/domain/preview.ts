// What an object holds, as a preview tells it. Types only.

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
export type TextSyntax = 'plain' | 'markdown' | 'csv' | 'json' | 'svg'
export type ImageType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/bmp' | 'image/avif'
export type MediaType =
  | 'audio/mpeg'
  | 'audio/aac'
  | 'audio/flac'
  | 'audio/ogg'
  | 'audio/wav'
  | 'audio/mp4'
  | 'video/ogg'
  | 'video/mp4'
  | 'video/webm'

/** Known, and not shown. */
export type OtherFormat = 'gzip' | 'zip' | 'hdf5' | 'netcdf' | 'tiff' | 'heic' | 'zstd' | 'parquet-encrypted'

export type Sniffed =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly syntax: TextSyntax; readonly encoding: TextEncoding }
  | { readonly kind: 'image'; readonly type: ImageType }
  | { readonly kind: 'media'; readonly type: MediaType }
  | { readonly kind: 'pdf' }
  | { readonly kind: 'parquet' }
  | { readonly kind: 'other'; readonly format: OtherFormat | undefined }

export interface ParquetTable {
  /** All of them, as the schema has them at its top. */
  readonly columns: readonly { readonly name: string; readonly type: string; readonly isOptional: boolean }[]
  /** Of the whole file. */
  readonly rowCount: number
  /** The first rows, of the first columns; a value is undefined where its column could not be read. */
  readonly rows: readonly (readonly (string | null | undefined)[])[]
}

/** Undefined: it can't be read. */
export type ReadTable = ParquetTable | 'too-large' | undefined

/** What the page and the worker that reads Parquet files say to each other. */
export type ToParquetWorker =
  | { readonly kind: 'open'; readonly sizeBytes: number }
  | { readonly kind: 'bytes'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
export type FromParquetWorker =
  | { readonly kind: 'read'; readonly id: number; readonly startByte: number; readonly endByte: number }
  | { readonly kind: 'done'; readonly table: ReadTable }

/** A file that an element of this page plays. */
export interface PlayedFile {
  /** As its bytes tell; never one that a browser takes for markup. */
  readonly type: MediaType
  readonly sizeBytes: number
  /** @param endByte the first one that is not read. Rejects where they can't be had; then the element stops. */
  read(startByte: number, endByte: number): Promise<Uint8Array<ArrayBuffer>>
}
