// The request of a PutObject, built without the SDK, whose way through its middlewares takes longer than the browser's for a small file.
import type { PutObjectCommandInput } from '@aws-sdk/client-s3'
import { HttpRequest } from '@smithy/core/protocols'
import type { Profile } from '../domain/profile'
import { createEndpointProvider } from './endpoint'
import type { WireRequest } from './sdk-types'
import { escapeRfc3986 } from './wire-url'

const HEADERS = {
  ACL: 'x-amz-acl',
  CacheControl: 'cache-control',
  ContentDisposition: 'content-disposition',
  ContentMD5: 'content-md5',
  ContentType: 'content-type',
  IfNoneMatch: 'if-none-match',
  StorageClass: 'x-amz-storage-class',
  Tagging: 'x-amz-tagging',
  SSECustomerAlgorithm: 'x-amz-server-side-encryption-customer-algorithm',
  SSECustomerKey: 'x-amz-server-side-encryption-customer-key',
  SSECustomerKeyMD5: 'x-amz-server-side-encryption-customer-key-md5'
} as const

/** What an upload says of its object: all of it is in the request. The strings are as the headers carry them. */
export interface PutInput
  extends
    Pick<PutObjectCommandInput, 'ACL' | 'StorageClass' | 'Metadata'>,
    Readonly<Partial<Record<Exclude<keyof typeof HEADERS, 'ACL' | 'StorageClass'>, string | undefined>>> {
  readonly Bucket: string
  readonly Key: string
  readonly Body: Blob | Uint8Array<ArrayBuffer>
}

/** The request as the SDK builds it, not yet signed. Undefined for a bucket that the SDK refuses. */
export function createPutRequest(
  { endpoint, pathStyle }: Pick<Profile, 'endpoint' | 'pathStyle'>,
  input: PutInput
): WireRequest | undefined {
  const { Bucket, Key, Body, Metadata = {} } = input
  if (Bucket.includes('/')) return undefined
  const { url } = createEndpointProvider({ endpoint, pathStyle })({ Bucket }) as { readonly url: URL }
  const headers: Record<string, string> = {}
  for (const name of Object.keys(HEADERS) as (keyof typeof HEADERS)[])
    if (input[name] !== undefined) headers[HEADERS[name]] = input[name]
  headers['content-type'] ||= 'application/octet-stream'
  for (const [name, value] of Object.entries(Metadata)) headers[`x-amz-meta-${name.toLowerCase()}`] = value
  return new HttpRequest({
    method: 'PUT',
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    path: `${url.pathname.replace(/\/$/, '')}/${Key.split('/').map(escapeRfc3986).join('/')}`,
    headers,
    body: Body
  }) as WireRequest
}
