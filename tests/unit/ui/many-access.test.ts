// One change for many objects: each read, written and read back once, failures told one by one.
import { beforeEach, expect, test } from 'vitest'
import { cannedAclOf, withCannedAcl, withGrant } from '../../../src/domain/acl'
import type { ObjectEntry } from '../../../src/domain/object-entry'
import { ManyAccess } from '../../../src/ui/sharing/many-access.svelte'
import { FakeAccess, PRIVATE } from '../operations/fake-access'
import { makeListed } from '../state/fakes'

const entry = (key: string): ObjectEntry => ({ key, sizeBytes: 1, modifiedAtMs: 1, etag: 'e' })
const inFolder = ['f/1', 'f/2', 'f/3', 'f/4', 'f/5']

let access: FakeAccess
let many: ManyAccess
beforeEach(() => {
  access = new FakeAccess()
  const { storage } = makeListed(inFolder)
  many = new ManyAccess({ storage, access }, 'b', { entries: [entry('a'), entry('z')], prefixes: ['f/'] })
  many.canned = 'public-read'
})

test('every object of the selection and below its folders is changed, and what else it grants stays', async () => {
  access.acls.set('b/f/3', withGrant(PRIVATE, 'bob', ['READ']))
  access.acls.set('b/z', withCannedAcl(PRIVATE, 'public-read'))
  access.acls.set('b/f/5', withCannedAcl(PRIVATE, 'authenticated-read'))
  await many.start()
  expect([many.job?.state, many.job?.doneCount, many.job?.failures]).toEqual(['done', 7, []])
  expect(access.writes.toSorted()).toEqual(['a', ...inFolder].map((key) => `b/${key}`))
  expect([...access.acls.values()].map(cannedAclOf)).toEqual(Array(7).fill('public-read'))
  expect(access.acls.get('b/f/3')?.grants).toContainEqual({ grantee: { type: 'user', id: 'bob' }, permission: 'READ' })
  expect(many.unchangedCount).toBe(1)
  expect(Object.fromEntries(many.before)).toEqual({ private: 5, 'authenticated-read': 1 })
  expect(access.mostUnderWay).toBeGreaterThan(1)
  expect(access.mostUnderWay).toBeLessThanOrEqual(6)
})

test('what fails is told and tried again, the rest is done', async () => {
  access.writeFailures.set('b/f/2', 'access-denied')
  access.unreadable.add('b/a')
  await many.start()
  expect(many.job?.doneCount).toBe(5)
  expect(many.job?.failures.map(({ item, error }) => `${item.key} ${error.kind}`).sort()).toEqual([
    'a access-denied',
    'f/2 access-denied'
  ])
  access.writeFailures.clear()
  access.unreadable.clear()
  await many.job?.retry()
  expect([many.job?.state, many.job?.doneCount, many.job?.failures]).toEqual(['done', 7, []])
})

test('a gateway that keeps something else fails every object', async () => {
  access.keeps = () => PRIVATE
  await many.start()
  expect([many.job?.doneCount, many.job?.failures[0]?.error.kind]).toEqual([0, 'acl-differs'])
})

test('an account that the gateway does not know ends it at once', async () => {
  for (const key of ['a', 'z', ...inFolder]) access.writeFailures.set(`b/${key}`, 'grantee-unknown')
  many.kind = 'grant'
  many.userId = 'carol'
  await many.start()
  expect([many.job, many.isUserRefused, many.canStart, access.writes]).toEqual([undefined, true, false, []])
  many.userId = 'caroline'
  expect([many.isUserRefused, many.canStart]).toEqual([false, true])
})

test('an object whose ACL names a removed account fails alone when no user is added', async () => {
  access.writeFailures.set('b/f/1', 'grantee-unknown')
  many.canned = 'public-read'
  await many.start()
  expect([many.job?.state, many.job?.failures.map(({ item }) => item.key)]).toEqual(['done', ['f/1']])
})

test('only the chosen account’s access is removed', async () => {
  const shared = withGrant(withGrant(PRIVATE, 'bob', ['READ']), 'carol', ['READ'])
  access.acls.set('b/f/1', shared)
  many.kind = 'revoke'
  many.userId = 'bob'
  await many.start()
  expect(access.acls.get('b/f/1')).toEqual(withGrant(PRIVATE, 'carol', ['READ']))
  expect([access.writes, many.unchangedCount]).toEqual([['b/f/1'], 6])
})

test('stopping begins no further object, and counts each that was written', async () => {
  const over = many.start()
  await new Promise((resolve) => setImmediate(resolve))
  many.stop()
  await over
  expect(many.job?.state).toBe('stopped')
  expect(access.writes.length).toBeLessThan(7)
  expect([many.job?.doneCount, many.job?.failures]).toEqual([access.writes.length, []])
})
