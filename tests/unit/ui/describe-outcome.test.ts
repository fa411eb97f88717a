// What a row says of an upload for which headers were set: never "verified" of what was not seen.
import { beforeAll, expect, test } from 'vitest'
import type { SettingsCheck } from '../../../src/domain/upload-headers'
import { useLanguage } from '../../../src/messages/messages'
import type { Transfer } from '../../../src/transfers/transfer'
import { describeOutcome } from '../../../src/ui/transfers/describe-outcome'

const done = { direction: 'upload', state: 'done', verification: 'verified' } as Transfer

beforeAll(() => useLanguage('en', ['en']))

test.each<[SettingsCheck | undefined, string]>([
  [undefined, 'Verified · Sent without a key'],
  [{ lost: [], unseen: [] }, 'Verified · Sent without a key · Headers verified'],
  [{ lost: ['tags', 'acl'], unseen: [] }, 'Verified · Sent without a key · Not stored as sent: tags and access (ACL)'],
  [
    { lost: [], unseen: ['metadata'], reason: 'access-denied' },
    'Verified · Sent without a key · Not checked: metadata (permission denied)'
  ],
  [
    { lost: ['contentType'], unseen: ['storageClass'], reason: 'hidden' },
    'Verified · Sent without a key · Not stored as sent: type · Not checked: storage class (hidden from browsers by CORS)'
  ]
])('%j: %s', (settings, words) => {
  expect(describeOutcome({ ...done, settings }, undefined)).toBe(words)
})
