// Which words an error gets, in no language: the case, and what the words of all cases may name. Holds no secret, because it is given none.
import type { AppError, AppErrorKind } from '../domain/app-error'

/** A kind of error, or a narrower case of one. */
export interface ErrorWords {
  /** What happened, in a few words, without a full stop. */
  readonly title: string
  /** What that means for the user's data. */
  readonly meaning: string
  /** What to do now. */
  readonly remedy: string
}

export type ErrorCase =
  | Exclude<AppErrorKind, 'object-locked'>
  | 'data-redirected' // the browser followed a redirect, and another host received the data
  | 'credentials-refused' // access denied to what every valid account may do
  | 'download-storage-failed'
  | 'download-storage-full'
  | 'source-gone'
  | 'path-style-required' // the bucket's name is no host name
  | 'object-lock'
  | 'legal-hold'
  | 'retention-governance'
  | 'retention-compliance'

export interface ErrorParameters {
  /** The gateway that was asked. */
  readonly endpoint: string | undefined
  /** The parts that were sent are kept for a retry: nothing else leaves anything to continue from. */
  readonly arePartsKept: boolean
  /** False of a request that only reads. */
  readonly mayHaveChanged: boolean
  /** The uploader of an object owns it, also in another user's bucket, and may grant access to it. */
  readonly isOfObject: boolean
  /** An object was stored, and could not be verified. */
  readonly isStored: boolean
  /** A wrong copy was removed again. */
  readonly isRemoved: boolean
  readonly region: string
  readonly receivedBy: string
  readonly maxBytes: number | undefined
  readonly lockedUntilMs: number | undefined
}

/** The words of every case, in one language. */
export type AllErrors = Readonly<Record<ErrorCase, (p: ErrorParameters) => ErrorWords>>
export type SomeErrors = Partial<AllErrors>

export interface ErrorContext {
  readonly endpoint?: string
}

const OBJECT_OPERATIONS: ReadonlySet<string> = new Set([
  'GetObject',
  'HeadObject',
  'GetObjectTagging',
  'GetObjectAcl',
  'PutObjectAcl',
  'CopyObject'
])

export function errorParameters({ details }: AppError, { endpoint }: ErrorContext): ErrorParameters {
  const { operation = '', region = '', receivedBy = '', maxBytes, objectLock } = details
  return {
    endpoint: details.endpoint ?? endpoint,
    arePartsKept: operation === 'UploadPart' || operation === 'CompleteMultipartUpload',
    mayHaveChanged: !/^(Get|Head|List)/.test(operation),
    isOfObject: OBJECT_OPERATIONS.has(operation),
    isStored: operation === 'verify',
    isRemoved: details.reason === 'copy-removed',
    region,
    receivedBy,
    maxBytes,
    lockedUntilMs: objectLock?.retention?.untilMs
  }
}

export function errorCase({ kind, details }: AppError): ErrorCase {
  const { operation, receivedBy, detail, objectLock, reason } = details
  switch (kind) {
    case 'unreachable':
      return detail === 'WorkerDied' ? 'unexpected' : kind // retried like a lost answer, and the gateway has no part in it
    case 'redirected':
      return receivedBy === undefined ? kind : 'data-redirected'
    case 'access-denied':
      return operation === 'ListBuckets' ? 'credentials-refused' : kind
    case 'name-refused':
      return detail === 'path-style-required' ? detail : kind
    case 'browser-storage-full':
      return operation === 'GetObject' ? 'download-storage-full' : kind
    case 'browser-storage-failed':
      return operation === 'GetObject' ? 'download-storage-failed' : kind
    case 'source-kept':
      return reason === 'source-gone' ? reason : kind
    case 'object-locked':
      if (objectLock?.hasLegalHold === true) return 'legal-hold'
      if (objectLock?.retention === undefined) return 'object-lock'
      return objectLock.retention.mode === 'COMPLIANCE' ? 'retention-compliance' : 'retention-governance'
    default:
      return kind
  }
}
