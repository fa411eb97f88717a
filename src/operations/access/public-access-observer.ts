// Whether a bucket is open to anyone: its ACL and policy are read, and the gateway is asked without credentials. Knows no S3.
import { isAbort, toAppError } from '../../domain/app-error'
import type { AnonymousAnswer, Gateway } from '../../domain/gateway'
import { PolicyEvaluator } from '../../domain/policy-evaluator'
import { publicReach } from '../../domain/policy-reach'
import { publicByAcl, publicByPolicy, withoutDenied, withTest, type PublicAccess } from '../../domain/public-access'

export interface BucketPublicAccess extends PublicAccess {
  /** Undefined: there is none, or it could not be read. */
  readonly policyJson: string | undefined
  /** Undefined where the ACL could not be read. */
  readonly ownerId: string | undefined
  /** Of an anonymous request to list it. */
  readonly answer: AnonymousAnswer
  readonly seenAtMs: number
}

/** What cannot be read is `unseen`: another's bucket seldom shows both. Rejects only when aborted, or when there is no such bucket. */
export async function observeBucketPublicAccess(
  { access, buckets }: Pick<Gateway, 'access' | 'buckets'>,
  bucket: string,
  signal?: AbortSignal
): Promise<BucketPublicAccess> {
  const unseen = (error: unknown): 'unseen' => {
    if (isAbort(error) || toAppError(error).kind === 'no-such-bucket') throw error
    return 'unseen'
  }
  const [acl, policy, answer] = await Promise.all([
    access.ofBucket(bucket, signal).catch(unseen),
    buckets.policyOf(bucket, signal).then((json) => ({ json }), unseen),
    access.canAnyoneList(bucket, signal)
  ])
  const policyJson = policy === 'unseen' ? undefined : policy.json
  const evaluator = new PolicyEvaluator(policyJson)
  const isPolicyUnseen = policy === 'unseen' || !evaluator.isReadable
  const byAcl = acl === 'unseen' ? [] : publicByAcl(acl, 'bucket')
  const byPolicy = isPolicyUnseen ? [] : publicByPolicy(publicReach(evaluator, { bucket }))
  // Only what is granted can be blocked; where the gateway cannot tell, the test above does.
  const block = byAcl.length > 0 ? await buckets.publicAccessBlockOf(bucket, signal).catch(() => undefined) : undefined
  const concluded: PublicAccess = {
    scope: 'bucket',
    reasons: [...(isPolicyUnseen ? byAcl : withoutDenied(byAcl, evaluator, { bucket })), ...byPolicy],
    unseen: [...(acl === 'unseen' ? (['acl'] as const) : []), ...(isPolicyUnseen ? (['policy'] as const) : [])]
  }
  return {
    ...withTest(concluded, { answer, block }),
    policyJson,
    ownerId: acl === 'unseen' ? undefined : acl.owner.id,
    answer,
    seenAtMs: Date.now()
  }
}
