// Policies as documents: Lockgate's statements in and out, nothing else touched, and what reading one can warn of.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isEnforced, summarizeEncryptionTest, type EncryptionTest } from '../../../src/domain/encryption-test'
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
import { hasEncryptionStatement, warningsOf, type PolicyWarning } from '../../../src/domain/policy-warnings'

const own = encryptionStatement(CANDIDATE_CONDITIONS[0]!, 'lab')
const add = (former: string | undefined): string => {
  const reading = withStatements(former, [own])
  if ('problem' in reading) throw new Error(reading.problem.code)
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

/** In short: `locks-out: policy deny`, `opens: read open/*`. */
function codeOf(warning: PolicyWarning): string {
  if (warning.kind === 'locks-out') return `locks-out: ${warning.loss} ${warning.answer}`
  if ('reasons' in warning) {
    const reasons = warning.reasons.map(({ operation, certainty, keyPatterns = [] }) =>
      [operation, ...keyPatterns, ...(certainty === 'sure' ? [] : [certainty])].join(' ')
    )
    return `${warning.kind}: ${reasons.join(', ')}`
  }
  return `${warning.kind}: ${warning.kind === 'refused' ? warning.versionJson : warning.problem.code}`
}

describe('warnings', () => {
  const kinds = (statement: object, version: string | undefined = '2012-10-17', ownerId = 'alice') =>
    warningsOf(JSON.stringify({ Version: version, Statement: [statement] }), { bucket: 'lab', ownerId }).map(codeOf)
  const deny = (more: object) => ({ Effect: 'Deny', Principal: '*', Resource: '*', Action: 's3:*', ...more })

  test.each([
    ['everything for everybody', {}, 'policy deny'],
    ['policies for everybody', { Action: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'] }, 'policy deny'],
    ['everything for the owner', { Principal: { AWS: 'arn:aws:iam:::user/alice' } }, 'policy deny'],
    [
      'everything but for bob',
      { Principal: undefined, NotPrincipal: { AWS: ['arn:aws:iam:::user/bob'] } },
      'policy deny'
    ],
    ['all but reading', { Action: undefined, NotAction: 's3:Get*' }, 'policy unknown'],
    ['changes', { Action: 's3:PutBucketPolicy' }, 'changing deny'],
    ['removal', { Action: 's3:DeleteBucketPolicy' }, 'removing deny'],
    ['looking at it', { Action: 's3:GetBucketPolicy' }, 'showing deny'],
    ['all objects', { Resource: 'arn:aws:s3:::lab/*' }, 'objects deny'],
    ['listing', { Action: 's3:ListBucket' }, 'listing deny'],
    ['under a condition', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, 'policy conditional'],
    ['everybody without a tenant', { Principal: { AWS: 'arn:aws:iam:::root' } }, 'policy deny'],
    ['no Effect', { Effect: undefined }, 'policy deny'],
    ['no Principal', { Principal: undefined }, 'policy unknown']
  ])('a Deny of %s is one', (_, more, loss) => {
    expect(kinds(deny(more))).toEqual([`locks-out: ${loss}`])
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
      }).map(codeOf)
    expect(warnings(conditional, deny({}))).toEqual(['locks-out: policy deny'])
    expect(warnings(deny({}), conditional)).toEqual(['locks-out: policy deny'])
    // What is certain is said beside what is worse and not certain.
    expect(warnings(conditional, deny({ Action: 's3:PutBucketPolicy' }))).toEqual([
      'locks-out: policy conditional',
      'locks-out: changing deny'
    ])
  })

  test('what opens the bucket to anyone says what to, and writing apart from reading', () => {
    const codes = (more: object) => kinds(deny({ Effect: 'Allow', ...more }))
    expect(codes({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::lab/open/*' })).toEqual(['opens: read open/*'])
    expect(codes({ Action: ['s3:GetObjectVersion', 's3:ListBucketVersions'] })).toEqual([
      'opens: list-versions, read-versions *'
    ])
    expect(codes({ Principal: { AWS: 'arn:aws:iam:::root' }, Action: ['s3:GetObject', 's3:PutBucketPolicy'] })).toEqual(
      ['opens-writing: change-policy', 'opens: read *']
    )
    const condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }
    expect(codes({ Action: 's3:ListBucket', Condition: condition })).toEqual(['opens: list conditional'])
  })

  test.each([
    ['s3:PutObject', 'write *'],
    ['s3:DeleteObject', 'delete *'],
    ['s3:PutObjectAcl', 'change-object-access *'],
    ['s3:PutBucketAcl', 'change-access'],
    ['s3:PutBucketPolicy', 'change-policy'],
    ['s3:PutLifecycleConfiguration', 'change-settings']
  ])('%s for anyone is said in red', (action, operation) => {
    const statement = deny({ Effect: 'Allow', Action: action })
    expect(kinds(statement)).toEqual([`opens-writing: ${operation}`])
  })

  test('an owner in a tenant is named by both', () => {
    const statement = deny({ Principal: { AWS: 'arn:aws:iam::t:user/alice' } })
    expect([kinds(statement).length, kinds(statement, undefined, 't$alice').length]).toEqual([0, 1])
  })

  test('a Version that no gateway knows is one', () => {
    expect(kinds({ Effect: 'Allow' }, '2018-05-24')).toEqual(['refused: "2018-05-24"'])
    expect(kinds({ Effect: 'Allow' }, '2008-10-17')).toEqual([])
  })

  test('the manual’s policy means encryption, and an ordinary one does not', () => {
    const condition = { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } }
    const manual = { Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:PutObject', Condition: condition }
    expect(hasEncryptionStatement(JSON.stringify({ Statement: manual }))).toBe(true)
    expect(hasEncryptionStatement(JSON.stringify({ Statement: { ...manual, Effect: 'Allow' } }))).toBe(false)
    expect(hasEncryptionStatement(JSON.stringify({ Statement: { ...manual, Condition: {} } }))).toBe(false)
  })
})

test('findings are told as they are: only one of all there can be is "enforced"', () => {
  const results = ['refused', 'clear', 'encrypted'] as const
  const one = fc.constantFrom(...results)
  const all = fc.record<EncryptionTest>({ plain: one, 'plain-parts': one, aes256: one, key: one, 'key-parts': one })
  fc.assert(
    fc.property(all, (test) => {
      const findings = summarizeEncryptionTest(test)
      expect(findings.includes('enforced')).toBe(isEnforced(test))
      if (isEnforced(test)) expect(findings).toEqual(['enforced'])
      if (test.plain === 'clear') expect(findings).toContain('plain-stored')
      if (findings.includes('plain-refused')) expect(test.plain).toBe('refused')
      if (findings.includes('parts-stored')) expect(test['plain-parts']).toBe('clear')
      if (findings.includes('all-refused')) expect(new Set(Object.values(test))).toEqual(new Set(['refused']))
      if (isEnforced(test)) expect(test).toMatchObject({ plain: 'refused', 'plain-parts': 'refused', key: 'encrypted' })
    })
  )
})
