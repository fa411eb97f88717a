// What is open to anyone on the internet, and by what: the one source of the words beside the globe. Pure.
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
  /** An object that opens for nobody without its key. */
  readonly isEncrypted?: boolean
  /** What could not be read, and may open it all the same. */
  readonly unseen: readonly ('acl' | 'policy')[]
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

const BY = { acl: 'ACL', policy: 'policy', test: 'tested' } as const

/** `Public: anyone can list it (ACL)`; undefined when nothing is known to be open. */
export function publicAccessWords({ scope, reasons, isEncrypted = false }: PublicAccess): string | undefined {
  const isSure = reasons.some(({ certainty }) => certainty === 'sure')
  const words = sentenceOf(reasons, 'anyone', isEncrypted, (some) =>
    (['acl', 'policy', 'test'] as const)
      .map((by) => ({ by, of: some.filter((one) => one.by === by) }))
      .filter(({ of }) => of.length > 0)
      .map(({ by, of }) => `${operationsInWords(of, scope)} (${BY[by]})`)
      .join(', ')
  )
  return words === '' ? undefined : `${isSure ? 'Public' : 'Maybe public'}: ${words}`
}

/** A sentence without its full stop on what somebody may do: `Anyone on the internet can list it`. */
export function reasonsInWords(
  reasons: readonly PublicReason[],
  scope: AclScope,
  who = 'anyone on the internet'
): string {
  const words = sentenceOf(reasons, who, false, (some) => operationsInWords(some, scope))
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What is sure first. To read what is encrypted takes its key, to overwrite or delete it does not. */
function sentenceOf(
  reasons: readonly PublicReason[],
  anyone: string,
  isEncrypted: boolean,
  list: (reasons: readonly PublicReason[]) => string
): string {
  const prefixes = { sure: '', conditional: 'under some conditions, ', unknown: 'depending on the gateway, ' } as const
  return (['sure', 'conditional', 'unknown'] as const)
    .flatMap((certainty) => {
      const some = reasons.filter((one) => one.certainty === certainty)
      const [reading, writing] = [some.filter((one) => !isWriting(one)), some.filter(isWriting)]
      const parts = isEncrypted
        ? ([
            [`${anyone} who has its key`, reading],
            [anyone, writing]
          ] as const)
        : ([[anyone, some]] as const)
      return parts.flatMap(([subject, of]) =>
        of.length === 0 ? [] : [`${prefixes[certainty]}${subject} can ${list(of)}`]
      )
    })
    .join('; ')
}

type OperationReach = Pick<PublicReason, 'operation' | 'keyPatterns' | 'hasExceptions'>

/** To be read after "can": `list it, read and write every object`. */
export function operationsInWords(reaches: readonly OperationReach[], scope: AclScope): string {
  const has = (operation: Operation): boolean => reaches.some((one) => one.operation === operation)
  const isWhole = ({ keyPatterns = ['*'], hasExceptions = false, operation }: OperationReach): boolean =>
    OPERATION_ACTIONS[operation].of === 'bucket' || (keyPatterns.includes('*') && !hasExceptions)
  if (OPERATIONS.every(has) && reaches.every(isWhole)) return 'take full control'
  const ofBucket = [
    ...(has('list') ? [has('list-versions') ? 'list it and its versions' : 'list it'] : []),
    ...(has('list-versions') && !has('list') ? ['list its versions'] : [])
  ]
  const objects = new Map<string, OperationReach[]>()
  for (const reach of reaches.filter(({ operation }) => VERBS[operation] !== undefined)) {
    const named = objectsInWords(reach, scope)
    objects.set(named, [...(objects.get(named) ?? []), reach])
  }
  const ofObjects = [...objects].map(([named, some]) => {
    const verbs = some.map(({ operation }) => operation)
    const isBoth = verbs.includes('read') && verbs.includes('read-versions')
    const words = verbs.flatMap((verb) =>
      isBoth && verb === 'read'
        ? ['read all versions of']
        : isBoth && verb === 'read-versions'
          ? []
          : [VERBS[verb] ?? '']
    )
    return `${listWords(words)} ${named}`
  })
  const rules = (['change-access', 'change-policy', 'change-settings'] as const)
    .filter(has)
    .map((operation) => RULES[operation])
  return [...ofBucket, ...ofObjects, ...(rules.length === 0 ? [] : [`change its ${listWords(rules)}`])].join(', ')
}

const VERBS: Readonly<Partial<Record<Operation, string>>> = {
  read: 'read',
  'read-versions': 'read versions of',
  write: 'write',
  delete: 'delete',
  'change-object-access': 'change access to'
}

const RULES = { 'change-access': 'access', 'change-policy': 'policy', 'change-settings': 'settings' } as const

function objectsInWords({ keyPatterns = ['*'], hasExceptions = false }: OperationReach, scope: AclScope): string {
  if (scope === 'object') return 'it'
  const named = keyPatterns.includes('*') ? 'every object' : `objects named ${keyPatterns.join(', ')}`
  return `${named}${hasExceptions ? ' with exceptions' : ''}`
}

function listWords(words: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(words)
}
