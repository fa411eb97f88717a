// Whether a bucket takes encrypted uploads only is looked up once a second, however many uploads begin, and never believed for longer.
import { expect, it } from 'vitest'
import type { BucketSettings, BucketSettingsStore } from '../../../src/domain/ports'
import { encryptionRules } from '../../../src/state/encryption-rules'
import { makeAccount } from '../domain/accounts'

const alice = makeAccount('https://a', 'alice')
const bob = makeAccount('https://a', 'bob')
const rule: BucketSettings = {
  encryption: { by: 'lockgate', provenAtMs: 1, findings: undefined, policyJson: undefined }
}

function open(get: BucketSettingsStore['get']) {
  const clock = { ms: 0 }
  return { clock, mustEncrypt: encryptionRules({ get }, () => clock.ms) }
}

it('is looked up once for what begins within a second, and again after it', async () => {
  let count = 0
  let settings: BucketSettings = {}
  const { clock, mustEncrypt } = open(() => {
    count++
    return Promise.resolve(settings)
  })
  expect(await Promise.all([1, 2, 3].map(() => mustEncrypt(alice, 'lab')))).toEqual([false, false, false])
  expect(count).toBe(1)
  settings = rule
  clock.ms = 999
  expect(await mustEncrypt(alice, 'lab')).toBe(false)
  clock.ms = 1000
  expect(await mustEncrypt(alice, 'lab')).toBe(true)
  settings = {}
  clock.ms = -5000
  expect(await mustEncrypt(alice, 'lab')).toBe(false)
})

it('is known for each account and bucket by itself', async () => {
  const { mustEncrypt } = open((account, bucket) => Promise.resolve(account === alice && bucket === 'lab' ? rule : {}))
  const answers = [mustEncrypt(alice, 'lab'), mustEncrypt(bob, 'lab'), mustEncrypt(alice, 'other')]
  expect(await Promise.all(answers)).toEqual([true, false, false])
})

it('is looked up again at once where it could not be read', async () => {
  let isBroken = true
  const { mustEncrypt } = open(() => (isBroken ? Promise.reject(new Error('no store')) : Promise.resolve(rule)))
  expect(await mustEncrypt(alice, 'lab')).toBe(false)
  isBroken = false
  expect(await mustEncrypt(alice, 'lab')).toBe(true)
})
