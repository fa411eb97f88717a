// Reads a bucket policy for one thing: what it lets somebody without any credentials do. Pure; grammar as in
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-policy-language-overview.html, matched as radosgw was seen to match it.
import { matchesGlob } from './glob'

/** `maybe`: under conditions, or but for exceptions, that are not weighed here. */
export type PolicyAnswer = 'yes' | 'maybe' | 'no'

export type PublicDeed = 'list' | 'read' | 'write'

export interface PolicyReach {
  readonly answer: PolicyAnswer
  /** Of the keys that are open, as the policy has them; `*` for every key. None for `list`. */
  readonly keyPatterns: readonly string[]
}

const ACTIONS: Readonly<Record<PublicDeed, readonly string[]>> = {
  list: ['s3:ListBucket'],
  read: ['s3:GetObject'],
  write: ['s3:PutObject', 's3:DeleteObject']
}
const ARN = 'arn:aws:s3:::'

interface Statement {
  readonly isAllow: boolean
  readonly isConditional: boolean
  readonly hasAction: (action: string) => boolean
  /** As written, but for accounts; empty: all but some. */
  readonly resources: readonly string[]
  readonly covers: (resource: string) => boolean
}

/** @returns undefined for a text that is no policy. */
export function readPublicReach(
  policyJson: string,
  bucket: string
): Readonly<Record<PublicDeed, PolicyReach>> | undefined {
  const statements = readStatements(policyJson)
  if (statements === undefined) return undefined
  const bucketArn = toArn(bucket)
  const reachOf = (deed: PublicDeed): PolicyReach => {
    const open = ACTIONS[deed].flatMap((action) => {
      const resources = deed === 'list' ? [bucketArn] : keyResources(statements, action, bucketArn)
      return resources.map((resource) => ({ resource, answer: weigh(statements, action, resource) }))
    })
    const sure = open.filter(({ answer }) => answer === 'yes')
    const unsure = open.filter(({ answer }) => answer === 'maybe')
    const shown =
      deed === 'list' ? [] : [...sure, ...unsure].map(({ resource }) => resource.slice(bucketArn.length + 1))
    return {
      answer: sure.length > 0 ? 'yes' : unsure.length > 0 ? 'maybe' : 'no',
      keyPatterns: shown.includes('*') ? ['*'] : [...new Set(shown)]
    }
  }
  return { list: reachOf('list'), read: reachOf('read'), write: reachOf('write') }
}

/** Whether it lets anybody read this very object. `no` for a text that is no policy. */
export function mayAnyoneRead(policyJson: string, bucket: string, key: string): PolicyAnswer {
  return weigh(readStatements(policyJson) ?? [], 's3:GetObject', `${toArn(bucket)}/${key}`)
}

/** The resource may hold wildcards itself: what covers it covers all that they stand for. */
function weigh(statements: readonly Statement[], action: string, resource: string): PolicyAnswer {
  const about = statements.filter((statement) => statement.hasAction(action))
  const allows = about.filter(({ isAllow, covers }) => isAllow && covers(resource))
  if (allows.length === 0) return 'no'
  const denials = about.filter(({ isAllow }) => !isAllow)
  if (denials.some(({ isConditional, covers }) => !isConditional && covers(resource))) return 'no'
  const mayDeny = denials.some(
    ({ covers, resources }) =>
      covers(resource) || resources.length === 0 || resources.some((one) => matchesGlob(resource, one))
  )
  return mayDeny || allows.every(({ isConditional }) => isConditional) ? 'maybe' : 'yes'
}

/** The patterns of keys of this bucket that some statement allows the action on. */
function keyResources(statements: readonly Statement[], action: string, bucketArn: string): readonly string[] {
  const allowed = statements.filter(({ isAllow, hasAction }) => isAllow && hasAction(action))
  return allowed.flatMap(({ resources, covers }) => {
    if (covers(`${bucketArn}/*`) || resources.length === 0) return [`${bucketArn}/*`]
    return resources.flatMap((resource) => {
      const [head = '', ...tail] = resource.split('/')
      return tail.length > 0 && matchesGlob(head, bucketArn) ? [[bucketArn, ...tail].join('/')] : []
    })
  })
}

/** Of a bucket by its plain name: a tenant before it is an account, and resources are read without theirs. */
function toArn(bucket: string): string {
  return ARN + bucket.slice(bucket.indexOf(':') + 1)
}

function readStatements(policyJson: string): readonly Statement[] | undefined {
  try {
    const { Statement: given } = JSON.parse(policyJson) as { readonly Statement?: unknown }
    return toList(given)
      .map(readStatement)
      .filter((statement) => statement !== undefined)
  } catch {
    return undefined
  }
}

/** @returns undefined for a statement that is not about somebody without credentials. */
function readStatement(json: unknown): Statement | undefined {
  const given = json as Readonly<Record<string, unknown>>
  if (!isAboutAnyone(given)) return undefined
  const inLowerCase = (name: string): readonly string[] => toTexts(given[name]).map((text) => text.toLowerCase())
  const withoutAccount = (name: string): readonly string[] =>
    toTexts(given[name]).map((text) => text.replace(/^arn:aws:s3:[^:]*:[^:]*:/, ARN))
  const matches = (patterns: readonly string[], text: string): boolean =>
    patterns.some((pattern) => matchesGlob(pattern, text))
  const [actions, notActions] = [inLowerCase('Action'), inLowerCase('NotAction')]
  const [resources, notResources] = [withoutAccount('Resource'), withoutAccount('NotResource')]
  const hasConditions = Object.keys((given['Condition'] as object | undefined) ?? {}).length > 0
  return {
    isAllow: given['Effect'] === 'Allow',
    // radosgw takes NotAction for nothing, where others take it for all but some; variables stand for who asks.
    isConditional: hasConditions || notActions.length > 0 || resources.some((resource) => resource.includes('${')),
    hasAction: (action) =>
      notActions.length > 0 ? !matches(notActions, action.toLowerCase()) : matches(actions, action.toLowerCase()),
    resources,
    covers: (resource) => (notResources.length > 0 ? !matches(notResources, resource) : matches(resources, resource))
  }
}

function isAboutAnyone({ Principal: named, NotPrincipal: others }: Readonly<Record<string, unknown>>): boolean {
  if (others !== undefined) return !principalsOf(others).includes('*')
  return principalsOf(named).includes('*')
}

function principalsOf(principal: unknown): readonly string[] {
  return typeof principal === 'object' && principal !== null
    ? toTexts((principal as { readonly AWS?: unknown }).AWS)
    : toTexts(principal)
}

function toList(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value]
}

function toTexts(value: unknown): readonly string[] {
  return toList(value).filter((one) => typeof one === 'string')
}
