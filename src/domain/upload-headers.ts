// What an upload gives its objects beside their bytes and type, and what a header can carry. Pure.
import type { UnconfirmedReason } from './encryption-observation'
import { isHeaderText } from './header-text'
import { FILE_DATE_METADATA } from './file-date'
import { PART_SIZE_METADATA } from './object-entry'

/** Each undefined or empty: not set. */
export interface UploadHeaders {
  readonly cacheControl?: string | undefined
  readonly contentDisposition?: string | undefined
  readonly storageClass?: string | undefined
  /** Names without `x-amz-meta-`, in lower case. */
  readonly metadata?: Readonly<Record<string, string>> | undefined
  readonly tags?: Readonly<Record<string, string>> | undefined
}

/** What a user can set for an upload, and what is looked at afterwards. */
export type UploadSetting =
  'contentType' | 'cacheControl' | 'contentDisposition' | 'storageClass' | 'metadata' | 'tags' | 'acl'

/** What was seen of them after the upload. */
export interface SettingsCheck {
  /** The object hasn't these as they were sent. */
  readonly lost: readonly UploadSetting[]
  /** These could not be read. */
  readonly unseen: readonly UploadSetting[]
  /** Why the first of `unseen` could not. */
  readonly reason?: UnseenReason | undefined
}

/** `hidden`: CORS shows this page no such header. */
export type UnseenReason = UnconfirmedReason | 'hidden'

/** As typed: a metadata name or tag key with its value. */
export interface NamedValue {
  readonly name: string
  readonly value: string
}

/** Why a header can't be sent as typed. */
export type HeaderProblem = 'not-ascii' | 'not-a-type' | 'not-a-class' | 'too-long'

/** Why a line of metadata or a tag can't be sent as typed. */
export type PairProblem =
  | 'no-name'
  | 'twice'
  | 'too-many-tags'
  | 'tag-key-too-long'
  | 'tag-value-too-long'
  | 'tag-character'
  | 'metadata-name'
  | 'metadata-reserved'
  | 'metadata-value'
  | 'metadata-too-long'

/** RGW's limits (rgw_tag.h), in bytes of UTF-8. */
export const MAX_TAGS = 10
export const MAX_TAG_KEY_BYTES = 128
export const MAX_TAG_VALUE_BYTES = 256
/** S3's limit, names and values together; proxies limit headers too. */
export const MAX_METADATA_BYTES = 2048
const MAX_HEADER_BYTES = 1024

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
const MEDIA_TYPE = new RegExp(`^${TOKEN}/${TOKEN}( *;.*)?$`)
const STORAGE_CLASS = /^[A-Za-z0-9_.-]{1,64}$/
/** The gateway turns `_` into `-`, and proxies drop headers with `_` or `.` in their names. */
const METADATA_NAME = /^[a-z0-9-]+$/
/** Lockgate sets these by itself. */
export const RESERVED_METADATA: readonly string[] = [PART_SIZE_METADATA, FILE_DATE_METADATA]
const CONTROL = /[\u0000-\u001f\u007f]/

/** @param value without spaces around it */
export function headerProblem(
  field: 'contentType' | 'cacheControl' | 'contentDisposition' | 'storageClass',
  value: string
): HeaderProblem | undefined {
  if (value === '') return undefined
  if (!isHeaderText(value)) return 'not-ascii'
  if (field === 'storageClass') return STORAGE_CLASS.test(value) ? undefined : 'not-a-class'
  if (field === 'contentType' && !MEDIA_TYPE.test(value)) return 'not-a-type'
  return value.length > MAX_HEADER_BYTES ? 'too-long' : undefined
}

/**
 * One entry for each line, in order; a line that is empty is left out of the upload and has no problem.
 * @param known names that need no look: the object has them
 */
export function metadataProblems(
  lines: readonly NamedValue[],
  known: Readonly<Record<string, string>> = {}
): readonly (PairProblem | undefined)[] {
  const given = lines.map(withLowerCase)
  let bytes = 0
  return given.map(({ name, value }, index) => {
    if (name === '' && value === '') return undefined
    bytes += name.length + value.length
    if (name === '') return 'no-name'
    if (!METADATA_NAME.test(name) && !Object.hasOwn(known, name)) return 'metadata-name'
    if (RESERVED_METADATA.includes(name)) return 'metadata-reserved'
    if (!isHeaderText(value)) return 'metadata-value'
    if (given.findIndex((other) => other.name === name) < index) return 'twice'
    return bytes > MAX_METADATA_BYTES ? 'metadata-too-long' : undefined
  })
}

/** As {@link metadataProblems}. */
export function tagProblems(lines: readonly NamedValue[]): readonly (PairProblem | undefined)[] {
  const given = lines.map(trimmed)
  let count = 0
  return given.map(({ name, value }, index) => {
    if (name === '' && value === '') return undefined
    count++
    if (name === '') return 'no-name'
    if (CONTROL.test(name + value)) return 'tag-character'
    if (byteLength(name) > MAX_TAG_KEY_BYTES) return 'tag-key-too-long'
    if (byteLength(value) > MAX_TAG_VALUE_BYTES) return 'tag-value-too-long'
    if (given.findIndex((other) => other.name === name) < index) return 'twice'
    return count > MAX_TAGS ? 'too-many-tags' : undefined
  })
}

export function metadataOf(lines: readonly NamedValue[]): Readonly<Record<string, string>> | undefined {
  return recordOf(lines.map(withLowerCase))
}

export function tagsOf(lines: readonly NamedValue[]): Readonly<Record<string, string>> | undefined {
  return recordOf(lines.map(trimmed))
}

/** Whether the one has all that the other has. */
export function hasAll(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  return Object.entries(other).every(([name, value]) => Object.hasOwn(one, name) && one[name] === value)
}

function trimmed({ name, value }: NamedValue): NamedValue {
  return { name: name.trim(), value: value.trim() }
}

function withLowerCase(line: NamedValue): NamedValue {
  const { name, value } = trimmed(line)
  return { name: name.toLowerCase(), value }
}

/** Undefined: nothing is set. */
function recordOf(lines: readonly NamedValue[]): Readonly<Record<string, string>> | undefined {
  const named = lines.filter(({ name }) => name !== '')
  return named.length === 0 ? undefined : Object.fromEntries(named.map(({ name, value }) => [name, value]))
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}
