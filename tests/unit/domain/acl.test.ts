// ACLs, and changes that keep whatever else is in them.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  accessChanges,
  accessOf,
  CANNED_ACLS,
  cannedAclOf,
  isSameAcl,
  userLabel,
  withCannedAcl,
  withGrant,
  withoutGrants,
  type Acl,
  type Grant,
  type Grantee,
  type Permission
} from '../../../src/domain/acl'

const user = (id: string): Grantee => ({ type: 'user', id })
const grant = (grantee: Grantee, permission: Permission): Grant => ({ grantee, permission })
const everyone: Grantee = { type: 'everyone' }
const own = grant(user('alice'), 'FULL_CONTROL')
const logs: Grantee = { type: 'group', uri: 'http://acs.amazonaws.com/groups/s3/LogDelivery' }
const acl = (...grants: Grant[]): Acl => ({ owner: { id: 'alice', displayName: 'Alice' }, grants: [own, ...grants] })

describe('a canned ACL', () => {
  it.each(CANNED_ACLS)('%s is known again, beside what users and other groups hold', (canned) => {
    expect(cannedAclOf(withCannedAcl(acl(), canned))).toBe(canned)
    const rich = acl(grant(user('bob'), 'READ'), grant(logs, 'WRITE'), grant(everyone, 'WRITE_ACP'))
    expect(cannedAclOf(withCannedAcl(rich, canned))).toBe(canned)
  })

  it('is none where groups hold something else, or the owner lacks full control', () => {
    expect(cannedAclOf(acl(grant(everyone, 'WRITE')))).toBeUndefined()
    expect(cannedAclOf({ ...acl(), grants: [grant(user('bob'), 'READ')] })).toBeUndefined()
    expect(cannedAclOf({ ...acl(), grants: [grant(everyone, 'READ')] })).toBeUndefined()
  })

  it('loses no grant to a user or to another group, and never the owner’s', () => {
    const grantee = fc.oneof(
      fc.constantFrom<Grantee>(everyone, { type: 'authenticated' }, logs, { type: 'email', email: 'x@example.edu' }),
      fc.constantFrom('alice', 'bob', 'carol$t').map(user)
    )
    const permission = fc.constantFrom<Permission>('READ', 'WRITE', 'READ_ACP', 'WRITE_ACP', 'FULL_CONTROL')
    const any = fc.array(fc.record({ grantee, permission }))
    fc.assert(
      fc.property(any, fc.constantFrom(...CANNED_ACLS), (grants, canned) => {
        const before: Acl = { owner: { id: 'alice' }, grants }
        const after = withCannedAcl(before, canned)
        const isKept = ({ grantee: { type } }: Grant): boolean => type !== 'everyone' && type !== 'authenticated'
        expect(after.grants).toEqual(expect.arrayContaining(grants.filter(isKept)))
        expect(accessOf(after)[0]).toMatchObject({ isOwner: true, permissions: { length: 4 } })
        expect(cannedAclOf(after)).toBe(canned)
        expect(isSameAcl(withCannedAcl(after, canned), after)).toBe(true)
      })
    )
  })
})

describe('a grant to a user', () => {
  it('adds what is missing, and nothing when nothing is', () => {
    const before = acl(grant(user('bob'), 'READ'))
    expect(withGrant(before, 'bob', ['READ', 'WRITE']).grants).toEqual([...before.grants, grant(user('bob'), 'WRITE')])
    expect(withGrant(before, 'bob', ['READ'])).toBe(before)
    expect(withGrant(before, 'alice', ['READ'])).toBe(before)
    const all = acl(...(['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP'] as const).map((one) => grant(user('bob'), one)))
    expect(withGrant(all, 'bob', ['FULL_CONTROL'])).toBe(all)
  })

  it('is taken away whole, from that user only, and never from the owner', () => {
    const before = acl(
      grant(user('bob'), 'READ'),
      grant(user('bob'), 'WRITE'),
      grant(user('bo'), 'READ'),
      grant(everyone, 'READ')
    )
    expect(withoutGrants(before, 'bob').grants).toEqual([own, grant(user('bo'), 'READ'), grant(everyone, 'READ')])
    expect(withoutGrants(before, 'alice')).toBe(before)
  })
})

it('two ACLs are the same when they let the same do the same', () => {
  const bob = user('bob')
  const named: Grantee = { type: 'user', id: 'bob', displayName: 'Bob' }
  expect(
    isSameAcl(
      acl(grant(bob, 'READ'), grant(everyone, 'READ')),
      acl(grant(everyone, 'READ'), grant(named, 'READ'), grant(named, 'READ'))
    )
  ).toBe(true)
  const all = (['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP'] as const).map((one) => grant(bob, one))
  expect(isSameAcl(acl(grant(bob, 'FULL_CONTROL')), acl(...all))).toBe(true)
  expect(isSameAcl(acl(grant(bob, 'FULL_CONTROL')), acl(...all.slice(1)))).toBe(false)
  expect(isSameAcl(acl(), { ...acl(), owner: { id: 'bob' } })).toBe(false)
})

describe('what changes', () => {
  const all = ['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP']

  it('names each grantee once, with before and after', () => {
    const before = acl(grant(user('bob'), 'READ'), grant(everyone, 'READ'))
    const after = withGrant(withCannedAcl(before, 'public-read-write'), 'carol', ['FULL_CONTROL'])
    expect(accessChanges(before, withoutGrants(after, 'bob'))).toEqual([
      { grantee: everyone, isOwner: false, before: ['READ'], after: ['READ', 'WRITE'] },
      { grantee: user('carol'), isOwner: false, before: [], after: all },
      { grantee: user('bob'), isOwner: false, before: ['READ'], after: [] }
    ])
    expect(accessChanges(before, before)).toEqual([])
  })

  it('names an owner who lost everything and gets it back', () => {
    const lost: Acl = { owner: { id: 'alice' }, grants: [grant(user('bob'), 'READ')] }
    expect(accessChanges(lost, withCannedAcl(lost, 'private'))).toEqual([
      { grantee: user('alice'), isOwner: true, before: [], after: all }
    ])
  })
})

it('a user is named by the id, whatever the name pretends', () => {
  expect(userLabel({ id: 'u1', displayName: 'Anyone on the internet' })).toContain('(u1)')
  expect(userLabel({ id: 'u1', displayName: '' })).toBe('u1')
})
