// The panel of every kind of error, as the catalogue explains it.
import { AppError, type AppErrorKind } from '../../../src/domain/app-error'
import ErrorPanel from '../../../src/ui/common/ErrorPanel.svelte'
import { ENDPOINT } from '../world'
import type { ComponentState } from './state'

/** By kind, so that a new one can't be forgotten. */
const KINDS: Readonly<Record<AppErrorKind, true>> = {
  unreachable: true,
  'storage-class-refused': true,
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
  'request-refused': true,
  unexpected: true
}

const details = {
  operation: 'PutObject',
  status: 403,
  code: 'Example',
  requestId: 'tx00000a1b2c3d-0065f3',
  detail: 'As the gateway says it.'
}

export const errors: readonly ComponentState[] = [
  {
    name: 'errors/every-kind',
    component: ErrorPanel as unknown as ComponentState['component'],
    props: () =>
      (Object.keys(KINDS) as AppErrorKind[]).map((kind) => ({ error: new AppError(kind, details), endpoint: ENDPOINT }))
  }
]
