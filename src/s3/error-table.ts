// The one table from what a gateway answered to what it means. Knows no SDK and no words for people.
import type { AppErrorKind } from '../domain/app-error'

/** The S3 operations that Lockgate speaks, by their names in the API. */
export type Operation =
  | 'ListBuckets'
  | 'ListObjectsV2'
  | 'HeadObject'
  | 'GetObject'
  | 'PutObject'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'DeleteObject'
  | 'DeleteObjects'
  | 'CopyObject'
  | 'UploadPartCopy'
  | 'GetObjectTagging'
  | 'PutObjectTagging'
  | 'GetObjectRetention'
  | 'GetObjectLegalHold'
  | 'ListObjectVersions'
  | 'ListMultipartUploads'
  | 'ListParts'
  | 'HeadBucket'
  | 'CreateBucket'
  | 'DeleteBucket'
  | 'GetBucketVersioning'
  | 'GetBucketPolicy'
  | 'GetPublicAccessBlock'
  | 'PutBucketPolicy'
  | 'DeleteBucketPolicy'
  | 'GetBucketCors'
  | 'PutBucketCors'
  | 'DeleteBucketCors'
  | 'GetBucketAcl'
  | 'PutBucketAcl'
  | 'GetObjectAcl'
  | 'PutObjectAcl'

/** Operations that change nothing: they may be asked twice, and are signed in the query where possible. */
export const READS: ReadonlySet<Operation> = new Set([
  'ListBuckets',
  'ListObjectsV2',
  'HeadObject',
  'GetObject',
  'GetObjectTagging',
  'GetObjectRetention',
  'GetObjectLegalHold',
  'ListObjectVersions',
  'ListMultipartUploads',
  'ListParts',
  'HeadBucket',
  'GetBucketVersioning',
  'GetBucketPolicy',
  'GetPublicAccessBlock',
  'GetBucketCors',
  'GetBucketAcl',
  'GetObjectAcl'
])

/** Their answers have no body. */
export const HEADS: ReadonlySet<Operation> = new Set(['HeadObject', 'HeadBucket'])

/** What is known of an answer that is not the one hoped for. */
export interface FailedAnswer {
  readonly operation: Operation
  readonly status: number
  /** The S3 error code; undefined for HEAD, whose answer has no body, and for answers that are no S3. */
  readonly code?: string | undefined
  readonly isHtml?: boolean
  readonly hasSseKey?: boolean
  readonly isToken?: boolean
  /** That the gateway expects instead of the one that was signed for. */
  readonly region?: string | undefined
}

const byCode: Readonly<Record<string, AppErrorKind>> = {
  AccessDenied: 'access-denied',
  InvalidAccessKeyId: 'access-key-unknown',
  SignatureDoesNotMatch: 'secret-wrong',
  RequestTimeTooSkewed: 'clock-skewed',
  NoSuchBucket: 'no-such-bucket',
  NoSuchKey: 'no-such-object',
  NoSuchUpload: 'no-such-upload',
  QuotaExceeded: 'quota-exceeded',
  EntityTooLarge: 'too-large',
  InvalidBucketName: 'name-refused',
  InvalidObjectName: 'name-refused',
  KeyTooLongError: 'name-refused',
  PreconditionFailed: 'precondition-failed',
  ConditionalRequestConflict: 'precondition-failed',
  BadDigest: 'digest-mismatch',
  InvalidPart: 'digest-mismatch', // an ETag in the list of parts is not that of the part that arrived
  XAmzContentSHA256Mismatch: 'digest-mismatch',
  IncompleteBody: 'truncated',
  RequestTimeout: 'truncated',
  SlowDown: 'gateway-busy',
  ServiceUnavailable: 'gateway-busy',
  InternalError: 'gateway-failed',
  BucketNotEmpty: 'bucket-not-empty',
  BucketAlreadyExists: 'name-taken',
  BucketAlreadyOwnedByYou: 'name-taken',
  InvalidLocationConstraint: 'placement-refused',
  TooManyBuckets: 'bucket-limit',
  MalformedPolicy: 'policy-refused',
  NotImplemented: 'not-supported',
  MethodNotAllowed: 'not-supported'
}

const byStatus: Readonly<Record<number, AppErrorKind>> = {
  401: 'access-denied',
  403: 'access-denied',
  412: 'precondition-failed',
  413: 'too-large',
  414: 'name-refused',
  429: 'gateway-busy',
  503: 'gateway-busy',
  507: 'quota-exceeded'
}

const REFUSED_TOKEN: readonly AppErrorKind[] = ['access-key-unknown', 'secret-wrong']

/** Names a failed answer: by code where there is one, then by operation and status. */
export function kindOf(answer: FailedAnswer): AppErrorKind {
  if (answer.region !== undefined) return 'region-wrong'
  // Pacific's answer to ListParts of an upload that is gone.
  if (answer.operation === 'ListParts' && answer.code === 'NoSuchKey') return 'no-such-upload'
  const kind = (answer.code === undefined ? undefined : byCode[answer.code]) ?? kindOfStatus(answer)
  return answer.isToken && isTokenRefused(kind, answer) ? 'token-refused' : kind
}

function kindOfStatus({ operation, status, isHtml, hasSseKey }: FailedAnswer): AppErrorKind {
  const readsObject = operation === 'HeadObject' || operation === 'GetObject'
  if (readsObject && status === 400 && !isHtml) return hasSseKey ? 'sse-key-wrong' : 'sse-key-needed'
  // radosgw calls a policy that it does not understand an InvalidArgument, and says no more.
  if (operation === 'PutBucketPolicy' && status === 400 && !isHtml) return 'policy-refused'
  if (status === 404) return kindOfAbsence(operation, isHtml)
  if (status < 300) return isHtml ? 'not-s3' : 'gateway-failed'
  if (status < 400) return 'redirected'
  return byStatus[status] ?? (status >= 500 ? 'gateway-failed' : isHtml ? 'not-s3' : 'request-refused')
}

function kindOfAbsence(operation: Operation, isHtml: boolean | undefined): AppErrorKind {
  if (operation === 'HeadObject') return 'no-such-object' // its body is never seen, regardless of its author
  if (operation === 'HeadBucket') return 'no-such-bucket'
  if (isHtml || operation === 'ListBuckets') return 'not-s3'
  if (operation === 'ListObjectsV2') return 'no-such-bucket'
  return operation === 'GetObject' ? 'no-such-object' : 'request-refused'
}

/** A gateway that cannot look a token up says so in several ways; at the door every one of them means the token. */
function isTokenRefused(kind: AppErrorKind, { operation, status }: FailedAnswer): boolean {
  return (
    REFUSED_TOKEN.includes(kind) ||
    (operation === 'ListBuckets' && [400, 401, 403].includes(status) && kind !== 'clock-skewed')
  )
}
