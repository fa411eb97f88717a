// One ACL changed: written once, whole, read back, and only where there is something to change.
import { expect, test } from 'vitest'
import { withCannedAcl, withGrant, type Acl } from '../../../src/domain/acl'
import { AppError } from '../../../src/domain/app-error'
import { bucketAclPlace, changeAcl, objectAclPlace } from '../../../src/operations/access/change-acl'
import { FakeAccess, PRIVATE } from './fake-access'

const publish = (acl: Acl): Acl => withCannedAcl(acl, 'public-read')
const open = publish(PRIVATE)

test('what is changed is written whole and read back', async () => {
  const access = new FakeAccess()
  access.acls.set('b/k', withGrant(PRIVATE, 'bob', ['READ']))
  const outcome = await changeAcl(objectAclPlace(access, 'b', 'k'), { change: publish })
  expect(outcome).toMatchObject({ kind: 'changed', before: { grants: { length: 2 } } })
  expect(access.acls.get('b/k')?.grants).toHaveLength(3)
  expect(access.writes).toEqual(['b/k'])
})

test('what is so already is not written', async () => {
  const access = new FakeAccess()
  access.acls.set('b', open)
  expect((await changeAcl(bucketAclPlace(access, 'b'), { change: publish })).kind).toBe('same')
  expect(access.writes).toEqual([])
})

test('a gateway that keeps something else is found out', async () => {
  const access = new FakeAccess()
  access.keeps = () => PRIVATE
  expect(await changeAcl(bucketAclPlace(access, 'b'), { change: publish })).toEqual({
    kind: 'differs',
    wanted: open,
    acl: PRIVATE
  })
})

test('nothing is written over what the person has not seen', async () => {
  const access = new FakeAccess()
  const concurrent = withGrant(PRIVATE, 'bob', ['READ'])
  access.acls.set('b', concurrent)
  const outcome = await changeAcl(bucketAclPlace(access, 'b'), { change: publish, seen: PRIVATE })
  expect(outcome).toEqual({ kind: 'overtaken', acl: concurrent })
  expect(access.writes).toEqual([])
})

test('a write whose answer is lost is told by what is there', async () => {
  const landed = new FakeAccess()
  const place = bucketAclPlace(landed, 'b')
  const { write } = place
  const losing = {
    ...place,
    write: (acl: Acl) => write(acl).then(() => Promise.reject(new AppError('unreachable')))
  }
  expect(await changeAcl(losing, { change: publish })).toMatchObject({ kind: 'changed', acl: open })
  const lost = new FakeAccess()
  lost.writeFailures.set('b', 'unreachable')
  await expect(changeAcl(bucketAclPlace(lost, 'b'), { change: publish })).rejects.toMatchObject({ kind: 'unreachable' })
  expect(lost.acls.size).toBe(0)
})

test('what cannot be read back is not called changed, nor unchanged', async () => {
  const access = new FakeAccess()
  access.keeps = (acl) => {
    access.unreadable.add('b')
    return acl
  }
  const outcome = await changeAcl(bucketAclPlace(access, 'b'), { change: publish })
  expect(outcome).toMatchObject({ kind: 'unconfirmed', error: { kind: 'access-denied' } })
})
