// The rules of a round: what the page said, beside what the gateway has, what was saved and what went over the wire.
import type { Outcome } from './driver'
import type { Sight } from './oracle'
import type { Received } from './other-host'
import { PART_BYTES, type Round } from './round'
import { isDisaster } from './scenarios'

/** What is counted of a round. */
export interface RoundResult {
  readonly round: Round
  readonly hits: number
  /** As the page ended first. */
  readonly outcome: Outcome['state'] | 'killed' | 'none'
  readonly bytesTwice: number
  readonly isLost: boolean
  readonly isFalselyDone: boolean
  /** Requests with a key or a signature that another host received. */
  readonly keysElsewhere: number
  /** Uploads that were never completed, and of which no tab knows. */
  readonly unfinished: number
  readonly seconds: number
  /** Rules that were broken. */
  readonly wrong: readonly string[]
}

/** Of a download that breaks off one piece is fetched again, and what the connection held. */
const PIECE_BYTES = 2 ** 20
const CONNECTION_BYTES = 4 * 2 ** 20
/** Requests under way at once. */
const UNDER_WAY = 5

/** How many bytes may go over in vain. */
export function mayBeTwice(round: Round, hits: number, hasFailed: boolean): number {
  const { kind, direction, on, sizeBytes } = round
  if (direction === 'download') {
    if (on === 'HeadObject') return 0
    const isContinued = /^(reset|cut|stall)-answer$/.test(kind) || isDisaster(kind)
    return hits * (isContinued ? PIECE_BYTES + CONNECTION_BYTES : sizeBytes)
  }
  const body = Math.min(sizeBytes, on === 'PutObject' ? sizeBytes : PART_BYTES)
  const underWay = Math.min(UNDER_WAY * PART_BYTES, sizeBytes)
  if (isDisaster(kind)) return underWay
  // The gateway's number of the upload was damaged: all of it has to go again.
  if (kind === 'flip-answer' && on === 'CreateMultipartUpload') return sizeBytes
  if (on === 'PutObject' || on === 'UploadPart') return hits * body + (hasFailed ? underWay : 0)
  return hasFailed ? underWay : 0
}

/** A claim of the page beside what the gateway has: what is wrong with it. */
export function judgeUpload(round: Round, outcome: Outcome, sight: Sight, sha256: string): string[] {
  const wrong: string[] = []
  if (sight.listedBytes !== round.sizeBytes || sight.sha256 !== sha256)
    wrong.push('falsely done: other bytes are stored')
  if (round.isEncrypted && (sight.withoutKey === 200 || sight.withKey !== 200))
    wrong.push(`falsely done: HEAD ${sight.withoutKey} without the key, ${sight.withKey} with it`)
  if (!round.isEncrypted && outcome.words.includes('Encrypted with')) wrong.push('falsely done: called encrypted')
  return wrong
}

/** What a failure leaves: what was there before, or all of the new where only its answer was lost. */
export function judgeFailure(sight: Sight, former: string | undefined, sha256: string): string[] {
  const isIntact = sight.sha256 === (former ?? null) || sight.sha256 === sha256
  return isIntact ? [] : [former === undefined ? 'a damaged object is stored' : 'the former object is damaged']
}

/** What another host may have been given, and what the page must say of it. */
export function judgeRedirect(round: Round, outcome: Outcome, received: readonly Received[]): string[] {
  const wrong: string[] = []
  if (received.some(({ hasSecret }) => hasSecret)) wrong.push('a key or a signature was sent to another host')
  const bodyBytes = received.reduce((sum, one) => sum + one.bodyBytes, 0)
  if (bodyBytes > 0 && round.isEncrypted) wrong.push('encrypted data was sent to another host')
  if (bodyBytes > 0 && !outcome.words.includes('Your data was sent to another host'))
    wrong.push('the page does not say that data was sent to another host')
  return wrong
}

/** Multipart uploads that may be left: of those that the gateway made and could not tell the page. */
export function mayBeUnfinished({ kind, on, direction }: Round, hits: number): number {
  if (direction === 'download') return 0
  return on === 'CreateMultipartUpload' && /-answer$/.test(kind) ? hits : 0
}
