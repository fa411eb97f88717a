// Copying objects inside a gateway: the port, and what an object is copied with.
import { NULL_VERSION, type Versioning } from './bucket'
import type { ComparedAttribute } from './editing'
import type { ObjectProperties } from './object-entry'
import type { SseKey } from './sse-key'

/** S3's limit for one CopyObject, and for one part. */
export const MAX_SINGLE_COPY_BYTES = 5 * 1024 ** 3

/**
 * Whether CopyObject of an unencrypted object creates one that stays as it is. Of what was written while versioning was suspended it is no
 * copy on Pacific: it shows what its source becomes, and is gone with it. Such an object has no version of its own, and neither has what
 * is older than versioning.
 * @param versioning of the source's bucket; undefined: not known
 * @param versionId undefined: the latest, whatever its version
 */
export function isCopyIndependent(versioning: Versioning | undefined, versionId: string | undefined): boolean {
  return versioning === 'off' || (versioning === 'on' && versionId !== undefined && versionId !== NULL_VERSION)
}

export interface CopySource {
  readonly bucket: string
  readonly key: string
  /** Undefined: the latest, where the bucket keeps no versions. */
  readonly versionId?: string | undefined
  /** Without quotes. Reef and later refuse any other object; Pacific ignores the condition. */
  readonly etag: string
  /** Undefined: it is not encrypted. */
  readonly sseKey?: SseKey | undefined
}

export interface CopyTarget {
  readonly bucket: string
  readonly key: string
}

/** What the gateway said of the object that it stored. */
export interface CreatedCopy {
  /** Without quotes; undefined where it is hidden, and of a completed upload on Pacific. */
  readonly etag: string | undefined
  /** Of this very object; undefined without versioning, or where it is hidden. */
  readonly versionId: string | undefined
}

/** What a copy has not, or was not seen to have. */
export type LostAttribute =
  | ComparedAttribute
  | 'acl'
  | 'owner'
  | 'encryption'
  | 'gatewayEncryption'
  | 'retention'
  | 'legalHold'
  | 'redirect'
  | 'hiddenHeaders'

/** The copies are private to the copier: the caller gives them their ACL. Methods reject `object-changed` when the source is another. */
export interface ObjectCopies {
  /**
   * CopyObject of up to 5 GiB with its metadata, headers and tags. Takes no key: Pacific and Reef answer 200 to one, and store the
   * copy unencrypted. Rejects `not-supported` for an encrypted source there. Not for what was written while versioning was
   * suspended: on Pacific its copy shows what the source becomes.
   */
  copy(
    source: Omit<CopySource, 'sseKey'>,
    target: CopyTarget & { readonly storageClass?: string | undefined },
    signal?: AbortSignal
  ): Promise<CreatedCopy>
  /**
   * CopyObject of up to 5 GiB onto itself with other metadata and headers (REPLACE). It becomes another version where the bucket keeps
   * them, and its tags and ACL are reset: the caller gives them back. Not for an encrypted object, nor one that was written while
   * versioning was suspended, as {@link copy}.
   */
  replaceMetadata(
    object: Omit<CopySource, 'sseKey' | 'versionId'> & { readonly properties: ObjectProperties },
    signal?: AbortSignal
  ): Promise<CreatedCopy>
  /** Begins a multipart upload with these headers and metadata; tags are written afterwards. @returns the uploadId. */
  create(
    target: CopyTarget & { readonly properties: ObjectProperties; readonly sseKey: SseKey | undefined },
    signal?: AbortSignal
  ): Promise<string>
  /**
   * UploadPartCopy of the bytes from `start` up to, not including, `end`. Rejects `request-refused` where the gateway cannot read an
   * encrypted source (before Tentacle, unless the copy has the same key). Pacific does not find names with `%` or `?`. @returns the part's ETag without quotes: the MD5 of its bytes, encrypted or not.
   */
  copyPart(
    part: CopyTarget & {
      readonly source: CopySource
      readonly start: number
      readonly end: number
      readonly uploadId: string
      /** From 1. */
      readonly partNumber: number
      readonly sseKey: SseKey | undefined
    },
    signal?: AbortSignal
  ): Promise<string>
  /** Completes the upload; the gateway compares the ETags (MD5 in hex) with its parts (`digest-mismatch`). */
  complete(
    upload: CopyTarget & {
      readonly uploadId: string
      readonly etags: readonly string[]
      readonly sseKey: SseKey | undefined
    },
    signal?: AbortSignal
  ): Promise<CreatedCopy>
}
