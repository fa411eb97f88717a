// Which buckets are marked public: asked for a few at a time, once a session, and again after a change.
import { expect, test } from 'vitest'
import { withCannedAcl } from '../../../src/domain/acl'
import { AppError } from '../../../src/domain/app-error'
import type { Gateway } from '../../../src/domain/gateway'
import { toPolicy } from '../../gateway/measured-policies'
import { FakeAccess, PRIVATE } from '../operations/fake-access'
import { makeBucketFacts, makeGateway } from './fakes'

const open = withCannedAcl(PRIVATE, 'public-read')
const byPolicy = toPolicy([{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }])

function makeOpen(policyOf: (bucket: string) => Promise<string | undefined> = () => Promise.resolve(undefined)) {
  const access = new FakeAccess()
  const buckets = { policyOf, publicAccessBlockOf: () => Promise.resolve(undefined) }
  return { access, buckets, gateway: makeGateway(undefined, { access, buckets: buckets as never }) }
}
async function until(isTrue: () => boolean): Promise<void> {
  await expect.poll(isTrue).toBe(true)
}
/** As the badges use it: `shown` may be set to another gateway. */
async function makeMarks(shown: Gateway) {
  const rig = { shown }
  const facts = await makeBucketFacts(() => rig.shown)
  const fact = (gateway: Gateway, bucket: string) => facts.of(gateway, bucket).publicAccess
  return Object.assign(rig, {
    facts,
    of: (bucket: string) => fact(rig.shown, bucket).value,
    want: (gateway: Gateway, bucket: string, sinceMs?: number) => void fact(gateway, bucket).want(sinceMs),
    refresh: (gateway: Gateway, bucket: string) => fact(gateway, bucket).refresh()
  })
}
const reasons = (marks: Awaited<ReturnType<typeof makeMarks>>, bucket: string) =>
  marks.of(bucket)?.reasons.map(({ operation, by }) => `${operation} ${by}`)

test('a bucket is marked by its ACL and by its policy', async () => {
  const { access, gateway } = makeOpen(() => Promise.resolve(byPolicy))
  access.acls.set('b', open)
  const marks = await makeMarks(gateway)
  marks.want(gateway, 'b')
  expect(marks.of('b')).toBeUndefined()
  await until(() => marks.of('b') !== undefined)
  expect(reasons(marks, 'b')).toEqual(['list acl', 'read policy'])
  expect(marks.of('b')?.unreadable).toEqual([])
})

test('is asked once, a few at a time, and again only when told since when', async () => {
  const { access, gateway } = makeOpen()
  const marks = await makeMarks(gateway)
  const names = Array.from({ length: 12 }, (_, n) => `b${n}`)
  for (const name of [...names, ...names]) marks.want(gateway, name)
  await until(() => names.every((name) => marks.of(name) !== undefined))
  expect(access.reads).toBe(12)
  expect(access.mostUnderWay).toBeLessThanOrEqual(4)
  access.acls.set('b0', open)
  marks.want(gateway, 'b0')
  marks.want(gateway, 'b0', Date.now() + 1)
  await until(() => reasons(marks, 'b0')?.length === 1)
  expect(access.reads).toBe(13)
})

test('is looked at again after a change, and forgotten with its gateway', async () => {
  const { access, gateway } = makeOpen()
  const marks = await makeMarks(gateway)
  await marks.refresh(gateway, 'b')
  expect(reasons(marks, 'b')).toEqual([])
  access.acls.set('b', open)
  await marks.refresh(gateway, 'b')
  expect(reasons(marks, 'b')).toEqual(['list acl'])
  marks.shown = makeOpen().gateway
  marks.want(marks.shown, 'other')
  expect(marks.of('b')).toBeUndefined()
})

test('tells of changed ACLs of objects in any bucket, and of another policy of the same bucket', async () => {
  const stored: { json?: string } = {}
  const { gateway } = makeOpen(() => Promise.resolve(stored.json))
  const marks = await makeMarks(gateway)
  const heard: string[] = []
  const end = marks.facts.onAccessChange('b', (cause) => heard.push(cause))
  await marks.refresh(gateway, 'b')
  stored.json = byPolicy
  await marks.refresh(gateway, 'other')
  expect(heard).toEqual([])
  await marks.refresh(gateway, 'b')
  await marks.refresh(gateway, 'b')
  marks.facts.noteObjectChange()
  expect(heard).toEqual(['policy', 'object-acls'])
  end()
  marks.facts.noteObjectChange()
  expect(heard).toHaveLength(2)
})

test('what may not be read is unreadable, not closed; and what is no policy likewise', async () => {
  const { access, gateway } = makeOpen(() => Promise.reject(new AppError('access-denied')))
  access.unreadable.add('b')
  const marks = await makeMarks(gateway)
  await marks.refresh(gateway, 'b')
  expect(marks.of('b')).toMatchObject({ reasons: [], unreadable: ['acl', 'policy'] })
  const odd = makeOpen(() => Promise.resolve('{'))
  marks.shown = odd.gateway
  await marks.refresh(odd.gateway, 'b')
  expect(marks.of('b')?.unreadable).toEqual(['policy'])
})

test('what an anonymous request is answered overrules the ACL and the policy, and is kept while there is no answer', async () => {
  const { access, gateway } = makeOpen()
  const marks = await makeMarks(gateway)
  access.anonymous = 'yes'
  await marks.refresh(gateway, 'b')
  expect([reasons(marks, 'b'), marks.of('b')?.answer]).toEqual([['list test'], 'yes'])
  access.anonymous = 'not-known'
  await marks.refresh(gateway, 'b')
  expect([reasons(marks, 'b'), marks.of('b')?.answer]).toEqual([['list test'], 'not-known'])
  access.anonymous = 'no'
  access.acls.set('b', open)
  await marks.refresh(gateway, 'b')
  expect([reasons(marks, 'b'), marks.of('b')?.refused]).toMatchObject([[], [{ operation: 'list', by: 'acl' }]])
})

test('a public access block makes a public ACL void, and only then is asked for', async () => {
  const { access, buckets, gateway } = makeOpen()
  const marks = await makeMarks(gateway)
  let asked = 0
  buckets.publicAccessBlockOf = () => {
    asked++
    return Promise.resolve({ ignoresPublicAcls: true } as never)
  }
  await marks.refresh(gateway, 'b')
  expect(asked).toBe(0)
  access.acls.set('b', withCannedAcl(PRIVATE, 'public-read-write'))
  access.anonymous = 'not-known'
  await marks.refresh(gateway, 'b')
  expect([asked, reasons(marks, 'b'), marks.of('b')?.isBlocked]).toEqual([1, [], true])
})

test('a bucket that is gone has no mark', async () => {
  const { gateway } = makeOpen(() => Promise.reject(new AppError('no-such-bucket')))
  const marks = await makeMarks(gateway)
  await marks.refresh(gateway, 'b')
  expect(marks.of('b')).toBeUndefined()
})

test('what comes late of a gateway that was left changes nothing, and a gateway that is busy closes nothing', async () => {
  const { access, gateway } = makeOpen()
  const former = makeOpen().gateway
  access.acls.set('b', open)
  const marks = await makeMarks(former)
  await marks.refresh(former, 'b')
  marks.shown = gateway
  await marks.refresh(former, 'b')
  await marks.refresh(gateway, 'b')
  await marks.refresh(former, 'b')
  expect(reasons(marks, 'b')).toEqual(['list acl'])
  access.unreadable.add('b')
  await marks.refresh(gateway, 'b')
  expect([reasons(marks, 'b'), marks.of('b')?.unreadable]).toEqual([['list acl'], ['acl']])
})
