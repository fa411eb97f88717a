// The one error that crosses rooms. Adapters translate into it at their boundary; it never holds a secret, token, signed URL or header.

import type { ObjectLock } from './object-lock'

/** What went wrong, as narrowly as it is known. One function (explain-error.ts) turns each kind into words. */
export type AppErrorKind =
  | 'unreachable' // no answer that a page can tell apart: down, wrong port, name, certificate
  | 'not-let-in' // answered, but CORS withholds the answer from this page
  | 'offline' // the browser itself says there is no network
  | 'redirected'
  | 'not-s3' // answered with something that is not S3 (HTML, a proxy's page)
  | 'gateway-busy' // 503, SlowDown
  | 'gateway-failed' // other 5xx
  | 'access-key-unknown'
  | 'secret-wrong'
  | 'clock-skewed'
  | 'token-refused'
  | 'access-denied'
  | 'object-locked' // a version that object lock keeps from being deleted
  | 'no-such-bucket'
  | 'no-such-object'
  | 'no-such-upload'
  | 'quota-exceeded'
  | 'too-large'
  | 'name-refused'
  | 'precondition-failed' // the object is there already, or is not the one that was meant
  | 'sse-key-needed'
  | 'sse-key-wrong'
  | 'sse-key-lost' // it was deleted from the browser's storage under the running page; this tab's memory still has it
  | 'sse-key-not-backed-up' // it exists in this tab's memory only, and no copy of it has been seen
  | 'sse-key-in-use' // something in this browser may still need the key that was to be removed
  | 'sse-key-insecure' // the key would travel over plain http
  | 'must-be-encrypted' // the bucket takes encrypted uploads only, and this one has no key
  | 'stored-in-clear' // a key was sent, and the object opens without it
  | 'digest-mismatch' // bytes that came or went are not the bytes that were meant
  | 'cut-short' // fewer bytes than announced
  | 'object-changed' // replaced while it was read
  | 'file-changed' // the person's file changed while it was sent
  | 'file-unreadable'
  | 'browser-storage-full'
  | 'browser-storage-failed'
  | 'directory-unwritable' // a directory that the person picked takes no file any more
  | 'bucket-not-empty'
  | 'name-taken' // a bucket of this name exists, here or at somebody else's
  | 'placement-refused'
  | 'too-many-buckets'
  | 'policy-refused'
  | 'policy-unconfirmed' // the gateway took the change, and what is in force could not be read back
  | 'grantee-unknown' // the gateway has no account of that id
  | 'acl-differs' // another ACL than the one that was written came back
  | 'not-supported' // the gateway does not have this operation
  | 'request-refused' // any other 4xx
  | 'unexpected'

export interface AppErrorDetails {
  readonly operation?: string | undefined
  readonly status?: number | undefined
  /** The S3 error code, such as NoSuchKey. */
  readonly code?: string | undefined
  readonly requestId?: string | undefined
  /** The gateway's own sentence, or more words for the kind; free of secrets. */
  readonly detail?: string | undefined
  /** Of `object-locked`. */
  readonly objectLock?: ObjectLock | undefined
}

export class AppError extends Error {
  override readonly name = 'AppError'
  readonly atMs = Date.now()
  constructor(
    readonly kind: AppErrorKind,
    readonly details: AppErrorDetails = {}
  ) {
    super(details.code === undefined ? kind : `${kind} (${details.code})`)
  }
}

/** Cancelling is a state, not an error: this tells it apart from failures. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException
    ? error.name === 'AbortError'
    : (error as Error | undefined)?.name === 'AbortError'
}

/** Anything thrown, as an AppError; what is not one already becomes `unexpected` with no text of its own. */
export function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('unexpected', { detail: (error as Error | undefined)?.name })
}
