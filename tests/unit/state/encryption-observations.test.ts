// What the screen asks of locks, and above all which key is shown to whom.
import { expect, test } from 'vitest'
import { makeAccount } from '../domain/accounts'
import { makeGate, makeKey } from '../transfers/fakes'
import { ELSEWHERE, HERE, LockedStorage, makeObservations, settle } from './fakes'

const never = new AbortController().signal

test('a download asks with the default key of its own place, whichever place the person has opened since', async () => {
  const { observations, settings } = await makeObservations(['here', 'elsewhere', 'beside'].map((id) => makeKey(id)))
  settings.set(HERE, 'data', 'here').set(ELSEWHERE, 'data', 'elsewhere').set(HERE, 'other', 'beside')
  const [here, elsewhere] = [new LockedStorage(HERE), new LockedStorage(ELSEWHERE)]
  const [first, second, third] = ['x', 'y', 'z'].map((key) => here.store(key, 'here'))
  await observations.open(here, 'data')
  expect((await observations.findKey({ storage: here, bucket: 'data', entry: first! }, never))?.id).toBe('here')
  await observations.open(elsewhere, 'data')
  expect(observations.settings.defaultKeyId).toBe('elsewhere')
  expect((await observations.findKey({ storage: here, bucket: 'data', entry: second! }, never))?.id).toBe('here')
  await observations.open(here, 'other')
  expect((await observations.findKey({ storage: here, bucket: 'data', entry: third! }, never))?.id).toBe('here')
  expect(here.heads).toEqual(['x', 'y', 'z'].flatMap((key) => [`data/${key} -`, `data/${key} here`]))
  expect(elsewhere.heads).toEqual([])
})

test('an object that no key of its place opens is shown no other, and the download is told so', async () => {
  const { observations, settings } = await makeObservations([
    makeKey('default'),
    makeKey('elsewhere', { endpoints: [ELSEWHERE] }),
    makeKey('unused')
  ])
  settings.set(HERE, 'data', 'default').set(ELSEWHERE, 'data', 'elsewhere').set(HERE, 'other', 'unused')
  const here = new LockedStorage(HERE)
  const entry = here.store('x', 'elsewhere')
  await observations.open(here, 'data')
  observations.show([entry])
  await settle()
  expect(observations.of({ storage: here, bucket: 'data', entry })?.state).toBe('encrypted-unknown')
  expect((await observations.observe({ storage: here, bucket: 'data', entry })).state).toBe('encrypted-unknown')
  await expect(observations.findKey({ storage: here, bucket: 'data', entry }, never)).rejects.toMatchObject({
    kind: 'sse-key-needed'
  })
  expect(new Set(here.heads)).toEqual(new Set(['data/x -', 'data/x default']))
})

test('no key is shown over open http, not even the default', async () => {
  const open = new LockedStorage('http://rgw.example.edu')
  const { observations, settings } = await makeObservations([makeKey('k', { endpoints: [open.endpoint] })])
  settings.set(open.endpoint, 'data', 'k')
  const entry = open.store('x', 'k')
  await observations.open(open, 'data')
  expect((await observations.observe({ storage: open, bucket: 'data', entry })).state).toBe('encrypted-unknown')
  await expect(observations.tryKey({ storage: open, bucket: 'data', entry }, makeKey('k'))).rejects.toMatchObject({
    kind: 'sse-key-insecure'
  })
  expect(open.heads).toEqual(['data/x -'])
})

test('settings that cannot be read tie no key to the bucket', async () => {
  const { observations, settings } = await makeObservations([makeKey('k')])
  settings.set(HERE, 'data', 'k').isBroken = true
  const here = new LockedStorage(HERE)
  const entry = here.store('x', 'k')
  await observations.open(here, 'data')
  expect(observations.settings).toEqual({})
  expect((await observations.observe({ storage: here, bucket: 'data', entry })).state).toBe('encrypted-unknown')
  expect(here.heads).toEqual(['data/x -'])
})

test('rows of the place before are not looked at in the one that is opened', async () => {
  const { observations } = await makeObservations()
  const here = new LockedStorage(HERE)
  const entry = here.store('x', undefined)
  await observations.open(here, 'one')
  observations.show([entry])
  await settle()
  await observations.open(here, 'two')
  observations.lookAgain()
  await settle()
  expect(here.heads).toEqual(['one/x -'])
  expect(observations.of({ storage: here, bucket: 'one', entry })?.state).toBe('clear')
  expect(observations.of({ storage: here, bucket: 'two', entry })).toBeUndefined()
})

test('rows that were shown while the settings were read are looked at then', async () => {
  const { observations, settings } = await makeObservations([makeKey('k')])
  settings.set(HERE, 'data', 'k')
  const gate = makeGate()
  settings.until.set('data', gate.opened)
  const here = new LockedStorage(HERE)
  const entry = here.store('x', 'k')
  const opening = observations.open(here, 'data')
  observations.show([entry])
  await settle()
  expect(here.heads).toEqual([])
  gate.open()
  await opening
  await settle()
  expect(observations.of({ storage: here, bucket: 'data', entry })).toMatchObject({ state: 'encrypted', keyId: 'k' })
})

test('settings of a place that was left come too late to be shown, and its rows are not looked at', async () => {
  const { observations, settings } = await makeObservations()
  settings.set(HERE, 'slow', 'a').set(HERE, 'quick', 'b')
  const gate = makeGate()
  settings.until.set('slow', gate.opened)
  const here = new LockedStorage(HERE)
  const left = observations.open(here, 'slow')
  observations.show([here.store('x', undefined)])
  await observations.open(here, 'quick')
  gate.open()
  await left
  await settle()
  expect(observations.settings).toEqual({ defaultKeyId: 'b' })
  expect(here.heads).toEqual([])
})

test('the inspector waits for the look that its row began', async () => {
  const { observations } = await makeObservations()
  const here = new LockedStorage(HERE)
  const entry = here.store('x', undefined)
  const gate = makeGate()
  here.faults = [{ operation: 'headObject', until: gate.opened }]
  await observations.open(here, 'data')
  observations.show([entry])
  await settle()
  const seen = observations.observe({ storage: here, bucket: 'data', entry })
  await settle()
  gate.open()
  expect((await seen).state).toBe('clear')
  await settle()
  expect(here.heads).toEqual(['data/x -'])
})

test('a row waits for the look that the inspector began, and so does a second one', async () => {
  const { observations } = await makeObservations()
  const here = new LockedStorage(HERE)
  const entry = here.store('x', undefined)
  const gate = makeGate()
  here.faults = [{ operation: 'headObject', until: gate.opened }]
  await observations.open(here, 'data')
  const looks = [
    observations.observe({ storage: here, bucket: 'data', entry }),
    observations.observe({ storage: here, bucket: 'data', entry })
  ]
  observations.show([entry])
  await settle()
  gate.open()
  await Promise.all(looks)
  await settle()
  expect(here.heads).toEqual(['data/x -'])
})

test('the inspector looks itself when the row’s look was stopped', async () => {
  const { observations } = await makeObservations()
  const here = new LockedStorage(HERE)
  const entry = here.store('x', undefined)
  const gate = makeGate()
  here.faults = [{ operation: 'headObject', nth: 1, until: gate.opened }]
  await observations.open(here, 'data')
  observations.show([entry])
  await settle()
  const seen = observations.observe({ storage: here, bucket: 'data', entry })
  await observations.open(here, 'other')
  expect((await seen).state).toBe('clear')
  expect(here.heads).toEqual(['data/x -', 'data/x -'])
})

test('a look that began before a key was used here ends with it, for the inspector and for the row that waits', async () => {
  const { observations, keys } = await makeObservations([makeKey('k', { endpoints: [] })])
  keys.onUsesChange(() => observations.lookAgain())
  const here = new LockedStorage(HERE)
  const entry = here.store('x', 'k')
  const gate = makeGate()
  here.faults = [{ operation: 'headObject', nth: 1, until: gate.opened }]
  await observations.open(here, 'data')
  const seen = observations.observe({ storage: here, bucket: 'data', entry })
  await settle()
  await keys.markUsed('k', HERE)
  observations.show([entry])
  await settle()
  gate.open()
  expect(await seen).toMatchObject({ state: 'encrypted', keyId: 'k' })
  await settle()
  expect(observations.of({ storage: here, bucket: 'data', entry })).toMatchObject({ state: 'encrypted', keyId: 'k' })
})

test('a default key and what was proven of the bucket’s encryption do not lose one another', async () => {
  const { observations, settings } = await makeObservations([makeKey('k')])
  const here = new LockedStorage(HERE)
  const rule = { by: 'lockgate', provenAtMs: 5, findings: undefined, policyJson: undefined } as const
  await observations.open(here, 'data')
  await observations.setEncryption(here, 'data', rule)
  await observations.setDefaultKey(here, 'data', 'k')
  expect(observations.settings).toEqual({ defaultKeyId: 'k', encryption: rule })
  await observations.setEncryption(here, 'data', undefined)
  expect(settings.kept.get(`${HERE} data`)).toEqual({ defaultKeyId: 'k', encryption: undefined })
})

test('settings are read again once the account’s user is known, and the rows on screen stay', async () => {
  const { observations, settings } = await makeObservations()
  const [standIn, known] = [makeAccount(HERE, 'stand-in'), makeAccount(HERE, 'alice', 'stand-in')]
  const storage = Object.assign(new LockedStorage(HERE), { account: standIn })
  const entry = storage.store('a', undefined)
  await observations.open(storage, 'data')
  observations.show([entry])
  await settle()
  settings.set(HERE, 'data', 'k') // under the user’s id, as another access key’s page has it
  await observations.open(storage, 'data')
  expect(observations.settings).toEqual({})
  storage.account = known
  await observations.open(storage, 'data')
  expect(observations.settings).toEqual({ defaultKeyId: 'k' })
  expect([observations.of({ storage, bucket: 'data', entry })?.state, storage.heads.length]).toEqual(['clear', 1])
})
