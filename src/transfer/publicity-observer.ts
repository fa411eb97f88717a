// Seeing whether a bucket is open to everybody: its ACL and its policy, read. Knows no S3.
import { isAbort, toAppError } from '../domain/app-error'
import type { Gateway } from '../domain/gateway'
import { PolicyEvaluator } from '../domain/policy-evaluator'
import { publicReach } from '../domain/policy-reach'
import { publicByAcl, publicByPolicy, type Publicity } from '../domain/publicity'

export interface BucketPublicity extends Publicity {
  /** Undefined: there is none, or it could not be read. */
  readonly policyJson: string | undefined
}

/** What cannot be read is `unseen`: another's bucket seldom shows both. Rejects only when aborted, or when there is no such bucket. */
export async function observeBucketPublicity(
  { access, buckets }: Pick<Gateway, 'access' | 'buckets'>,
  bucket: string,
  signal?: AbortSignal
): Promise<BucketPublicity> {
  const unseen = (error: unknown): 'unseen' => {
    if (isAbort(error) || toAppError(error).kind === 'no-such-bucket') throw error
    return 'unseen'
  }
  const [acl, policy] = await Promise.all([
    access.ofBucket(bucket, signal).catch(unseen),
    buckets.policyOf(bucket, signal).then((json) => ({ json }), unseen)
  ])
  const policyJson = policy === 'unseen' ? undefined : policy.json
  const evaluator = new PolicyEvaluator(policyJson)
  const isPolicyUnseen = policy === 'unseen' || !evaluator.isReadable
  return {
    scope: 'bucket',
    reasons: [
      ...(acl === 'unseen' ? [] : publicByAcl(acl, 'bucket')),
      ...(isPolicyUnseen ? [] : publicByPolicy(publicReach(evaluator, { bucket })))
    ],
    unseen: [...(acl === 'unseen' ? (['acl'] as const) : []), ...(isPolicyUnseen ? (['policy'] as const) : [])],
    policyJson
  }
}
