// What goes wrong, at which request: the list that the rounds go through again and again.
import type { ByteFaultKind, WholeFaultKind } from './wire-fault'

/** The requests of a transfer, by their names in S3. */
export type Request =
  | 'PutObject'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'CompleteMultipartUpload'
  | 'GetObject'
  | 'HeadObject'
  | 'ListObjectsV2'

/**
 * Beside those of one request: 307 to another host; 500; 503, also with Retry-After; an error in a 200; and what ends the gateway, the
 * tab or the browser in the middle.
 */
export type Kind =
  | ByteFaultKind
  | WholeFaultKind
  | 'redirect'
  | 'error-500'
  | 'busy-503'
  | 'error-in-200'
  | 'gateway-killed'
  | 'tab-killed'
  | 'browser-killed'

export const DISASTERS = ['gateway-killed', 'tab-killed', 'browser-killed'] as const
export type Disaster = (typeof DISASTERS)[number]

export interface Scenario {
  readonly kind: Kind
  readonly direction: 'upload' | 'download'
  readonly on: Request
  /** Each such request is hit until the page says that it failed, or that it is done. Otherwise one is, or two. */
  readonly isLasting?: boolean
  /** Only what is encrypted sends such a request. */
  readonly isEncrypted?: boolean
  /** It takes a minute and more: silence has to be waited for. */
  readonly isSlow?: boolean
}

const up = (kind: Kind, ...requests: readonly Request[]): Scenario[] =>
  requests.map((on) => ({ kind, direction: 'upload', on, ...(on === 'HeadObject' ? { isEncrypted: true } : {}) }))
const down = (kind: Kind, ...requests: readonly Request[]): Scenario[] =>
  requests.map((on) => ({ kind, direction: 'download', on }))
const lasting = (scenarios: readonly Scenario[]): Scenario[] =>
  scenarios.map((scenario) => ({ ...scenario, isLasting: true }))

const UPLOAD: readonly Request[] = ['PutObject', 'CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload']
const XML: readonly Request[] = ['CreateMultipartUpload', 'CompleteMultipartUpload', 'ListObjectsV2']
const BODIES: readonly Request[] = ['PutObject', 'UploadPart']

export const SCENARIOS: readonly Scenario[] = [
  ...up('reset-request', ...BODIES),
  ...down('reset-answer', 'GetObject'),
  ...up('flip-request', ...BODIES),
  ...down('flip-answer', 'GetObject'),
  ...up('lost-answer', ...UPLOAD, 'ListObjectsV2', 'HeadObject'),
  ...down('lost-answer', 'GetObject', 'HeadObject'),
  ...up('short-request', ...BODIES),
  ...down('short-answer', 'GetObject'),
  ...down('cut-answer', 'GetObject'),
  ...lasting(up('redirect', ...UPLOAD, 'ListObjectsV2', 'HeadObject')),
  ...lasting(down('redirect', 'GetObject', 'HeadObject')),
  ...up('error-500', ...UPLOAD, 'ListObjectsV2', 'HeadObject'),
  ...down('error-500', 'GetObject', 'HeadObject'),
  ...up('busy-503', ...UPLOAD, 'ListObjectsV2', 'HeadObject'),
  ...down('busy-503', 'GetObject', 'HeadObject'),
  ...up('error-in-200', 'CompleteMultipartUpload'),
  ...up('duplicate-answer', ...UPLOAD, 'ListObjectsV2'),
  ...down('duplicate-answer', 'GetObject', 'HeadObject'),
  ...up('repeated-request', ...BODIES, 'CompleteMultipartUpload'),
  ...up('no-etag', ...BODIES),
  ...lasting(up('no-etag', ...BODIES)),
  ...down('no-etag', 'GetObject'),
  ...up('reset-answer', ...XML),
  ...up('cut-answer', ...XML),
  ...up('flip-answer', ...UPLOAD, 'ListObjectsV2'),
  ...lasting(up('flip-request', ...BODIES)),
  ...lasting(down('flip-answer', 'GetObject')),
  ...lasting(up('reset-request', ...BODIES)),
  ...lasting(down('reset-answer', 'GetObject')),
  ...lasting(up('error-500', 'UploadPart', 'CompleteMultipartUpload')),
  ...lasting(up('lost-answer', 'PutObject', 'CompleteMultipartUpload')),
  ...DISASTERS.flatMap((kind) => [...up(kind, 'UploadPart'), ...down(kind, 'GetObject')])
]

/** As the others, once in a run: each takes minutes. */
export const SLOW_SCENARIOS: readonly Scenario[] = [
  ...up('stall-request', ...BODIES),
  ...up('stall-answer', 'ListObjectsV2', 'HeadObject'),
  ...down('stall-answer', 'GetObject', 'HeadObject')
].map((scenario) => ({ ...scenario, isSlow: true }))

export function isDisaster(kind: Kind): kind is Disaster {
  return (DISASTERS as readonly Kind[]).includes(kind)
}

/** What a request of the page to an object is; undefined for what is none of a transfer's. */
export function requestOf(method: string, url: string): Request | undefined {
  const query = new URLSearchParams(url.split('?')[1] ?? '')
  if (query.get('list-type') === '2') return 'ListObjectsV2'
  if (method === 'POST') return query.has('uploads') ? 'CreateMultipartUpload' : 'CompleteMultipartUpload'
  if (method === 'PUT') return query.has('uploadId') ? 'UploadPart' : query.has('acl') ? undefined : 'PutObject'
  const isAside = ['acl', 'tagging', 'retention', 'legal-hold', 'uploadId', 'versions'].some((name) => query.has(name))
  if (isAside) return undefined
  return method === 'HEAD' ? 'HeadObject' : method === 'GET' ? 'GetObject' : undefined
}
