// Who can read, by ACL and policy; and to whom a policy gives what.
import { describe, expect, it } from 'vitest'
import { accessSummary, type AccessSummary, type Reader } from '../../../src/domain/access-summary'
import type { Acl, Grant, Grantee } from '../../../src/domain/acl'
import { PolicyEvaluator } from '../../../src/domain/policy-evaluator'
import { granteesOf } from '../../../src/domain/policy-grantees'
import { groupReach, publicByAcl, withoutDenied } from '../../../src/domain/public-access'
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

const nameOf = (one: Reader): string =>
  one.kind === 'user'
    ? one.id
    : one.kind === 'users-of-tenant'
      ? `tenant ${one.tenant}`
      : one.kind === 'role'
        ? one.arn
        : one.kind
const told = ({ operation, source, group, isOwnerIn, others }: AccessSummary): string =>
  `${source}, ${group?.type ?? ([...(isOwnerIn ? ['owner'] : []), ...others.map(nameOf)].join(' ') || 'no one')}: ${operation}`

describe('a summary', () => {
  it.each([
    [acl(), 'acl, owner: read'],
    [acl(grant(user('bob'), 'READ')), 'acl, owner bob: read'],
    [
      acl(...['bob', 'carol', 'dave', 'erin'].map((id) => grant(user(id), 'READ'))),
      'acl, owner bob carol dave erin: read'
    ],
    [acl(grant(user('bob'), 'WRITE')), 'acl, owner: read'],
    [acl(grant({ type: 'authenticated' }, 'READ')), 'acl, authenticated: read'],
    [acl(grant({ type: 'everyone' }, 'READ')), 'acl, everyone: read'],
    [{ owner: { id: 'alice' }, grants: [] }, 'acl, no one: read'],
    [{ owner: { id: 'alice' }, grants: [grant(user('bob'), 'READ')] }, 'acl, bob: read']
  ])('where the policy is not known', (given, words) =>
    expect(told(accessSummary(given, object, { policy: undefined }))).toBe(words)
  )

  it('names users to whom the policy gives it', () => {
    const of = (...statements: readonly unknown[]) =>
      told(accessSummary(acl(), object, { policy: evaluatorOf(...statements) }))
    expect(of()).toBe('acl-and-policy, owner: read')
    expect(of(allow(arn(':user/bob')))).toBe('acl-and-policy, owner bob: read')
    expect(of(allow(arn('physics:user/carol')))).toBe('acl-and-policy, owner physics$carol: read')
    expect(of(allow(arn('physics:root')))).toBe('acl-and-policy, owner tenant physics: read')
    expect(of(allow(arn(':user/bob'), 's3:PutObject'))).toBe('acl-and-policy, owner: read')
    const list = accessSummary(
      acl(),
      { bucket: 'b' },
      { policy: evaluatorOf(allow(arn(':user/bob'), 's3:ListBucket')) }
    )
    expect(told(list)).toBe('acl-and-policy, owner bob: list')
  })

  it('names a user once whom both the ACL and the policy name', () => {
    const given = acl(grant({ type: 'user', id: 'bob', displayName: 'Bob' }, 'READ'))
    expect(told(accessSummary(given, object, { policy: evaluatorOf(allow(arn(':user/bob'))) }))).toBe(
      'acl-and-policy, owner bob: read'
    )
  })

  it('keeps to the ACL where the policy leaves it open, or takes away what the ACL gives', () => {
    const of = (given: Acl, ...statements: readonly unknown[]) =>
      told(accessSummary(given, object, { policy: evaluatorOf(...statements) }))
    expect(of(acl(), allow(arn(':user/bob'), 's3:GetObject', conditional))).toBe('acl-alone, owner: read')
    expect(of(acl(), allow('*'))).toBe('acl-alone, owner: read')
    expect(of(acl(), { ...allow('*'), Principal: undefined })).toBe('acl-alone, owner: read')
    expect(of(acl(grant(user('bob'), 'READ')), { ...allow(arn(':user/bob')), Effect: 'Deny' })).toBe(
      'acl-alone, owner bob: read'
    )
    expect(told(accessSummary(acl(), object, { policy: new PolicyEvaluator('nonsense') }))).toBe(
      'acl-alone, owner: read'
    )
  })

  it('says that the owner cannot, where the policy denies them', () => {
    const locked = evaluatorOf({ ...allow(arn(':root')), Effect: 'Deny' })
    expect(told(accessSummary(acl(), object, { policy: locked }))).toBe('acl-and-policy, no one: read')
  })
})

describe('a policy gives', () => {
  const given = (...statements: readonly unknown[]) =>
    granteesOf(evaluatorOf(...statements), { bucket: 'b' }, 'alice').map(
      ({ subject, reasons }) => `${nameOf(subject)}: ${reasons.map(({ operation }) => operation).join(' ')}`
    )

  it.each([
    ['one user', [allow(arn(':user/bob'))], ['bob: read']],
    [
      'two',
      [allow({ AWS: ['arn:aws:iam:::user/bob', 'arn:aws:iam::physics:user/carol'] }, 's3:ListBucket')],
      ['bob: list', 'physics$carol: list']
    ],
    ['a user and all of their subusers', [allow(arn(':user/bob:*'))], ['bob: read']],
    ['one subuser', [allow(arn(':user/bob:swift'))], ['bob:swift: read']],
    ['a tenant', [allow(arn('physics:root'))], ['tenant physics: read']],
    ['a role', [allow(arn(':role/x'))], ['arn:aws:iam:::role/x: read']],
    ['its owner, who has it', [allow(arn(':user/alice'))], []],
    ['anyone, which is said elsewhere', [allow('*'), allow(arn(':user/bob'))], []],
    [
      'one user more than anyone',
      [allow('*'), allow(arn(':user/bob'), ['s3:GetObject', 's3:PutObject'])],
      ['bob: write']
    ],
    [
      'all users but those without a tenant',
      [allow('*'), { ...allow(arn(':root')), Effect: 'Deny' }],
      ['users-of-other-tenants: read']
    ],
    ['no one', [allow(arn(':user/bob')), { ...allow(arn(':user/bob')), Effect: 'Deny' }], []]
  ])('%s', (_, statements, words) => expect(given(...statements)).toEqual(words))

  it('full control, or a part of it', () => {
    const of = (...statements: readonly unknown[]) =>
      groupReach(granteesOf(evaluatorOf(...statements), { bucket: 'b' }, 'alice')[0]?.reasons ?? [], 'bucket')
    expect(of(allow(arn(':user/bob'), 's3:*')).isFullControl).toBe(true)
    const but = { ...allow(arn(':user/bob'), 's3:DeleteObject*'), Effect: 'Deny' }
    expect(of(allow(arn(':user/bob'), 's3:*'), but)).toMatchObject({
      isFullControl: false,
      objects: [{ operations: ['read-all-versions', 'write', 'change-object-access'] }]
    })
  })

  it('many users something without taking long', () => {
    const startMs = cpuTimeMs()
    const many = Array.from({ length: 100 }, (_, n) => allow(arn(`:user/u${n}`), 's3:GetObject'))
    expect(given(...many)).toHaveLength(100)
    expect(cpuTimeMs() - startMs).toBeLessThan(3000)
  })

  it('says when it is not certain', () => {
    const [bob] = granteesOf(evaluatorOf(allow(arn(':user/bob'), 's3:GetObject', conditional)), object, 'alice')
    expect(bob).toMatchObject({
      subject: { kind: 'user', id: 'bob' },
      reasons: [{ operation: 'read', certainty: 'conditional' }]
    })
  })
})

it('an ACL of an object that lets anyone change it is marked, with a policy or without', () => {
  const open = publicByAcl(acl(grant({ type: 'everyone' }, 'FULL_CONTROL')), 'object')
  const left = withoutDenied(open, new PolicyEvaluator(undefined), object)
  expect(groupReach(left, 'object').objects).toEqual([
    { keyPatterns: undefined, hasExceptions: false, operations: ['read', 'change-object-access'] }
  ])
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
