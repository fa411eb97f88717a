// What can be told of a policy by reading it, before it is saved: that gateways refuse it, that it locks its owner out, that it opens
// the bucket. Nothing here claims that a policy works.
import { isEncryptionRule, parsePolicy, POLICY_VERSIONS } from './policy'
import { PolicyEvaluator, type PolicyAnswer } from './policy-evaluator'
import type { Principal } from './policy-principal'
import { publicReach, reachOf } from './policy-reach'
import type { PolicyResource } from './policy-resource'
import { isWriting, publicByPolicy, reasonsInWords } from './public-access'

/** `locks-out`: the owner could no longer do what it says. `refused`: gateways will not take it. `opens…`: to anyone. */
export interface PolicyWarning {
  readonly kind: 'not-a-policy' | 'refused' | 'locks-out' | 'opens' | 'opens-writing'
  readonly words: string
}

export interface PolicyPlaceInfo {
  readonly bucket: string
  /** The bucket's owner, where that is known: a statement may name them alone. */
  readonly ownerId?: string | undefined
}

export function warningsOf(json: string, { bucket, ownerId }: PolicyPlaceInfo): readonly PolicyWarning[] {
  const reading = parsePolicy(json)
  if ('problem' in reading) return [{ kind: 'not-a-policy', words: reading.problem }]
  const { Version: version } = reading.document
  const warnings: PolicyWarning[] = []
  if (version !== undefined && !POLICY_VERSIONS.includes(version))
    warnings.push({
      kind: 'refused',
      words: `Version ${JSON.stringify(version)} is no version of the policy language. Gateways take "2012-10-17"; it is not a date to update.`
    })
  const policy = new PolicyEvaluator(json)
  for (const words of lockoutWords(policy, bucket, ownerId)) warnings.push({ kind: 'locks-out', words })
  const reasons = publicByPolicy(publicReach(policy, { bucket }))
  const [writing, reading_] = [reasons.filter(isWriting), reasons.filter((reason) => !isWriting(reason))]
  if (writing.length > 0) warnings.push({ kind: 'opens-writing', words: `${reasonsInWords(writing, 'bucket')}.` })
  if (reading_.length > 0) warnings.push({ kind: 'opens', words: `${reasonsInWords(reading_, 'bucket')}.` })
  return warnings
}

/** True when a policy has statements that mean to force encryption; what they do is only known when they were tried. */
export function isEncryptionStatement(json: string): boolean {
  const reading = parsePolicy(json)
  return 'document' in reading && isEncryptionRule(reading.document).length > 0
}

/** What an owner loses, the worst first. */
type Loss = 'policy' | 'changing' | 'removing' | 'showing' | 'objects' | 'listing'

const LOSS_WORDS: Readonly<Record<Loss, (when: string) => string>> = {
  policy: (when) =>
    `This locks you out${when}: you could not change or remove this policy again. Only an administrator could undo it.`,
  changing: (when) => `With this you can’t change the policy any more${when}, only remove it.`,
  removing: (when) => `With this you can’t remove the policy any more${when}, only replace it.`,
  showing: (when) => `With this you can’t see the policy any more${when}. You could still replace or remove it.`,
  objects: (when) => `This keeps you from reading objects${when}. You could still change the policy.`,
  listing: (when) => `This keeps you from listing the bucket${when}. You could still change the policy.`
}

/** What is certain, and what beside that is not. */
function lockoutWords(policy: PolicyEvaluator, bucket: string, ownerId: string | undefined): readonly string[] {
  const answerOf = (action: string, resource: PolicyResource = { bucket }): PolicyAnswer =>
    worst(ownersOf(ownerId).map((principal) => policy.evaluate({ principal, action, resource, otherwise: 'allow' })))
  const put = answerOf('s3:PutBucketPolicy')
  const answers: readonly (readonly [Loss, PolicyAnswer])[] = [
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
    return [LOSS_WORDS[loss](WHEN[answer])]
  })
}

const WHEN: Readonly<Record<PolicyAnswer, string>> = {
  allow: '',
  deny: '',
  conditional: ' where its conditions hold',
  unknown: ' if the gateway reads it so'
}

/** Whoever the owner may be to the gateway: known by a key, or by LDAP; somebody without a tenant where the id is not known. */
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
