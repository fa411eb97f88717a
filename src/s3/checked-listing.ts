// A page of a listing, held against what was asked: some proxies ignore the prefix or the marker, and acting on their answer
// would be acting on names that no one chose. Speaks of decoded names only.
import { compareKeys } from '../domain/compare-keys'
import { refuseAnswer } from './address'
import type { Operation } from './error-table'
import { LOST } from './readable-xml'

/** S3 lists no more at once. */
export const MAX_ROWS = 1000
/** Pages in a row without a new name; some gateways read a long way before they find one. */
const MAX_IDLE_PAGES = 100

export interface AskedPage {
  readonly operation: Operation
  readonly prefix?: string | undefined
  readonly delimiter?: string | undefined
  readonly maxRows: number
}

/** Throws `not-s3` unless every name is below the prefix and there are no more rows than were asked for. */
export function checkPage(
  { operation, prefix = '', delimiter, maxRows }: AskedPage,
  names: readonly string[],
  commonPrefixes: readonly string[] = []
): void {
  if (names.length + commonPrefixes.length > maxRows) refuseAnswer(operation, 'listing-too-long')
  const isFolder = (name: string): boolean =>
    delimiter !== undefined && name.length > prefix.length && name.endsWith(delimiter)
  if (!names.concat(commonPrefixes).every((name) => name.startsWith(prefix)) || !commonPrefixes.every(isFolder))
    refuseAnswer(operation, 'listing-outside-folder')
}

/** Where a listing of objects goes on: after a token, or after a name where the gateway gave no token that can be used. */
export interface ObjectPosition {
  readonly token?: string | undefined
  readonly startAfter?: string | undefined
  /** The last name so far, and for how many pages it has been. */
  readonly last?: string | undefined
  readonly idlePages?: number | undefined
}

/** @returns what a caller hands back unread to get the next page. */
export function formatPosition(position: ObjectPosition): string {
  return JSON.stringify(position)
}

export function parsePosition(text: string | undefined): ObjectPosition {
  return text === undefined ? {} : (JSON.parse(text) as ObjectPosition)
}

/**
 * After a page that says that there is more. Throws `not-s3` when it does not say where, or leads back to where it was asked for.
 * @param last the name on the page that sorts last
 */
export function nextObjectPosition(
  operation: Operation,
  asked: ObjectPosition,
  token: string | undefined,
  last: string | undefined
): ObjectPosition {
  const isUsable = token !== undefined && token !== '' && !token.includes(LOST)
  const next = isUsable ? { token } : { startAfter: last ?? refuseNoMarker(operation) }
  const idlePages = last === undefined || last === asked.last ? (asked.idlePages ?? 0) + 1 : 0
  const isStuck = isUsable ? token === asked.token : last === asked.startAfter
  if (isStuck || idlePages > MAX_IDLE_PAGES) refuseNoAdvance(operation)
  return { ...next, last: last ?? asked.last, idlePages }
}

/** Where a listing by name goes on: after a name, and after one of those that share it. */
export interface NamePosition {
  readonly name: string
  readonly id: string | undefined
}

/** As {@link nextObjectPosition}, for versions and uploads. */
export function nextNamePosition(
  operation: Operation,
  asked: NamePosition | undefined,
  { name, id }: { readonly name: string | undefined; readonly id: string | undefined }
): NamePosition {
  if (name === undefined || name === '') return refuseNoMarker(operation)
  if (asked !== undefined) {
    const isComparable = !name.includes(LOST) && !asked.name.includes(LOST)
    if ((name === asked.name && id === asked.id) || (isComparable && compareKeys(asked.name, name) > 0))
      refuseNoAdvance(operation)
  }
  return { name, id }
}

export function refuseNoMarker(operation: Operation): never {
  return refuseAnswer(operation, 'listing-without-continuation')
}

export function refuseNoAdvance(operation: Operation): never {
  return refuseAnswer(operation, 'listing-repeats')
}

/** The one that a gateway sorts last; undefined ones are passed over. */
export function lastName(names: readonly (string | undefined)[]): string | undefined {
  return names.reduce((a, b) => (a === undefined || (b !== undefined && compareKeys(b, a) > 0) ? b : a), undefined)
}
