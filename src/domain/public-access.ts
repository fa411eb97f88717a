// What is open to anyone on the internet, and by what. Pure.
import type { Acl, AclScope } from './acl'
import type { PublicAccessBlock } from './bucket'
import type { AnonymousAnswer } from './gateway'
import type { PolicyEvaluator } from './policy-evaluator'
import {
  OPERATION_ACTIONS,
  OPERATIONS,
  reachOf,
  type Operation,
  type PolicyReach,
  type ReachTarget
} from './policy-reach'

export interface PublicReason {
  readonly operation: Operation
  /** `test`: neither says so, and yet an anonymous request was answered. */
  readonly by: 'acl' | 'policy' | 'test'
  /** `conditional`: under conditions of the policy, or for a part. `unknown`: Lockgate or the gateway may read the policy otherwise. */
  readonly certainty: 'sure' | 'conditional' | 'unknown'
  /** Which objects, of a bucket, as the policy names them; `*` for every one. */
  readonly keyPatterns?: readonly string[]
  readonly hasExceptions?: boolean
}

export interface PublicAccess {
  readonly scope: AclScope
  readonly reasons: readonly PublicReason[]
  /** An object that opens for no one without its key. */
  readonly isEncrypted?: boolean
  /** What could not be read, and may open it anyway. */
  readonly unreadable: readonly ('acl' | 'policy')[]
  /** What ACL or policy grants to anyone, and the gateway refuses. */
  readonly refused?: readonly PublicReason[]
  readonly isBlocked?: boolean
}

/** What is known beside ACL and policy. */
export interface PublicAccessTest {
  /** Of an anonymous request: to list the bucket, or to read the object. */
  readonly answer: AnonymousAnswer | undefined
  readonly block: PublicAccessBlock | undefined
}

/** What was seen overrules what ACL and policy say. A refusal says nothing of others for whom a condition may hold. */
export function withTest(publicity: PublicAccess, { answer, block }: PublicAccessTest): PublicAccess {
  const tested: Operation = publicity.scope === 'bucket' ? 'list' : 'read'
  const isRefused = ({ operation, by, certainty }: PublicReason): boolean =>
    (by === 'acl' && block?.ignoresPublicAcls === true) ||
    (answer === 'no' && operation === tested && certainty !== 'conditional')
  const refused = publicity.reasons.filter(isRefused)
  const rest = publicity.reasons.filter((reason) => !isRefused(reason))
  const isExplained = rest.some(({ operation, certainty }) => operation === tested && certainty === 'sure')
  const reasons: readonly PublicReason[] =
    answer === 'yes' && !isExplained
      ? [{ operation: tested, by: 'test', certainty: 'sure' }, ...rest.filter(({ operation }) => operation !== tested)]
      : rest
  return { ...publicity, reasons, refused, isBlocked: block?.ignoresPublicAcls === true }
}

/** What anyone may do by an ACL. To write an object is up to its bucket. */
export function publicByAcl(acl: Acl, scope: AclScope): readonly PublicReason[] {
  const held = acl.grants.flatMap(({ grantee, permission }) => (grantee.type === 'everyone' ? [permission] : []))
  const has = (permission: 'READ' | 'WRITE' | 'WRITE_ACP'): boolean =>
    held.includes(permission) || held.includes('FULL_CONTROL')
  const operations: Operation[] = []
  if (has('READ')) operations.push(scope === 'bucket' ? 'list' : 'read')
  if (has('WRITE') && scope === 'bucket') operations.push('write', 'delete')
  if (has('WRITE_ACP')) operations.push(scope === 'bucket' ? 'change-access' : 'change-object-access')
  return operations.map((operation) => ({ operation, by: 'acl', certainty: 'sure' }))
}

/** What anyone may do in a bucket by its policy. */
export function publicByPolicy(reach: Readonly<Record<Operation, PolicyReach>>): readonly PublicReason[] {
  return OPERATIONS.flatMap((operation) => toReasons(operation, 'policy', reach[operation]))
}

/** What is left of what an ACL opens to anyone, after what the policy denies. */
export function withoutDenied(
  byAcl: readonly PublicReason[],
  policy: PolicyEvaluator,
  target: ReachTarget
): readonly PublicReason[] {
  const anyone = { principal: { kind: 'anonymous' }, otherwise: 'allow' } as const
  return byAcl.flatMap(({ operation }) => toReasons(operation, 'acl', reachOf(policy, target, anyone, operation)))
}

function toReasons(
  operation: Operation,
  by: PublicReason['by'],
  { answer, keyPatterns, hasExceptions }: PolicyReach
): readonly PublicReason[] {
  if (answer === 'deny') return []
  const certainty = answer === 'allow' ? 'sure' : answer
  return [{ operation, by, certainty, keyPatterns, hasExceptions }]
}

/** Not only to look. */
export function isWriting({ operation }: PublicReason): boolean {
  return !['list', 'list-versions', 'read', 'read-versions'].includes(operation)
}

/** What is sure first. Only reading and listing what is encrypted takes its key. */
export function groupReasons(
  reasons: readonly PublicReason[],
  isEncrypted = false
): readonly {
  readonly certainty: PublicReason['certainty']
  readonly isKeyNeeded: boolean
  readonly reasons: readonly PublicReason[]
}[] {
  return (['sure', 'conditional', 'unknown'] as const).flatMap((certainty) => {
    const some = reasons.filter((one) => one.certainty === certainty)
    const needing = isEncrypted ? some.filter((one) => !isWriting(one)) : []
    const free = some.filter((one) => !needing.includes(one))
    return [
      ...(needing.length > 0 ? [{ certainty, isKeyNeeded: true, reasons: needing }] : []),
      ...(free.length > 0 ? [{ certainty, isKeyNeeded: false, reasons: free }] : [])
    ]
  })
}

export type OperationReach = Pick<PublicReason, 'operation' | 'keyPatterns' | 'hasExceptions'>

export interface ReachedObjects {
  /** Undefined: the one object that this is about. */
  readonly keyPatterns: readonly string[] | undefined
  readonly hasExceptions: boolean
  readonly operations: readonly ObjectOperation[]
}

/** `read-all-versions`: the current one too. */
export type ObjectOperation =
  'read' | 'read-versions' | 'read-all-versions' | 'write' | 'delete' | 'change-object-access'

const OBJECT_OPERATIONS: readonly Operation[] = ['read', 'read-versions', 'write', 'delete', 'change-object-access']

export interface GroupedReach {
  readonly isFullControl: boolean
  readonly listing: 'objects' | 'versions' | 'both' | undefined
  /** Each set of objects once. */
  readonly objects: readonly ReachedObjects[]
  readonly changes: readonly ('access' | 'policy' | 'settings')[]
}

/** Operations by what they are done to, as a sentence needs them. */
export function groupReach(reaches: readonly OperationReach[], scope: AclScope): GroupedReach {
  const has = (operation: Operation): boolean => reaches.some((one) => one.operation === operation)
  const isWhole = ({ keyPatterns = ['*'], hasExceptions = false, operation }: OperationReach): boolean =>
    OPERATION_ACTIONS[operation].of === 'bucket' || (keyPatterns.includes('*') && !hasExceptions)
  const sets = new Map<string, readonly OperationReach[]>()
  for (const reach of reaches.filter(({ operation }) => OBJECT_OPERATIONS.includes(operation))) {
    const { keyPatterns = ['*'], hasExceptions = false } = reach
    const name = scope === 'object' ? '' : JSON.stringify([hasExceptions, keyPatterns.includes('*') || keyPatterns])
    sets.set(name, [...(sets.get(name) ?? []), reach])
  }
  return {
    isFullControl: OPERATIONS.every(has) && reaches.every(isWhole),
    listing: has('list') ? (has('list-versions') ? 'both' : 'objects') : has('list-versions') ? 'versions' : undefined,
    objects: [...sets.values()].map((some) => ({
      keyPatterns: scope === 'object' ? undefined : (some[0]?.keyPatterns ?? ['*']),
      hasExceptions: scope === 'bucket' && some[0]?.hasExceptions === true,
      operations: mergeVersions(some.map(({ operation }) => operation as ObjectOperation))
    })),
    changes: [
      ...(has('change-access') ? (['access'] as const) : []),
      ...(has('change-policy') ? (['policy'] as const) : []),
      ...(has('change-settings') ? (['settings'] as const) : [])
    ]
  }
}

function mergeVersions(operations: readonly ObjectOperation[]): readonly ObjectOperation[] {
  if (!operations.includes('read') || !operations.includes('read-versions')) return operations
  return operations.flatMap((operation) =>
    operation === 'read' ? ['read-all-versions'] : operation === 'read-versions' ? [] : [operation]
  )
}
