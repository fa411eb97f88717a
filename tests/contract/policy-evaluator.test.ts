// The evaluator of policies against a real gateway: each form of a policy, real requests of four callers. Whatever it is certain of
// has to be what the gateway does.
import {
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketAclCommand,
  PutBucketPolicyCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  type S3Client,
  type S3ServiceException
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, it } from 'vitest'
import { PolicyEvaluator } from '../../src/domain/policy-evaluator'
import type { Operation } from '../../src/domain/policy-reach'
import { createGateway } from '../../src/s3/s3-gateway'
import { observeBucketPublicAccess, type BucketPublicAccess } from '../../src/operations/access/public-access-observer'
import {
  CALLERS,
  expectedAnswer,
  MEASURED_POLICIES,
  REQUESTS,
  toPolicy,
  type Caller,
  type MeasuredPolicy,
  type MeasuredRequest
} from '../gateway/measured-policies'
import { generationOf } from '../gateway/generation'
import { aliceGateway, createBucket, createPlainSdk, gateway, inTurns, ldap, plainSdk, tokenProfile } from './fixture'

const ALL = Object.keys(REQUESTS) as MeasuredRequest[]
const SDKS: Readonly<Record<Exclude<Caller, 'anonymous'>, S3Client>> = {
  alice: plainSdk,
  bob: createPlainSdk(gateway.bob),
  carol: createPlainSdk(gateway.carol)
}

it('the callers are those of the gateway', () => {
  expect([gateway.alice, gateway.bob, gateway.carol].map(({ userId }) => userId)).toEqual([
    'alice',
    'bob',
    'physics$carol'
  ])
})

it.each([
  ['everybody without a tenant, which they are not', 'arn:aws:iam:::root', 'deny'],
  ['a user without a tenant', 'arn:aws:iam:::user/ldapuser', 'deny'],
  ['a user of the tenant named like themselves', 'arn:aws:iam::ldapuser:user/ldapuser', 'allow'],
  ['that tenant, bare', 'ldapuser', 'allow']
] as const)('a user of LDAP, by a policy for %s', async (_, AWS, answer) => {
  const { userId, token } = ldap()
  const bucket = await createBucket()
  await plainSdk.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'x' }))
  const statement = { Effect: 'Allow', Principal: { AWS }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::BUCKET/*' }
  const policyJson = toPolicy(statement, bucket)
  await plainSdk.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: policyJson }))
  const principal = { kind: 'user', id: userId, isExternal: true } as const
  const resource = { bucket, key: 'k' }
  expect(new PolicyEvaluator(policyJson).evaluate({ principal, action: 's3:GetObject', resource })).toBe(answer)
  const url = await createGateway(tokenProfile(token)).storage.signDownload(bucket, 'k', undefined)
  expect((await fetch(url.url, { headers: url.headers })).status).toBe(answer === 'allow' ? 200 : 403)
  await remove(bucket, ['k'])
})

interface Outcome {
  readonly caller: Caller
  readonly request: MeasuredRequest
  readonly key: string
  readonly status: number
}
interface Measured {
  readonly bucket: string
  readonly policyJson: string
  readonly outcomes: readonly Outcome[]
  /** Undefined where the owner may not look. */
  readonly publicity: BucketPublicAccess
}

/** Many at a time: each has a bucket of its own. */
const measured = new Map<MeasuredPolicy, Measured | 'refused'>()
const generation = generationOf(gateway.version)
/** Whatever a policy says, its owner may change it. */
const ownerMayAlways = generation === 'Tentacle'
beforeAll(async () => {
  await inTurns(MEASURED_POLICIES, async (policy) => void measured.set(policy, await measure(policy)))
})

describe('by a policy of', () => {
  it.each(MEASURED_POLICIES.map((policy) => [policy.name, policy] as const))('%s', (_, policy) => {
    const seen = measured.get(policy)!
    expect(seen === 'refused').toBe(policy.refusedBy?.includes(generation) ?? false)
    if (seen === 'refused') return
    const { bucket, policyJson, outcomes, publicity } = seen
    const evaluator = new PolicyEvaluator(policyJson)
    const answers = outcomes.map(({ caller, request, key }) => {
      const { action, isOfObject } = REQUESTS[request]
      return evaluator.evaluate({
        principal: CALLERS[caller],
        action,
        resource: isOfObject ? { bucket, key } : { bucket },
        otherwise: caller === 'alice' ? 'allow' : 'deny'
      })
    })
    const told = outcomes.map(({ caller, request, status }, n) => {
      const answer = answers[n]
      const isAllowed = answer === 'allow' || (caller === 'alice' && request === 'put policy' && ownerMayAlways)
      const fits = isAllowed ? status < 300 : answer === 'deny' ? status === 403 : true
      return `${caller}, ${request}: ${answer}${fits ? '' : `, and the gateway answers ${status}`}`
    })
    expect(told).toEqual(
      outcomes.map(({ caller, request }) => `${caller}, ${request}: ${expectedAnswer(policy, caller, request)}`)
    )
    const isOpenQuestion = answers.some((answer) => answer === 'conditional' || answer === 'unknown')
    expect(isOpenQuestion, 'an answer that is not certain has a reason').toBe(policy.why !== undefined)
    // What anyone on the internet was seen to do is marked, in one way or another.
    const marked = publicity.reasons.map(({ operation }) => operation)
    if (publicity.unreadable.length > 0) return
    for (const { caller, request, status } of outcomes)
      if (caller === 'anonymous' && status < 300) expect(marked).toContain(OPERATION_OF[request])
  })
})

const OPERATION_OF: Readonly<Record<MeasuredRequest, Operation>> = {
  list: 'list',
  'list versions': 'list-versions',
  read: 'read',
  'read version': 'read-versions',
  write: 'write',
  delete: 'delete',
  'put object ACL': 'change-object-access',
  'put ACL': 'change-access',
  'put policy': 'change-policy'
}

const CHANGES_OBJECT: ReadonlySet<MeasuredRequest> = new Set(['write', 'delete', 'put object ACL'])

async function measure({ statement, requests = ALL, key = 'k' }: MeasuredPolicy): Promise<Measured | 'refused'> {
  const bucket = await createBucket()
  const callers = Object.keys(CALLERS) as Caller[]
  // What one caller writes must not change what the next one sees.
  const keyFor = (caller: Caller, request: MeasuredRequest): string =>
    CHANGES_OBJECT.has(request) ? `${key}-${caller}` : key
  const ofObject = requests.filter((one) => REQUESTS[one].isOfObject)
  const keys = new Set(ofObject.flatMap((request) => callers.map((caller) => keyFor(caller, request))))
  for (const one of keys) await plainSdk.send(new PutObjectCommand({ Bucket: bucket, Key: one, Body: 'x' }))
  const policyJson = toPolicy(statement, bucket)
  const isTaken = await plainSdk.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: policyJson })).then(
    () => true,
    ({ $metadata }: S3ServiceException) => {
      if ($metadata.httpStatusCode !== 400) throw new Error(`PutBucketPolicy: ${$metadata.httpStatusCode}`)
      return false
    }
  )
  if (!isTaken) {
    await remove(bucket, keys)
    return 'refused'
  }
  const publicity = await observeBucketPublicAccess(aliceGateway, bucket)
  const outcomes: Outcome[] = []
  for (const request of requests) {
    for (const caller of callers) {
      const own = keyFor(caller, request)
      outcomes.push({
        caller,
        request,
        key: own,
        status: await send(caller, request, { bucket, key: own, policyJson })
      })
    }
  }
  await remove(bucket, keys)
  return { bucket, policyJson, outcomes, publicity }
}

/** As the user whom the policy did not lock out: other tests list the owner's buckets. */
async function remove(bucket: string, keys: Iterable<string>): Promise<void> {
  for (const caller of ['alice', 'bob', 'carol'] as const) {
    const Bucket = caller === 'carol' ? `:${bucket}` : bucket
    const isGone = await SDKS[caller].send(new DeleteBucketPolicyCommand({ Bucket })).then(
      () => true,
      () => false
    )
    if (isGone) break
  }
  for (const Key of keys) await plainSdk.send(new DeleteObjectCommand({ Bucket: bucket, Key }))
  await plainSdk.send(new DeleteBucketCommand({ Bucket: bucket }))
}

interface Target {
  readonly bucket: string
  readonly key: string
  readonly policyJson: string
}

/** The status of the gateway's answer. */
async function send(caller: Caller, request: MeasuredRequest, target: Target): Promise<number> {
  if (caller === 'anonymous') return sendAnonymously(request, target)
  // Another tenant's bucket is named with a colon before it.
  const Bucket = caller === 'carol' ? `:${target.bucket}` : target.bucket
  const { key: Key, policyJson } = target
  const sdk = SDKS[caller]
  // A body that is not read keeps its connection, and there are fifty.
  const get = async (VersionId?: string) => {
    const got = await sdk.send(new GetObjectCommand({ Bucket, Key, VersionId }))
    await got.Body?.transformToByteArray()
    return got
  }
  const send = (): Promise<{ readonly $metadata: { readonly httpStatusCode?: number | undefined } }> => {
    switch (request) {
      case 'list':
        return sdk.send(new ListObjectsV2Command({ Bucket }))
      case 'list versions':
        return sdk.send(new ListObjectVersionsCommand({ Bucket }))
      case 'read':
        return get()
      case 'read version':
        return get('null')
      case 'write':
        return sdk.send(new PutObjectCommand({ Bucket, Key, Body: 'y' }))
      case 'delete':
        return sdk.send(new DeleteObjectCommand({ Bucket, Key }))
      case 'put object ACL':
        return sdk.send(new PutObjectAclCommand({ Bucket, Key, ACL: 'private' }))
      case 'put ACL':
        return sdk.send(new PutBucketAclCommand({ Bucket, ACL: 'private' }))
      case 'put policy':
        return sdk.send(new PutBucketPolicyCommand({ Bucket, Policy: policyJson }))
    }
  }
  try {
    return (await send()).$metadata.httpStatusCode ?? 0
  } catch (error) {
    return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0
  }
}

async function sendAnonymously(request: MeasuredRequest, { bucket, key, policyJson }: Target): Promise<number> {
  const [ofBucket, ofObject] = [`${gateway.direct}/${bucket}`, `${gateway.direct}/${bucket}/${encodeURIComponent(key)}`]
  const put = (url: string, body: string, headers: Record<string, string> = {}) =>
    fetch(url, { method: 'PUT', body, headers })
  const acl = { 'x-amz-acl': 'private' }
  const send = (): Promise<Response> => {
    switch (request) {
      case 'list':
        return fetch(ofBucket)
      case 'list versions':
        return fetch(`${ofBucket}?versions`)
      case 'read':
        return fetch(ofObject)
      case 'read version':
        return fetch(`${ofObject}?versionId=null`)
      case 'write':
        return put(ofObject, 'y')
      case 'delete':
        return fetch(ofObject, { method: 'DELETE' })
      case 'put object ACL':
        return put(`${ofObject}?acl`, '', acl)
      case 'put ACL':
        return put(`${ofBucket}?acl`, '', acl)
      case 'put policy':
        return put(`${ofBucket}?policy`, policyJson)
    }
  }
  const response = await send()
  await response.arrayBuffer()
  return response.status
}
