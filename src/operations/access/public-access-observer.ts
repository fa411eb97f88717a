// Whether a bucket is open to anyone: its ACL and policy are read, and the gateway is asked without credentials. Knows no S3.
import { isAbort, toAppError } from '../../domain/app-error'
import type { AnonymousAnswer, Gateway } from '../../domain/gateway'
import { PolicyEvaluator } from '../../domain/policy-evaluator'
import { publicReach } from '../../domain/policy-reach'
import {
  publicByAcl,
  publicByPolicy,
  withoutDenied,
  withTest,
  type PublicAccess,
  type PublicReason
} from '../../domain/public-access'

export interface BucketPublicAccess extends PublicAccess {
  /** Undefined: there is none, or it could not be read. */
  readonly policyJson: string | undefined
  /** Undefined where the ACL could not be read. */
  readonly ownerId: string | undefined
  /** Of an anonymous request to list it. */
  readonly answer: AnonymousAnswer
  readonly seenAtMs: number
}

/**
 * What cannot be read is `unreadable`: another's bucket seldom shows both. Rejects only when aborted, or when there is no such bucket.
 * @param before what was seen last: of what cannot be read this time it still counts
 */
export async function observeBucketPublicAccess(
  { access, buckets }: Pick<Gateway, 'access' | 'buckets'>,
  bucket: string,
  signal?: AbortSignal,
  before?: BucketPublicAccess
): Promise<BucketPublicAccess> {
  const unreadable = (error: unknown): 'unreadable' => {
    if (isAbort(error) || toAppError(error).kind === 'no-such-bucket') throw error
    return 'unreadable'
  }
  const [acl, policy, answer] = await Promise.all([
    access.ofBucket(bucket, signal).catch(unreadable),
    buckets.policyOf(bucket, signal).then((json) => ({ json }), unreadable),
    access.canAnyoneList(bucket, signal)
  ])
  const policyJson = policy === 'unreadable' ? undefined : policy.json
  const evaluator = new PolicyEvaluator(policyJson)
  const isPolicyUnreadable = policy === 'unreadable' || !evaluator.isReadable
  const byAcl = acl === 'unreadable' ? [] : publicByAcl(acl, 'bucket')
  const byPolicy = isPolicyUnreadable ? [] : publicByPolicy(publicReach(evaluator, { bucket }))
  // Only what is granted can be blocked; where the gateway cannot tell, the test above does.
  const block = byAcl.length > 0 ? await buckets.publicAccessBlockOf(bucket, signal).catch(() => undefined) : undefined
  const concluded: PublicAccess = {
    scope: 'bucket',
    reasons: [...(isPolicyUnreadable ? byAcl : withoutDenied(byAcl, evaluator, { bucket })), ...byPolicy],
    unreadable: [
      ...(acl === 'unreadable' ? (['acl'] as const) : []),
      ...(isPolicyUnreadable ? (['policy'] as const) : [])
    ]
  }
  const now: BucketPublicAccess = {
    ...withTest(concluded, { answer, block }),
    policyJson,
    ownerId: acl === 'unreadable' ? undefined : acl.owner.id,
    answer,
    seenAtMs: Date.now()
  }
  return before === undefined ? now : keepKnown(now, before)
}

/** What could not be read this time is as it was seen before: a busy gateway makes nothing private. */
function keepKnown(now: BucketPublicAccess, before: BucketPublicAccess): BucketPublicAccess {
  const isInvisible = (by: PublicReason['by']): boolean =>
    by === 'test' ? now.answer === 'not-known' : now.unreadable.includes(by)
  const known = before.reasons.filter(({ by }) => isInvisible(by))
  const isExplained = known.some(({ operation, certainty }) => operation === 'list' && certainty === 'sure')
  const seen = isExplained ? now.reasons.filter(({ by }) => by !== 'test') : now.reasons
  const policyJson = now.unreadable.includes('policy') ? before.policyJson : now.policyJson
  return { ...now, reasons: [...seen, ...known], policyJson, ownerId: now.ownerId ?? before.ownerId }
}
