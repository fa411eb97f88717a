// The ZIP format (version 6.3.10 of its specification) as far as Lockgate writes it: entries that are stored as they are, names in
// UTF-8, and Zip64 where a number needs it. A local header is written twice, before its bytes and after them, so no entry has a data descriptor.

export interface ZipName {
  /** Folders and file, with slashes between. */
  readonly name: string
  readonly modifiedAtMs: number
}

export interface ZipEntry extends ZipName {
  readonly sizeBytes: number
  readonly crc32: number
  /** Of its local header in the archive. */
  readonly offset: number
  /** Its local header has room for a size of 4 GiB or more; only then it may have one. */
  readonly isZip64: boolean
}

/** Sizes and offsets from here on need Zip64. */
export const MAX_UINT32 = 0xffff_ffff
const MAX_UINT16 = 0xffff
const ZIP64_VERSION = 45
const UNIX = 3 << 8
/** Made on a Unix, so that the upper half of the attributes is a mode: a plain file, rw-r--r--. */
const PLAIN_FILE = 0o100_644 * 2 ** 16
const UTF8_NAME = 0x0800

type Field = readonly [bytes: 2 | 4 | 8, value: number] | Uint8Array

/** The header before an entry's bytes. Its length depends on the name and on `isZip64` only. */
export function localHeader(entry: ZipEntry): Uint8Array<ArrayBuffer> {
  const { sizeBytes, isZip64 } = entry
  const sizes: Field[] = [
    [8, sizeBytes],
    [8, sizeBytes]
  ]
  const extra = pack(...(isZip64 ? zip64Field(sizes) : []), ...timestamp(entry))
  return pack([4, 0x0403_4b50], ...common(entry, extra))
}

/** The entry's record in the directory at the archive's end. */
export function directoryRecord(entry: ZipEntry): Uint8Array<ArrayBuffer> {
  const { sizeBytes, offset, isZip64 } = entry
  const large: Field[] = []
  if (isZip64) large.push([8, sizeBytes], [8, sizeBytes])
  if (offset >= MAX_UINT32) large.push([8, offset])
  const extra = pack(...(large.length > 0 ? zip64Field(large) : []), ...timestamp(entry))
  const start: Field[] = [
    [4, 0x0201_4b50],
    [2, UNIX | ZIP64_VERSION]
  ]
  const end: Field[] = [
    [2, 0], // no comment
    [2, 0],
    [2, 0],
    [4, PLAIN_FILE],
    [4, Math.min(offset, MAX_UINT32)]
  ]
  const [fixed, rest] = [common(entry, extra).slice(0, -2), common(entry, extra).slice(-2)]
  return pack(...start, ...fixed, ...end, ...rest)
}

/** What follows the last record. @param directory its offset is the archive's size without it */
export function endOfDirectory(directory: {
  readonly entryCount: number
  readonly offset: number
  readonly sizeBytes: number
}): Uint8Array<ArrayBuffer> {
  const { entryCount, offset, sizeBytes } = directory
  const isLarge = entryCount >= MAX_UINT16 || offset >= MAX_UINT32 || sizeBytes >= MAX_UINT32
  const zip64: Field[] = [
    [4, 0x0606_4b50],
    [8, 44], // bytes that follow this field
    [2, UNIX | ZIP64_VERSION],
    [2, ZIP64_VERSION],
    [4, 0],
    [4, 0],
    [8, entryCount],
    [8, entryCount],
    [8, sizeBytes],
    [8, offset],
    [4, 0x0706_4b50], // where the record above is
    [4, 0],
    [8, offset + sizeBytes],
    [4, 1]
  ]
  const shortCount = Math.min(entryCount, MAX_UINT16)
  return pack(
    ...(isLarge ? zip64 : []),
    [4, 0x0605_4b50],
    [2, 0],
    [2, 0],
    [2, shortCount],
    [2, shortCount],
    [4, Math.min(sizeBytes, MAX_UINT32)],
    [4, Math.min(offset, MAX_UINT32)],
    [2, 0]
  )
}

/** What an entry adds to an archive beside its own bytes, at most. */
export function zipOverheadBytes(name: string, sizeBytes: number): number {
  const nameBytes = new TextEncoder().encode(name).byteLength
  const fixed = 30 + 46 + 2 * (nameBytes + 9) // both headers, each with the name and the timestamp
  return fixed + (sizeBytes >= MAX_UINT32 ? 20 + 28 : 12) // Zip64; the offset may need it in any case
}

/** From the version to the lengths, then the name and the extra field. */
function common(entry: ZipEntry, extra: Uint8Array): Field[] {
  const name = new TextEncoder().encode(entry.name)
  const { time, date } = dosTime(entry.modifiedAtMs)
  const size = entry.isZip64 ? MAX_UINT32 : entry.sizeBytes
  return [
    [2, entry.isZip64 || entry.offset >= MAX_UINT32 ? ZIP64_VERSION : 20],
    [2, UTF8_NAME],
    [2, 0], // stored
    [2, time],
    [2, date],
    [4, entry.crc32],
    [4, size],
    [4, size],
    [2, name.byteLength],
    [2, extra.byteLength],
    name,
    extra
  ]
}

function zip64Field(values: readonly Field[]): Field[] {
  return [[2, 0x0001], [2, values.length * 8], ...values]
}

/** Seconds since 1970 in UTC, which the time of DOS is not; left out where 32 bits cannot tell them. */
function timestamp({ modifiedAtMs }: ZipName): Field[] {
  const seconds = Math.floor(modifiedAtMs / 1000)
  if (!(seconds >= 0 && seconds < 2 ** 31)) return []
  return [[2, 0x5455], [2, 5], new Uint8Array([1]), [4, seconds]]
}

/** This device's own time of day, in steps of two seconds, from 1980 to 2107. */
function dosTime(atMs: number): { readonly time: number; readonly date: number } {
  const at = new Date(atMs)
  const year = at.getFullYear()
  if (!(year >= 1980)) return { time: 0, date: (1 << 5) | 1 }
  return {
    time: (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1),
    date: (Math.min(127, year - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate()
  }
}

function pack(...fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const lengthOf = (field: Field): number => (field instanceof Uint8Array ? field.byteLength : field[0])
  const bytes = new Uint8Array(fields.reduce((sum, field) => sum + lengthOf(field), 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const field of fields) {
    if (field instanceof Uint8Array) bytes.set(field, at)
    else if (field[0] === 2) view.setUint16(at, field[1], true)
    else if (field[0] === 4) view.setUint32(at, field[1], true)
    else view.setBigUint64(at, BigInt(field[1]), true)
    at += lengthOf(field)
  }
  return bytes
}
