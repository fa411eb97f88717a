// The proof of "only encrypted uploads" on gateways of every kind, and what is left when it fails, is cut off, or someone interferes.
import { expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { isEnforced } from '../../../src/domain/encryption-test'
import { hasOwn, isSamePolicy } from '../../../src/domain/policy'
import { requireEncryption, testCurrentPolicy, testPolicy } from '../../../src/operations/policy/require-encryption'
import { settlePolicy, writePolicy } from '../../../src/operations/policy/change-policy'
import { dyingAfter, makePolicyRig, type Enforcement } from './policy-rig'

const FORMER = '{"Version":"2008-10-17", "Statement": {"Sid":"Read","Effect":"Allow","Resource":"*"}}'

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 60; turn++) await new Promise((resolve) => setImmediate(resolve))
}

test.each([undefined, FORMER])('a gateway that enforces it gets the statement added to %s', async (former) => {
  const { work, storage, journal, steps } = makePolicyRig('forces', former)
  const outcome = await requireEncryption(work)
  expect(outcome.isKept && isEnforced(outcome.findings!)).toBe(true)
  const document = JSON.parse(storage.policyJson!) as { Version: string; Statement: { Sid: string }[] }
  expect(document.Version).toBe(former === undefined ? '2012-10-17' : '2008-10-17')
  expect(document.Statement.map(({ Sid }) => Sid)).toEqual([
    ...(former === undefined ? [] : ['Read']),
    'LockgateOnlyEncrypted'
  ])
  expect(outcome.policyJson).toBe(storage.policyJson)
  expect([storage.objects.size, storage.uploads.size, journal.entries.size]).toEqual([0, 0, 0])
  // On the probes first; the rest of the bucket is touched only when that was proven.
  const puts = steps.filter(({ action, result }) => action === 'put-policy' && result !== undefined)
  expect(puts.map(({ scope }) => scope)).toEqual(['test-objects', 'bucket'])
})

test.each(['ignores', 'denies-all', 'refuses'] as const)(
  'a gateway that %s it keeps its former policy',
  async (enforcement) => {
    for (const former of [undefined, FORMER]) {
      const { work, storage, journal, steps } = makePolicyRig(enforcement, former)
      const outcome = await requireEncryption(work)
      expect(outcome.isKept).toBe(false)
      expect(outcome.findings === undefined).toBe(enforcement === 'refuses')
      expect(storage.policyJson).toBe(former)
      expect(steps.some(({ scope }) => scope === 'bucket')).toBe(false)
      expect([storage.objects.size, storage.uploads.size, journal.entries.size]).toEqual([0, 0, 0])
    }
  }
)

test('a gateway that stores uploads with a key unencrypted enforces nothing', async () => {
  const { work, storage } = makePolicyRig('forces')
  storage.storesInClear = true
  expect(await requireEncryption(work)).toMatchObject({
    isKept: false,
    findings: { key: 'clear', 'key-parts': 'clear' }
  })
})

test('a failure in the middle concludes nothing: the former policy is back, and the error is told', async () => {
  const { work, storage, journal } = makePolicyRig('forces', FORMER)
  storage.faults = [{ operation: 'completeMultipartUpload', nth: 1, kind: 'gateway-failed' }]
  await expect(requireEncryption(work)).rejects.toMatchObject({ kind: 'gateway-failed' })
  expect(storage.policyJson).toBe(FORMER)
  expect([storage.objects.size, storage.uploads.size, journal.entries.size]).toEqual([0, 0, 0])
})

test('what cannot be put back yet stays in the journal', async () => {
  const { work, storage, journal, gateway } = makePolicyRig('forces', FORMER)
  let isDown = false
  const policyOf = gateway.buckets.policyOf.bind(gateway.buckets)
  gateway.buckets.policyOf = (...args) => (isDown ? Promise.reject(new AppError('unreachable')) : policyOf(...args))
  storage.faults = [{ operation: 'uploadPart', nth: 1, kind: 'unreachable' }]
  const onStep: typeof work.onStep = ({ action }) => void (isDown ||= action === 'key-parts')
  await expect(requireEncryption({ ...work, onStep })).rejects.toMatchObject({ kind: 'unreachable' })
  const entry = journal.entries.get('lab')!
  expect(entry.formerJson).toBe(FORMER)
  isDown = false
  expect((await settlePolicy(work, entry)).kind).toBe('restored')
  expect(storage.policyJson).toBe(FORMER)
})

test('if the test key cannot be created, nothing is journalled', async () => {
  const { work, journal, storage } = makePolicyRig('forces', FORMER)
  const makeTestKey = () => Promise.reject(new Error('its code did not come'))
  await expect(requireEncryption({ ...work, makeTestKey })).rejects.toThrow('did not come')
  expect([journal.entries.size, storage.policyJson]).toEqual([0, FORMER])
})

test('nothing is put where the former policy cannot be journalled', async () => {
  const { work, storage, journal } = makePolicyRig('forces', FORMER)
  journal.isBroken = true
  await expect(requireEncryption(work)).rejects.toMatchObject({ kind: 'browser-storage-full' })
  expect(storage.policyJson).toBe(FORMER)
})

test.each<[Enforcement, string | undefined]>([
  ['forces', FORMER],
  ['forces', undefined],
  ['ignores', FORMER]
])(
  'a page that dies at any request on a gateway that %s it leaves nothing that the next does not put right',
  async (enforcement, former) => {
    for (let requests = 0; ; requests++) {
      const { work, storage, journal, gateway } = makePolicyRig(enforcement, former)
      const dying = dyingAfter(gateway, requests)
      const page = requireEncryption({ ...work, gateway: dying.gateway })
      const isDone = await Promise.race([page.then(() => true), settled().then(() => false)])
      if (isDone && !dying.isDead()) {
        expect(requests).toBeGreaterThan(20)
        return
      }
      const entry = journal.entries.get('lab')
      // Without an entry nothing had been changed, or all of it was settled.
      if (entry !== undefined) expect((await settlePolicy(work, entry)).kind).toMatch(/restored|already-there/)
      expect(isSamePolicy(storage.policyJson, former), `died at request ${requests}`).toBe(true)
      expect([storage.objects.size, storage.uploads.size, journal.entries.size]).toEqual([0, 0, 0])
    }
  }
)

test('a policy that was saved elsewhere in the meantime is not overwritten', async () => {
  const { work, storage, journal } = makePolicyRig('ignores', FORMER)
  const theirs = '{"Version":"2012-10-17","Statement":[]}'
  const onStep: typeof work.onStep = ({ action, result, round }) => {
    if (action === 'key-parts' && result !== undefined && round === 1) storage.policyJson = theirs
  }
  await requireEncryption({ ...work, onStep })
  expect(storage.policyJson).toBe(theirs)
  const entry = journal.entries.get('lab')!
  expect(entry.formerJson).toBe(FORMER)
  expect(await settlePolicy(work, entry)).toEqual({ kind: 'changed-since' })
  expect(storage.policyJson).toBe(theirs)
})

test('a policy that was changed while another was saved is told as that, not as a changed object', async () => {
  const { work, storage } = makePolicyRig('forces', FORMER)
  const theirs = '{"Version":"2012-10-17","Statement":[]}'
  const { putPolicy } = work.gateway.buckets
  work.gateway.buckets.putPolicy = async (...request) => {
    await putPolicy.call(work.gateway.buckets, ...request)
    storage.policyJson = theirs
  }
  const reason = { kind: 'policy-changed', details: { reason: 'read-back-differs' } }
  await expect(requireEncryption(work)).rejects.toMatchObject(reason)
  await expect(writePolicy(work, FORMER)).rejects.toMatchObject(reason)
  expect(storage.policyJson).toBe(theirs)
})

test('a current policy is proven without being touched', async () => {
  const { work, storage } = makePolicyRig('forces')
  await requireEncryption(work)
  const current = storage.policyJson
  const { findings, leftTestObjects } = await testCurrentPolicy(work)
  expect([isEnforced(findings), leftTestObjects, storage.policyJson]).toEqual([true, [], current])
})

test('while a pasted policy is tried, those statements that are there hold under their own Version, and Lockgate’s is never taken out', async () => {
  const condition = { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } }
  const statement = { Effect: 'Deny', Action: 's3:PutObject', Resource: 'arn:aws:s3:::lab/*', Condition: condition }
  const json = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  const { work, storage } = makePolicyRig('forces', FORMER)
  const put: string[] = []
  const { putPolicy } = work.gateway.buckets
  work.gateway.buckets.putPolicy = (bucket, policy, signal) => {
    put.push((JSON.parse(policy) as { Version: string }).Version)
    return putPolicy.call(work.gateway.buckets, bucket, policy, signal)
  }
  await testPolicy(work, json)
  expect(put[0]).toBe('2008-10-17')
  await requireEncryption(work)
  const current = storage.policyJson
  put.length = 0
  await expect(testPolicy(work, json)).rejects.toMatchObject({
    kind: 'policy-changed',
    details: { reason: 'own-statement-in-policy' }
  })
  expect([put, storage.policyJson]).toEqual([[], current])
})

test('a pasted policy is tried on probes alone, with a Version of today where its own is in the way', async () => {
  const condition = { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } }
  const statement = { Effect: 'Deny', Action: 's3:PutObject', Resource: 'arn:aws:s3:::lab/*', Condition: condition }
  const { work, storage, journal } = makePolicyRig('ignores', FORMER)
  for (const version of ['2018-05-24', '2012-10-17']) {
    const trial = await testPolicy(work, JSON.stringify({ Version: version, Statement: [statement] }))
    expect([trial.isAccepted, trial.findings?.plain]).toEqual([version === '2012-10-17', 'clear'])
    expect([storage.policyJson, journal.entries.size, hasOwn(storage.policyJson)]).toEqual([FORMER, 0, false])
  }
})
