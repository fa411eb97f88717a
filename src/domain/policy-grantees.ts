// Whom a bucket policy grants something beside the owner: users, tenants and roles, each with what they may do. Pure.
import type { PolicyEvaluator } from './policy-evaluator'
import type { NamedPrincipal, Principal } from './policy-principal'
import { OPERATIONS, reachOf, type Operation, type PolicyReach, type ReachTarget } from './policy-reach'
import type { PublicReason } from './public-access'

/** Ids, tenants and ARNs are names that others chose. */
export type PolicySubject =
  | { readonly kind: 'users-of-other-tenants' }
  | { readonly kind: 'users-without-tenant' }
  | { readonly kind: 'users-of-tenant'; readonly tenant: string }
  | { readonly kind: 'user'; readonly id: string }
  | { readonly kind: 'role'; readonly arn: string }

export interface PolicyGrantee {
  readonly subject: PolicySubject
  readonly reasons: readonly PublicReason[]
}

/** A name that no policy holds: someone who is not named. */
const UNNAMED = '\x01'

/** What is given to anyone is left out, as is what a tenant's users have by their tenant. */
export function granteesOf(
  policy: PolicyEvaluator,
  target: ReachTarget,
  ownerId: string | undefined
): readonly PolicyGrantee[] {
  const named = policy.allowedPrincipals
  const tenants = unique(named.flatMap((one) => ('tenant' in one && one.tenant !== '' ? [one.tenant] : [])))
  const users = named.flatMap((one) => (one.kind === 'user' ? [idOf(one)] : []))
  const roles = named.flatMap((one) => (one.kind === 'role' ? [one.arn] : []))
  const anyone = reachesOf(policy, target, { kind: 'anonymous' })
  const others = reachesOf(policy, target, { kind: 'user', id: `${UNNAMED}$${UNNAMED}` })
  const grantees: PolicyGrantee[] = []
  const add = (subject: PolicySubject, reaches: Reaches, ...known: readonly Reaches[]): void => {
    const reasons = OPERATIONS.flatMap((operation) => {
      const reach = reaches[operation]
      const isNew = reach.answer !== 'deny' && !known.some((one) => isSameReach(one[operation], reach))
      return isNew ? [toReason(operation, reach)] : []
    })
    if (reasons.length > 0) grantees.push({ subject, reasons })
  }
  add({ kind: 'users-of-other-tenants' }, others, anyone)
  add({ kind: 'users-without-tenant' }, reachesOf(policy, target, { kind: 'user', id: UNNAMED }), anyone)
  const ofTenants = new Map(
    tenants.map((tenant) => [tenant, reachesOf(policy, target, { kind: 'user', id: `${tenant}$${UNNAMED}` })])
  )
  for (const [tenant, reaches] of ofTenants) add({ kind: 'users-of-tenant', tenant }, reaches, anyone, others)
  for (const id of unique(users)) {
    const ofTenant = ofTenants.get(id.includes('$') ? (id.split('$')[0] ?? '') : '')
    if (id !== ownerId)
      add(
        { kind: 'user', id },
        reachesOf(policy, target, { kind: 'user', id }),
        anyone,
        ...(ofTenant ? [ofTenant] : [])
      )
  }
  for (const arn of unique(roles)) add({ kind: 'role', arn }, reachesOf(policy, target, { kind: 'role', arn }), anyone)
  return grantees
}

type Reaches = Readonly<Record<Operation, PolicyReach>>

function reachesOf(policy: PolicyEvaluator, target: ReachTarget, principal: Principal): Reaches {
  const reaches = OPERATIONS.map((operation) => [operation, reachOf(policy, target, { principal }, operation)] as const)
  return Object.fromEntries(reaches) as Reaches
}

/** As S3 names them; all of a user's subusers are the user. */
function idOf({ tenant, name }: Extract<NamedPrincipal, { readonly kind: 'user' }>): string {
  const id = name.replace(/:\*$/, '')
  return tenant === '' ? id : `${tenant}$${id}`
}

function toReason(operation: Operation, { answer, keyPatterns, hasExceptions }: PolicyReach): PublicReason {
  const certainty = answer === 'conditional' || answer === 'unknown' ? answer : 'sure'
  return { operation, by: 'policy', certainty, keyPatterns, hasExceptions }
}

function isSameReach(a: PolicyReach, b: PolicyReach): boolean {
  return (
    a.answer === b.answer &&
    a.hasExceptions === b.hasExceptions &&
    a.keyPatterns.join('\n') === b.keyPatterns.join('\n')
  )
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}
