// What a bucket policy says to one request, as radosgw reads it: the one place where statements are weighed. Knows nothing of ACLs,
// users' own policies or public access blocks.
import { parsePolicy, type PolicyStatement } from './policy'
import { matchAction } from './policy-action'
import { allOf, anyOf, type Match } from './policy-match'
import { matchPrincipal, principalsIn, type NamedPrincipal, type Principal } from './policy-principal'
import { keyPatternsOf, matchResource, type PolicyResource, type ResourceMemo } from './policy-resource'

/**
 * `conditional`: under conditions that are not weighed here, or for some of the keys that were asked about. `unknown`: it has
 * something that is not understood, or that gateways read in different ways; never to be taken for "no".
 */
export type PolicyAnswer = 'allow' | 'deny' | 'conditional' | 'unknown'

export interface PolicyQuestion {
  readonly principal: Principal
  /** As S3 names it: `s3:GetObject`. */
  readonly action: string
  readonly resource: PolicyResource
  /** What holds where the policy says nothing, by ownership or ACL: `allow` for the owner. The default is `deny`. */
  readonly otherwise?: 'allow' | 'deny'
}

const FIELDS: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition'
] satisfies (keyof PolicyStatement)[])

/** One policy, read once and asked many times. Never throws, whatever the text is. */
export class PolicyEvaluator {
  readonly #statements: readonly PolicyStatement[] | undefined
  readonly #memo: ResourceMemo = new Map()

  /** @param json undefined: the bucket has no policy. */
  constructor(json: string | undefined) {
    const reading = json === undefined ? { document: { Statement: [] } } : parsePolicy(json)
    this.#statements = 'document' in reading ? reading.document.Statement : undefined
  }

  /** False: the text is no policy, and every answer is `unknown`. */
  get isReadable(): boolean {
    return this.#statements !== undefined
  }

  /** Denials win over permissions, and certain ones over all else. */
  evaluate(question: PolicyQuestion): PolicyAnswer {
    if (this.#statements === undefined) return 'unknown'
    const matchOf = (statement: PolicyStatement): Match => this.#match(statement, question)
    const denied = anyOf(this.#having('Deny').map(matchOf))
    if (denied === 'yes') return 'deny'
    const allowed = question.otherwise === 'allow' ? 'yes' : anyOf(this.#having('Allow').map(matchOf))
    if (allowed === 'no') return 'deny'
    const open = [denied, allowed]
    return open.includes('unknown') ? 'unknown' : open.includes('conditional') ? 'conditional' : 'allow'
  }

  /** The keys of a bucket that statements may allow, or with `Deny` refuse, the principal to use so; `*` for all. */
  keyPatterns(
    effect: 'Allow' | 'Deny',
    { principal, action }: Pick<PolicyQuestion, 'principal' | 'action'>,
    bucket: string
  ): readonly string[] {
    const about = this.#having(effect).filter(
      (statement) => allOf([matchAction(statement, action), matchPrincipal(statement, principal)]) !== 'no'
    )
    return [...new Set(about.flatMap((statement) => keyPatternsOf(statement, bucket)))]
  }

  /** Everybody whom a statement that may allow something names. */
  get allowedPrincipals(): readonly NamedPrincipal[] {
    return this.#having('Allow').flatMap(({ Principal: named }) => principalsIn(named))
  }

  /** Those of this effect, or of one that is not understood. A statement without one denies. */
  #having(effect: 'Allow' | 'Deny'): readonly PolicyStatement[] {
    const other = effect === 'Allow' ? 'Deny' : 'Allow'
    return (this.#statements ?? []).filter(({ Effect = 'Deny' }) => Effect !== other)
  }

  #match(statement: PolicyStatement, { principal, action, resource }: PolicyQuestion): Match {
    const about = allOf([matchAction(statement, action), matchPrincipal(statement, principal)])
    if (about === 'no') return 'no'
    return allOf([
      about,
      matchResource(statement, resource, this.#memo),
      matchConditions(statement.Condition),
      isUnderstood(statement) ? 'yes' : 'unknown'
    ])
  }
}

function isUnderstood(statement: PolicyStatement): boolean {
  const { Effect = 'Deny' } = statement
  return (Effect === 'Allow' || Effect === 'Deny') && Object.keys(statement).every((field) => FIELDS.has(field))
}

/** Operators without a key ask for nothing. */
function matchConditions(condition: unknown): Match {
  if (condition === undefined) return 'yes'
  if (!isPlainObject(condition)) return 'unknown'
  const operators = Object.values(condition)
  if (!operators.every(isPlainObject)) return 'unknown'
  return operators.every((operator) => Object.keys(operator).length === 0) ? 'yes' : 'conditional'
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
