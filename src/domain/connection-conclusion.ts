// The one sentence at the end of a connection check: the narrowest class that what was seen allows, and the fixes that help. Pure.
import type { AppError } from './app-error'
import {
  CLOCK_NOTE_MS,
  doesClockBlock,
  hiddenHeaders,
  isForbidden,
  isReadable,
  isTooLarge,
  refusedMethods,
  type CheckedHeader,
  type Observations
} from './connection-check'

/** What the administrator can set for the whole gateway, what the user can set for a bucket, and what a proxy's size limit needs. */
export type Fix = 'gateway' | 'bucket' | 'proxy-size'

/** From what stops everything to what only takes something away. */
export type Conclusion =
  | { readonly code: 'mixed-content'; readonly fixes: readonly Fix[] }
  | { readonly code: 'offline' | 'silent' | 'redirected'; readonly fixes: readonly Fix[] }
  /** Down, wrong port, a name that does not resolve; with https also a certificate, or no TLS at all: all look the same. */
  | { readonly code: 'no-connection'; readonly isTls: boolean; readonly fixes: readonly Fix[] }
  /** Https: something is there, and its certificate or its https is not good. Http: the port speaks https. */
  | { readonly code: 'other-scheme'; readonly isTls: boolean; readonly fixes: readonly Fix[] }
  /** The gateway, or the server that answered, says what is wrong. */
  | { readonly code: 'refused'; readonly error: AppError; readonly fixes: readonly Fix[] }
  /** Answers, but not to this page: neither the list, nor a bucket, where one was asked. */
  | { readonly code: 'not-let-in'; readonly bucket: string | undefined; readonly fixes: readonly Fix[] }
  /** The bucket's rule lets the page in, and what the signed request was answered stays hidden. */
  | { readonly code: 'signed-hidden'; readonly bucket: string; readonly fixes: readonly Fix[] }
  /** The list is readable, and the bucket that was asked is not. */
  | { readonly code: 'bucket-hidden'; readonly bucket: string; readonly fixes: readonly Fix[] }
  | { readonly code: 'methods-refused'; readonly methods: readonly string[]; readonly fixes: readonly Fix[] }
  | { readonly code: 'too-large' | 'sse-refused' | 'failures-hidden'; readonly fixes: readonly Fix[] }
  | { readonly code: 'headers-hidden'; readonly headers: readonly CheckedHeader[]; readonly fixes: readonly Fix[] }
  | { readonly code: 'buckets-only'; readonly bucket: string; readonly fixes: readonly Fix[] }
  /** `clock-blocks`: and what is signed with it stays hidden. */
  | { readonly code: 'clock-off' | 'clock-blocks'; readonly aheadMs: number; readonly fixes: readonly Fix[] }
  | { readonly code: 'good'; readonly fixes: readonly Fix[] }

const NONE: readonly Fix[] = []

/** @returns undefined as long as too little was seen. */
export function conclude(seen: Observations): Conclusion | undefined {
  if (isForbidden(seen)) return { code: 'mixed-content', fixes: NONE }
  if (seen.reach === undefined) return undefined
  return ofConnection(seen) ?? ofAnswers(seen)
}

function ofConnection({ endpoint, reach, answersOtherScheme }: Observations): Conclusion | undefined {
  const isTls = endpoint.startsWith('https:')
  if (answersOtherScheme) return { code: 'other-scheme', isTls, fixes: NONE }
  if (reach === 'no-connection') return { code: 'no-connection', isTls, fixes: NONE }
  if (reach === 'offline' || reach === 'silent' || reach === 'redirected') return { code: reach, fixes: NONE }
  return undefined
}

function ofAnswers(seen: Observations): Conclusion | undefined {
  const { list, read, anonymous, bucket } = seen
  if (list === undefined) return undefined
  const isBucketOpen = bucket !== undefined && isReadable(read) && read.error === undefined
  if (isReadable(list) && list.error !== undefined && !isBucketOpen)
    return { code: 'refused', error: list.error, fixes: NONE }
  if (isReadable(list) && bucket !== undefined && read?.kind === 'hidden')
    return { code: 'bucket-hidden', bucket, fixes: ['gateway', 'bucket'] }
  if (isReadable(list)) return ofDetails(seen) ?? { code: 'good', fixes: NONE }
  if (bucket === undefined) return { code: 'not-let-in', bucket, fixes: ['gateway', 'bucket'] }
  if (isReadable(read) && read.error !== undefined) return { code: 'refused', error: read.error, fixes: ['gateway'] }
  if (isReadable(read)) return ofDetails(seen) ?? { code: 'buckets-only', bucket, fixes: ['gateway'] }
  if (doesClockBlock(seen)) return { code: 'clock-blocks', aheadMs: seen.clockAheadMs ?? 0, fixes: NONE }
  if (isReadable(anonymous)) return { code: 'signed-hidden', bucket, fixes: ['gateway'] }
  return { code: 'not-let-in', bucket, fixes: ['gateway', 'bucket'] }
}

/** What is taken away where the page is let in, the worst first. */
function ofDetails(seen: Observations): Conclusion | undefined {
  const { sse, failure, large, clockAheadMs = 0 } = seen
  // Where the gateway's list is readable, a proxy speaks for all buckets, and hides their rules.
  const fixes: readonly Fix[] = isReadable(seen.list) ? ['gateway'] : ['bucket', 'gateway']
  const methods = refusedMethods(seen)
  if (methods.length > 0) return { code: 'methods-refused', methods, fixes }
  if (isTooLarge(large)) return { code: 'too-large', fixes: ['proxy-size'] }
  if (sse !== undefined && sse !== 'insecure' && !isReadable(sse)) return { code: 'sse-refused', fixes }
  const headers = hiddenHeaders(seen)
  if (headers.includes('ETag')) return { code: 'headers-hidden', headers, fixes }
  if (failure !== undefined && !isReadable(failure)) return { code: 'failures-hidden', fixes: ['gateway'] }
  if (Math.abs(clockAheadMs) >= CLOCK_NOTE_MS) return { code: 'clock-off', aheadMs: clockAheadMs, fixes: NONE }
  if (headers.length > 0) return { code: 'headers-hidden', headers, fixes }
  return undefined
}
