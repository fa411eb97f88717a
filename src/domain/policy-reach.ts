// What a policy lets someone do in a bucket, operation by operation, and with which objects. Pure.
import type { PolicyAnswer, PolicyEvaluator, PolicyQuestion } from './policy-evaluator'
import type { Principal } from './policy-principal'
import type { PolicyResource } from './policy-resource'

/** From reading to ruling. */
export type Operation =
  | 'list'
  | 'list-versions'
  | 'read'
  | 'read-versions'
  | 'write'
  | 'delete'
  | 'change-object-access'
  | 'change-access'
  | 'change-policy'
  | 'change-settings'

interface OperationActions {
  readonly of: 'bucket' | 'objects'
  /** One of them is enough. */
  readonly actions: readonly string[]
}

export const OPERATION_ACTIONS: Readonly<Record<Operation, OperationActions>> = {
  list: { of: 'bucket', actions: ['s3:ListBucket'] },
  'list-versions': { of: 'bucket', actions: ['s3:ListBucketVersions'] },
  read: { of: 'objects', actions: ['s3:GetObject'] },
  'read-versions': { of: 'objects', actions: ['s3:GetObjectVersion'] },
  write: { of: 'objects', actions: ['s3:PutObject'] },
  delete: { of: 'objects', actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'] },
  'change-object-access': { of: 'objects', actions: ['s3:PutObjectAcl', 's3:PutObjectVersionAcl'] },
  'change-access': { of: 'bucket', actions: ['s3:PutBucketAcl'] },
  'change-policy': { of: 'bucket', actions: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'] },
  // A lifecycle rule deletes whatever it names.
  'change-settings': {
    of: 'bucket',
    actions: ['s3:PutLifecycleConfiguration', 's3:PutBucketVersioning', 's3:DeleteBucket', 's3:PutBucketCORS']
  }
}

export const OPERATIONS = Object.keys(OPERATION_ACTIONS) as readonly Operation[]

export interface PolicyReach {
  /** `allow`: of one object at least. */
  readonly answer: PolicyAnswer
  /** Of the objects that this is the answer for, as the policy has them; `*` for all. None for what is done to a bucket. */
  readonly keyPatterns: readonly string[]
  /** Other statements refuse, or may refuse, some of these. */
  readonly hasExceptions: boolean
}

/** A bucket with all its objects, or one object of it. */
export interface ReachTarget {
  readonly bucket: string
  readonly key?: string | undefined
}

/** What someone may do by the policy alone, and as `otherwise` says where it says nothing. With an object nothing is done to its bucket. */
export function reachOf(
  policy: PolicyEvaluator,
  { bucket, key }: ReachTarget,
  { principal, otherwise = 'deny' }: Pick<PolicyQuestion, 'principal' | 'otherwise'>,
  operation: Operation
): PolicyReach {
  const { of, actions } = OPERATION_ACTIONS[operation]
  if (of === 'bucket' && key !== undefined) return NOTHING
  const weighed = actions.flatMap((action): readonly WeighedPattern[] => {
    const question = { principal, action, otherwise }
    const ask = (resource: PolicyResource): readonly WeighedPattern[] => [
      { answer: policy.evaluate({ ...question, resource }), hasExceptions: false }
    ]
    if (of === 'bucket') return ask({ bucket })
    if (key !== undefined) return ask({ bucket, key })
    const patterns = otherwise === 'allow' || !policy.isReadable ? ['*'] : policy.keyPatterns('Allow', question, bucket)
    return patterns.map((keyPattern) => ({ keyPattern, ...weighPattern(policy, question, bucket, keyPattern) }))
  })
  const answer = (['allow', 'unknown', 'conditional'] as const).find((one) => weighed.some((of) => of.answer === one))
  if (answer === undefined) return NOTHING
  const best = weighed.filter((one) => one.answer === answer)
  const shown = best.flatMap(({ keyPattern }) => (keyPattern === undefined ? [] : [keyPattern]))
  const isAllOpen = best.some(({ keyPattern, hasExceptions }) => keyPattern === '*' && !hasExceptions)
  return {
    answer,
    keyPatterns: shown.includes('*') ? ['*'] : [...new Set(shown)],
    hasExceptions: !isAllOpen && best.some(({ hasExceptions }) => hasExceptions)
  }
}

/** What anyone may do without an account. */
export function publicReach(policy: PolicyEvaluator, target: ReachTarget): Readonly<Record<Operation, PolicyReach>> {
  const principal: Principal = { kind: 'anonymous' }
  const reaches = OPERATIONS.map((operation) => [operation, reachOf(policy, target, { principal }, operation)] as const)
  return Object.fromEntries(reaches) as Record<Operation, PolicyReach>
}

const NOTHING: PolicyReach = { answer: 'deny', keyPatterns: [], hasExceptions: false }

interface WeighedPattern {
  readonly keyPattern?: string
  readonly answer: PolicyAnswer
  readonly hasExceptions: boolean
}

/** A pattern that is open but for some keys is open. */
function weighPattern(
  policy: PolicyEvaluator,
  question: Omit<PolicyQuestion, 'resource'>,
  bucket: string,
  keyPattern: string
): WeighedPattern {
  const whole = policy.evaluate({ ...question, resource: { bucket, keyPattern } })
  if (whole === 'allow' || whole === 'deny') return { answer: whole, hasExceptions: false }
  const some = policy.evaluate({ ...question, resource: { bucket, key: unnamedKeyOf(keyPattern) } })
  return some === 'allow' ? { answer: 'allow', hasExceptions: true } : { answer: whole, hasExceptions: false }
}

/** One of those that the pattern stands for, which no other pattern is likely to name. */
function unnamedKeyOf(keyPattern: string): string {
  return keyPattern.replaceAll('*', '\x01\x01\x01').replaceAll('?', '\x01')
}
