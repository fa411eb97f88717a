// What an object is, seen from its first bytes. The name only tells one kind of text from another; the stored content type is not asked.
import type { ImageType, MediaType, OtherFormat, Sniffed, TextSyntax } from '../../domain/preview'
import { decodeText } from './decode-text'

const image = (type: ImageType): Sniffed => ({ kind: 'image', type })
const media = (type: MediaType): Sniffed => ({ kind: 'media', type })
const other = (format: OtherFormat | undefined): Sniffed => ({ kind: 'other', format })

/** What files begin with, as Latin-1. */
const BEGINNINGS: readonly (readonly [string, Sniffed])[] = [
  ['\x89PNG\r\n\x1a\n', image('image/png')],
  ['\xff\xd8\xff', image('image/jpeg')],
  ['GIF87a', image('image/gif')],
  ['GIF89a', image('image/gif')],
  ['%PDF-', { kind: 'pdf' }],
  ['PAR1', { kind: 'parquet' }],
  ['PARE', other('parquet-encrypted')],
  ['ID3', media('audio/mpeg')],
  ['\xff\xfb', media('audio/mpeg')],
  ['\xff\xfa', media('audio/mpeg')],
  ['\xff\xf3', media('audio/mpeg')],
  ['\xff\xf2', media('audio/mpeg')],
  ['\xff\xf1', media('audio/aac')],
  ['\xff\xf9', media('audio/aac')],
  ['fLaC', media('audio/flac')],
  ['\x1a\x45\xdf\xa3', media('video/webm')],
  ['\x1f\x8b', other('gzip')],
  ['PK\x03\x04', other('zip')],
  ['\x28\xb5\x2f\xfd', other('zstd')],
  ['\x89HDF\r\n\x1a\n', other('hdf5')],
  ['CDF\x01', other('netcdf')],
  ['CDF\x02', other('netcdf')],
  ['CDF\x05', other('netcdf')],
  ['II*\0', other('tiff')],
  ['MM\0*', other('tiff')]
]

/** Of the containers that many formats share, by what stands in them. */
const RIFF: Readonly<Record<string, Sniffed>> = { WEBP: image('image/webp'), WAVE: media('audio/wav') }
const BRANDS: Readonly<Record<string, Sniffed>> = {
  avif: image('image/avif'),
  avis: image('image/avif'),
  heic: other('heic'),
  heix: other('heic'),
  mif1: other('heic'),
  'M4A ': media('audio/mp4'),
  'M4B ': media('audio/mp4')
}

/**
 * @param head the first bytes: some hundred KiB, or all
 * @param isWhole there are no more
 */
export function sniff(
  head: Uint8Array,
  { key, isWhole }: { readonly key: string; readonly isWhole: boolean }
): Sniffed {
  if (head.byteLength === 0) return { kind: 'empty' }
  const start = String.fromCharCode(...head.subarray(0, 64))
  const known = BEGINNINGS.find(([beginning]) => start.startsWith(beginning))
  if (known !== undefined) return known[1]
  if (start.startsWith('RIFF')) return RIFF[start.slice(8, 12)] ?? other(undefined)
  if (start.startsWith('OggS')) return media(start.includes('theora') ? 'video/ogg' : 'audio/ogg')
  if (start.slice(4, 8) === 'ftyp') return BRANDS[start.slice(8, 12)] ?? media('video/mp4')
  if (isBitmap(head)) return image('image/bmp')
  const decoded = decodeText(head, isWhole)
  if (decoded === undefined) return other(undefined)
  return { kind: 'text', syntax: syntaxOf(decoded.text, key), encoding: decoded.encoding }
}

/** Two letters are few: the size of its header must be one that there is. */
function isBitmap(head: Uint8Array): boolean {
  return (
    head[0] === 0x42 && head[1] === 0x4d && [12, 40, 52, 56, 64, 108, 124].includes(head[14] ?? 0) && head[15] === 0
  )
}

const EXTENSIONS: readonly (readonly [RegExp, TextSyntax])[] = [
  [/\.(md|markdown)$/i, 'markdown'],
  [/\.(csv|tsv|tab)$/i, 'csv']
]
/** Its first element, after what may come before. */
const SVG =
  /^\s*(?:<\?xml[^>]{0,1000}\?>\s*|<!--(?:(?!-->)[^]){0,10000}-->\s*|<!DOCTYPE svg[^>[]{0,1000}>\s*){0,20}<svg[\s>/]/i

function syntaxOf(text: string, key: string): TextSyntax {
  const named = EXTENSIONS.find(([pattern]) => pattern.test(key))?.[1]
  if (named !== undefined) return named
  if (/^\s*[{[]/.test(text)) return 'json' // unless it turns out to be none
  return SVG.test(text) ? 'svg' : 'plain'
}
