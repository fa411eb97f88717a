// The table from operation, status and code to a kind, row by row.
import { expect, it } from 'vitest'
import type { AppErrorKind } from '../../../src/domain/app-error'
import { kindOf, type FailedAnswer } from '../../../src/s3/error-table'

const rows: [Partial<FailedAnswer>, AppErrorKind][] = [
  [{ status: 403, code: 'InvalidAccessKeyId' }, 'access-key-unknown'],
  [{ status: 403, code: 'SignatureDoesNotMatch' }, 'secret-wrong'],
  [{ status: 403, code: 'RequestTimeTooSkewed' }, 'clock-skewed'],
  [{ status: 403, code: 'AccessDenied' }, 'access-denied'],
  [{ status: 403, code: 'InvalidAccessKeyId', isToken: true }, 'token-refused'],
  [{ operation: 'ListBuckets', status: 403, code: 'AccessDenied', isToken: true }, 'token-refused'],
  [{ operation: 'ListBuckets', status: 400, code: 'InvalidArgument', isToken: true }, 'token-refused'],
  [{ operation: 'ListBuckets', status: 403, code: 'RequestTimeTooSkewed', isToken: true }, 'clock-skewed'],
  [{ operation: 'ListBuckets', status: 503, isToken: true }, 'gateway-busy'],
  [{ status: 403, code: 'AccessDenied', isToken: true }, 'access-denied'],
  [{ operation: 'HeadObject', status: 404 }, 'no-such-object'],
  [{ operation: 'HeadObject', status: 400 }, 'sse-key-needed'],
  [{ operation: 'HeadObject', status: 400, hasSseKey: true }, 'sse-key-wrong'],
  [{ operation: 'HeadObject', status: 403 }, 'access-denied'],
  [{ operation: 'GetObject', status: 400, code: 'InvalidArgument' }, 'sse-key-needed'],
  [{ operation: 'ListObjectsV2', status: 404 }, 'no-such-bucket'],
  [{ operation: 'ListBuckets', status: 404 }, 'not-s3'],
  [{ status: 404, isHtml: true }, 'not-s3'],
  [{ status: 400, isHtml: true }, 'not-s3'],
  [{ status: 400, code: 'InvalidArgument' }, 'request-refused'],
  [{ status: 405, code: 'MalformedXML' }, 'request-refused'],
  [{ status: 412 }, 'precondition-failed'],
  [{ status: 413, isHtml: true }, 'too-large'],
  [{ status: 429 }, 'gateway-busy'],
  [{ status: 307 }, 'redirected'],
  [{ status: 500, code: 'InternalError' }, 'gateway-failed'],
  [{ status: 502, isHtml: true }, 'gateway-failed'],
  [{ status: 503, code: 'SlowDown' }, 'gateway-busy'],
  [{ operation: 'CompleteMultipartUpload', status: 400, code: 'InvalidPart' }, 'digest-mismatch'],
  [{ operation: 'CompleteMultipartUpload', status: 200, code: 'InternalError' }, 'gateway-failed'],
  [{ operation: 'UploadPart', status: 404, code: 'NoSuchUpload' }, 'no-such-upload'],
  [{ operation: 'ListParts', status: 404, code: 'NoSuchKey' }, 'no-such-upload']
]

it.each(rows)('%o is %s', (answer, kind) => {
  expect(kindOf({ operation: 'PutObject', status: 400, ...answer })).toBe(kind)
})
