// Policies as documents: Lockgate's statements in and out, nothing else touched, and what reading one can warn of.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeEncryptionTest, isEnforced, type EncryptionTest } from '../../../src/domain/encryption-test'
import {
  CANDIDATE_CONDITIONS,
  encryptionStatement,
  formatPolicy,
  hasOwn,
  isSamePolicy,
  onTestPrefix,
  parsePolicy,
  resourceOf,
  withoutOwn,
  withStatements
} from '../../../src/domain/policy'
import { isEncryptionStatement, warningsOf } from '../../../src/domain/policy-warnings'

const own = encryptionStatement(CANDIDATE_CONDITIONS[0]!, 'lab')
const add = (former: string | undefined): string => {
  const reading = withStatements(former, [own])
  if ('problem' in reading) throw new Error(reading.problem)
  return formatPolicy(reading.document)
}

describe('a document', () => {
  test('whatever others wrote comes back when Lockgate’s statement is taken out again', () => {
    const statement = fc.dictionary(fc.constantFrom('Sid', 'Effect', 'Action', 'Condition', 'X'), fc.jsonValue())
    const document = fc.record({
      Version: fc.constant('2012-10-17'),
      Id: fc.string(),
      Statement: fc.array(statement, { minLength: 1 })
    })
    fc.assert(
      fc.property(document, (value) => {
        const former = JSON.stringify(value)
        const added = add(former)
        expect(hasOwn(added)).toBe(true)
        expect(isSamePolicy(withoutOwn(added), former)).toBe(true)
      })
    )
  })

  test('without any other statement there is none left, and a policy without Lockgate’s is not even rewritten', () => {
    expect(withoutOwn(add(undefined))).toBeUndefined()
    const theirs = '{ "Statement": {"Sid":"A"} ,"Version":"2008-10-17"}'
    expect(withoutOwn(theirs)).toBe(theirs)
    expect([hasOwn(theirs), hasOwn(undefined), hasOwn('nonsense')]).toEqual([false, false, false])
  })

  test('is the same in another order of fields and other white space, and not with another order of statements', () => {
    expect(isSamePolicy('{"a":1,"b":{"c":2,"d":3}}', '{ "b": {"d":3, "c":2}, "a":1 }')).toBe(true)
    expect(isSamePolicy('{"Statement":[1,2]}', '{"Statement":[2,1]}')).toBe(false)
    expect([isSamePolicy(undefined, undefined), isSamePolicy(undefined, '{}')]).toEqual([true, false])
  })

  test.each(['', '[]', 'null', '{"Statement":[1]}', '{}', '{"Version":'])('%j is none, and said to be', (json) => {
    expect(parsePolicy(json)).toHaveProperty('problem')
    expect(warningsOf(json, { bucket: 'lab' })).toMatchObject([{ kind: 'not-a-policy' }])
  })

  test('a bucket of another tenant has it in its ARN', () => {
    expect(resourceOf('lab', 'p/')).toBe('arn:aws:s3:::lab/p/*')
    expect(resourceOf('t:lab')).toBe('arn:aws:s3::t:lab/*')
  })

  test('a statement for the probes alone keeps what it says and loses where', () => {
    const theirs = {
      Sid: 'X',
      Effect: 'Deny',
      NotResource: 'arn:aws:s3:::lab/free/*',
      Condition: { Null: { a: 'true' } }
    }
    expect(onTestPrefix(theirs, 'lab', 'p/')).toEqual({
      Sid: 'LockgateProbe',
      Effect: 'Deny',
      Resource: ['arn:aws:s3:::lab/p/*'],
      Condition: { Null: { a: 'true' } }
    })
  })
})

describe('warnings', () => {
  const kinds = (statement: object, version: string | undefined = '2012-10-17', ownerId = 'alice') =>
    warningsOf(JSON.stringify({ Version: version, Statement: [statement] }), { bucket: 'lab', ownerId }).map(
      ({ kind, words }) => `${kind}: ${words}`
    )
  const deny = (more: object) => ({ Effect: 'Deny', Principal: '*', Resource: '*', Action: 's3:*', ...more })

  test.each([
    ['everything for everybody', {}, 'This locks you out'],
    ['policies for everybody', { Action: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'] }, 'This locks you out'],
    ['everything for the owner', { Principal: { AWS: 'arn:aws:iam:::user/alice' } }, 'This locks you out'],
    [
      'everything but for bob',
      { Principal: undefined, NotPrincipal: { AWS: ['arn:aws:iam:::user/bob'] } },
      'This locks'
    ],
    ['all but reading', { Action: undefined, NotAction: 's3:Get*' }, 'This locks you out if the gateway reads it so:'],
    ['changes', { Action: 's3:PutBucketPolicy' }, 'With this you can’t change the policy any more, only'],
    ['removal', { Action: 's3:DeleteBucketPolicy' }, 'With this you can’t remove the policy any more, only'],
    ['looking at it', { Action: 's3:GetBucketPolicy' }, 'With this you can’t see the policy any more.'],
    ['all objects', { Resource: 'arn:aws:s3:::lab/*' }, 'This keeps you from reading objects. '],
    ['listing', { Action: 's3:ListBucket' }, 'This keeps you from listing the bucket. '],
    [
      'under a condition',
      { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      'This locks you out where its conditions hold:'
    ],
    ['everybody without a tenant', { Principal: { AWS: 'arn:aws:iam:::root' } }, 'This locks you out:'],
    ['no Effect', { Effect: undefined }, 'This locks you out:'],
    ['no Principal', { Principal: undefined }, 'This locks you out if the gateway reads it so:']
  ])('a Deny of %s is one', (_, more, words) => {
    expect(kinds(deny(more))).toEqual([expect.stringContaining(`locks-out: ${words}`)])
  })

  test.each([
    ['of bob alone', { Principal: { AWS: 'arn:aws:iam:::user/bob' } }],
    ['of another bucket', { Resource: ['arn:aws:s3:::other', 'arn:aws:s3:::other/*'] }],
    ['of uploads', { Action: 's3:PutObject' }],
    ['that allows an account', { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam:::user/bob' } }]
  ])('a statement %s is none', (_, more) => expect(kinds(deny(more))).toEqual([]))

  test('an unconditional lock-out beside a conditional Deny is unconditional', () => {
    const conditional = deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })
    const warnings = (...statements: object[]) =>
      warningsOf(JSON.stringify({ Version: '2012-10-17', Statement: statements }), {
        bucket: 'lab',
        ownerId: 'alice'
      }).map(({ words }) => words.split(':')[0])
    expect(warnings(conditional, deny({}))).toEqual(['This locks you out'])
    expect(warnings(deny({}), conditional)).toEqual(['This locks you out'])
    // What is certain is said beside what is worse and not certain.
    expect(warnings(conditional, deny({ Action: 's3:PutBucketPolicy' }))).toEqual([
      'This locks you out where its conditions hold',
      'With this you can’t change the policy any more, only remove it.'
    ])
  })

  test('what opens the bucket to anyone says what to, and writing apart from reading', () => {
    const words = (more: object) =>
      warningsOf(JSON.stringify({ Version: '2012-10-17', Statement: [deny({ Effect: 'Allow', ...more })] }), {
        bucket: 'lab'
      }).map((warning) => `${warning.kind}: ${warning.words}`)
    expect(words({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::lab/open/*' })).toEqual([
      'opens: Anyone on the internet can read objects named open/*.'
    ])
    expect(words({ Action: ['s3:GetObjectVersion', 's3:ListBucketVersions'] })).toEqual([
      'opens: Anyone on the internet can list its versions, read versions of every object.'
    ])
    expect(words({ Principal: { AWS: 'arn:aws:iam:::root' }, Action: ['s3:GetObject', 's3:PutBucketPolicy'] })).toEqual(
      [
        'opens-writing: Anyone on the internet can change its policy.',
        'opens: Anyone on the internet can read every object.'
      ]
    )
    const condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }
    expect(words({ Action: 's3:ListBucket', Condition: condition })).toEqual([
      'opens: Under some conditions, anyone on the internet can list it.'
    ])
  })

  test('everything for anyone is one sentence each for writing and for reading, short enough to be read', () => {
    const all = kinds(deny({ Effect: 'Allow' }))
    expect(all).toEqual([
      'opens-writing: Anyone on the internet can write, delete and change access to every object, change its access, policy and settings.',
      'opens: Anyone on the internet can list it and its versions, read all versions of every object.'
    ])
  })

  test.each([
    ['s3:PutObject', 'write every object'],
    ['s3:DeleteObject', 'delete every object'],
    ['s3:PutObjectAcl', 'change access to every object'],
    ['s3:PutBucketAcl', 'change its access'],
    ['s3:PutBucketPolicy', 'change its policy'],
    ['s3:PutLifecycleConfiguration', 'change its settings']
  ])('%s for anyone is said in red', (action, words) => {
    const statement = deny({ Effect: 'Allow', Action: action })
    expect(kinds(statement)).toEqual([`opens-writing: Anyone on the internet can ${words}.`])
  })

  test('an owner in a tenant is named by both', () => {
    const statement = deny({ Principal: { AWS: 'arn:aws:iam::t:user/alice' } })
    expect([kinds(statement).length, kinds(statement, undefined, 't$alice').length]).toEqual([0, 1])
  })

  test('a Version that no gateway knows is one', () => {
    expect(kinds({ Effect: 'Allow' }, '2018-05-24')).toEqual([expect.stringContaining('refused: ')])
    expect(kinds({ Effect: 'Allow' }, '2008-10-17')).toEqual([])
  })

  test('the manual’s policy means encryption, and an ordinary one does not', () => {
    const condition = { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } }
    const manual = { Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:PutObject', Condition: condition }
    expect(isEncryptionStatement(JSON.stringify({ Statement: manual }))).toBe(true)
    expect(isEncryptionStatement(JSON.stringify({ Statement: { ...manual, Effect: 'Allow' } }))).toBe(false)
    expect(isEncryptionStatement(JSON.stringify({ Statement: { ...manual, Condition: {} } }))).toBe(false)
  })
})

test('findings are said as they are: only one of all there can be is "forced"', () => {
  const results = ['refused', 'clear', 'encrypted'] as const
  const one = fc.constantFrom(...results)
  const all = fc.record<EncryptionTest>({ plain: one, 'plain-parts': one, aes256: one, key: one, 'key-parts': one })
  fc.assert(
    fc.property(all, (findings) => {
      const words = describeEncryptionTest(findings)
      expect(words.includes('refuses what is not encrypted with a key')).toBe(isEnforced(findings))
      if (findings.plain === 'clear') expect(words).toContain('stored in the clear')
      if (isEnforced(findings))
        expect(findings).toMatchObject({ plain: 'refused', 'plain-parts': 'refused', key: 'encrypted' })
    })
  )
})
