// Grants, tags and metadata of the objects of a round: nothing is opened, and what does not go along is told.
import type { AclRecoveryOutcome } from '../../../src/operations/access/recover-acl'
import type { Actor } from './stage'
import type { StoredVersion } from './store'

const NO_TAGS = '[]'

/** What the copy has not, or not as its source had it. */
export function unlike(copy: StoredVersion, former: StoredVersion): string[] {
  return [
    ...(copy.tags === former.tags ? [] : ['tags']),
    ...(copy.metadata === former.metadata ? [] : ['metadata']),
    ...(copy.grants.join() === former.grants.join() ? [] : ['acl'])
  ]
}

/** Somebody may do what the former object did not let them. */
export function isOpened(version: StoredVersion, former: StoredVersion | undefined): boolean {
  return version.grants.some((grant) => former?.grants.includes(grant) !== true)
}

/**
 * Of an object that another client wrote, private and without tags: what it got of the one before. Not told are the windows that are
 * stated: requests for ACLs and tags have no conditions.
 * @param held the kind of the request that waited for it
 */
export function givenToForeign(version: StoredVersion, held: string): string[] {
  const isTagged = version.tags !== NO_TAGS && held !== 'PUT tagging'
  const isOpen = version.grants.length > 1 && held !== 'PUT acl'
  return [...(isTagged ? ['tags'] : []), ...(isOpen ? ['acl'] : [])]
}

/** After the next start: an object that was replaced has what it had, or the user is told what it has not. */
export function judgeRecovery(
  { sourceKey, sha256, sourceKeyId, targetKeyId }: Actor,
  { now, former }: { readonly now: StoredVersion | undefined; readonly former: StoredVersion | undefined },
  outcomes: readonly AclRecoveryOutcome[]
): string[] {
  const isReplaced = now?.sha256 === sha256 && now.keyId === targetKeyId && sourceKeyId !== targetKeyId
  if (now === undefined || former === undefined || !isReplaced) return []
  const own = outcomes.filter((one) => 'pending' in one && one.pending.key === sourceKey)
  const asked = own.filter((one) => one.kind === 'ask')
  const told = asked.flatMap(({ missing }) => [
    ...(missing.acl ? ['acl'] : []),
    ...(missing.tags.length > 0 ? ['tags'] : [])
  ])
  const differences = unlike(now, former)
  return [
    ...differences.filter((one) => !told.includes(one)).map((one) => `${one} lost, and not told`),
    ...told.filter((one) => !differences.includes(one)).map((one) => `${one} said to be missing, and there`),
    ...own.filter(({ kind }) => kind === 'replaced').map(() => 'said to be another object, and is not')
  ]
}
