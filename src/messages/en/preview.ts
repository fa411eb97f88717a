// The preview of an object.
import type { ImageType, MediaType, OtherFormat, Sniffed, TextSyntax } from '../../domain/preview'
import { formatCount, formatSize, plural } from '../format'

const SYNTAX: Readonly<Record<TextSyntax, string>> = {
  plain: 'Text',
  markdown: 'Markdown',
  csv: 'CSV',
  json: 'JSON',
  svg: 'SVG image'
}

const ENCODINGS = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'shown as Windows-1252'
} as const

const IMAGES: Readonly<Record<ImageType, string>> = {
  'image/png': 'PNG image',
  'image/jpeg': 'JPEG image',
  'image/gif': 'GIF image',
  'image/webp': 'WebP image',
  'image/bmp': 'BMP image',
  'image/avif': 'AVIF image'
}

const MEDIA: Readonly<Record<MediaType, string>> = {
  'audio/mpeg': 'MP3 audio',
  'audio/aac': 'AAC audio',
  'audio/flac': 'FLAC audio',
  'audio/ogg': 'Ogg audio',
  'audio/wav': 'WAV audio',
  'audio/mp4': 'MPEG-4 audio',
  'video/ogg': 'Ogg video',
  'video/mp4': 'MPEG-4 video',
  'video/webm': 'WebM or Matroska video'
}

const OTHERS: Readonly<Record<OtherFormat, string>> = {
  gzip: 'gzip archive',
  zip: 'ZIP archive, or an Office file',
  hdf5: 'HDF5 or NetCDF-4',
  netcdf: 'NetCDF',
  tiff: 'TIFF image',
  heic: 'HEIC image',
  zstd: 'Zstandard archive',
  'parquet-encrypted': 'Encrypted Parquet'
}

export const preview = {
  title: 'Preview',
  loading: 'Loading the preview',
  notLoaded: 'The preview could not be loaded. It isn’t in Lockgate’s offline copy, so it needs a connection.',
  /** As its bytes tell. */
  type: (seen: Sniffed): string => {
    switch (seen.kind) {
      case 'empty':
        return 'Empty object'
      case 'text':
        return `${SYNTAX[seen.syntax]} (${ENCODINGS[seen.encoding]})`
      case 'image':
        return IMAGES[seen.type]
      case 'media':
        return MEDIA[seen.type]
      case 'pdf':
        return 'PDF'
      case 'parquet':
        return 'Parquet'
      case 'other':
        return seen.format === undefined ? 'Binary data' : OTHERS[seen.format]
    }
  },
  cannotShow: 'Lockgate can’t preview this type. Download the object to open it in another program.',
  pixels: (width: number, height: number) => `${formatCount(width)} × ${formatCount(height)} pixels`,
  tooLarge: 'Too large to preview. Download the object to open it in another program.',
  damaged: 'It can’t be shown: it’s damaged, or this browser doesn’t support the format.',
  cannotPlay: 'It can’t be played: this browser doesn’t support the format, or the data could not be read.',
  noServiceWorker:
    'Audio and video need Lockgate’s service worker, which isn’t running. Reload the page, or download the object.',
  content: 'Content',
  source: 'Show as text',
  brokenJson: 'Not valid JSON, so it’s shown as text.',
  largeJson: 'Too large to show as a tree, so its beginning is shown as text.',
  notUtf8: 'A later part isn’t UTF-8, so all of it is shown as Windows-1252.',
  notText: 'The last part that was read isn’t text.',
  beginning: (sizeBytes: number) => `The first ${formatSize(sizeBytes)} are shown.`,
  more: 'Show more',
  enough: (limit: string) => `The preview ends after ${limit}. Download the object for the rest.`,
  rowNumber: 'Row',
  table: (rows: number, columns: number) =>
    `${plural(rows, { one: 'row', other: 'rows' })}, ${plural(columns, { one: 'column', other: 'columns' })}`,
  optional: (type: string) => `${type}, optional`,
  unreadColumns: 'Columns shown without values are too large to preview, or use a feature that Lockgate can’t read.',
  damagedPdf: 'It can’t be shown: it’s damaged, or it needs a password.',
  missingText: 'Text in some of its fonts may be missing or wrong. Download the object to see all of it.',
  missingImages: (n: number) =>
    `${plural(n, { one: 'image', other: 'images' })} on this page can’t be shown. Download the object to see all of it.`,
  previousPage: 'Previous page',
  nextPage: 'Next page',
  page: (n: number, of: number) => `Page ${formatCount(n)} of ${formatCount(of)}`,
  firstRows: (n: number) => `Only the first ${formatCount(n)} rows are shown.`,
  firstColumns: (n: number, of: number) => `Only the first ${formatCount(n)} of ${formatCount(of)} columns are shown.`,
  moreItems: (n: number) => `Show more (${formatCount(n)})`
}
