// What Lockgate promises about policies, word by word.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isEnforced, summarizeEncryptionTest, type EncryptionTest } from '../../../src/domain/encryption-test'
import { warningsOf } from '../../../src/domain/policy-warnings'
import { de } from '../../../src/messages/de'
import { en } from '../../../src/messages/en'

const wordsOf = (statement: object): readonly string[] =>
  warningsOf(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }), {
    bucket: 'lab',
    ownerId: 'alice'
  }).map((warning) => en.policy.warning(warning))
const deny = { Effect: 'Deny', Principal: '*', Resource: '*', Action: 's3:*' }

test('a lock-out is called one, with its condition where it has one', () => {
  expect(wordsOf(deny)).toEqual([
    expect.stringMatching(/^This locks you out: .*Only an administrator could undo it\.$/)
  ])
  const conditional = { ...deny, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }
  expect(wordsOf(conditional)).toEqual([expect.stringMatching(/^This locks you out when its conditions match: /)])
  const unclear = { ...deny, Principal: undefined }
  expect(wordsOf(unclear)).toEqual([
    expect.stringMatching(/^This locks you out if the gateway interprets it that way: /)
  ])
})

test('everything for anyone is one sentence each for writing and for reading, short enough to be read', () => {
  expect(wordsOf({ ...deny, Effect: 'Allow' })).toEqual([
    'Anyone on the internet can write, delete, and change access to every object, change its access, policy, and settings.',
    'Anyone on the internet can list it and its versions, read all versions of every object.'
  ])
})

test('only a test that the gateway passed is called enforcing', () => {
  const one = fc.constantFrom('refused', 'clear', 'encrypted')
  const all = fc.record<EncryptionTest>({ plain: one, 'plain-parts': one, aes256: one, key: one, 'key-parts': one })
  fc.assert(
    fc.property(all, (found) => {
      const findings = summarizeEncryptionTest(found)
      const words = en.encryption.findings(findings)
      expect(words.includes('Uploads without an SSE-C key are rejected; uploads with one are accepted.')).toBe(
        isEnforced(found)
      )
      if (found.plain === 'clear') expect(words).toContain('stored unencrypted')
      expect(de.encryption.findings(findings)).not.toContain('undefined')
    })
  )
})

test('a policy’s invisible characters are shown', () => {
  expect(en.policy.warning({ kind: 'refused', versionJson: '"2018\u202e"' })).toContain('⟨U+202E⟩')
  expect(en.policy.subject({ kind: 'users-of-tenant', tenant: 'a\u200bb' })).toBe('Any user of tenant a⟨U+200B⟩b')
})
