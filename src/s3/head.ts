// What a HEAD tells of an object, from the SDK's reading of it to the domain's.
import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import type { ObjectHead, ObjectProperties } from '../domain/object-entry'
import { unquote } from './etag'

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

export function toProperties(head: HeadObjectCommandOutput): ObjectProperties {
  return {
    ...toHead(head),
    cacheControl: head.CacheControl,
    contentDisposition: head.ContentDisposition,
    contentLanguage: head.ContentLanguage,
    expires: head.ExpiresString,
    storageClass: head.StorageClass,
    versionId: head.VersionId
  }
}
