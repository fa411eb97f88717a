// Versions of stored records. A record of an unknown version is named, never changed and never deleted.
import * as v from 'valibot'
import { AppError } from '../../domain/app-error'

/** How one kind of record is read. */
export interface RecordFormat<T extends object> {
  /** The kind as one word, such as `key`: shown in technical details. */
  readonly what: string
  /** The n-th turns a record of version n + 1 into the next; today's version is one more than there are. */
  readonly upgrades: readonly ((record: object) => object)[]
  /** Of today's version, without the number: what does not match is damaged. Fields that it does not name are kept. */
  readonly schema: v.GenericSchema<T>
}

/** @returns what is stored for a value: its fields and the version. */
export function toRecord<T extends object>(format: RecordFormat<T>, value: T): T & { readonly version: number } {
  return { ...value, version: format.upgrades.length + 1 }
}

/** @returns the value in a record, upgraded to today's version. Throws `browser-storage-failed` for one it does not know. */
export function readRecord<T extends object>({ what, upgrades, schema }: RecordFormat<T>, record: unknown): T {
  const { version, ...fields } = (typeof record === 'object' && record !== null ? record : {}) as { version?: unknown }
  const known = upgrades.length + 1
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1 || version > known)
    throw new AppError('browser-storage-failed', {
      code: 'UnknownVersion',
      reason: 'unknown-version',
      detail: `${what}: ${String(version)} > ${known}`
    })
  const value = upgrades.slice(version - 1).reduce((older, upgrade) => upgrade(older), fields as object)
  if (v.is(schema, value)) return value
  throw new AppError('browser-storage-failed', { code: 'Damaged', reason: 'damaged-record', detail: what })
}

/** @returns the value, or undefined for a record that cannot be read: for lists, in which one such record hides no other. */
export function tryReadRecord<T extends object>(format: RecordFormat<T>, record: unknown): T | undefined {
  try {
    return readRecord(format, record)
  } catch {
    return undefined
  }
}

/** True when what was read back has every field of what was written, byte for byte. */
export function isSameRecord(written: object, readBack: object | undefined): boolean {
  return readBack !== undefined && fingerprint(written) === fingerprint(readBack)
}

function fingerprint(value: object): string {
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(sorted, (_, field: unknown) => (field instanceof Uint8Array ? [...field] : field))
}
