// What reading a policy shows before it is saved: that gateways refuse it, that it locks its owner out, that it opens the bucket.
// Nothing here claims that a policy works.
import { encryptionStatementsOf, parsePolicy, POLICY_VERSIONS, type PolicyProblem } from './policy'
import { PolicyEvaluator, type PolicyAnswer } from './policy-evaluator'
import type { Principal } from './policy-principal'
import { publicReach, reachOf } from './policy-reach'
import type { PolicyResource } from './policy-resource'
import { isWriting, publicByPolicy, type PublicReason } from './public-access'

/** `locks-out`: the owner could no longer do what it says. `refused`: gateways will not take it. `opens…`: to anyone. */
export type PolicyWarning =
  | { readonly kind: 'not-a-policy'; readonly problem: PolicyProblem }
  | { readonly kind: 'refused'; readonly versionJson: string }
  | {
      readonly kind: 'locks-out'
      readonly loss: PolicyLoss
      /** `deny`: certain. */
      readonly answer: Exclude<PolicyAnswer, 'allow'>
    }
  | { readonly kind: 'opens' | 'opens-writing'; readonly reasons: readonly PublicReason[] }

/** What an owner loses, the worst first. */
export type PolicyLoss = 'policy' | 'changing' | 'removing' | 'showing' | 'objects' | 'listing'

export interface PolicyPlaceInfo {
  readonly bucket: string
  /** The bucket's owner, where that is known: a statement may name them alone. */
  readonly ownerId?: string | undefined
}

export function warningsOf(json: string, { bucket, ownerId }: PolicyPlaceInfo): readonly PolicyWarning[] {
  const reading = parsePolicy(json)
  if ('problem' in reading) return [{ kind: 'not-a-policy', problem: reading.problem }]
  const { Version: version } = reading.document
  const warnings: PolicyWarning[] = []
  if (version !== undefined && !POLICY_VERSIONS.includes(version))
    warnings.push({ kind: 'refused', versionJson: JSON.stringify(version) })
  const policy = new PolicyEvaluator(json)
  warnings.push(...lockoutsBy(policy, bucket, ownerId))
  const reasons = publicByPolicy(publicReach(policy, { bucket }))
  const writing = reasons.filter(isWriting)
  const viewing = reasons.filter((reason) => !isWriting(reason))
  if (writing.length > 0) warnings.push({ kind: 'opens-writing', reasons: writing })
  if (viewing.length > 0) warnings.push({ kind: 'opens', reasons: viewing })
  return warnings
}

/** True when a policy has statements about encryption; only a test shows what they do. */
export function hasEncryptionStatement(json: string): boolean {
  const reading = parsePolicy(json)
  return 'document' in reading && encryptionStatementsOf(reading.document).length > 0
}

/** The worst possible loss, and the worst certain one where that is another. */
function lockoutsBy(policy: PolicyEvaluator, bucket: string, ownerId: string | undefined): readonly PolicyWarning[] {
  const answerOf = (action: string, resource: PolicyResource = { bucket }): PolicyAnswer =>
    worst(ownersOf(ownerId).map((principal) => policy.evaluate({ principal, action, resource, otherwise: 'allow' })))
  const put = answerOf('s3:PutBucketPolicy')
  const answers: readonly (readonly [PolicyLoss, PolicyAnswer])[] = [
    ['policy', best([put, answerOf('s3:DeleteBucketPolicy')])],
    ['changing', put],
    ['removing', answerOf('s3:DeleteBucketPolicy')],
    ['showing', answerOf('s3:GetBucketPolicy')],
    [
      'objects',
      worst(
        ownersOf(ownerId).map(
          (principal) => reachOf(policy, { bucket }, { principal, otherwise: 'allow' }, 'read').answer
        )
      )
    ],
    ['listing', answerOf('s3:ListBucket')]
  ]
  const certain = answers.find(([, answer]) => answer === 'deny')
  const possible = answers.find(([, answer]) => answer !== 'allow')
  return [possible, certain].flatMap((found, n, all) => {
    if (found === undefined || (n === 1 && found === all[0])) return []
    const [loss, answer] = found
    return answer === 'allow' ? [] : [{ kind: 'locks-out', loss, answer }]
  })
}

/** Every way in which the gateway may know the owner: by a key, or by LDAP; without a tenant where the id is unknown. */
function ownersOf(ownerId = '\x01'): readonly Principal[] {
  return [false, true].map((isExternal) => ({ kind: 'user', id: ownerId, isExternal }))
}

const FROM_WORST: readonly PolicyAnswer[] = ['deny', 'unknown', 'conditional', 'allow']

function worst(answers: readonly PolicyAnswer[]): PolicyAnswer {
  return FROM_WORST.find((one) => answers.includes(one)) ?? 'allow'
}

function best(answers: readonly PolicyAnswer[]): PolicyAnswer {
  return FROM_WORST.findLast((one) => answers.includes(one)) ?? 'allow'
}
