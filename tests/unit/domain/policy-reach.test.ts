// What a policy opens, operation by operation, for which keys.
import { expect, it } from 'vitest'
import { PolicyEvaluator } from '../../../src/domain/policy-evaluator'
import { publicReach } from '../../../src/domain/policy-reach'
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
