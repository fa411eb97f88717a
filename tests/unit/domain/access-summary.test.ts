// Who can read, in one sentence, by ACL and policy; and to whom a policy gives what.
import { describe, expect, it } from 'vitest'
import { accessSummary } from '../../../src/domain/access-summary'
import type { Acl, Grant, Grantee } from '../../../src/domain/acl'
import { PolicyEvaluator } from '../../../src/domain/policy-evaluator'
import { granteesOf } from '../../../src/domain/policy-grantees'
import { operationsInWords, publicByAcl, withoutDenied } from '../../../src/domain/public-access'
import { toPolicy } from '../../gateway/measured-policies'
import { cpuTimeMs } from '../cpu-time'

const user = (id: string): Grantee => ({ type: 'user', id })
const grant = (grantee: Grantee, permission: Grant['permission']): Grant => ({ grantee, permission })
const acl = (...grants: readonly Grant[]): Acl => ({
  owner: { id: 'alice' },
  grants: [grant(user('alice'), 'FULL_CONTROL'), ...grants]
})
const evaluatorOf = (...statements: readonly unknown[]) => new PolicyEvaluator(toPolicy(statements))
const arn = (text: string) => ({ AWS: `arn:aws:iam::${text}` })
const allow = (principal: unknown, action: unknown = 's3:GetObject', more: object = {}) => ({
  Effect: 'Allow',
  Principal: principal,
  Action: action,
  Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'],
  ...more
})
const object = { bucket: 'b', key: 'k' }
const conditional = { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }

describe('one sentence', () => {
  it.each([
    [acl(), 'By its ACL, only the owner can read it'],
    [acl(grant(user('bob'), 'READ')), 'By its ACL, the owner and bob can read it'],
    [
      acl(...['bob', 'carol', 'dave', 'erin'].map((id) => grant(user(id), 'READ'))),
      'By its ACL, the owner, bob, carol and 2 more can read it'
    ],
    [acl(grant(user('bob'), 'WRITE')), 'By its ACL, only the owner can read it'],
    [acl(grant({ type: 'authenticated' }, 'READ')), 'By its ACL, any user of this gateway can read it'],
    [acl(grant({ type: 'everyone' }, 'READ')), 'By its ACL, anyone on the internet can read it'],
    [{ owner: { id: 'alice' }, grants: [] }, 'By its ACL, nobody can read it'],
    [{ owner: { id: 'alice' }, grants: [grant(user('bob'), 'READ')] }, 'By its ACL, bob can read it, the owner cannot']
  ])('where the policy is not known', (given, words) =>
    expect(accessSummary(given, object, { policy: undefined })).toBe(words)
  )

  it('names users to whom the policy gives it', () => {
    const of = (...statements: readonly unknown[]) =>
      accessSummary(acl(), object, { policy: evaluatorOf(...statements) })
    expect(of()).toBe('By its ACL and policy, only the owner can read it')
    expect(of(allow(arn(':user/bob')))).toBe('By its ACL and policy, the owner and bob can read it')
    expect(of(allow(arn('physics:user/carol')))).toBe('By its ACL and policy, the owner and physics$carol can read it')
    expect(of(allow(arn('physics:root')))).toBe(
      'By its ACL and policy, the owner and any user of the tenant physics can read it'
    )
    expect(of(allow(arn(':user/bob'), 's3:PutObject'))).toBe('By its ACL and policy, only the owner can read it')
    const list = accessSummary(
      acl(),
      { bucket: 'b' },
      { policy: evaluatorOf(allow(arn(':user/bob'), 's3:ListBucket')) }
    )
    expect(list).toBe('By its ACL and policy, the owner and bob can list its objects')
  })

  it('keeps to the ACL where the policy leaves it open, or takes away what the ACL gives', () => {
    const of = (given: Acl, ...statements: readonly unknown[]) =>
      accessSummary(given, object, { policy: evaluatorOf(...statements) })
    expect(of(acl(), allow(arn(':user/bob'), 's3:GetObject', conditional))).toMatch(/^By its ACL alone, only/)
    expect(of(acl(), allow('*'))).toMatch(/^By its ACL alone, only/)
    expect(of(acl(), { ...allow('*'), Principal: undefined })).toMatch(/^By its ACL alone, only/)
    expect(of(acl(grant(user('bob'), 'READ')), { ...allow(arn(':user/bob')), Effect: 'Deny' })).toBe(
      'By its ACL alone, the owner and bob can read it'
    )
    expect(accessSummary(acl(), object, { policy: new PolicyEvaluator('nonsense') })).toMatch(/^By its ACL alone, only/)
  })

  it('says that the owner cannot, where the policy denies them', () => {
    const locked = evaluatorOf({ ...allow(arn(':root')), Effect: 'Deny' })
    expect(accessSummary(acl(), object, { policy: locked })).toBe('By its ACL and policy, nobody can read it')
  })
})

describe('a policy gives', () => {
  const given = (...statements: readonly unknown[]) =>
    granteesOf(evaluatorOf(...statements), { bucket: 'b' }, 'alice').map(
      ({ who, reasons }) => `${who}: ${operationsInWords(reasons, 'bucket')}`
    )

  it.each([
    ['one user', [allow(arn(':user/bob'))], ['bob: read every object']],
    [
      'two',
      [allow({ AWS: ['arn:aws:iam:::user/bob', 'arn:aws:iam::physics:user/carol'] }, 's3:ListBucket')],
      ['bob: list it', 'physics$carol: list it']
    ],
    ['a user and all of their subusers', [allow(arn(':user/bob:*'))], ['bob: read every object']],
    ['one subuser', [allow(arn(':user/bob:swift'))], ['bob:swift: read every object']],
    ['a tenant', [allow(arn('physics:root'))], ['Any user of the tenant physics: read every object']],
    ['a role', [allow(arn(':role/x'))], ['The role arn:aws:iam:::role/x: read every object']],
    ['its owner, who has it', [allow(arn(':user/alice'))], []],
    ['anyone, which is said elsewhere', [allow('*'), allow(arn(':user/bob'))], []],
    [
      'one user more than anyone',
      [allow('*'), allow(arn(':user/bob'), ['s3:GetObject', 's3:PutObject'])],
      ['bob: write every object']
    ],
    [
      'all users but those without a tenant',
      [allow('*'), { ...allow(arn(':root')), Effect: 'Deny' }],
      ['Any user of another tenant: read every object']
    ],
    ['nobody', [allow(arn(':user/bob')), { ...allow(arn(':user/bob')), Effect: 'Deny' }], []]
  ])('%s', (_, statements, words) => expect(given(...statements)).toEqual(words))

  it('full control, in two words', () => {
    expect(given(allow(arn(':user/bob'), 's3:*'))).toEqual(['bob: take full control'])
    const but = { ...allow(arn(':user/bob'), 's3:DeleteObject*'), Effect: 'Deny' }
    expect(given(allow(arn(':user/bob'), 's3:*'), but)[0]).toContain('read all versions of, write and change access to')
  })

  it('many users something without taking long', () => {
    const startMs = cpuTimeMs()
    const many = Array.from({ length: 100 }, (_, n) => allow(arn(`:user/u${n}`), 's3:GetObject'))
    expect(given(...many)).toHaveLength(100)
    expect(cpuTimeMs() - startMs).toBeLessThan(3000)
  })

  it('says when it is not certain', () => {
    const [bob] = granteesOf(evaluatorOf(allow(arn(':user/bob'), 's3:GetObject', conditional)), object, 'alice')
    expect(bob).toMatchObject({ who: 'bob', reasons: [{ operation: 'read', certainty: 'conditional' }] })
  })
})

it('an ACL of an object that lets anyone change it is marked, with a policy or without', () => {
  const open = publicByAcl(acl(grant({ type: 'everyone' }, 'FULL_CONTROL')), 'object')
  const left = withoutDenied(open, new PolicyEvaluator(undefined), object)
  expect(operationsInWords(left, 'object')).toBe('read and change access to it')
})

it('a policy takes from anyone what the ACL gives them', () => {
  const open = publicByAcl(acl(grant({ type: 'everyone' }, 'READ')), 'bucket')
  const left = (statement: object) =>
    withoutDenied(open, evaluatorOf(statement), { bucket: 'b' }).map(({ by, certainty }) => `${by} ${certainty}`)
  const deny = { ...allow('*', 's3:ListBucket'), Effect: 'Deny' }
  expect(left(allow('*'))).toEqual(['acl sure'])
  expect(left(deny)).toEqual([])
  expect(left({ ...deny, ...conditional })).toEqual(['acl conditional'])
})
