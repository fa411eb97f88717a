// The one error that crosses rooms. Adapters translate into it at their boundary; it never holds a secret, token, signed URL or header.

import type { EditRefusal } from './editing'
import type { LostAttribute } from './object-copies'
import type { ObjectLock } from './object-lock'

/** What went wrong, as narrowly as it is known. The catalogue has words for each kind. */
export type AppErrorKind =
  | 'unreachable' // no answer that a page can tell apart: down, wrong port, name, certificate
  | 'cors-blocked' // answered, but CORS withholds the answer from this page
  | 'offline' // the browser itself says there is no network
  | 'redirected'
  | 'not-s3' // answered with something that is not S3 (HTML, a proxy's page)
  | 'gateway-busy' // 503, SlowDown
  | 'gateway-failed' // other 5xx
  | 'access-key-unknown'
  | 'secret-wrong'
  | 'clock-skewed'
  | 'region-wrong' // the gateway says which region it expects
  | 'token-refused'
  | 'access-denied'
  | 'object-locked' // a version that object lock keeps from being deleted
  | 'no-such-bucket'
  | 'no-such-object'
  | 'no-such-upload'
  | 'quota-exceeded'
  | 'too-large'
  | 'name-refused'
  | 'precondition-failed' // the name is in use; where an edited object was replaced, the outcome of the edit says so instead
  | 'sse-key-needed'
  | 'sse-key-wrong'
  | 'sse-key-lost' // it was deleted from the browser's storage under the running page; this tab's memory still has it
  | 'sse-key-not-backed-up' // it exists in this tab's memory only, and no copy of it has been seen
  | 'sse-key-in-use' // something in this browser may still need the key that was to be removed
  | 'sse-key-insecure' // the key would travel over plain http
  | 'insecure-page' // Lockgate itself came over plain http, where anyone on the network could have changed it
  | 'must-be-encrypted' // the bucket takes encrypted uploads only, and this one has no key
  | 'stored-in-clear' // a key was sent, and the object opens without it
  | 'digest-mismatch' // the bytes that arrived are not those that were sent
  | 'truncated' // fewer bytes than announced
  | 'object-changed' // replaced while it was read
  | 'stored-compressed' // with a Content-Encoding that browsers unpack, and nothing could ask for the bytes as they are stored
  | 'source-kept' // of a move: the copy was verified, and the source was not deleted
  | 'file-changed' // the user's file changed while it was sent
  | 'different-file' // not the file that an upload of an earlier session was sending
  | 'file-unreadable'
  | 'browser-storage-full'
  | 'browser-storage-failed'
  | 'too-large-for-memory' // a download where the browser has no files for it, and memory has a limit
  | 'directory-unwritable' // a directory that the user picked accepts no file any more
  | 'bucket-not-empty'
  | 'name-taken' // a bucket of this name exists, of this user or another
  | 'placement-refused'
  | 'storage-class-refused'
  | 'bucket-limit'
  | 'policy-refused'
  | 'policy-changed' // it is not the one that was expected: another one was saved in the meantime
  | 'policy-unconfirmed' // the gateway took the change, and what is in force could not be read back
  | 'grantee-unknown' // the gateway has no account of that id
  | 'acl-differs' // another ACL than the one that was written came back
  | 'not-supported' // the gateway does not have this operation
  | 'request-refused' // any other 4xx
  | 'unexpected'

/** More about some kinds of error than the kind says. */
export type AppErrorReason =
  | 'unusable-name'
  | 'bucket-starts-with-dot'
  | 'bucket-has-slash'
  | 'path-style-required'
  | 'proxy-refuses-path'
  | 'listing-too-long'
  | 'listing-outside-folder'
  | 'listing-without-continuation'
  | 'listing-repeats'
  | 'unreadable-xml'
  | 'unknown-grant'
  | 'password-not-agreed'
  | 'key-not-stored'
  | 'key-exists'
  | 'key-would-change'
  | 'read-back-differs'
  | 'own-statement-in-policy'
  | 'unknown-version'
  | 'damaged-record'
  | 'same-object'
  | 'source-changed'
  | 'source-gone'
  | 'delete-refused'
  | 'older-version'
  | 'attributes-lost'
  | 'move-stopped'
  | 'copy-removed'
  | 'copy-not-removed'
  | 'too-many-tags'
  | 'cannot-keep'
  | 'change-interrupted'

export interface AppErrorDetails {
  /** The gateway that was asked; undefined: the one in use, or none. */
  readonly endpoint?: string | undefined
  readonly operation?: string | undefined
  readonly status?: number | undefined
  /** The S3 error code, such as NoSuchKey. */
  readonly code?: string | undefined
  readonly requestId?: string | undefined
  readonly reason?: AppErrorReason | undefined
  /** Of `region-wrong`: the region that the gateway expects, as it names it. */
  readonly region?: string | undefined
  /** Of `redirected`: the other host that received what was sent, because the browser followed. */
  readonly receivedBy?: string | undefined
  /** The gateway's own message, or values without words; free of secrets. */
  readonly detail?: string | undefined
  /** Of `too-large-for-memory`. */
  readonly maxBytes?: number | undefined
  /** Of the reason `cannot-keep`. */
  readonly refusal?: EditRefusal | undefined
  /** Of the reason `attributes-lost`, where they are known. */
  readonly lost?: readonly LostAttribute[] | undefined
  /** Of `object-locked`. */
  readonly objectLock?: ObjectLock | undefined
}

export class AppError extends Error {
  override readonly name = 'AppError'
  readonly atMs = Date.now()
  /** @param options `cause`: what was caught, for developers; no more of it is kept than {@link toCause} lets through */
  readonly kind: AppErrorKind
  readonly details: AppErrorDetails

  constructor(kind: AppErrorKind, details: AppErrorDetails = {}, options: { readonly cause?: unknown } = {}) {
    super(
      details.code === undefined ? kind : `${kind} (${details.code})`,
      options.cause === undefined ? {} : { cause: toCause(options.cause) }
    )
    this.kind = kind
    this.details = details
  }
}

/** Addresses, and whatever may be a key, a token or what was signed. */
const SENSITIVE =
  /:\/\/|[A-Za-z0-9+/=_-]{20,}|secret|password|signature|StringToSign|AWS4|credential|authorization|access ?key|token|x-amz-/i
const MAX_CAUSE_CHARACTERS = 200

/**
 * What a developer may see of whatever was thrown, wherever it may be printed: its name, where it came from, and its words if they are
 * short and hold nothing that may be secret. An AppError stays what it is.
 */
export function toCause(thrown: unknown): Error {
  if (thrown instanceof AppError) return thrown
  const { name = typeof thrown, message = '', stack = '' } = (thrown ?? {}) as Partial<Error>
  const isHarmless = message.length <= MAX_CAUSE_CHARACTERS && !SENSITIVE.test(message)
  const cause = new Error(isHarmless ? message : 'left out, because it may hold a secret')
  cause.name = name
  cause.stack = [`${name}: ${cause.message}`, ...framesOf(stack, message)].join('\n')
  return cause
}

/** Chromium puts the words at the head of the stack, others put none there. */
function framesOf(stack: string, message: string): string[] {
  const at = stack.indexOf(message)
  const rest = at < 0 ? stack : stack.slice(at + message.length)
  return rest.split('\n').filter((line) => /^\s+at .+:\d+:\d+\)?$|^[^\s@]*@\S+:\d+:\d+$/.test(line))
}

/** Cancelling is a state, not an error: this tells it apart from failures. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException
    ? error.name === 'AbortError'
    : (error as Error | undefined)?.name === 'AbortError'
}

/** Anything thrown, as an AppError; what is not one already becomes `unexpected` with no text of its own. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  return new AppError('unexpected', { detail: (error as Error | undefined)?.name }, { cause: error })
}
