// Keys that come to be used: chosen by the user, noted for an endpoint, made the default of a bucket.
import { expect, test } from 'vitest'
import { makeKey } from '../transfers/fakes'
import { ELSEWHERE, HERE, LockedStorage, makeObservations, settle } from './fakes'

test('a key that the person chose belongs to the endpoint once it opened something there', async () => {
  const { observations, keys } = await makeObservations([makeKey('k')])
  const here = new LockedStorage(HERE)
  const [chosen, other] = [here.store('x', 'k'), here.store('y', 'k')]
  await observations.open(here, 'data')
  expect((await observations.observe({ storage: here, bucket: 'data', entry: other })).state).toBe('encrypted-unknown')
  expect(await observations.tryKey({ storage: here, bucket: 'data', entry: chosen }, makeKey('k'))).toMatchObject({
    state: 'encrypted',
    keyId: 'k'
  })
  expect(observations.of({ storage: here, bucket: 'data', entry: chosen })).toMatchObject({
    state: 'encrypted',
    keyId: 'k'
  })
  await settle()
  expect(keys.byId('k')?.endpoints).toEqual([HERE])
  expect(await observations.observe({ storage: here, bucket: 'data', entry: other })).toMatchObject({
    state: 'encrypted',
    keyId: 'k'
  })
})

test('a key that does not open is told as wrong, and belongs nowhere', async () => {
  const { observations, keys } = await makeObservations([makeKey('wrong')])
  const here = new LockedStorage(HERE)
  const entry = here.store('x', 'k')
  await expect(observations.tryKey({ storage: here, bucket: 'data', entry }, makeKey('wrong'))).rejects.toMatchObject({
    kind: 'sse-key-wrong'
  })
  await settle()
  expect(observations.of({ storage: here, bucket: 'data', entry })).toBeUndefined()
  expect(keys.byId('wrong')?.endpoints).toEqual([])
})

test('after keys came, what is on screen is looked at again', async () => {
  const { observations, keys, store } = await makeObservations()
  const here = new LockedStorage(HERE)
  const entry = here.store('x', 'k')
  await observations.open(here, 'data')
  observations.show([entry])
  await settle()
  expect(observations.of({ storage: here, bucket: 'data', entry })?.state).toBe('encrypted-unknown')
  await store.add(makeKey('k', { endpoints: [HERE] }))
  await keys.load()
  observations.lookAgain()
  await settle()
  expect(observations.of({ storage: here, bucket: 'data', entry })).toMatchObject({ state: 'encrypted', keyId: 'k' })
})

test('a default is kept for its endpoint and bucket, and shown only where the person is', async () => {
  const { observations, settings } = await makeObservations()
  const [here, elsewhere] = [new LockedStorage(HERE), new LockedStorage(ELSEWHERE)]
  await observations.open(here, 'data')
  await observations.setDefaultKey(elsewhere, 'data', 'other')
  await observations.setDefaultKey(here, 'beside', 'other')
  expect(observations.settings).toEqual({})
  await observations.setDefaultKey(here, 'data', 'k')
  expect(observations.settings).toEqual({ defaultKeyId: 'k' })
  expect([...settings.kept.keys()]).toEqual([`${ELSEWHERE} data`, `${HERE} beside`, `${HERE} data`])
  await observations.setDefaultKey(here, 'data', undefined)
  expect(observations.settings).toEqual({})
  expect(settings.kept.get(`${HERE} data`)).toEqual({})
})

test('a default that could not be kept is not shown as if it were', async () => {
  const { observations, settings } = await makeObservations()
  const here = new LockedStorage(HERE)
  await observations.open(here, 'data')
  settings.isBroken = true
  await expect(observations.setDefaultKey(here, 'data', 'k')).rejects.toMatchObject({ kind: 'browser-storage-failed' })
  expect(observations.settings).toEqual({})
})
