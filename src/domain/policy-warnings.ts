// What can be told of a policy by reading it, before it is saved: that gateways refuse it, that it locks people out. Nothing here
// claims that a policy works.
import { encryptionMinded, matchesPattern, parsePolicy, POLICY_VERSIONS, textsOf, type PolicyStatement } from './policy'
import { readPublicReach } from './policy-public'

/** `locks-out`: the owner could no longer do what it says. `refused`: gateways will not take it. `opens`: to everybody. */
export interface PolicyWarning {
  readonly kind: 'not-a-policy' | 'refused' | 'locks-out' | 'opens'
  readonly words: string
}

/** @param ownerId the bucket's owner, where that is known: a statement may name them alone. */
export function warningsOf(
  json: string,
  { bucket, ownerId }: { readonly bucket: string; readonly ownerId?: string | undefined }
): readonly PolicyWarning[] {
  const reading = parsePolicy(json)
  if ('problem' in reading) return [{ kind: 'not-a-policy', words: reading.problem }]
  const { Version: version, Statement: statements } = reading.document
  const warnings: PolicyWarning[] = []
  if (version !== undefined && !POLICY_VERSIONS.includes(version))
    warnings.push({
      kind: 'refused',
      words: `Version ${JSON.stringify(version)} is no version of the policy language, and gateways refuse it. It is not the day on which you write: the one to use is "2012-10-17".`
    })
  const words = wordsOfLockout(statements, bucket, ownerId)
  if (words !== undefined) warnings.push({ kind: 'locks-out', words })
  const opened = wordsOfReach(json, bucket)
  if (opened !== undefined) warnings.push({ kind: 'opens', words: opened })
  return warnings
}

const DEEDS = { list: 'list the bucket', read: 'read its objects', write: 'write or delete its objects' } as const

function wordsOfReach(json: string, bucket: string): string | undefined {
  const reach = readPublicReach(json, bucket)
  const deeds = (['list', 'read', 'write'] as const).filter((deed) => (reach?.[deed].answer ?? 'no') !== 'no')
  if (reach === undefined || deeds.length === 0) return undefined
  const isSure = deeds.some((deed) => reach[deed].answer === 'yes')
  const words = deeds.map((deed) => {
    const { keyPatterns } = reach[deed]
    return keyPatterns.length === 0 || keyPatterns.includes('*')
      ? DEEDS[deed]
      : `${DEEDS[deed]} (${keyPatterns.join(', ')})`
  })
  return `This lets everybody on the internet, without an account, ${words.join(', and ')}${isSure ? '' : ', where its conditions hold'}.`
}

/** True when a policy has statements that mean to force encryption; what they do is only known when they were tried. */
export function meansEncryption(json: string): boolean {
  const reading = parsePolicy(json)
  return 'document' in reading && encryptionMinded(reading.document).length > 0
}

function wordsOfLockout(
  statements: readonly PolicyStatement[],
  bucket: string,
  ownerId: string | undefined
): string | undefined {
  const [tenant, name] = bucket.includes(':') ? bucket.split(':', 2) : ['', bucket]
  const arn = `arn:aws:s3::${tenant}:${name}`
  const denies = (action: string, resource: string): PolicyStatement | undefined =>
    statements.find(
      (statement) =>
        statement.Effect === 'Deny' &&
        coversOwner(statement, ownerId) &&
        covers(statement.Action, statement.NotAction, action) &&
        covers(statement.Resource, statement.NotResource, resource)
    )
  const [put, remove] = [denies('s3:PutBucketPolicy', arn), denies('s3:DeleteBucketPolicy', arn)]
  const read = denies('s3:GetObject', `${arn}/any`)
  const when = [put, remove, read].some((found) => found?.Condition !== undefined) ? ' where its condition holds' : ''
  if (put !== undefined && remove !== undefined)
    return `This locks you out${when}: nobody, the owner included, could change or remove this policy again. Only the gateway’s administrators could undo it.`
  if (put !== undefined) return `With this${when} the policy can no longer be changed, not even by you: only removed.`
  if (remove !== undefined)
    return `With this${when} the policy can no longer be removed, not even by you: only replaced.`
  if (read !== undefined)
    return `This refuses the objects to everybody, you included${when}. You could still change the policy.`
  return undefined
}

function covers(field: unknown, notField: unknown, name: string): boolean {
  if (notField !== undefined) return !textsOf(notField).some((pattern) => matchesPattern(pattern, name))
  return textsOf(field).some((pattern) => matchesPattern(pattern, name))
}

function coversOwner({ Principal, NotPrincipal }: PolicyStatement, ownerId: string | undefined): boolean {
  if (NotPrincipal !== undefined) return !namesOwner(NotPrincipal, ownerId)
  return namesOwner(Principal, ownerId)
}

/** `*`, or the owner's own ARN, `arn:aws:iam::tenant:user/id`; an id in a tenant is written `tenant$id`. */
function namesOwner(principal: unknown, ownerId: string | undefined): boolean {
  const aws = typeof principal === 'object' && principal !== null ? (principal as { AWS?: unknown }).AWS : principal
  const [tenant, user] = ownerId?.includes('$') ? ownerId.split('$', 2) : ['', ownerId]
  return textsOf(aws).some(
    (one) => one === '*' || (user !== undefined && matchesPattern(one, `arn:aws:iam::${tenant}:user/${user}`))
  )
}
