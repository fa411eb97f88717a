// Requiring encryption in a bucket, and the test whether its gateway enforces that.
import type { EncryptionTestFinding } from '../../domain/encryption-test'
import { formatDateTime } from '../format'

const finding: Readonly<Record<EncryptionTestFinding, string>> = {
  enforced: 'Uploads without an SSE-C key are rejected; uploads with one are accepted.',
  'all-refused': 'All uploads are rejected, even those with an SSE-C key.',
  'plain-refused': 'Unencrypted uploads are rejected.',
  'plain-stored': 'Unencrypted uploads are accepted: a test object was stored unencrypted.',
  'plain-encrypted': 'Uploads without a key are accepted, but the stored test object didn’t open without one.',
  'parts-stored': 'Large uploads (sent in parts) are still stored unencrypted.',
  'parts-encrypted':
    'Large uploads without a key (sent in parts) are accepted, but the stored test object didn’t open without one.',
  'aes256-stored': 'A request with only “AES256” is accepted and stored unencrypted.',
  'keys-failed': 'Uploads with an SSE-C key don’t work as they should.'
}

export const encryption = {
  title: 'Encryption and policy',
  loadingPolicy: 'Loading bucket policy…',
  require: 'Require encryption (reject uploads without an SSE-C key)',
  requireHow:
    'Lockgate adds a statement to the bucket policy and tests with temporary objects whether this gateway enforces it.',
  requiresHttps: 'Encryption keys are never sent over plain HTTP. Use the gateway’s HTTPS address.',
  busyElsewhere: 'Another tab is working on this policy, so this tab left it alone.',
  checkAgain: 'Check again',
  restored: (ms: number) => `A test was interrupted. The previous policy was restored (${formatDateTime(ms)}).`,
  pending: {
    restoreFailed:
      'The previous policy could not be restored yet. It is saved in this browser; Lockgate retries when you next open these bucket settings.',
    uncertain:
      'An earlier version of Lockgate was closed while testing a policy, perhaps this bucket’s. Keep the current policy, or restore the previous one.',
    changed:
      'A test was interrupted and the policy has changed since. The current one was left alone; the previous one is saved here.',
    previous: 'Previous policy',
    nonePrevious: 'There was no policy.',
    restoreNow: 'Restore now',
    keepCurrent: 'Keep current policy',
    restorePrevious: 'Restore previous policy'
  },
  reloadPolicy: 'Reload policy',
  testObjectsLeft: 'These temporary test objects could not be removed:',
  /** What a test found, in a sentence or two. */
  findings: (all: readonly EncryptionTestFinding[]) => all.map((one) => finding[one]).join(' '),
  result: {
    enforced: 'Enforced by the gateway',
    enforcedHow: (findings: string, testedAtMs: number) => `${findings} Tested ${formatDateTime(testedAtMs)}.`,
    outdated: 'Needs re-checking',
    outdatedHow: (testedAtMs: number) =>
      `The gateway enforced it when tested (${formatDateTime(testedAtMs)}), but the policy has changed since. Lockgate still refuses unencrypted uploads to this bucket.`,
    notEnforceable: 'Not enforceable here',
    notEnforceableHow: (findings: string, testedAtMs: number) =>
      `None of the policies tested on this gateway enforces it. ${findings} Tested ${formatDateTime(testedAtMs)}.`,
    lockgateOnly:
      'Lockgate refuses unencrypted uploads to this bucket in this browser. Other tools can still store unencrypted data.',
    policyRefused: 'The gateway rejects policies of this kind.',
    notEnforced: 'The policy doesn’t enforce encryption',
    notEnforcedHow: (findings: string, testedAtMs: number) =>
      `It is meant to reject unencrypted uploads. Tested ${formatDateTime(testedAtMs)}: ${findings}`,
    untested: 'Not tested yet',
    untestedHow: 'The policy is meant to reject unencrypted uploads. Test whether this gateway enforces it.',
    off: 'Off',
    offHow: 'Unencrypted uploads are accepted.',
    test: 'Test now',
    testAgain: 'Test again'
  },
  steps: {
    running: 'Testing this gateway',
    done: 'Test steps',
    label: 'Test steps',
    'back-up-policy': 'Back up current policy',
    'put-policy-on-bucket': 'Apply policy to the whole bucket',
    'put-policy-on-test-objects': 'Apply policy to test objects only',
    plain: 'Upload without encryption',
    'plain-parts': 'Upload without encryption, in parts',
    aes256: 'Upload with “AES256” only',
    key: 'Upload with an SSE-C key',
    'key-parts': 'Upload with an SSE-C key, in parts',
    'remove-test-objects': 'Remove test objects',
    'restore-policy': 'Restore previous policy'
  },
  stepResult: {
    running: 'in progress',
    unfinished: 'not finished',
    policyRefused: 'rejected by the gateway',
    failed: 'some remain',
    done: 'done',
    refused: 'rejected',
    clear: 'stored unencrypted',
    encrypted: 'stored, doesn’t open without a key'
  }
}
