// Whose storage a tab uses, and what becomes of it when profiles change.
import { expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { Observations } from '../../../src/domain/connection-check'
import type { Profile } from '../../../src/domain/profile'
import { Session } from '../../../src/state/session.svelte'
import { FakeStorage } from '../transfers/fake-storage'
import { ELSEWHERE, FakeAccountStore, FakeProfileStore, makeGateway, makeProfile } from './fakes'

const REQUEST = { pageOrigin: 'https://lockgate.example.org', isQuick: true }

async function makeSession(profiles: readonly Profile[], activeId?: string) {
  const store = new FakeProfileStore(profiles)
  store.active = activeId
  const session = new Session(
    store,
    new FakeAccountStore(),
    async () =>
      ({ endpoint }) =>
        makeGateway(new FakeStorage(endpoint))
  )
  await session.load()
  return { store, session }
}
const [a, b, c] = [makeProfile('a'), makeProfile('b', { createdAtMs: 2 }), makeProfile('c', { createdAtMs: 3 })]

test('the profile that the tab used is active again, else the first', async () => {
  expect((await makeSession([a, b], 'b')).session.active).toEqual(b)
  expect((await makeSession([a, b])).session.active).toEqual(a)
  expect((await makeSession([a, b], 'removed')).session.active).toEqual(a)
  const { session } = await makeSession([])
  expect([session.active, session.storage]).toEqual([undefined, undefined])
})

test('the storage is that of the active profile, as it is now', async () => {
  const { session, store } = await makeSession([a, makeProfile('b', { endpoint: ELSEWHERE, createdAtMs: 2 })])
  expect(session.storage?.endpoint).toBe(a.endpoint)
  session.use('b')
  expect(session.storage?.endpoint).toBe(ELSEWHERE)
  expect(store.active).toBe('b')
  await session.save({ ...session.active!, endpoint: 'https://third.example.edu', secretKey: 'changed' })
  expect(session.active?.secretKey).toBe('changed')
  expect(session.storage?.endpoint).toBe('https://third.example.edu')
})

test('a saved profile is kept, in the place of the one that it was, oldest first', async () => {
  const { session, store } = await makeSession([a, c])
  await session.save(b)
  await session.save({ ...a, name: 'changed' })
  expect(session.profiles.map(({ name }) => name)).toEqual(['changed', 'b', 'c'])
  expect(store.kept).toHaveLength(3)
})

test('a profile that could not be kept is not shown as if it were', async () => {
  const { session, store } = await makeSession([a])
  store.isBroken = true
  await expect(session.save(b)).rejects.toMatchObject({ kind: 'browser-storage-failed' })
  await expect(session.remove('a')).rejects.toMatchObject({ kind: 'browser-storage-failed' })
  expect(session.profiles).toEqual([a])
  expect(session.active).toEqual(a)
})

test('the next profile steps in for the active one that is removed', async () => {
  const { session, store } = await makeSession([a, b, c], 'a')
  await session.remove('a')
  expect([session.active, store.active, store.kept]).toEqual([b, 'b', [b, c]])
  await session.remove('c')
  expect(session.active).toEqual(b)
  await session.remove('b')
  expect([session.active, session.storage, store.active, session.profiles]).toEqual([
    undefined,
    undefined,
    undefined,
    []
  ])
})

test('a copy is another profile with the same ways in, and not used by itself', async () => {
  const { session, store } = await makeSession([a])
  const copy = await session.duplicate(a, `${a.name} (copy)`)
  expect(copy).toMatchObject({ name: 'a (copy)', endpoint: a.endpoint, accessKey: a.accessKey, secretKey: a.secretKey })
  expect(copy.id).not.toBe('a')
  expect(session.profiles).toEqual([a, copy])
  expect(store.kept).toEqual([a, copy])
  expect(session.active).toEqual(a)
})

test('profiles that could not be read are told, until they can be', async () => {
  const store = new FakeProfileStore([a])
  store.isBroken = true
  const session = new Session(store, new FakeAccountStore(), async () => () => makeGateway(new FakeStorage()))
  await session.load()
  expect([session.loadError?.kind, session.profiles]).toEqual(['browser-storage-failed', []])
  store.isBroken = false
  await session.load()
  expect([session.loadError, session.active]).toEqual([undefined, a])
})

test('a check asks the gateway with that very profile, and keeps nothing', async () => {
  const store = new FakeProfileStore()
  const asked: Profile[] = []
  const { signal } = new AbortController()
  const session = new Session(
    store,
    new FakeAccountStore(),
    async () => (profile) =>
      makeGateway(new FakeStorage(), {
        connection: {
          observe: (request, onSeen, given) => {
            asked.push(profile)
            expect([request, given]).toEqual([REQUEST, signal])
            const list = { kind: 'answer' as const, error: new AppError('secret-wrong', { status: 403 }) }
            const seen = { endpoint: profile.endpoint, pageOrigin: request.pageOrigin, list }
            onSeen(seen)
            return Promise.resolve(seen)
          }
        }
      })
  )
  const told: Observations[] = []
  const seen = await session.check(a, REQUEST, (one) => told.push(one), signal)
  expect(seen.list).toMatchObject({ error: { kind: 'secret-wrong' } })
  expect(told).toEqual([seen])
  expect([asked, session.profiles, store.kept]).toEqual([[a], [], []])
})

test('a check that succeeds notes whose credentials they are', async () => {
  const accountStore = new FakeAccountStore()
  const session = new Session(
    new FakeProfileStore(),
    accountStore,
    async () => () =>
      makeGateway(new FakeStorage(), {
        connection: {
          observe: () =>
            Promise.resolve({
              endpoint: a.endpoint,
              pageOrigin: REQUEST.pageOrigin,
              list: { kind: 'answer' },
              userId: 'physics$carol'
            })
        }
      })
  )
  await session.check(a, REQUEST, () => undefined, new AbortController().signal)
  expect(session.accounts.of(a).userId).toBe('physics$carol')
  expect(accountStore.kept.size).toBe(1)
})

test('what was started goes on with the present credentials of its account, and with no other account’s', async () => {
  const present = new Map<string, () => Profile>()
  const store = new FakeProfileStore([a, b])
  const session = new Session(store, new FakeAccountStore(), async () => (profile, { currentProfile }) => {
    if (currentProfile !== undefined) present.set(profile.accessKey + profile.secretKey, currentProfile)
    return makeGateway(new FakeStorage(profile.endpoint))
  })
  const token = (password: string): string =>
    btoa(JSON.stringify({ RGW_TOKEN: { version: 1, type: 'ldap', id: 'carol', key: password } }))
  const began = { ...a, accessKey: token('old'), secretKey: '' }
  store.kept = [began, { ...b, accessKey: 'BOB' }]
  await session.load()
  expect(session.gateway).toBeDefined()
  const now = present.get(began.accessKey)
  expect(now?.()).toBe(began)
  const renewed = { ...began, accessKey: token('new') }
  await session.save(renewed)
  expect(now?.()).toBe(renewed)
  await session.save({ ...began, accessKey: 'BOB', endpoint: began.endpoint }) // the profile is someone else's now
  expect(now?.()).toBe(renewed)
  const again = { ...began, id: 'again', accessKey: token('newer') }
  await session.save(again)
  expect(now?.()).toBe(again)
  await session.save({ ...again, endpoint: ELSEWHERE })
  expect(now?.()).toBe(again)
})

test('what speaks to gateways is loaded with the first profile, once, and not before', async () => {
  const store = new FakeProfileStore()
  let loads = 0
  const session = new Session(store, new FakeAccountStore(), () => {
    loads++
    return Promise.resolve(({ endpoint }) => makeGateway(new FakeStorage(endpoint)))
  })
  await session.load()
  expect([loads, session.gateway]).toEqual([0, undefined])
  await session.save(a)
  session.use('a')
  await session.save(b)
  expect([loads, session.storage?.endpoint]).toEqual([1, a.endpoint])
})

test('on a page over plain http no profile comes in or is tried, and stored ones are used and removed', async () => {
  const store = new FakeProfileStore([a])
  const asked: Profile[] = []
  const createGateway = (profile: Profile) => {
    asked.push(profile)
    return makeGateway(new FakeStorage())
  }
  const session = new Session(store, new FakeAccountStore(), async () => createGateway, true)
  await session.load()
  await expect(session.check(b, REQUEST, () => undefined, new AbortController().signal)).rejects.toMatchObject({
    kind: 'insecure-page'
  })
  await expect(session.save(b)).rejects.toMatchObject({ kind: 'insecure-page' })
  expect([asked, store.kept]).toEqual([[], [a]])
  expect(session.active).toEqual(a)
  await session.remove('a')
  expect(store.kept).toEqual([])
})
