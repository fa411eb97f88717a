// What a policy opens, operation by operation, for which keys, and the words beside the globe.
import { describe, expect, it } from 'vitest'
import { PolicyEvaluator } from '../../../src/domain/policy-evaluator'
import { publicReach } from '../../../src/domain/policy-reach'
import { publicByAcl, publicByPolicy, publicAccessWords, type PublicReason } from '../../../src/domain/public-access'
import { toPolicy } from '../../gateway/measured-policies'

const allow = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }
const deny = { ...allow, Effect: 'Deny' }
const conditional = { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }
const reach = (...statements: readonly unknown[]) =>
  publicReach(new PolicyEvaluator(toPolicy(statements)), { bucket: 'b' })
const open = (...statements: readonly unknown[]) =>
  Object.entries(reach(...statements)).flatMap(([operation, { answer }]) => (answer === 'allow' ? [operation] : []))

it('tells each operation from the others', () => {
  expect(open(allow)).toEqual(['read'])
  expect(open({ ...allow, Action: ['s3:PutObject'] })).toEqual(['write'])
  expect(open({ ...allow, Action: 's3:DeleteObjectVersion' })).toEqual(['delete'])
  expect(open({ ...allow, Action: 's3:GetObjectVersion' })).toEqual(['read-versions'])
  expect(open({ ...allow, Action: 's3:ListBucketVersions', Resource: 'arn:aws:s3:::b' })).toEqual(['list-versions'])
  expect(open({ ...allow, Action: 's3:PutObjectAcl' })).toEqual(['change-object-access'])
  expect(open({ ...allow, Action: 's3:PutBucketPolicy', Resource: '*' })).toEqual(['change-policy'])
  expect(open({ ...allow, Action: 's3:PutBucketAcl', Resource: '*' })).toEqual(['change-access'])
  expect(open({ ...allow, Action: 's3:PutLifecycleConfiguration', Resource: '*' })).toEqual(['change-settings'])
  expect(open({ ...allow, Action: 's3:*', Resource: 'arn:aws:s3:::b*' })).toHaveLength(10)
})

it('says for which keys', () => {
  const some = { ...allow, Resource: ['arn:aws:s3:::b/reports/*', 'arn:aws:s3:::?/x', 'arn:aws:s3:::other/*'] }
  expect(reach(some).read).toEqual({ answer: 'allow', keyPatterns: ['reports/*', 'x'], hasExceptions: false })
  expect(reach(some, allow).read.keyPatterns).toEqual(['*'])
  expect(reach({ ...allow, Resource: 'arn:aws:s3:::*.csv' }).read.keyPatterns).toEqual(['*.csv'])
  expect(reach(some, { ...allow, ...conditional }).read.keyPatterns).toEqual(['reports/*', 'x'])
})

it('knows an open bucket from one that is open under conditions, or but for some objects', () => {
  expect(reach({ ...allow, ...conditional }).read.answer).toBe('conditional')
  expect(reach({ ...allow, ...conditional }, allow).read.answer).toBe('allow')
  expect(reach(allow, deny).read.answer).toBe('deny')
  expect(reach(allow, { ...deny, ...conditional }).read.answer).toBe('conditional')
  const partly = { answer: 'allow', keyPatterns: ['*'], hasExceptions: true }
  expect(reach(allow, { ...deny, Resource: 'arn:aws:s3:::b/secret/*' }).read).toEqual(partly)
  expect(reach(allow, { ...deny, Resource: 'arn:aws:s3:::b/?' }).read).toEqual(partly)
  expect(reach({ ...allow, Resource: undefined, NotResource: 'arn:aws:s3:::b/z' }).read).toEqual(partly)
  expect(reach({ ...allow, Resource: 'arn:aws:s3:::b/a*' }, { ...deny, Resource: 'arn:aws:s3:::b/*z' }).read).toEqual({
    answer: 'allow',
    keyPatterns: ['a*'],
    hasExceptions: true
  })
})

it('reads a tenant’s bucket by its own name', () => {
  const policy = new PolicyEvaluator(toPolicy([{ ...allow, Resource: 'arn:aws:s3::ten:b/*' }]))
  expect(publicReach(policy, { bucket: 'ten:b', key: 'k' }).read.answer).toBe('allow')
})

it('of one object says nothing of its bucket', () => {
  const policy = new PolicyEvaluator(
    toPolicy([{ ...allow, Action: 's3:*', Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/k'] }])
  )
  const of = (key: string) =>
    Object.entries(publicReach(policy, { bucket: 'b', key })).flatMap(([name, { answer }]) =>
      answer === 'allow' ? [name] : []
    )
  expect(of('k')).toEqual(['read', 'read-versions', 'write', 'delete', 'change-object-access'])
  expect(of('other')).toEqual([])
})

describe('the words beside the globe', () => {
  const own = { grantee: { type: 'user', id: 'a' }, permission: 'FULL_CONTROL' } as const
  const acl = (permission: 'READ' | 'WRITE' | 'WRITE_ACP' | 'FULL_CONTROL') =>
    ({ owner: { id: 'a' }, grants: [own, { grantee: { type: 'everyone' }, permission }] }) as const
  const wordsOf = (reasons: readonly PublicReason[], scope: 'bucket' | 'object' = 'bucket', isEncrypted = false) =>
    publicAccessWords({ scope, reasons, unseen: [], isEncrypted })
  const byPolicy = (...statements: readonly unknown[]) => publicByPolicy(reach(...statements))

  it('say by what', () => {
    expect(
      wordsOf([...publicByAcl(acl('READ'), 'bucket'), ...byPolicy({ ...allow, Resource: 'arn:aws:s3:::b/out/*' })])
    ).toBe('Public: anyone can list it (ACL), read objects named out/* (policy)')
    expect(wordsOf(publicByAcl(acl('FULL_CONTROL'), 'bucket'))).toBe(
      'Public: anyone can list it, write and delete every object, change its access (ACL)'
    )
    expect(wordsOf(publicByAcl(acl('READ'), 'object'), 'object')).toBe('Public: anyone can read it (ACL)')
  })

  it('say maybe where that is all that is known, and nothing where nothing is open', () => {
    expect(wordsOf(byPolicy({ ...allow, ...conditional }))).toBe(
      'Maybe public: under some conditions, anyone can read every object (policy)'
    )
    expect(wordsOf(byPolicy({ ...allow, Principal: undefined }))).toBe(
      'Maybe public: depending on the gateway, anyone can read every object (policy)'
    )
    expect(wordsOf(publicByAcl(acl('WRITE'), 'object'), 'object')).toBeUndefined()
    expect(wordsOf([])).toBeUndefined()
  })

  it('ask for the key of what is encrypted, and only to read it', () => {
    const policy = new PolicyEvaluator(toPolicy([{ ...allow, Action: ['s3:GetObject', 's3:DeleteObject'] }]))
    expect(wordsOf(publicByPolicy(publicReach(policy, { bucket: 'b', key: 'k' })), 'object', true)).toBe(
      'Public: anyone who has its key can read it (policy); anyone can delete it (policy)'
    )
  })
})
