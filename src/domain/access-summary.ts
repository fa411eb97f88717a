// Who can read an object or list a bucket, by its ACL and the bucket's policy. Other things give access too, and S3 shows none of
// them: the summary names what it is based on.
import { accessOf, type Acl, type Grantee } from './acl'
import type { PolicyAnswer, PolicyEvaluator } from './policy-evaluator'
import { granteesOf, type PolicySubject } from './policy-grantees'
import type { Principal } from './policy-principal'
import { reachOf, type ReachTarget } from './policy-reach'

export interface SummarySources {
  /** Undefined: not known. */
  readonly policy: PolicyEvaluator | undefined
  /** Something else gives access to anyone: it was tested. */
  readonly isTestedOpen?: boolean
}

/** Besides the owner. Only an ACL has display names. */
export type Reader =
  | Exclude<PolicySubject, { readonly kind: 'user' }>
  | { readonly kind: 'user'; readonly id: string; readonly displayName?: string | undefined }

export interface AccessSummary {
  readonly operation: 'list' | 'read'
  /** `acl-alone`: there is a policy, and it leaves something open. */
  readonly source: 'acl' | 'acl-alone' | 'acl-and-policy'
  /** A group of the ACL: includes more than all users that are named. */
  readonly group: Grantee | undefined
  readonly isOwnerIn: boolean
  /** Each once. */
  readonly others: readonly Reader[]
}

export function accessSummary(
  acl: Acl,
  target: ReachTarget,
  { policy, isTestedOpen = false }: SummarySources
): AccessSummary {
  const operation = target.key === undefined ? 'list' : 'read'
  const readers = accessOf(acl).filter(({ permissions }) => permissions.includes('READ'))
  const group = readers.find(({ grantee }) => grantee.type !== 'user')?.grantee
  const byPolicy = policy === undefined || isTestedOpen ? undefined : readersByPolicy(acl, target, policy)
  const byBoth = byPolicy === undefined ? 'acl-alone' : 'acl-and-policy'
  const users = readers.flatMap(({ isOwner, grantee }): readonly Reader[] =>
    isOwner || grantee.type !== 'user' ? [] : [{ kind: 'user', id: grantee.id, displayName: grantee.displayName }]
  )
  const ids = new Set(users.map((user) => user.kind === 'user' && user.id))
  const added = (byPolicy?.others ?? []).filter((other) => other.kind !== 'user' || !ids.has(other.id))
  return {
    operation,
    source: group !== undefined || policy === undefined ? 'acl' : byBoth,
    group,
    isOwnerIn: byPolicy?.isOwnerIn ?? readers.some(({ isOwner }) => isOwner),
    others: [...users, ...added]
  }
}

/** @returns undefined where the policy leaves something open, or takes from others what the ACL gives them: the ACL alone is told then. */
function readersByPolicy(
  acl: Acl,
  target: ReachTarget,
  policy: PolicyEvaluator
): { readonly isOwnerIn: boolean; readonly others: readonly Reader[] } | undefined {
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
  const reading = granteesOf(policy, target, acl.owner.id).flatMap(({ subject, reasons }) =>
    reasons.filter((reason) => reason.operation === operation).map(({ certainty }) => ({ subject, certainty }))
  )
  const isCertain = (owner === 'allow' || owner === 'deny') && reading.every(({ certainty }) => certainty === 'sure')
  return areKept && isCertain
    ? { isOwnerIn: owner === 'allow', others: reading.map(({ subject }) => subject) }
    : undefined
}
