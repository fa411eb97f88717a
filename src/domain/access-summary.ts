// Who can read an object or list a bucket, in one sentence, by its ACL and the bucket's policy. Other things give access too, and S3
// shows none of them: the sentence names what it is drawn from.
import { accessOf, granteeWords, type Acl } from './acl'
import type { PolicyAnswer, PolicyEvaluator } from './policy-evaluator'
import { granteesOf } from './policy-grantees'
import type { Principal } from './policy-principal'
import { reachOf, type ReachTarget } from './policy-reach'

const MAX_NAMES = 3

export interface SummarySources {
  /** Undefined: not known. */
  readonly policy: PolicyEvaluator | undefined
  /** Something else gives access to anyone: it was tested. */
  readonly isTestedOpen?: boolean
}

export function accessSummary(acl: Acl, target: ReachTarget, { policy, isTestedOpen = false }: SummarySources): string {
  const can = target.key === undefined ? 'can list its objects' : 'can read it'
  const byPolicy = policy === undefined || isTestedOpen ? undefined : readersByPolicy(acl, target, policy)
  const by = policy === undefined ? 'By its ACL' : byPolicy === undefined ? 'By its ACL alone' : 'By its ACL and policy'
  const readers = accessOf(acl).filter(({ permissions }) => permissions.includes('READ'))
  const group = readers.find(({ grantee }) => grantee.type !== 'user')
  if (group !== undefined) return `By its ACL, ${uncapitalized(granteeWords(group.grantee))} ${can}`
  const isOwnerIn = byPolicy?.isOwnerIn ?? readers.some(({ isOwner }) => isOwner)
  const users = readers.flatMap(({ isOwner, grantee }) => (isOwner ? [] : [granteeWords(grantee)]))
  const others = [...new Set([...users, ...(byPolicy?.others ?? [])])]
  if (others.length === 0) return `${by}, ${isOwnerIn ? 'only the owner' : 'nobody'} ${can}`
  const named =
    others.length <= MAX_NAMES ? others : [...others.slice(0, MAX_NAMES - 1), `${others.length - MAX_NAMES + 1} more`]
  const list = new Intl.ListFormat('en-GB').format(isOwnerIn ? ['the owner', ...named] : named)
  return `${by}, ${list} ${can}${isOwnerIn ? '' : ', the owner cannot'}`
}

/** @returns undefined where the policy leaves something open, or takes from others what the ACL gives them: the ACL alone is told then. */
function readersByPolicy(
  acl: Acl,
  target: ReachTarget,
  policy: PolicyEvaluator
): { readonly isOwnerIn: boolean; readonly others: readonly string[] } | undefined {
  const operation = target.key === undefined ? 'list' : 'read'
  const ask = (principal: Principal, otherwise: 'allow' | 'deny'): PolicyAnswer =>
    reachOf(policy, target, { principal, otherwise }, operation).answer
  if (!policy.isReadable || ask({ kind: 'anonymous' }, 'deny') !== 'deny') return undefined
  const granted = accessOf(acl).filter(({ permissions }) => permissions.includes('READ'))
  const owner = ask({ kind: 'user', id: acl.owner.id }, granted.some(({ isOwner }) => isOwner) ? 'allow' : 'deny')
  const areKept = granted.every(
    ({ grantee, isOwner }) =>
      isOwner || (grantee.type === 'user' && ask({ kind: 'user', id: grantee.id }, 'allow') === 'allow')
  )
  const reading = granteesOf(policy, target, acl.owner.id).flatMap(({ who, reasons }) =>
    reasons
      .filter((reason) => reason.operation === operation)
      .map(({ certainty }) => ({ who: uncapitalized(who), certainty }))
  )
  const isCertain = (owner === 'allow' || owner === 'deny') && reading.every(({ certainty }) => certainty === 'sure')
  return areKept && isCertain ? { isOwnerIn: owner === 'allow', others: reading.map(({ who }) => who) } : undefined
}

/** Of words of Lockgate's, which begin with "Any" or "The"; ids stay as they are. */
function uncapitalized(words: string): string {
  return words.replace(/^(Any|Anyone|The) /, (start) => start.toLowerCase())
}
