// What the bucket's page shows of the policy: which holds, what is pending, and that nothing typed and nobody else's work is lost.
import { expect, test, vi } from 'vitest'
import { idOfUser } from '../../../src/domain/account'
import { AppError } from '../../../src/domain/app-error'
import { indentPolicy } from '../../../src/domain/policy'
import { BucketPolicy } from '../../../src/state/bucket-policy.svelte'
import { PolicyDrafts } from '../../../src/state/policy-drafts.svelte'
import { Policies } from '../../../src/state/policies.svelte'
import { makeAccount } from '../domain/accounts'
import { FastClock, makeKey } from '../transfers/fakes'
import { makePolicyRig, type Enforcement } from '../operations/policy-rig'
import { makeObservations } from './fakes'

const THEIRS = '{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":"s3:GetObject"}]}'

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
  const policy = new BucketPolicy(rig.gateway, 'lab', deps)
  await policy.load()
  return { ...rig, policy, deps, observations, settings }
}

test('turned on where the gateway heeds it: by the gateway, until the policy is another one', async () => {
  const { policy, storage } = await makeBucketPolicy('forces', THEIRS)
  expect([policy.isOn, policy.current?.json]).toEqual([false, THEIRS])
  await policy.turnOn()
  expect([policy.rule?.by, policy.isOn, policy.hasOwnStatement, policy.isTestOld]).toEqual([
    'gateway',
    true,
    true,
    false
  ])
  storage.policyJson = THEIRS
  await policy.load()
  expect([policy.isOn, policy.isTestOld]).toEqual([true, true])
  await policy.testCurrent()
  expect([policy.rule?.by, policy.isTestOld]).toEqual(['lockgate', false])
})

test('turned on where it cannot be: by Lockgate, and the policy is as it was', async () => {
  const { policy, storage } = await makeBucketPolicy('ignores', THEIRS)
  await policy.turnOn()
  expect([policy.rule?.by, policy.isOn, storage.policyJson]).toEqual(['lockgate', true, THEIRS])
})

test('turned off, only its own statement goes, and the rule with it', async () => {
  const { policy, storage } = await makeBucketPolicy('forces', THEIRS)
  await policy.turnOn()
  await policy.turnOff()
  expect([policy.isOn, policy.rule, JSON.parse(storage.policyJson ?? '')]).toEqual([
    false,
    undefined,
    JSON.parse(THEIRS)
  ])
})

test('somebody else’s policy that forces it is proven as it is', async () => {
  const { policy, storage } = await makeBucketPolicy(
    'forces',
    '{"Statement":{"Effect":"Deny","Action":"s3:PutObject","Resource":"arn:aws:s3:::lab/*"}}'
  )
  const theirs = storage.policyJson
  await policy.testCurrent()
  expect([policy.rule?.by, policy.isOn, policy.hasOwnStatement, storage.policyJson]).toEqual([
    'gateway',
    true,
    false,
    theirs
  ])
})

test('a test that could not be finished says nothing about the bucket', async () => {
  const { policy, storage } = await makeBucketPolicy('forces', THEIRS)
  storage.faults = [{ operation: 'headObject', kind: 'gateway-failed' }]
  await policy.turnOn()
  expect(policy.failure).toMatchObject({ operation: 'turning-on', error: { kind: 'gateway-failed' } })
  expect([policy.rule, policy.isOn, policy.pending, storage.policyJson]).toEqual([undefined, false, undefined, THEIRS])
})

test('over open http nothing can be proven', async () => {
  const { gateway, deps } = await makeBucketPolicy('forces')
  const open = {
    ...gateway,
    storage: Object.assign(Object.create(gateway.storage), { endpoint: 'http://rgw.example.edu' })
  }
  expect(new BucketPolicy(open, 'lab', deps).canTest).toBe(false)
})

test('what is typed stays when the gateway refuses it, and is written over nobody’s change unseen', async () => {
  const { policy, storage } = await makeBucketPolicy('ignores', THEIRS)
  policy.draft = '{"Version":"2018-05-24","Statement":[]}'
  await policy.save(policy.draft)
  expect([policy.failure?.error.kind, policy.draft]).toEqual([
    'policy-refused',
    '{"Version":"2018-05-24","Statement":[]}'
  ])
  policy.draft = '{"Version":"2012-10-17","Statement":[]}'
  storage.policyJson = '{"Statement":[{"Sid":"News"}]}'
  await policy.save(policy.draft)
  expect([policy.hasConflict, storage.policyJson]).toEqual([true, '{"Statement":[{"Sid":"News"}]}'])
  await policy.save(policy.draft)
  expect([policy.hasConflict, storage.policyJson, policy.draft]).toEqual([
    false,
    '{"Version":"2012-10-17","Statement":[]}',
    undefined
  ])
})

test('what is asked for during another operation is done after it', async () => {
  const { policy, storage } = await makeBucketPolicy('ignores', THEIRS)
  policy.draft = '{"Version":"2012-10-17","Statement":[]}'
  await Promise.all([policy.testCurrent(), policy.save(policy.draft)])
  expect([policy.failure, storage.policyJson]).toEqual([undefined, '{"Version":"2012-10-17","Statement":[]}'])
})

test('a draft is held against the policy that it began from, however often that was read since', async () => {
  const { policy, storage } = await makeBucketPolicy('ignores', THEIRS)
  policy.draft = '{"Version":"2012-10-17","Statement":[]}'
  storage.policyJson = '{"Statement":[{"Sid":"News"}]}'
  await policy.load()
  await policy.save(policy.draft)
  expect([policy.hasConflict, storage.policyJson]).toEqual([true, '{"Statement":[{"Sid":"News"}]}'])
})

test('what another account’s page owes is left to that account', async () => {
  const { storage, journal, gateway, deps } = await makeBucketPolicy('ignores', '{"Statement":[]}')
  journal.entries.set('lab', {
    ...deadPages(THEIRS, '{"Statement":[]}'),
    accountId: idOfUser('https://rgw.example.edu', 'physics$alice')
  })
  await new Policies(deps, () => undefined).recover(gateway)
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

test('what a dead page owes is given back on the next start, and only on its own gateway', async () => {
  const { storage, journal, gateway, deps } = await makeBucketPolicy('ignores', '{"Statement":[]}')
  journal.entries.set('lab', deadPages(THEIRS, '{"Statement":[]}'))
  journal.entries.set('other', {
    ...deadPages(THEIRS, '{}'),
    bucket: 'other',
    endpoint: 'https://elsewhere.example.edu'
  })
  const onRestored = vi.fn()
  await new Policies(deps, onRestored).recover(gateway)
  expect([storage.policyJson, [...journal.entries.keys()]]).toEqual([THEIRS, ['other']])
  expect(onRestored).toHaveBeenCalledExactlyOnceWith('lab')
})

test.each([
  ['is left alone where this bucket’s policy is another', THEIRS, undefined],
  ['is left alone where this bucket has had it all along', '{"Statement":[{"Sid":"Former"}]}', undefined],
  ['is for the person to decide where it wrote this bucket’s policy', '{"Statement":[]}', true]
])('an earlier version’s entry of a profile that is gone %s', async (_what, current, isAsked) => {
  const { policy, storage, journal } = await makeBucketPolicy('ignores', current)
  const entry = { ...deadPages('{"Statement":[{"Sid":"Former"}]}', '{"Statement":[]}'), profileId: undefined }
  journal.entries.set('lab', entry)
  await policy.load()
  expect([policy.pending !== undefined || undefined, policy.isPendingUncertain || undefined]).toEqual([
    isAsked,
    isAsked
  ])
  expect([storage.policyJson, journal.entries.size]).toEqual([current, 1])
  if (isAsked !== true) return
  await policy.restorePrevious()
  expect([storage.policyJson, journal.entries.size]).toEqual([entry.formerJson, 0])
})

test('a living page’s work is left alone', async () => {
  const { storage, journal, gateway, deps } = await makeBucketPolicy('ignores', '{"Statement":[]}')
  journal.entries.set('lab', deadPages(THEIRS, '{"Statement":[]}'))
  journal.isHeldElsewhere = true
  const policies = new Policies(deps, () => undefined)
  await policies.recover(gateway)
  const policy = await policies.of(gateway, 'lab')
  expect([policy.isBusyElsewhere, policy.pending, storage.policyJson]).toEqual([true, undefined, '{"Statement":[]}'])
})

test.each([
  ['kept', '{"Statement":[{"Sid":"News"}]}'],
  ['replaced', THEIRS]
] as const)(
  'what somebody wrote after a page died stays until the person says that it is to be %s',
  async (choice, end) => {
    const { policy, storage, journal } = await makeBucketPolicy('ignores', '{"Statement":[{"Sid":"News"}]}')
    journal.entries.set('lab', deadPages(THEIRS, '{"Statement":[]}'))
    await policy.load()
    expect([policy.pending?.formerJson, storage.policyJson]).toEqual([THEIRS, '{"Statement":[{"Sid":"News"}]}'])
    await policy.turnOn()
    expect([policy.isOn, storage.policyJson]).toEqual([false, '{"Statement":[{"Sid":"News"}]}'])
    await (choice === 'kept' ? policy.keepCurrent() : policy.restorePrevious())
    expect([policy.pending, journal.entries.size, storage.policyJson]).toEqual([undefined, 0, end])
  }
)

test('a gateway that cannot be asked is told, with nothing taken for "no policy"', async () => {
  const { gateway, deps } = await makeBucketPolicy('forces')
  gateway.buckets.policyOf = () => Promise.reject(new AppError('unreachable'))
  const policy = new BucketPolicy(gateway, 'lab', deps)
  await policy.load()
  expect([policy.current, policy.failure?.error.kind]).toEqual([undefined, 'unreachable'])
})

const HIDING = '{"Version":"2012-10-17","Statement":[{"Sid":"Hide","Effect":"Deny","Action":"s3:GetBucketPolicy"}]}'

test('a policy that forbids reading itself is stored, in force and said to be, and can be removed', async () => {
  const { policy, storage } = await makeBucketPolicy('ignores')
  storage.hidden = new AppError('access-denied', { operation: 'GetBucketPolicy' })
  policy.draft = HIDING
  await policy.save(HIDING)
  expect(storage.policyJson).toBe(HIDING)
  expect(policy.failure).toMatchObject({ operation: 'saving', error: { kind: 'policy-unconfirmed' } })
  expect([policy.current, policy.isHidden, policy.unconfirmed?.json, policy.draft]).toEqual([
    undefined,
    true,
    HIDING,
    undefined
  ])
  expect(policy.failure?.error.kind).toBe('policy-unconfirmed')
  await policy.save(undefined)
  expect([storage.policyJson, policy.failure, policy.current?.json, policy.isHidden, policy.unconfirmed]).toEqual([
    undefined,
    undefined,
    undefined,
    false,
    undefined
  ])
})

test('what is there is not known after a write that failed and could not be read back', async () => {
  const { policy, storage } = await makeBucketPolicy('ignores', THEIRS)
  storage.hidden = new AppError('unreachable')
  storage.losesAnswer = true
  policy.draft = HIDING
  await policy.save(HIDING)
  expect(policy.failure).toMatchObject({ error: { kind: 'unreachable' } })
  expect([policy.current, policy.isHidden]).toEqual([undefined, false])
})

test('a lost answer to a write is looked for', async () => {
  const { policy, storage } = await makeBucketPolicy('ignores')
  storage.losesAnswer = true
  await policy.save(THEIRS)
  expect([policy.failure, policy.current?.json]).toEqual([undefined, THEIRS])
})

test('what was typed is there again through another profile of the account, and holds the page until it is saved', async () => {
  const { policy, gateway, deps } = await makeBucketPolicy('ignores', THEIRS)
  const typed = '{"Version":"2012-10-17","Statement":[]}'
  policy.draft = typed
  expect(deps.drafts.hasUnsaved).toBe(true)
  const through = (...names: string[]) => {
    const account = makeAccount(gateway.storage.endpoint, ...names)
    const storage = Object.assign(Object.create(gateway.storage) as typeof gateway.storage, { account })
    return new BucketPolicy({ ...gateway, storage }, 'lab', deps)
  }
  expect(through('bob').draft).toBeUndefined()
  expect(new BucketPolicy(gateway, 'another', deps).draft).toBeUndefined()
  const again = through('new name', ...gateway.storage.account.ids.map((id) => id.split(' ').at(-1) ?? ''))
  await again.load()
  expect([again.draft, deps.drafts.hasUnsaved]).toEqual([typed, true])
  await again.save(typed)
  expect([again.draft, policy.draft, deps.drafts.hasUnsaved]).toEqual([undefined, undefined, false])
})

test('the stored text, typed back, is not unsaved, and neither is that of a policy that was just removed', async () => {
  const { policy, deps } = await makeBucketPolicy('ignores', THEIRS)
  policy.draft = THEIRS
  expect(deps.drafts.hasUnsaved).toBe(true)
  policy.draft = indentPolicy(THEIRS)
  expect([policy.draft, deps.drafts.hasUnsaved]).toEqual([indentPolicy(THEIRS), false])
  await policy.save(undefined)
  policy.keepRemoved(THEIRS)
  expect([policy.draft, deps.drafts.hasUnsaved]).toEqual([THEIRS, false])
  policy.draft = `${THEIRS} `
  expect(deps.drafts.hasUnsaved).toBe(true)
  policy.draft = undefined
  expect(deps.drafts.hasUnsaved).toBe(false)
})

test('what a policy did when it was tested is not said of the next one', async () => {
  const { policy, storage } = await makeBucketPolicy('ignores', THEIRS)
  await policy.testCurrent()
  expect(policy.currentTest).toBeDefined()
  storage.policyJson = undefined
  await policy.load()
  expect([policy.current?.json, policy.currentTest]).toEqual([undefined, undefined])
})
