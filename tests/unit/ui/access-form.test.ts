// The wish for one ACL: shown before it is written, and told apart from what came of it.
import { beforeEach, expect, test } from 'vitest'
import { withGrant } from '../../../src/domain/acl'
import { AccessForm } from '../../../src/ui/sharing/access-form.svelte'
import { bucketAclPlace } from '../../../src/operations/access/change-acl'
import { FakeAccess, PRIVATE } from '../operations/fake-access'

let access: FakeAccess
let form: AccessForm
beforeEach(async () => {
  access = new FakeAccess()
  access.acls.set('b', withGrant(PRIVATE, 'bob', ['READ']))
  form = new AccessForm(bucketAclPlace(access, 'b'), 'bucket')
  await form.load()
})

test('what would change is told before anything is written', async () => {
  expect(form.changes).toEqual([])
  form.canned = 'public-read'
  form.toggleRemoved('bob')
  form.userId = ' carol '
  const told = form.changes.map(({ before, after }) => `${before.join()} → ${after.join()}`)
  expect(told).toEqual([' → READ', ' → READ', 'READ → '])
  expect(access.writes).toEqual([])
  expect(await form.apply()).toBe(true)
  expect(form.outcome?.kind).toBe('changed')
  expect([form.changes, form.userId, form.removedIds]).toEqual([[], '', []])
  expect(form.acl.value?.grants.map(({ grantee }) => ('id' in grantee ? grantee.id : grantee.type))).toEqual([
    'alice',
    'everyone',
    'carol'
  ])
})

test('an unknown account is told at its field, until another is typed', async () => {
  access.writeFailures.set('b', 'grantee-unknown')
  form.userId = 'carol'
  expect(await form.apply()).toBe(false)
  expect([form.userProblem, form.applyError]).toEqual(['unknown', undefined])
  form.userId = 'caroline'
  expect(form.userProblem).toBeUndefined()
  form.userId = 'alice'
  expect(form.userProblem).toBe('owner')
})

test('another’s change in between is shown, and wants a second yes', async () => {
  form.canned = 'public-read'
  access.acls.set('b', PRIVATE)
  expect(await form.apply()).toBe(false)
  expect([form.outcome?.kind, form.acl.value, access.writes]).toEqual(['overtaken', PRIVATE, []])
  expect(form.canned).toBe('public-read')
  expect(await form.apply()).toBe(true)
})

test('what is kept instead is shown, and is no success', async () => {
  access.keeps = () => PRIVATE
  form.canned = 'public-read'
  expect(await form.apply()).toBe(false)
  expect([form.outcome?.kind, form.acl.value]).toEqual(['differs', PRIVATE])
})

test('a failed write keeps the wish and says why', async () => {
  access.writeFailures.set('b', 'gateway-busy')
  form.canned = 'public-read'
  expect(await form.apply()).toBe(false)
  expect([form.applyError?.kind, form.changes.length]).toEqual(['gateway-busy', 1])
})

test('an ACL that may not be read is an error, and nothing can be wished of it', async () => {
  access.unreadable.add('b')
  const other = new AccessForm(bucketAclPlace(access, 'b'), 'bucket')
  await other.load()
  other.canned = 'private'
  expect([other.acl.error?.kind, other.acl.value, other.changes, await other.apply()]).toEqual([
    'access-denied',
    undefined,
    [],
    false
  ])
})

test('what could not be read back is no longer shown as it was', async () => {
  access.keeps = (acl) => {
    access.unreadable.add('b')
    return acl
  }
  form.canned = 'public-read'
  expect(await form.apply()).toBe(false)
  expect([form.outcome?.kind, form.acl.value]).toEqual(['unconfirmed', undefined])
  access.unreadable.clear()
  await form.load()
  expect([form.acl.value?.grants.length, form.changes]).toEqual([3, []])
})
