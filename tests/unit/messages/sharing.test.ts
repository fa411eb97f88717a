// Who has access, in words: every combination of grantees, operations and certainty is a sentence, and no name acts in it.
import { describe, expect, it, test } from 'vitest'
import { accessSummary } from '../../../src/domain/access-summary'
import type { Acl } from '../../../src/domain/acl'
import { PolicyEvaluator } from '../../../src/domain/policy-evaluator'
import { publicReach } from '../../../src/domain/policy-reach'
import { publicByAcl, publicByPolicy, type PublicReason } from '../../../src/domain/public-access'
import { de } from '../../../src/messages/de'
import { en } from '../../../src/messages/en'
import { toPolicy } from '../../gateway/measured-policies'

const allow = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }
const conditional = { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }
const reach = (...statements: readonly unknown[]) =>
  publicReach(new PolicyEvaluator(toPolicy(statements)), { bucket: 'b' })

describe('the words beside the globe', () => {
  const own = { grantee: { type: 'user', id: 'a' }, permission: 'FULL_CONTROL' } as const
  const acl = (permission: 'READ' | 'WRITE' | 'WRITE_ACP' | 'FULL_CONTROL') =>
    ({ owner: { id: 'a' }, grants: [own, { grantee: { type: 'everyone' }, permission }] }) as const
  const wordsOf = (reasons: readonly PublicReason[], scope: 'bucket' | 'object' = 'bucket', isEncrypted = false) =>
    en.publicAccess({ scope, reasons, unreadable: [], isEncrypted })
  const byPolicy = (...statements: readonly unknown[]) => publicByPolicy(reach(...statements))

  it('say by what', () => {
    expect(
      wordsOf([...publicByAcl(acl('READ'), 'bucket'), ...byPolicy({ ...allow, Resource: 'arn:aws:s3:::b/out/*' })])
    ).toBe('Public: anyone can list it (ACL), read objects named out/* (policy)')
    expect(wordsOf(publicByAcl(acl('FULL_CONTROL'), 'bucket'))).toBe(
      'Public: anyone can list it, write and delete every object, change its access (ACL)'
    )
    expect(wordsOf(publicByAcl(acl('READ'), 'object'), 'object')).toBe('Public: anyone can read it (ACL)')
  })

  it('say maybe where that is all that is known, and nothing where nothing is open', () => {
    expect(wordsOf(byPolicy({ ...allow, ...conditional }))).toBe(
      'Maybe public: under some conditions, anyone can read every object (policy)'
    )
    expect(wordsOf(byPolicy({ ...allow, Principal: undefined }))).toBe(
      'Maybe public: depending on the gateway, anyone can read every object (policy)'
    )
    expect(wordsOf(publicByAcl(acl('WRITE'), 'object'), 'object')).toBeUndefined()
    expect(wordsOf([])).toBeUndefined()
  })

  it('ask for the key of what is encrypted, and only to read it', () => {
    const policy = new PolicyEvaluator(toPolicy([{ ...allow, Action: ['s3:GetObject', 's3:DeleteObject'] }]))
    expect(wordsOf(publicByPolicy(publicReach(policy, { bucket: 'b', key: 'k' })), 'object', true)).toBe(
      'Public: anyone who has its key can read it (policy); anyone can delete it (policy)'
    )
  })
})

describe('the operations of', () => {
  const everything = publicByPolicy(reach({ ...allow, Action: 's3:*', Resource: '*' }))
  const readable = everything.filter(({ operation }) => /^(list|read)/.test(operation))

  test('full control', () => expect(en.sharing.granted('sure', everything, 'bucket')).toBe('take full control'))
  test('all versions', () =>
    expect(en.sharing.granted('conditional', readable, 'bucket')).toBe(
      'under some conditions: list it and its versions, read all versions of every object'
    ))
  test('a part', () => {
    const settings = everything.filter(({ operation }) => ['write', 'delete', 'change-policy'].includes(operation))
    expect(en.sharing.reasons(settings, 'bucket')).toBe(
      'Anyone on the internet can write and delete every object, change its policy'
    )
    expect(de.sharing.reasons(settings, 'bucket')).toMatch(
      /^Jeder im Internet kann jedes Objekt schreiben .* löschen, /
    )
  })
  test('objects whose names would act', () => {
    const named = { operation: 'read', by: 'policy', certainty: 'sure', keyPatterns: ['a\u202eb'] } as const
    expect(en.sharing.granted('sure', [named], 'bucket')).toBe('read objects named a⟨U+202E⟩b')
  })
})

describe('a summary of readers', () => {
  const owner = { id: 'alice' }
  const own = { grantee: { type: 'user', id: 'alice' }, permission: 'FULL_CONTROL' } as const
  const users = (...ids: readonly string[]): Acl['grants'] =>
    ids.map((id) => ({ grantee: { type: 'user', id }, permission: 'READ' }))
  const told = (grants: Acl['grants'], policy?: PolicyEvaluator, isKeyNeeded = false): string =>
    en.sharing.summary(accessSummary({ owner, grants }, { bucket: 'b', key: 'k' }, { policy }), isKeyNeeded)

  test.each([
    [[own], 'By its ACL, only the owner can read it'],
    [[own, ...users('bob')], 'By its ACL, the owner and bob can read it'],
    [[own, ...users('bob', 'carol', 'dave')], 'By its ACL, the owner, bob, carol, and dave can read it'],
    [[own, ...users('bob', 'carol', 'dave', 'erin')], 'By its ACL, the owner, bob, carol, and 2 more can read it'],
    [[own, { grantee: { type: 'everyone' }, permission: 'READ' }], 'By its ACL, anyone on the internet can read it'],
    [[], 'By its ACL, no one can read it'],
    [users('bob'), 'By its ACL, bob can read it, but the owner can’t']
  ] as const)('%#', (grants, words) => expect(told(grants)).toBe(words))

  test('names the policy only where it was read', () => {
    expect(told([own], new PolicyEvaluator(undefined))).toBe('By its ACL and policy, only the owner can read it')
    expect(told([own], new PolicyEvaluator('nonsense'))).toBe('By its ACL alone, only the owner can read it')
    expect(told([own, ...users('bob')], undefined, true)).toBe(
      'By its ACL, the owner and bob can read it, with its key'
    )
  })
  test('in German', () => {
    const summary = accessSummary({ owner, grants: [own, ...users('bob')] }, { bucket: 'b' }, { policy: undefined })
    expect(de.sharing.summary(summary, false)).toMatch(/^Laut ACL können der Eigentümer .* bob den Inhalt auflisten$/)
  })
})

test('a permission means another thing for a bucket than for an object', () => {
  expect(en.sharing.permissions(['READ'], 'bucket')).toBe('list objects')
  expect(en.sharing.permissions(['READ'], 'object')).toBe('read')
  expect(en.sharing.permissions(['WRITE'], 'object')).toContain('no effect')
  expect(en.sharing.permissions(['FULL_CONTROL'], 'object')).toBe('full control')
  expect(en.sharing.permissions([], 'object')).toBe('no access')
})
