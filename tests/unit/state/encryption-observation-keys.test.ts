// Keys that come to be used: chosen by the person, noted for an endpoint, made the default of a bucket.
import { expect, test } from 'vitest'
import { makeKey } from '../transfers/fakes'
import { ELSEWHERE, HERE, LockedStorage, makeLocks, settle } from './fakes'

test('a key that the person chose belongs to the endpoint once it opened something there', async () => {
  const { locks, keys } = await makeLocks([makeKey('k')])
  const here = new LockedStorage(HERE)
  const [chosen, other] = [here.store('x', 'k'), here.store('y', 'k')]
  await locks.open(here, 'data')
  expect((await locks.observe(here, 'data', other)).state).toBe('encrypted-unknown')
  expect(await locks.tryKey(here, 'data', chosen, makeKey('k'))).toMatchObject({ state: 'encrypted', keyId: 'k' })
  expect(locks.of(here, 'data', chosen)).toMatchObject({ state: 'encrypted', keyId: 'k' })
  await settle()
  expect(keys.byId('k')?.endpoints).toEqual([HERE])
  expect(await locks.observe(here, 'data', other)).toMatchObject({ state: 'encrypted', keyId: 'k' })
})

test('a key that does not open is told as wrong, and belongs nowhere', async () => {
  const { locks, keys } = await makeLocks([makeKey('wrong')])
  const here = new LockedStorage(HERE)
  const entry = here.store('x', 'k')
  await expect(locks.tryKey(here, 'data', entry, makeKey('wrong'))).rejects.toMatchObject({ kind: 'sse-key-wrong' })
  await settle()
  expect(locks.of(here, 'data', entry)).toBeUndefined()
  expect(keys.byId('wrong')?.endpoints).toEqual([])
})

test('after keys came, what is on screen is looked at again', async () => {
  const { locks, keys, store } = await makeLocks()
  const here = new LockedStorage(HERE)
  const entry = here.store('x', 'k')
  await locks.open(here, 'data')
  locks.show([entry])
  await settle()
  expect(locks.of(here, 'data', entry)?.state).toBe('encrypted-unknown')
  await store.add(makeKey('k', { endpoints: [HERE] }))
  await keys.load()
  locks.lookAgain()
  await settle()
  expect(locks.of(here, 'data', entry)).toMatchObject({ state: 'encrypted', keyId: 'k' })
})

test('a default is kept for its endpoint and bucket, and shown only where the person is', async () => {
  const { locks, settings } = await makeLocks()
  const [here, elsewhere] = [new LockedStorage(HERE), new LockedStorage(ELSEWHERE)]
  await locks.open(here, 'data')
  await locks.setDefaultKey(elsewhere, 'data', 'other')
  await locks.setDefaultKey(here, 'beside', 'other')
  expect(locks.settings).toEqual({})
  await locks.setDefaultKey(here, 'data', 'k')
  expect(locks.settings).toEqual({ defaultKeyId: 'k' })
  expect([...settings.kept.keys()]).toEqual([`${ELSEWHERE} data`, `${HERE} beside`, `${HERE} data`])
  await locks.setDefaultKey(here, 'data', undefined)
  expect(locks.settings).toEqual({})
  expect(settings.kept.get(`${HERE} data`)).toEqual({})
})

test('a default that could not be kept is not shown as if it were', async () => {
  const { locks, settings } = await makeLocks()
  const here = new LockedStorage(HERE)
  await locks.open(here, 'data')
  settings.isBroken = true
  await expect(locks.setDefaultKey(here, 'data', 'k')).rejects.toMatchObject({ kind: 'browser-storage-failed' })
  expect(locks.settings).toEqual({})
})
