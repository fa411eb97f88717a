// Buckets beyond their names: usage and quotas, creation, versions and unfinished uploads.
import type { CannedAcl } from './acl'

/** As the gateway reports it. */
/** Why there is no list of buckets on a gateway that answers. */
export type Unlistable = 'no-account' | 'cors-blocked' | 'access-denied'

export interface BucketUsage {
  readonly objectCount: number | undefined
  readonly usedBytes: number | undefined
  /**
   * Quotas as set; undefined: none, or not reported. RADOS gateways report a quota also while it is switched off, do not report the
   * one that an account sets for each of its buckets, and count every object in whole blocks of 4 KiB against them.
   */
  readonly bucketQuotaBytes: number | undefined
  readonly bucketQuotaObjects: number | undefined
  readonly userQuotaBytes: number | undefined
  readonly userQuotaObjects: number | undefined
}

/** 0 for nothing, 1 for full, more for an exceeded quota; a quota of 0 is always reached. */
export function ratio(used: number, limit: number): number {
  return limit === 0 ? 1 : used / limit
}

export interface NewBucket {
  readonly name: string
  /** A placement target's own name; sent as LocationConstraint `:name`. Undefined: none is sent. */
  readonly placement: string | undefined
  readonly acl: CannedAcl
}

/** A bucket's public access block, as far as it changes who has access: RestrictPublicBuckets was seen to change nothing on radosgw. */
export interface PublicAccessBlock {
  /** ACLs grant nothing to anyone and to all users, whatever they say. */
  readonly ignoresPublicAcls: boolean
}

export type Versioning = 'off' | 'on' | 'suspended'

export interface UnfinishedUpload {
  readonly key: string
  readonly uploadId: string
  readonly startedAtMs: number | undefined
}

/** A part of one, as the gateway lists it. */
export interface StoredPart {
  readonly partNumber: number
  readonly sizeBytes: number
  /** Without quotes: on RADOS gateways the MD5 of what was sent, encrypted or not. */
  readonly etag: string
}

/** What identifies an unfinished upload in its bucket. */
export function idOfUpload({ key, uploadId }: Pick<UnfinishedUpload, 'key' | 'uploadId'>): string {
  return JSON.stringify([key, uploadId])
}

export interface UploadPage {
  readonly uploads: readonly UnfinishedUpload[]
  readonly next: { readonly keyMarker: string; readonly uploadIdMarker: string | undefined } | undefined
}

export interface ObjectVersion {
  readonly key: string
  /** {@link NULL_VERSION} for what was written without versioning. */
  readonly versionId: string
  readonly isLatest: boolean
  /** A delete marker hides the versions before it and has no bytes. */
  readonly isDeleteMarker: boolean
  readonly sizeBytes: number
  readonly modifiedAtMs: number
  readonly etag: string
}

/** The id of whatever was written last without versioning: a name that the next write takes over, and no identity. */
export const NULL_VERSION = 'null'

/** Whether two listings of one key's version mean the same: under the id `null` only if nothing else differs. */
export function isSameVersion(one: ObjectVersion, other: ObjectVersion): boolean {
  return (
    one.versionId === other.versionId &&
    one.isDeleteMarker === other.isDeleteMarker &&
    one.etag === other.etag &&
    one.sizeBytes === other.sizeBytes &&
    one.modifiedAtMs === other.modifiedAtMs
  )
}

/** What identifies a version in its bucket, as long as nothing is written. */
export function idOfVersion({ key, versionId }: Pick<ObjectVersion, 'key' | 'versionId'>): string {
  return JSON.stringify([key, versionId])
}

export interface VersionPage {
  readonly versions: readonly ObjectVersion[]
  readonly next: { readonly keyMarker: string; readonly versionIdMarker: string | undefined } | undefined
}
