// What was seen overrules what ACL and policy say, in both directions, and says no more than it is.
import { describe, expect, test } from 'vitest'
import { withTest, type PublicAccess, type PublicReason } from '../../../src/domain/public-access'

const bucket = (...reasons: PublicReason[]): PublicAccess => ({ scope: 'bucket', reasons, unreadable: [] })
const byAcl: PublicReason = { operation: 'list', by: 'acl', certainty: 'sure' }
const write: PublicReason = { operation: 'write', by: 'acl', certainty: 'sure' }
const conditional: PublicReason = { operation: 'list', by: 'policy', certainty: 'conditional' }
const unknown: PublicReason = { operation: 'list', by: 'policy', certainty: 'unknown' }

const told = ({ reasons }: PublicAccess): string =>
  reasons.map(({ operation, by, certainty }) => `${certainty} ${operation} ${by}`).join(', ')

describe('a bucket', () => {
  test.each([
    ['that nothing opens and that is still listed (Swift)', [], 'yes', 'sure list test'],
    ['public by its ACL, and listed', [byAcl], 'yes', 'sure list acl'],
    ['public by its ACL, and refused', [byAcl], 'no', ''],
    ['public by its ACL, and not asked', [byAcl], 'not-known', 'sure list acl'],
    ['open under a condition that does not hold for us', [conditional], 'no', 'conditional list policy'],
    ['open depending on the gateway, and refused', [unknown], 'no', ''],
    ['open depending on the gateway, and listed', [unknown], 'yes', 'sure list test'],
    ['that can also be written, and refuses to list', [byAcl, write], 'no', 'sure write acl']
  ] as const)('%s', (_what, reasons, answer, words) => {
    expect(told(withTest(bucket(...reasons), { answer, block: undefined }))).toBe(words)
  })

  test('whose public access block ignores its ACLs is open by its policy only', () => {
    const policy: PublicReason = { operation: 'read', by: 'policy', certainty: 'sure' }
    const tested = withTest(bucket(byAcl, write, policy), { answer: 'not-known', block: { ignoresPublicAcls: true } })
    expect(tested).toMatchObject({ reasons: [policy], refused: [byAcl, write], isBlocked: true })
  })
})

test('of an object, reading is what is tested', () => {
  const object: PublicAccess = { scope: 'object', reasons: [], unreadable: [] }
  const tested = withTest(object, { answer: 'yes', block: undefined })
  expect(told(tested)).toBe('sure read test')
  const open = { ...object, reasons: [{ operation: 'read', by: 'acl', certainty: 'sure' } as const] }
  expect(told(withTest(open, { answer: 'no', block: undefined }))).toBe('')
})
