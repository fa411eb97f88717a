// What is shown when another profile is used, and when its account turns out to be another one than its credentials said.
import { expect, test } from 'vitest'
import type { Profile } from '../../../src/domain/profile'
import { followSession } from '../../../src/state/follow-session'
import { Session } from '../../../src/state/session.svelte'
import { FakeStorage } from '../transfers/fake-storage'
import { ELSEWHERE, FakeAccountStore, FakeProfileStore, HERE, makeGateway, makeProfile } from './fakes'

async function follow(profiles: readonly Profile[]) {
  const session = new Session(
    new FakeProfileStore(profiles),
    new FakeAccountStore(),
    async () =>
      ({ endpoint }, { account }) =>
        makeGateway(Object.assign(new FakeStorage(endpoint), { account }))
  )
  await session.load()
  const seen = {
    buckets: [] as unknown[],
    places: [] as unknown[],
    policies: [] as string[],
    acls: [] as string[],
    copies: [] as string[]
  }
  const end = followSession(session, {
    buckets: { show: (gateway) => seen.buckets.push(gateway?.storage.endpoint) },
    places: { show: (owner) => seen.places.push(owner && [owner.account.endpoint, owner.isRemembered]) },
    facts: { recoverPolicies: async ({ storage }) => void seen.policies.push(storage.endpoint) },
    aclRecovery: { show: async ({ storage }) => void seen.acls.push(storage.endpoint) },
    pendingCopies: { show: async ({ storage }) => void seen.copies.push(storage.endpoint) }
  })
  return { session, seen, end }
}
const here = makeProfile('here', { isRemembered: true })
const elsewhere = makeProfile('elsewhere', { endpoint: ELSEWHERE, isRemembered: false, createdAtMs: 2 })

test('nothing is shown without a profile, and everything with the first one', async () => {
  const { session, seen } = await follow([])
  expect([seen.buckets.at(-1), seen.places.at(-1), seen.acls]).toEqual([undefined, undefined, []])
  await session.save(here)
  session.use(here.id)
  expect([seen.buckets.at(-1), seen.places.at(-1)]).toEqual([HERE, [HERE, true]])
  expect([seen.policies, seen.acls, seen.copies]).toEqual([[HERE], [HERE], [HERE]])
})

test('another profile, and its end, are followed at once', async () => {
  const { session, seen, end } = await follow([here, elsewhere])
  session.use(elsewhere.id)
  expect([seen.buckets.at(-1), seen.places.at(-1)]).toEqual([ELSEWHERE, [ELSEWHERE, false]])
  await session.remove(elsewhere.id)
  expect(seen.buckets.at(-1)).toBe(HERE)
  await session.remove(here.id)
  expect([seen.buckets.at(-1), seen.places.at(-1)]).toEqual([undefined, undefined])
  expect(seen.acls).toEqual([HERE, ELSEWHERE, HERE])
  end()
  await session.save(here)
  session.use(here.id)
  expect(seen.acls).toHaveLength(3)
})

test('what was left unfinished is looked for once for each gateway, and again when the user is known', async () => {
  const { session, seen } = await follow([here, elsewhere])
  await session.save({ ...elsewhere, name: 'renamed' }) // not in use
  session.use(here.id)
  expect(seen.acls).toEqual([HERE])
  await session.accounts.noteUser(session.account!, 'ada')
  await session.accounts.noteUser(session.account!, 'ada')
  expect([seen.policies, seen.acls]).toEqual([
    [HERE, HERE],
    [HERE, HERE]
  ])
  await session.save({ ...here, secretKey: 'renewed' })
  expect(seen.acls).toHaveLength(3)
})
