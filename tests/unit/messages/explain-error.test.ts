// Every kind of error has words, and the words keep the house's rules.
import { beforeAll, describe, expect, it } from 'vitest'
import { AppError, type AppErrorDetails, type AppErrorKind } from '../../../src/domain/app-error'
import type { ObjectLock } from '../../../src/domain/object-lock'
import { de } from '../../../src/messages/de'
import { en } from '../../../src/messages/en'
import { errorCase, errorParameters } from '../../../src/messages/error-case'
import { explainError } from '../../../src/messages/explain-error'
import { WORKER_DIED } from '../../../src/platform/workers/worker-bridge'
import { useLanguage } from '../../../src/messages/messages'

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
  'stored-compressed': true,
  'source-kept': true,
  'file-changed': true,
  'different-file': true,
  'file-unreadable': true,
  'browser-storage-full': true,
  'browser-storage-failed': true,
  'too-large-for-memory': true,
  'storage-class-refused': true,
  'request-refused': true,
  'directory-unwritable': true,
  'bucket-not-empty': true,
  'name-taken': true,
  'placement-refused': true,
  'bucket-limit': true,
  'policy-refused': true,
  'policy-changed': true,
  'policy-unconfirmed': true,
  'grantee-unknown': true,
  'acl-differs': true,
  'not-supported': true,
  unexpected: true
}
const kinds = Object.keys(everyKind) as AppErrorKind[]

describe('the case of an error', () => {
  const caseOf = (kind: AppErrorKind, details: AppErrorDetails = {}) => errorCase(new AppError(kind, details))

  it('is wrong credentials at the door, and missing rights elsewhere', () => {
    expect(caseOf('access-denied', { operation: 'ListBuckets' })).toBe('credentials-refused')
    expect(caseOf('access-denied', { operation: 'HeadObject' })).toBe('access-denied')
  })

  it('is a redirect that was followed where another host received the data', () => {
    expect(caseOf('redirected')).toBe('redirected')
    expect(caseOf('redirected', { receivedBy: 'elsewhere.example.edu' })).toBe('data-redirected')
  })

  it('is a download that stopped, or something else that may not be stored', () => {
    expect(caseOf('browser-storage-failed', { operation: 'GetObject' })).toBe('download-storage-failed')
    expect(caseOf('browser-storage-failed')).toBe('browser-storage-failed')
    expect(caseOf('browser-storage-full', { operation: 'GetObject' })).toBe('download-storage-full')
    expect(caseOf('browser-storage-full')).toBe('browser-storage-full')
  })

  it('is no silence of the gateway where a worker of the page has ended', () => {
    expect(caseOf('unreachable', { detail: WORKER_DIED })).toBe('unexpected')
    expect(caseOf('unreachable', { detail: 'Failed to fetch' })).toBe('unreachable')
  })

  it('is what holds a version', () => {
    const retention = { mode: 'GOVERNANCE', untilMs: 1 } as const
    expect(caseOf('object-locked')).toBe('object-lock')
    expect(caseOf('object-locked', { objectLock: { retention, hasLegalHold: true } })).toBe('legal-hold')
    expect(caseOf('object-locked', { objectLock: { retention, hasLegalHold: false } })).toBe('retention-governance')
  })

  it.each([
    ['GetObject', { mayHaveChanged: false, arePartsKept: false, isOfObject: true, isStored: false }],
    ['ListObjectsV2', { mayHaveChanged: false, arePartsKept: false, isOfObject: false, isStored: false }],
    ['UploadPart', { mayHaveChanged: true, arePartsKept: true, isOfObject: false, isStored: false }],
    ['verify', { mayHaveChanged: true, arePartsKept: false, isOfObject: false, isStored: true }],
    [undefined, { mayHaveChanged: true, arePartsKept: false, isOfObject: false, isStored: false }]
  ])('knows what %s leaves behind', (operation, expected) => {
    expect(errorParameters(new AppError('gateway-failed', { operation }), {})).toMatchObject(expected)
  })
})

describe.each([
  ['English', en],
  ['German', de]
])('in %s', (_language, { errors }) => {
  const parameters = errorParameters(new AppError('too-large-for-memory', { maxBytes: 2 ** 28 }), {})
  const cases = Object.entries(errors)

  it.each(cases)('says what happened, what it means and what to do: %s', (_name, describeError) => {
    const { title, meaning, remedy } = describeError(parameters)
    expect(title).toMatch(/^\p{Lu}.{5,60}[^.]$/u)
    for (const sentence of [meaning, remedy]) expect(sentence).toMatch(/^\p{Lu}.{8,}\.$/u)
    expect(`${title} ${meaning} ${remedy}`).not.toMatch(/!|\bplease\b|\bbitte\b|\boops\b|\bsorry\b|undefined/i)
  })

  it('gives every kind a title of its own', () => {
    const titles = kinds.map((kind) => errors[errorCase(new AppError(kind))](parameters).title)
    expect(new Set(titles).size).toBe(kinds.length)
  })

  it('asks to delete an unencrypted copy only where it was not removed', () => {
    const remedyOf = (reason?: 'copy-removed') =>
      errors['stored-in-clear'](errorParameters(new AppError('stored-in-clear', { reason }), {})).remedy
    expect(remedyOf()).toMatch(/Delete the object|Löschen Sie/)
    expect(remedyOf('copy-removed')).not.toMatch(/Delete the object|Löschen Sie/)
  })

  it('speaks of the policy where a policy was changed, and of one thing where a name is taken', () => {
    const [changed, taken] = [errors['policy-changed'](parameters), errors['precondition-failed'](parameters)]
    expect([changed.title, changed.meaning, changed.remedy].join(' ')).toMatch(/policy|Richtlinie/)
    expect([changed.title, changed.meaning, changed.remedy].join(' ')).not.toMatch(/object|Objekt/i)
    expect(taken.meaning).not.toMatch(/changed|geändert/)
  })

  it('says that nothing was changed only where that is known', () => {
    for (const [name, describeError] of cases) {
      const isKnown = !/^(not-s3|gateway-failed|unexpected|policy-unconfirmed|unreachable|cors-blocked)$/.test(name)
      if (!isKnown)
        expect(describeError({ ...parameters, mayHaveChanged: true }).meaning).not.toMatch(
          /Nothing was changed|nichts geändert/
        )
    }
  })
})

describe('explainError', () => {
  beforeAll(() => useLanguage('en', []))

  it('repeats nothing that the gateway wrote', () => {
    const details = { detail: 'DETAIL', code: 'CODE', requestId: 'REQUEST' }
    for (const kind of kinds)
      expect(Object.values(explainError(new AppError(kind, details))).join(' ')).not.toMatch(/DETAIL|CODE|REQUEST/)
  })

  it('names the gateway where that helps', () => {
    const { meaning } = explainError(new AppError('unreachable'), { endpoint: 'https://rgw.example.edu' })
    expect(meaning).toContain('https://rgw.example.edu')
  })

  it('tells a refusal at the door from missing rights', () => {
    expect(explainError(new AppError('access-denied', { operation: 'ListBuckets' })).remedy).toMatch(/access key/)
    const denied = explainError(new AppError('access-denied', { operation: 'HeadObject' }))
    expect(denied).toMatchObject({ title: 'Permission denied', remedy: expect.stringMatching(/owner/) as string })
  })

  it('says until when a version is locked', () => {
    const untilMs = Date.UTC(2030, 0, 31, 12)
    const told = (objectLock: ObjectLock) => explainError(new AppError('object-locked', { objectLock }))
    expect(told({ retention: { mode: 'GOVERNANCE', untilMs }, hasLegalHold: false })).toMatchObject({
      title: expect.stringMatching(/^Locked until .*2030/) as string,
      remedy: expect.stringContaining('bypass') as string
    })
    expect(told({ retention: { mode: 'COMPLIANCE', untilMs }, hasLegalHold: false }).remedy).toContain('no one can')
    expect(told({ retention: undefined, hasLegalHold: true }).title).toBe('Under legal hold')
  })

  it('names the host that received redirected data', () => {
    const { title, meaning, remedy } = explainError(new AppError('redirected', { receivedBy: 'elsewhere.example.edu' }))
    expect(title).toBe('Your data was sent to another host')
    expect(`${meaning} ${remedy}`).toContain('elsewhere.example.edu received the data')
    expect(`${meaning} ${remedy}`).not.toMatch(/not follow/)
  })
})
