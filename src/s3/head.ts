// What a HEAD tells of an object, from the SDK's reading of it to the domain's.
import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import type { LargeObject, ObjectHead, ObjectProperties } from '../domain/object-entry'
import { unquote } from './etag'
import { lockOfHead } from './object-lock'

/** Names in lower case, as far as this page may read them. */
type Headers = Readonly<Record<string, string>>

const METADATA = 'x-amz-meta-'
const DYNAMIC_LARGE_OBJECT = 'x-object-manifest'
const STATIC_LARGE_OBJECT = 'x-object-meta-static-large-object'

/** Headers of what a PUT of the same bytes, type and metadata would not bring back. */
const OTHERS: readonly string[] = [
  'x-amz-server-side-encryption',
  'x-amz-website-redirect-location',
  'x-amz-object-lock-mode',
  'x-amz-object-lock-legal-hold',
  DYNAMIC_LARGE_OBJECT,
  STATIC_LARGE_OBJECT
]

/** @param isSameOrigin no header is withheld then */
export function toHead(head: HeadObjectCommandOutput, headers: Headers, isSameOrigin: boolean) {
  return {
    sizeBytes: head.ContentLength,
    etag: unquote(head.ETag),
    modifiedAtMs: head.LastModified?.getTime(),
    contentType: head.ContentType,
    contentEncoding: head.ContentEncoding,
    cacheControl: head.CacheControl,
    contentDisposition: head.ContentDisposition,
    storageClass: head.StorageClass,
    metadata: toMetadata(headers),
    largeObject: toLargeObject(headers),
    isWhole: isSameOrigin || exposesAll(headers)
  } satisfies ObjectHead
}

/** Not the SDK's own reading: that loses what is named `__proto__`. */
function toMetadata(headers: Headers): Readonly<Record<string, string>> {
  const own = Object.entries(headers).filter(([name]) => name.startsWith(METADATA))
  return Object.fromEntries(own.map(([name, value]) => [name.slice(METADATA.length), value]))
}

/** Headers of Swift, which the SDK does not read. */
function toLargeObject(headers: Headers): LargeObject | undefined {
  const segments = headers[DYNAMIC_LARGE_OBJECT]
  if (segments !== undefined) return { kind: 'dynamic', segments: decoded(segments) }
  return headers[STATIC_LARGE_OBJECT] === undefined ? undefined : { kind: 'static', segments: undefined }
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

export function toProperties(head: HeadObjectCommandOutput, headers: Headers, isSameOrigin: boolean): ObjectProperties {
  const type = headers['x-rgw-object-type'] ?? 'Normal'
  return {
    ...toHead(head, headers, isSameOrigin),
    contentLanguage: head.ContentLanguage,
    expires: head.ExpiresString,
    versionId: head.VersionId,
    objectLock: lockOfHead(head),
    others: [
      ...OTHERS.filter((name) => headers[name] !== undefined),
      ...(type === 'Normal' ? [] : ['x-rgw-object-type'])
    ]
  }
}

/**
 * Only with `*` are all headers a page's to read, this one among them; a list cannot name every x-amz-meta there may be.
 * https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches
 */
function exposesAll(headers: Headers): boolean {
  return (headers['access-control-expose-headers'] ?? '').split(',').some((name) => name.trim() === '*')
}

/** Where page and gateway share their origin no header is withheld; in Node there is no page. */
export function isOwnOrigin(endpoint: string): boolean {
  return typeof location === 'undefined' || location.origin === endpoint
}
