// What a policy opens to everybody. The answers of `measured` were given by radosgw 16.2.15 to anonymous requests; the contract
// tests ask it again.
import { describe, expect, it } from 'vitest'
import { mayAnyoneRead, readPublicReach } from '../../../src/domain/policy-public'
import { publicByAcl, publicByPolicy, publicityWords } from '../../../src/domain/publicity'
import { MEASURED_POLICIES, toPolicy } from '../../gateway/measured-policies'

const allow = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }
const reach = (...statements: readonly unknown[]) => readPublicReach(toPolicy(statements), 'b')
const answers = (...statements: readonly unknown[]) => {
  const { list, read, write } = reach(...statements) ?? {}
  return [list?.answer, read?.answer, write?.answer]
}

describe.each(MEASURED_POLICIES)('$name', ({ statement, mayRead, mayList }) => {
  it('is read as the gateway means it', () => {
    const json = toPolicy(JSON.parse(JSON.stringify(statement).replaceAll('BUCKET', 'b')) as unknown)
    const isOpen = (answer: string | undefined, may: boolean) => (may ? answer === 'yes' : answer !== 'yes')
    expect(isOpen(mayAnyoneRead(json, 'b', 'k'), mayRead)).toBe(true)
    expect(isOpen(readPublicReach(json, 'b')?.list.answer, mayList)).toBe(true)
  })
})

it('tells listing, reading and writing apart', () => {
  expect(answers(allow)).toEqual(['no', 'yes', 'no'])
  expect(answers({ ...allow, Action: ['s3:PutObject'] })).toEqual(['no', 'no', 'yes'])
  expect(answers({ ...allow, Action: 's3:DeleteObject' })).toEqual(['no', 'no', 'yes'])
  expect(answers({ ...allow, Action: 's3:*', Resource: 'arn:aws:s3:::b*' })).toEqual(['yes', 'yes', 'yes'])
})

it('says for which keys', () => {
  const some = { ...allow, Resource: ['arn:aws:s3:::b/reports/*', 'arn:aws:s3:::?/x', 'arn:aws:s3:::other/*'] }
  expect(reach(some)?.read).toEqual({ answer: 'yes', keyPatterns: ['reports/*', 'x'] })
  expect(reach(some, allow)?.read).toEqual({ answer: 'yes', keyPatterns: ['*'] })
  expect(mayAnyoneRead(toPolicy([some]), 'b', 'reports/2/a.txt')).toBe('yes')
  expect(mayAnyoneRead(toPolicy([some]), 'b', 'report')).toBe('no')
})

it('calls conditions and partial denials maybe, and whole denials no', () => {
  const conditional = { ...allow, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }
  const deny = { ...allow, Effect: 'Deny' }
  expect(reach(conditional)?.read.answer).toBe('maybe')
  expect(reach(conditional, allow)?.read.answer).toBe('yes')
  expect(reach(allow, deny)?.read.answer).toBe('no')
  expect(reach(allow, { ...deny, Condition: conditional.Condition })?.read.answer).toBe('maybe')
  const partly = [allow, { ...deny, Resource: 'arn:aws:s3:::b/secret/*' }]
  expect(reach(...partly)?.read.answer).toBe('maybe')
  expect(mayAnyoneRead(toPolicy(partly), 'b', 'secret/k')).toBe('no')
  expect(mayAnyoneRead(toPolicy(partly), 'b', 'k')).toBe('yes')
  expect(reach({ ...allow, Resource: 'arn:aws:s3:::b/${aws:username}/*' })?.read.answer).toBe('maybe')
})

it('reads a tenant’s bucket by its own name', () => {
  const tenants = { ...allow, Resource: 'arn:aws:s3::ten:b/*' }
  expect(mayAnyoneRead(toPolicy([tenants]), 'ten:b', 'k')).toBe('yes')
})

it.each(['', '{', 'null', '{"Statement":[null]}'])('%s is no policy', (text) => {
  expect(readPublicReach(text, 'b')).toBeUndefined()
  expect(mayAnyoneRead(text, 'b', 'k')).toBe('no')
})

it('is not made to wait by a pattern written for that', () => {
  const hostile = { ...allow, Resource: `arn:aws:s3:::b/${'*a'.repeat(200)}!` }
  expect(mayAnyoneRead(toPolicy([hostile]), 'b', 'a'.repeat(1024))).toBe('no')
})

describe('the words beside the globe', () => {
  const own = { grantee: { type: 'user', id: 'a' }, permission: 'FULL_CONTROL' } as const
  const open = (permission: 'READ' | 'WRITE' | 'WRITE_ACP' | 'FULL_CONTROL') =>
    ({ owner: { id: 'a' }, grants: [own, { grantee: { type: 'everyone' }, permission }] }) as const
  const wordsOf = (reasons: Parameters<typeof publicityWords>[0]['reasons'], scope: 'bucket' | 'object' = 'bucket') =>
    publicityWords({ scope, reasons, unseen: [] })

  it('say by what', () => {
    const policy = reach({ ...allow, Resource: 'arn:aws:s3:::b/out/*' })
    const byPolicy = policy === undefined ? [] : publicByPolicy(policy)
    expect(wordsOf([...publicByAcl(open('READ'), 'bucket'), ...byPolicy])).toBe(
      'Public: everybody can list it (ACL), read objects named out/* (policy)'
    )
    expect(wordsOf(publicByAcl(open('FULL_CONTROL'), 'bucket'))).toBe(
      'Public: everybody can list it (ACL), write into it (ACL), change who has access (ACL)'
    )
    expect(wordsOf(publicByAcl(open('READ'), 'object'), 'object')).toBe('Public: everybody can read it (ACL)')
  })

  it('say maybe where that is all that is known, and nothing where nothing is open', () => {
    const policy = reach({ ...allow, Condition: { Bool: { 'aws:SecureTransport': 'true' } } })
    expect(wordsOf(policy === undefined ? [] : publicByPolicy(policy))).toBe(
      'Maybe public: under conditions or in part, everybody can read every object (policy)'
    )
    expect(wordsOf(publicByAcl(open('WRITE'), 'object'), 'object')).toBeUndefined()
    expect(wordsOf([])).toBeUndefined()
  })
})
