// Every kind of error has words, and the words keep the house's rules.
import { describe, expect, it } from 'vitest'
import { AppError, type AppErrorKind } from '../../../src/domain/app-error'
import { explainError } from '../../../src/messages/explain-error'

// A record, so that the compiler finds a kind that is missing here.
const everyKind: Record<AppErrorKind, true> = {
  unreachable: true,
  'cors-blocked': true,
  offline: true,
  redirected: true,
  'not-s3': true,
  'gateway-busy': true,
  'gateway-failed': true,
  'access-key-unknown': true,
  'secret-wrong': true,
  'clock-skewed': true,
  'region-wrong': true,
  'token-refused': true,
  'access-denied': true,
  'object-locked': true,
  'no-such-bucket': true,
  'no-such-object': true,
  'no-such-upload': true,
  'quota-exceeded': true,
  'too-large': true,
  'name-refused': true,
  'precondition-failed': true,
  'sse-key-needed': true,
  'sse-key-wrong': true,
  'sse-key-lost': true,
  'sse-key-not-backed-up': true,
  'sse-key-in-use': true,
  'sse-key-insecure': true,
  'insecure-page': true,
  'must-be-encrypted': true,
  'stored-in-clear': true,
  'digest-mismatch': true,
  truncated: true,
  'object-changed': true,
  'file-changed': true,
  'file-unreadable': true,
  'browser-storage-full': true,
  'browser-storage-failed': true,
  'too-large-for-memory': true,
  'request-refused': true,
  'directory-unwritable': true,
  'bucket-not-empty': true,
  'name-taken': true,
  'placement-refused': true,
  'bucket-limit': true,
  'policy-refused': true,
  'policy-unconfirmed': true,
  'grantee-unknown': true,
  'acl-differs': true,
  'not-supported': true,
  unexpected: true
}
const kinds = Object.keys(everyKind) as AppErrorKind[]

describe('explainError', () => {
  it.each(kinds)('says what happened, what it means and what to do: %s', (kind) => {
    const { title, meaning, remedy } = explainError(new AppError(kind))
    expect(title).toMatch(/^[A-Z].{5,60}[^.]$/)
    for (const sentence of [meaning, remedy]) expect(sentence).toMatch(/^[A-Z].{8,}\.$/)
    expect(`${title} ${meaning} ${remedy}`).not.toMatch(/!|\bplease\b|\boops\b|\bsorry\b|undefined/i)
  })

  it('gives every kind a title of its own', () => {
    expect(new Set(kinds.map((kind) => explainError(new AppError(kind)).title)).size).toBe(kinds.length)
  })

  it('repeats nothing that the gateway wrote', () => {
    const details = { detail: 'DETAIL', code: 'CODE', requestId: 'ID' }
    for (const kind of kinds)
      expect(Object.values(explainError(new AppError(kind, details))).join(' ')).not.toMatch(/DETAIL|CODE|\bID\b/)
  })

  it('names the gateway where that helps', () => {
    const { meaning } = explainError(new AppError('unreachable'), { endpoint: 'https://rgw.example.edu' })
    expect(meaning).toContain('https://rgw.example.edu')
  })

  it('takes a refusal at the door for wrong credentials, and elsewhere for missing rights', () => {
    expect(explainError(new AppError('access-denied', { operation: 'ListBuckets' })).remedy).toMatch(/access key/)
    expect(explainError(new AppError('access-denied', { operation: 'HeadObject' })).remedy).toMatch(/owner/)
  })
})
