// Restores ACL and tags of an object whose write was interrupted: only of that very object, and without asking only within a day.
// The user is asked wherever something is uncertain.
import { ownershipOf } from '../../domain/account'
import { hasSameGrants, isShared, type Acl } from '../../domain/acl'
import { AppError, toAppError } from '../../domain/app-error'
import type { PendingAcl, PendingAclEntry, RecoveryGateway } from '../../domain/pending-acl'
import { hasAll } from '../../domain/upload-headers'
import type { Clock } from '../../transfers/clock'
import { isSameEtag } from '../../transfers/etag'
import { restoreAcl } from '../editing/restore-attributes'
import { isRetryable } from '../../transfers/retry'

export type AclQuestionReason =
  /** The write began more than a day ago. */
  | 'old'
  /** The object may have been replaced by one with the same bytes, or its ACL written by someone else. */
  | 'unclear'
  /** Its ACL was changed since: by the user, or it is no longer private. Of tags: it has other ones. */
  | 'changed-since'
  /** The gateway refuses to show or to take the ACL or the tags (see the error), or shows others than it took. */
  | 'refused'

export type AclRecoveryOutcome =
  /** Nothing is pending any more, and no one's access has changed. */
  | { readonly kind: 'settled' }
  | { readonly kind: 'restored'; readonly pending: PendingAcl; readonly owner: Acl['owner'] }
  /** What is missing was not written. `now` is the ACL, undefined where it could not be read, or is not missing. */
  | {
      readonly kind: 'ask'
      readonly pending: PendingAcl
      readonly reason: AclQuestionReason
      readonly now: Acl | undefined
      readonly error: AppError | undefined
      readonly missing: MissingAttributes
      /** Of the ACL, where it was restored just now. */
      readonly restoredOwner: Acl['owner'] | undefined
    }
  /** Another object is there, or none: nothing was written, and nothing can be restored. */
  | { readonly kind: 'replaced'; readonly pending: PendingAcl; readonly isGone: boolean }
  /** To be tried again: no network, or another page is at it. */
  | { readonly kind: 'waiting'; readonly error?: AppError }

/** What the object has not, or was not seen to have. */
export interface MissingAttributes {
  readonly acl: boolean
  /** Their names. */
  readonly tags: readonly string[]
}

/** What is there under the key now. */
export interface CurrentVersion {
  readonly etag: string
  readonly sizeBytes: number
  readonly modifiedAtMs: number
  /** Undefined where it is unknown, or no identity. */
  readonly versionId: string | undefined
}

const MAX_AGE_MS = 24 * 60 * 60_000
/** Signatures are refused beyond this difference of clocks. */
const MAX_CLOCK_SKEW_MS = 15 * 60_000
/** A write that was never seen to end may have ended this long after it began. */
const MAX_WRITE_MS = 60 * 60_000

/** @param isConfirmed the user wants all of it restored, whatever the reasons to ask. Never rejects. */
export async function recoverAcl(
  gateway: RecoveryGateway,
  pending: PendingAcl,
  {
    clock,
    entry,
    isConfirmed
  }: { readonly clock: Clock; readonly entry: PendingAclEntry; readonly isConfirmed: boolean }
): Promise<AclRecoveryOutcome> {
  const { bucket, key, acl } = pending
  const isOwn = ownershipOf(gateway.storage.account, pending) === 'own'
  let missing: MissingAttributes = { acl: pending.isAclRestored !== true, tags: Object.keys(pending.tags ?? {}) }
  let restoredOwner: Acl['owner'] | undefined
  const ask = (reason: AclQuestionReason, now?: Acl, error?: AppError): AclRecoveryOutcome =>
    error !== undefined && isRetryable(error)
      ? { kind: 'waiting', error }
      : { kind: 'ask', pending, reason, now, error, missing, restoredOwner }
  try {
    const isOld = Math.abs(clock.nowMs() - pending.beganAtMs) > MAX_AGE_MS
    const there = await findCurrentVersion(gateway, pending)
    const match = there === undefined ? 'another' : matchVersion(pending, there)
    if (there === undefined || match === 'another') {
      // An earlier version stored it, and it may be of another account's object: it stays for that one.
      if (!isOwn) return { kind: 'settled' }
      const isUnseenChange =
        missing.acl && isShared(acl) && (there === undefined || !(await isAsBefore(gateway, pending, there)))
      if (isUnseenChange) return { kind: 'replaced', pending, isGone: there === undefined }
      await entry.settle()
      return { kind: 'settled' }
    }
    if (isOwn && there.modifiedAtMs === pending.formerModifiedAtMs) {
      await entry.settle()
      return { kind: 'settled' }
    }
    const whyAsk = (isChanged: boolean): AclQuestionReason | undefined =>
      match === 'unclear' || !isOwn ? 'unclear' : isChanged ? 'changed-since' : isOld ? 'old' : undefined
    const isStillThere = () => isLatest(gateway, pending, there)
    const tags = await restoreTags(gateway, pending, {
      entry,
      isConfirmed,
      isSure: whyAsk(false) === undefined,
      isStillThere
    })
    missing = { ...missing, tags: tags.missing }
    if (missing.acl) {
      const now = await gateway.access.ofObject(bucket, key, there.versionId)
      if (hasSameGrants(now, acl)) {
        if (isOwn) await entry.noteAcl()
      } else {
        const reason = whyAsk(pending.isChangedSince === true || isShared(now))
        if (reason !== undefined && !isConfirmed) return ask(reason, now)
        await entry.identify({ versionId: there.versionId, modifiedAtMs: there.modifiedAtMs })
        const about = { gateway, bucket, key, former: { acl }, clock, entry }
        const outcome = await restoreAcl({ ...about, isStillThere }, there.versionId)
        if (outcome.state === 'lost') return ask('refused', outcome.now, outcome.error)
        restoredOwner = outcome.owner
      }
      missing = { ...missing, acl: false }
    }
    const isRefused = isConfirmed || tags.error !== undefined
    if (tags.missing.length > 0)
      return ask((isRefused ? undefined : whyAsk(tags.areOthers)) ?? 'refused', undefined, tags.error)
    return restoredOwner === undefined ? { kind: 'settled' } : { kind: 'restored', pending, owner: restoredOwner }
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.kind === 'object-changed') return { kind: 'waiting', error } // the next look tells what is there now
    if (!isOwn && !isConfirmed && !isRetryable(error)) return { kind: 'settled' }
    if (error.kind === 'no-such-bucket' || error.kind === 'no-such-object')
      return { kind: 'replaced', pending, isGone: true }
    return ask('refused', undefined, error)
  }
}

interface TagReturn {
  readonly missing: readonly string[]
  /** It has some that were not written by this. */
  readonly areOthers: boolean
  readonly error?: AppError | undefined
}

/**
 * Gives the latest object those that it is to have: unasked only where it has none and is surely meant. Once they were seen they are no
 * longer pending, so that nothing brings back what the user removes later. Rejects only with what may pass, and `object-changed`.
 */
async function restoreTags(
  gateway: RecoveryGateway,
  { bucket, key, tags = {} }: PendingAcl,
  {
    entry,
    isConfirmed,
    isSure,
    isStillThere
  }: {
    readonly entry: PendingAclEntry
    readonly isConfirmed: boolean
    readonly isSure: boolean
    readonly isStillThere: () => Promise<boolean>
  }
): Promise<TagReturn> {
  const names = Object.keys(tags)
  if (names.length === 0) return { missing: [], areOthers: false }
  const look = async (): Promise<TagReturn> => {
    const now = await gateway.properties.tagsOf(bucket, key)
    const missing = names.filter((name) => !hasAll(now, { [name]: tags[name] ?? '' }))
    if (missing.length > 0 && (isConfirmed || (isSure && Object.keys(now).length === 0)) && !isSent) {
      isSent = true
      if (!(await isStillThere())) throw new AppError('object-changed', { operation: 'verify' })
      await entry.noteWrite()
      await gateway.storage.putTags(bucket, key, { ...now, ...tags })
      return look()
    }
    return { missing, areOthers: Object.keys(now).length > 0 }
  }
  let isSent = false
  try {
    const seen = await look()
    if (seen.missing.length === 0) await entry.noteTags()
    return seen
  } catch (thrown) {
    const error = toAppError(thrown)
    if (isRetryable(error) || error.kind === 'object-changed') throw error
    return { missing: names, areOthers: false, error }
  }
}

/** Another object than the one that was to be written, and no one misses access: it was there before, or has the same grants. */
async function isAsBefore(gateway: RecoveryGateway, pending: PendingAcl, there: CurrentVersion): Promise<boolean> {
  if (there.modifiedAtMs < pending.beganAtMs - MAX_CLOCK_SKEW_MS) return true
  const now = await gateway.access.ofObject(pending.bucket, pending.key, there.versionId).catch((thrown: unknown) => {
    if (isRetryable(toAppError(thrown))) throw thrown
    return undefined
  })
  return now !== undefined && hasSameGrants(now, pending.acl)
}

/**
 * Whether the object that is there is the one whose ACL is pending: by version id, else by ETag, size and date. `unclear`: the
 * same bytes, and yet perhaps another write of them.
 */
export function matchVersion(pending: PendingAcl, there: CurrentVersion): 'same' | 'another' | 'unclear' {
  const { versionId, etag, sizeBytes, modifiedAtMs, aclSentAtMs, beganAtMs } = pending
  if (versionId !== undefined && there.versionId !== undefined && versionId !== 'null')
    return versionId === there.versionId ? 'same' : 'another'
  if (there.etag === '') return 'unclear'
  if (!isSameEtag(there.etag, etag) || (sizeBytes !== undefined && sizeBytes !== there.sizeBytes)) return 'another'
  if (sizeBytes === undefined) return 'unclear'
  const isWithin = (fromMs: number, toMs: number): boolean =>
    there.modifiedAtMs >= fromMs - MAX_CLOCK_SKEW_MS && there.modifiedAtMs <= toMs + MAX_CLOCK_SKEW_MS
  if (modifiedAtMs === undefined) return isWithin(beganAtMs, beganAtMs + MAX_WRITE_MS) ? 'same' : 'unclear'
  if (seconds(modifiedAtMs) === seconds(there.modifiedAtMs)) return 'same' // headers have no fractions, listings do
  // An ACL write of our own may have moved it.
  return aclSentAtMs !== undefined && isWithin(aclSentAtMs, aclSentAtMs) ? 'same' : 'unclear'
}

/** Of the listing of versions, which tells the id and needs no key; where it is refused, of the listing of objects. */
async function findCurrentVersion(
  gateway: RecoveryGateway,
  { bucket, key, etag }: PendingAcl
): Promise<CurrentVersion | undefined> {
  const listed = await gateway.versions.listPage({ bucket, prefix: key, maxKeys: 1 }).catch((thrown: unknown) => {
    const error = toAppError(thrown)
    if (isRetryable(error) || error.kind === 'no-such-bucket') throw error
    return undefined
  })
  if (listed !== undefined && listed.next === undefined && listed.versions.length === 0) return undefined
  const latest = listed?.versions.find((version) => version.key === key && version.isLatest)
  if (latest?.isDeleteMarker === true) return undefined
  const entry = latest ?? (await gateway.storage.findObject(bucket, key))
  if (entry === undefined) return undefined
  const current = { ...entry, versionId: latest?.versionId === 'null' ? undefined : latest?.versionId }
  if (isSameEtag(current.etag, etag)) return current
  // Of a large object of Swift's a listing tells the manifest, and only HEAD the object.
  const head = await gateway.properties.read(bucket, key).catch(() => undefined)
  const isLarge = head?.largeObject !== undefined && head.etag !== undefined && head.sizeBytes !== undefined
  return isLarge ? { ...current, etag: head.etag, sizeBytes: head.sizeBytes } : current
}

/** By ETag and size: its date moves with its tags. */
async function isLatest(gateway: RecoveryGateway, pending: PendingAcl, seen: CurrentVersion): Promise<boolean> {
  const now = await findCurrentVersion(gateway, pending)
  return now !== undefined && now.sizeBytes === seen.sizeBytes && isSameEtag(now.etag, seen.etag)
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000)
}
