// Reads a page of a listing from its text, many times faster than through a DOM. It takes the one form in which gateways write it;
// for whatever else the SDK's reader is asked.
import type { ObjectEntry } from '../domain/object-entry'
import { decodeName } from './decode-name'
import { unquote } from './etag'

/** What ListObjectsV2 answered, before it is compared with what was asked. */
export interface ListedPage {
  readonly objects: readonly ObjectEntry[]
  /** Decoded. */
  readonly commonPrefixes: readonly string[]
  readonly isTruncated: boolean
  readonly nextToken: string | undefined
}

/** Characters that XML holds as they are, without `>`, which may end a CDATA section, and line ends, which parsers change. */
const PLAIN = '[^<>&\\0-\\x1f\\ufffe\\uffff]*'
const VALUE = `${PLAIN}(?:&(?:amp|lt|gt|quot|apos);${PLAIN})*`
const ignored = (name: string): string => `(?:\\s*<${name}>${VALUE}</${name}>)`

const START = /\s*(?:<\?xml [^<>]*\?>)?\s*<ListBucketResult(?: xmlns="[^"<>&]*")?>/y
const FIELD = new RegExp(
  '\\s*<(Name|Prefix|Marker|MaxKeys|KeyCount|Delimiter|EncodingType|IsTruncated|StartAfter|(?:Next)?ContinuationToken)' +
    `(?:/>|>(${VALUE})</\\1>)`,
  'y'
)
const OBJECT = new RegExp(
  `\\s*<Contents>\\s*<Key>(${VALUE})</Key>` +
    `\\s*<LastModified>(\\d{4}-\\d\\d-(\\d\\d)T\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{3})?Z)</LastModified>` +
    `\\s*<ETag>(${VALUE})</ETag>` +
    `${ignored('ChecksumAlgorithm')}*${ignored('ChecksumType')}?` +
    `\\s*<Size>(\\d{1,15})</Size>` +
    `${ignored('StorageClass')}?` +
    `(?:\\s*<Owner>${ignored('ID')}${ignored('DisplayName')}?\\s*</Owner>)?` +
    `${ignored('Type')}?` +
    `\\s*</Contents>`,
  'y'
)
const PREFIX = new RegExp(`\\s*<CommonPrefixes>\\s*<Prefix>(${VALUE})</Prefix>\\s*</CommonPrefixes>`, 'y')
const END = /\s*<\/ListBucketResult>\s*$/y

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** @returns undefined for any other text, also for a listing in another form: then nothing is known of it. */
export function readListing(text: string): ListedPage | undefined {
  const fields = new Map<string, string>()
  const rows: RegExpExecArray[] = []
  const commonPrefixes: string[] = []
  let at = 0
  const next = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match === null) return undefined
    at = pattern.lastIndex
    return match
  }
  if (next(START) === undefined) return undefined
  for (;;) {
    let match: RegExpExecArray | undefined
    if ((match = next(OBJECT)) !== undefined) {
      if (!isDate(match)) return undefined
      rows.push(match)
    } else if ((match = next(PREFIX)) !== undefined) commonPrefixes.push(decodeName(decodeEntities(match[1])))
    else if ((match = next(FIELD)) !== undefined) {
      const [, name = '', value] = match
      if (fields.has(name)) return undefined
      fields.set(name, decodeEntities(value))
    } else break
  }
  const isTruncated = fields.get('IsTruncated') ?? 'false'
  if (next(END) === undefined || !fields.has('Name') || !/^(true|false)$/.test(isTruncated)) return undefined
  const keys = copyOf(rows.map(({ 1: key }) => decodeName(decodeEntities(key))))
  const etags = copyOf(rows.map(({ 4: etag }) => unquote(decodeEntities(etag)) ?? ''))
  const objects = rows.map(({ 2: modified = '', 5: size }, index): ObjectEntry => ({
    key: keys[index] ?? '',
    sizeBytes: Number(size),
    modifiedAtMs: Date.parse(modified),
    etag: etags[index] ?? ''
  }))
  return {
    objects,
    commonPrefixes: copyOf(commonPrefixes),
    isTruncated: isTruncated === 'true',
    nextToken: fields.get('NextContinuationToken')
  }
}

/** False for the 30th of February: some engines take it for a day in March. */
function isDate({ 2: modified = '', 3: day }: RegExpExecArray): boolean {
  const ms = Date.parse(modified)
  return !Number.isNaN(ms) && new Date(ms).getUTCDate() === Number(day)
}

function decodeEntities(value = ''): string {
  if (!value.includes('&')) return value
  return value.replace(/&([a-z]+);/g, (_, name: string) => ENTITIES[name] ?? '')
}

/** Engines cut a short text out of a long one by pointing into it: rows of such texts would keep every page in memory. */
function copyOf(texts: readonly string[]): readonly string[] {
  return JSON.parse(JSON.stringify(texts)) as string[]
}
