// What a bucket policy says to one request, as radosgw reads it: the one place where statements are weighed. Knows nothing of ACLs,
// users' own policies or public access blocks.
import { parsePolicy, type PolicyStatement } from './policy'
import { matchAction } from './policy-action'
import { allOf, anyOf, type Match } from './policy-match'
import {
  matchPrincipal,
  readPrincipals,
  type NamedPrincipal,
  type Principal,
  type StatementPrincipals
} from './policy-principal'
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

interface ReadStatement {
  readonly statement: PolicyStatement
  readonly who: StatementPrincipals
}

interface AboutAction extends ReadStatement {
  readonly isAction: Match
}

/** One policy, read once and asked many times. Never throws, whatever the text is. */
export class PolicyEvaluator {
  readonly #statements: readonly ReadStatement[] | undefined
  readonly #memo: ResourceMemo = new Map()
  readonly #actionMemo = new Map<string, readonly AboutAction[]>()

  /** @param json undefined: the bucket has no policy. */
  constructor(json: string | undefined) {
    const reading = json === undefined ? { document: { Statement: [] } } : parsePolicy(json)
    if ('document' in reading)
      this.#statements = reading.document.Statement.map((statement) => ({ statement, who: readPrincipals(statement) }))
  }

  /** False: the text is no policy, and every answer is `unknown`. */
  get isReadable(): boolean {
    return this.#statements !== undefined
  }

  /** Denials win over permissions, and certain ones over all else. */
  evaluate(question: PolicyQuestion): PolicyAnswer {
    if (this.#statements === undefined) return 'unknown'
    const matchOf = (one: AboutAction): Match => this.#match(one, question)
    const denied = anyOf(this.#about('Deny', question.action).map(matchOf))
    if (denied === 'yes') return 'deny'
    const allowed = question.otherwise === 'allow' ? 'yes' : anyOf(this.#about('Allow', question.action).map(matchOf))
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
    const about = this.#about(effect, action).filter(({ who }) => matchPrincipal(who, principal) !== 'no')
    return [...new Set(about.flatMap(({ statement }) => keyPatternsOf(statement, bucket)))]
  }

  /** Everybody whom a statement that may allow something names. */
  get allowedPrincipals(): readonly NamedPrincipal[] {
    return this.#having('Allow').flatMap(({ who }) => who.named ?? [])
  }

  /** Those of this effect, or of one that is not understood. A statement without one denies. */
  #having(effect: 'Allow' | 'Deny'): readonly ReadStatement[] {
    const other = effect === 'Allow' ? 'Deny' : 'Allow'
    return (this.#statements ?? []).filter(({ statement: { Effect = 'Deny' } }) => Effect !== other)
  }

  /** Those that are, or may be, about the action: looked for once, and asked for each principal. */
  #about(effect: 'Allow' | 'Deny', action: string): readonly AboutAction[] {
    const name = `${effect} ${action}`
    const found =
      this.#actionMemo.get(name) ??
      this.#having(effect).flatMap((one) => {
        const isAction = matchAction(one.statement, action)
        return isAction === 'no' ? [] : [{ ...one, isAction }]
      })
    this.#actionMemo.set(name, found)
    return found
  }

  #match({ statement, who, isAction }: AboutAction, { principal, resource }: PolicyQuestion): Match {
    const about = allOf([isAction, matchPrincipal(who, principal)])
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
