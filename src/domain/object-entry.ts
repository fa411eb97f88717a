// Buckets, objects and pages of listings: the types that all of Lockgate uses.
import type { FolderPrefix } from './folder-prefix'
import type { ObjectLock } from './object-lock'

export interface Bucket {
  readonly name: string
  readonly createdAtMs: number | undefined
}

/** The buckets of one user, and who that is. */
export interface BucketList {
  readonly buckets: readonly Bucket[]
  /** The user ID as the gateway gives it, with its tenant where it has one (`physics$carol`); undefined where it gives none. */
  readonly userId: string | undefined
}

/** One object as listed. */
export interface ObjectEntry {
  readonly key: string
  readonly sizeBytes: number
  readonly modifiedAtMs: number
  /** Without quotes; `''` where the gateway gave none. */
  readonly etag: string
  /** Of one version; undefined: the latest. */
  readonly versionId?: string | undefined
}

const EMPTY_MD5 = 'd41d8cd98f00b204e9800998ecf8427e'

/**
 * True where only a HEAD tells the size. A listing shows a Swift large object as its manifest: with the ETag of no bytes and a size
 * of 0 or of the manifest. An empty object looks the same.
 */
export function mayBeLargeObject({ etag }: Pick<ObjectEntry, 'etag'>): boolean {
  return etag.toLowerCase() === EMPTY_MD5
}

/** An empty object that stands for a folder. */
export function isFolderMarker({ key, sizeBytes }: Pick<ObjectEntry, 'key' | 'sizeBytes'>): boolean {
  return key.endsWith('/') && sizeBytes === 0
}

/**
 * A Swift large object: a GET of it puts its segments together, and its ETag is the checksum of none of its bytes. Deleting it
 * leaves the segments. `segments`: container and prefix of a dynamic one's segments; a static one does not tell.
 */
export interface LargeObject {
  readonly kind: 'dynamic' | 'static'
  readonly segments: string | undefined
}

/**
 * Whether a browser's requests can name the key, or the bucket, at all. A key that is exactly `.` or `..` can only be listed, and
 * deleted by DeleteObjects; an empty one would name the bucket, and deleting it would delete that.
 */
export function isAddressable(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..'
}

/** S3's limit, in UTF-8. */
const MAX_KEY_BYTES = 1024

/** Why an object, or a folder with each of its steps, cannot be given a name. */
export type NameProblem =
  | { readonly code: 'too-long'; readonly keyBytes: number; readonly maxBytes: number }
  | { readonly code: 'not-addressable' }
  | { readonly code: 'empty-step' | 'blank-step' | 'dot-step' }

/** Why an object with this prefix cannot be given the name; undefined: it can, or none was typed. */
export function nameProblem(prefix: string, name: string): NameProblem | undefined {
  const keyBytes = new TextEncoder().encode(prefix + name).length
  if (keyBytes > MAX_KEY_BYTES) return { code: 'too-long', keyBytes, maxBytes: MAX_KEY_BYTES }
  if (name !== '' && !isAddressable(name)) return { code: 'not-addressable' }
  return undefined
}

export interface ListingPage {
  /** Common prefixes, whole. */
  readonly prefixes: readonly FolderPrefix[]
  readonly objects: readonly ObjectEntry[]
  /** Present when there are more pages: pass it to the next call. */
  readonly nextToken: string | undefined
}

/** The answer to a HEAD. Headers that the gateway does not expose to pages are undefined. */
export interface ObjectHead {
  readonly sizeBytes: number | undefined
  readonly etag: string | undefined
  readonly modifiedAtMs: number | undefined
  readonly contentType: string | undefined
  readonly contentEncoding: string | undefined
  readonly cacheControl?: string | undefined
  readonly contentDisposition?: string | undefined
  /** Undefined also for STANDARD. */
  readonly storageClass?: string | undefined
  /** User metadata without the `x-amz-meta-` prefix, names in lower case. */
  readonly metadata: Readonly<Record<string, string>>
  /** Undefined also where its headers are not exposed: then only the size gives it away. */
  readonly largeObject?: LargeObject | undefined
  /** True: this page may read every header of the answer, so that what is undefined is not set. */
  readonly isWhole?: boolean
}

/** User metadata under which Lockgate records the part size (bytes, decimal) of a multipart upload, so that it can be verified later. */
export const PART_SIZE_METADATA = 'lockgate-part-size'

/** All that a HEAD tells of an object beside its ACL and tags. Undefined: not set, or not exposed to pages. */
export interface ObjectProperties extends ObjectHead {
  readonly cacheControl: string | undefined
  readonly contentDisposition: string | undefined
  readonly contentLanguage: string | undefined
  /** As the header has it. */
  readonly expires: string | undefined
  readonly storageClass: string | undefined
  readonly versionId: string | undefined
  /** Undefined: not set, or not exposed to pages. */
  readonly objectLock?: ObjectLock | undefined
  /** True: this page may read every header of the answer, so that what is undefined is not set. */
  readonly isWhole: boolean
  /** Headers for properties that rewriting the object would lose: an object lock, a redirect, the gateway's own encryption. */
  readonly others: readonly string[]
}
