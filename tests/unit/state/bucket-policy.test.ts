// What the bucket's page shows of the policy: which holds, what is pending, and that nothing typed and no one else's work is lost.
import { expect, test, vi } from 'vitest'
import { idOfUser } from '../../../src/domain/account'
import { AppError } from '../../../src/domain/app-error'
import { openBucketPolicy } from '../../../src/state/bucket-policy'
import { PolicyDrafts } from '../../../src/state/policy-drafts.svelte'
import { BucketFacts, type BucketFactsDeps } from '../../../src/state/bucket-facts'
import { makeAccount } from '../domain/accounts'
import { FastClock, makeKey } from '../transfers/fakes'
import { makePolicyRig, type Enforcement } from '../operations/policy-rig'
import { makeObservations } from './fakes'

const THEIRS = '{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":"s3:GetObject"}]}'

function makeFacts(
  deps: Omit<BucketFactsDeps, 'current' | 'onRestored'>,
  onRestored: BucketFactsDeps['onRestored'] = () => undefined
): BucketFacts {
  return new BucketFacts({ ...deps, current: () => undefined, onRestored })
}

async function makeBucketPolicy(enforcement: Enforcement, json?: string) {
  const rig = makePolicyRig(enforcement, json)
  const { observations, settings } = await makeObservations()
  const deps = {
    journal: rig.journal,
    observations,
    makeTestKey: () => Promise.resolve(makeKey('probe')),
    holdPage: () => () => undefined,
    drafts: new PolicyDrafts(),
    clock: new FastClock()
  }
  const policy = openBucketPolicy(rig.gateway, 'lab', deps)
  const { stored, text, encryption } = policy
  await stored.load()
  return { ...rig, policy, stored, text, encryption, deps, observations, settings }
}

test('turned on where the gateway enforces it: by the gateway, until the policy changes', async () => {
  const { stored, encryption, storage } = await makeBucketPolicy('forces', THEIRS)
  expect([encryption.isOn, stored.current?.json]).toEqual([false, THEIRS])
  await encryption.turnOn()
  expect([stored.rule?.by, encryption.isOn, encryption.hasOwnStatement, encryption.isTestOld]).toEqual([
    'gateway',
    true,
    true,
    false
  ])
  storage.policyJson = THEIRS
  await stored.load()
  expect([encryption.isOn, encryption.isTestOld]).toEqual([true, true])
  await encryption.testCurrent()
  expect([stored.rule?.by, encryption.isTestOld]).toEqual(['lockgate', false])
})

test('turned on where it cannot be: by Lockgate, and the policy is as it was', async () => {
  const { stored, encryption, storage } = await makeBucketPolicy('ignores', THEIRS)
  await encryption.turnOn()
  expect([stored.rule?.by, encryption.isOn, storage.policyJson]).toEqual(['lockgate', true, THEIRS])
})

test('turned off, only its own statement goes, and the rule with it', async () => {
  const { stored, encryption, storage } = await makeBucketPolicy('forces', THEIRS)
  await encryption.turnOn()
  await encryption.turnOff()
  expect([encryption.isOn, stored.rule, JSON.parse(storage.policyJson ?? '')]).toEqual([
    false,
    undefined,
    JSON.parse(THEIRS)
  ])
})

test('someone else’s policy that forces it is proven as it is', async () => {
  const { stored, encryption, storage } = await makeBucketPolicy(
    'forces',
    '{"Statement":{"Effect":"Deny","Action":"s3:PutObject","Resource":"arn:aws:s3:::lab/*"}}'
  )
  const theirs = storage.policyJson
  await encryption.testCurrent()
  expect([stored.rule?.by, encryption.isOn, encryption.hasOwnStatement, storage.policyJson]).toEqual([
    'gateway',
    true,
    false,
    theirs
  ])
})

test('a test that could not be finished says nothing about the bucket', async () => {
  const { stored, encryption, storage } = await makeBucketPolicy('forces', THEIRS)
  storage.faults = [{ operation: 'headObject', kind: 'gateway-failed' }]
  await encryption.turnOn()
  expect(stored.failure).toMatchObject({ operation: 'turning-on', error: { kind: 'gateway-failed' } })
  expect([stored.rule, encryption.isOn, stored.pending, storage.policyJson]).toEqual([
    undefined,
    false,
    undefined,
    THEIRS
  ])
})

test('over open http nothing can be proven', async () => {
  const { gateway, deps } = await makeBucketPolicy('forces')
  const open = {
    ...gateway,
    storage: Object.assign(Object.create(gateway.storage), { endpoint: 'http://rgw.example.edu' })
  }
  expect(openBucketPolicy(open, 'lab', deps).encryption.canTest).toBe(false)
})

test('a draft stays when the gateway rejects it, and overwrites no unseen change', async () => {
  const { stored, text, storage } = await makeBucketPolicy('ignores', THEIRS)
  text.draft = '{"Version":"2018-05-24","Statement":[]}'
  await text.save(text.draft)
  expect([stored.failure?.error.kind, text.draft]).toEqual([
    'policy-refused',
    '{"Version":"2018-05-24","Statement":[]}'
  ])
  text.draft = '{"Version":"2012-10-17","Statement":[]}'
  storage.policyJson = '{"Statement":[{"Sid":"News"}]}'
  await text.save(text.draft)
  expect([text.hasConflict, storage.policyJson]).toEqual([true, '{"Statement":[{"Sid":"News"}]}'])
  await text.save(text.draft)
  expect([text.hasConflict, storage.policyJson, text.draft]).toEqual([
    false,
    '{"Version":"2012-10-17","Statement":[]}',
    undefined
  ])
})

test('what is asked for during another operation is done after it', async () => {
  const { stored, text, encryption, storage } = await makeBucketPolicy('ignores', THEIRS)
  text.draft = '{"Version":"2012-10-17","Statement":[]}'
  await Promise.all([encryption.testCurrent(), text.save(text.draft)])
  expect([stored.failure, storage.policyJson]).toEqual([undefined, '{"Version":"2012-10-17","Statement":[]}'])
})

test('a draft is held against the policy that it began from, however often that was read since', async () => {
  const { stored, text, storage } = await makeBucketPolicy('ignores', THEIRS)
  text.draft = '{"Version":"2012-10-17","Statement":[]}'
  storage.policyJson = '{"Statement":[{"Sid":"News"}]}'
  await stored.load()
  await text.save(text.draft)
  expect([text.hasConflict, storage.policyJson]).toEqual([true, '{"Statement":[{"Sid":"News"}]}'])
})

test('an interrupted test of another account is left to that account', async () => {
  const { storage, journal, gateway, deps } = await makeBucketPolicy('ignores', '{"Statement":[]}')
  journal.entries.set('lab', {
    ...deadPages(THEIRS, '{"Statement":[]}'),
    accountId: idOfUser('https://rgw.example.edu', 'physics$alice')
  })
  await makeFacts(deps).recoverPolicies(gateway)
  expect([storage.policyJson, [...journal.entries.keys()]]).toEqual(['{"Statement":[]}', ['lab']])
})

const deadPages = (formerJson: string | undefined, written: string) => ({
  endpoint: 'https://rgw.example.edu',
  bucket: 'lab',
  profileId: 'p',
  formerJson,
  writtenJson: [written],
  probePrefix: '.lockgate-probe-1/',
  startedAtMs: 0
})

test('the policy of an interrupted test is restored on the next start, on its own gateway only', async () => {
  const { storage, journal, gateway, deps } = await makeBucketPolicy('ignores', '{"Statement":[]}')
  journal.entries.set('lab', deadPages(THEIRS, '{"Statement":[]}'))
  journal.entries.set('other', {
    ...deadPages(THEIRS, '{}'),
    bucket: 'other',
    endpoint: 'https://elsewhere.example.edu'
  })
  const onRestored = vi.fn()
  await makeFacts(deps, onRestored).recoverPolicies(gateway)
  expect([storage.policyJson, [...journal.entries.keys()]]).toEqual([THEIRS, ['other']])
  expect(onRestored).toHaveBeenCalledExactlyOnceWith('lab')
})

test.each([
  ['is left alone where this bucket’s policy is another', THEIRS, undefined],
  ['is left alone where this bucket has had it all along', '{"Statement":[{"Sid":"Former"}]}', undefined],
  ['is for the person to decide where it wrote this bucket’s policy', '{"Statement":[]}', true]
])('an earlier version’s entry of a profile that is gone %s', async (_what, current, isAsked) => {
  const { stored, storage, journal } = await makeBucketPolicy('ignores', current)
  const entry = { ...deadPages('{"Statement":[{"Sid":"Former"}]}', '{"Statement":[]}'), profileId: undefined }
  journal.entries.set('lab', entry)
  await stored.load()
  expect([stored.pending !== undefined || undefined, stored.isPendingUncertain || undefined]).toEqual([
    isAsked,
    isAsked
  ])
  expect([storage.policyJson, journal.entries.size]).toEqual([current, 1])
  if (isAsked !== true) return
  await stored.restorePrevious()
  expect([storage.policyJson, journal.entries.size]).toEqual([entry.formerJson, 0])
})

test('a living page’s work is left alone', async () => {
  const { storage, journal, gateway, deps } = await makeBucketPolicy('ignores', '{"Statement":[]}')
  journal.entries.set('lab', deadPages(THEIRS, '{"Statement":[]}'))
  journal.isHeldElsewhere = true
  const facts = makeFacts(deps)
  await facts.recoverPolicies(gateway)
  const { stored } = await facts.of(gateway, 'lab').policy()
  expect([stored.isBusyElsewhere, stored.pending, storage.policyJson]).toEqual([true, undefined, '{"Statement":[]}'])
})

test.each([
  ['kept', '{"Statement":[{"Sid":"News"}]}'],
  ['replaced', THEIRS]
] as const)(
  'what someone wrote after a page died stays until the person says that it is to be %s',
  async (choice, end) => {
    const { stored, encryption, storage, journal } = await makeBucketPolicy('ignores', '{"Statement":[{"Sid":"News"}]}')
    journal.entries.set('lab', deadPages(THEIRS, '{"Statement":[]}'))
    await stored.load()
    expect([stored.pending?.formerJson, storage.policyJson]).toEqual([THEIRS, '{"Statement":[{"Sid":"News"}]}'])
    await encryption.turnOn()
    expect([encryption.isOn, storage.policyJson]).toEqual([false, '{"Statement":[{"Sid":"News"}]}'])
    await (choice === 'kept' ? stored.keepCurrent() : stored.restorePrevious())
    expect([stored.pending, journal.entries.size, storage.policyJson]).toEqual([undefined, 0, end])
  }
)

test('a gateway that cannot be asked is told, with nothing taken for "no policy"', async () => {
  const { gateway, deps } = await makeBucketPolicy('forces')
  gateway.buckets.policyOf = () => Promise.reject(new AppError('unreachable'))
  const { stored } = openBucketPolicy(gateway, 'lab', deps)
  await stored.load()
  expect([stored.current, stored.failure?.error.kind]).toEqual([undefined, 'unreachable'])
})

const HIDING = '{"Version":"2012-10-17","Statement":[{"Sid":"Hide","Effect":"Deny","Action":"s3:GetBucketPolicy"}]}'

test('a policy that forbids reading itself is stored, in force and said to be, and can be removed', async () => {
  const { stored, text, storage } = await makeBucketPolicy('ignores')
  storage.hidden = new AppError('access-denied', { operation: 'GetBucketPolicy' })
  text.draft = HIDING
  await text.save(HIDING)
  expect(storage.policyJson).toBe(HIDING)
  expect(stored.failure).toMatchObject({ operation: 'saving', error: { kind: 'policy-unconfirmed' } })
  expect([stored.current, stored.isHidden, stored.unconfirmed?.json, text.draft]).toEqual([
    undefined,
    true,
    HIDING,
    undefined
  ])
  expect(stored.failure?.error.kind).toBe('policy-unconfirmed')
  await text.save(undefined)
  expect([storage.policyJson, stored.failure, stored.current?.json, stored.isHidden, stored.unconfirmed]).toEqual([
    undefined,
    undefined,
    undefined,
    false,
    undefined
  ])
})

test('what is there is not known after a write that failed and could not be read back', async () => {
  const { stored, text, storage } = await makeBucketPolicy('ignores', THEIRS)
  storage.hidden = new AppError('unreachable')
  storage.losesAnswer = true
  text.draft = HIDING
  await text.save(HIDING)
  expect(stored.failure).toMatchObject({ error: { kind: 'unreachable' } })
  expect([stored.current, stored.isHidden]).toEqual([undefined, false])
})

test('a lost answer to a write is looked for', async () => {
  const { stored, text, storage } = await makeBucketPolicy('ignores')
  storage.losesAnswer = true
  await text.save(THEIRS)
  expect([stored.failure, stored.current?.json]).toEqual([undefined, THEIRS])
})

test('what was typed is there again through another profile of the account, and holds the page until it is saved', async () => {
  const { text, gateway, deps } = await makeBucketPolicy('ignores', THEIRS)
  const typed = '{"Version":"2012-10-17","Statement":[]}'
  text.draft = typed
  expect(deps.drafts.hasUnsaved).toBe(true)
  const through = (...names: string[]) => {
    const account = makeAccount(gateway.storage.endpoint, ...names)
    const storage = Object.assign(Object.create(gateway.storage) as typeof gateway.storage, { account })
    return openBucketPolicy({ ...gateway, storage }, 'lab', deps)
  }
  expect(through('bob').text.draft).toBeUndefined()
  expect(openBucketPolicy(gateway, 'another', deps).text.draft).toBeUndefined()
  const again = through('new name', ...gateway.storage.account.ids.map((id) => id.split(' ').at(-1) ?? ''))
  await again.stored.load()
  expect([again.text.draft, deps.drafts.hasUnsaved]).toEqual([typed, true])
  await again.text.save(typed)
  expect([again.text.draft, text.draft, deps.drafts.hasUnsaved]).toEqual([undefined, undefined, false])
})

test('a draft holds the page only while it differs from what is stored, and a removed policy’s text does not', async () => {
  const { stored, text, storage, deps } = await makeBucketPolicy('ignores', THEIRS)
  text.draft = `${text.stored} `
  expect([text.isChanged, deps.drafts.hasUnsaved]).toEqual([true, true])
  text.draft = text.stored
  expect([text.isChanged, deps.drafts.hasUnsaved]).toEqual([false, false])
  text.draft = undefined
  const { stored: shown } = text
  await text.remove()
  expect([storage.policyJson, stored.current?.json, text.draft, text.isChanged, deps.drafts.hasUnsaved]).toEqual([
    ...[undefined, undefined],
    ...[shown, true, false]
  ])
  await text.save(text.draft)
  expect([JSON.parse(storage.policyJson ?? ''), text.draft, text.hasConflict]).toEqual([
    JSON.parse(THEIRS),
    undefined,
    false
  ])
})

test('a text that could not be removed is no draft', async () => {
  const { text, storage, deps } = await makeBucketPolicy('ignores', THEIRS)
  storage.policyJson = '{"Statement":[{"Sid":"News"}]}'
  await text.remove()
  expect([text.hasConflict, text.draft, storage.policyJson, deps.drafts.hasUnsaved]).toEqual([
    ...[true, undefined],
    ...['{"Statement":[{"Sid":"News"}]}', false]
  ])
})

test('what a policy did when it was tested is not said of the next one', async () => {
  const { stored, encryption, storage } = await makeBucketPolicy('ignores', THEIRS)
  await encryption.testCurrent()
  expect(encryption.currentTest).toBeDefined()
  storage.policyJson = undefined
  await stored.load()
  expect([stored.current?.json, encryption.currentTest]).toEqual([undefined, undefined])
})
