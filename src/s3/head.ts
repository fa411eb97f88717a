// What a HEAD tells of an object, from the SDK's reading of it to the domain's.
import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import type { ObjectHead, ObjectProperties } from '../domain/object-entry'
import { unquote } from './etag'

/** Headers of what a PUT of the same bytes, type and metadata would not bring back. */
const OTHERS: readonly string[] = [
  'x-amz-server-side-encryption',
  'x-amz-website-redirect-location',
  'x-amz-object-lock-mode',
  'x-amz-object-lock-legal-hold',
  'x-object-manifest',
  'x-static-large-object'
]

export function toHead(head: HeadObjectCommandOutput): ObjectHead {
  return {
    sizeBytes: head.ContentLength,
    etag: unquote(head.ETag),
    modifiedAtMs: head.LastModified?.getTime(),
    contentType: head.ContentType,
    contentEncoding: head.ContentEncoding,
    metadata: head.Metadata ?? {}
  }
}

/** @param headers of the answer, as far as this page may read them, names in lower case */
export function toProperties(
  head: HeadObjectCommandOutput,
  headers: Readonly<Record<string, string>>,
  isSameOrigin: boolean
): ObjectProperties {
  const type = headers['x-rgw-object-type'] ?? 'Normal'
  return {
    ...toHead(head),
    cacheControl: head.CacheControl,
    contentDisposition: head.ContentDisposition,
    contentLanguage: head.ContentLanguage,
    expires: head.ExpiresString,
    storageClass: head.StorageClass,
    versionId: head.VersionId,
    isWhole: isSameOrigin || exposesAll(headers),
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
function exposesAll(headers: Readonly<Record<string, string>>): boolean {
  return (headers['access-control-expose-headers'] ?? '').split(',').some((name) => name.trim() === '*')
}
