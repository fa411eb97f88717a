// What an object's bytes were seen to be, for a preview. Types only.

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be'
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
