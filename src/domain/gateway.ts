// Everything that one profile may ask of its gateway, by concern. As with ObjectStorage, every method rejects with an AppError, or
// with an AbortError when its signal fires.
import type { Acl } from './acl'
import type { AppError } from './app-error'
import type {
  BucketUsage,
  NewBucket,
  PublicAccessBlock,
  StoredPart,
  UploadPage,
  VersionPage,
  Versioning
} from './bucket'
import type { Observations } from './connection-check'
import type { CorsRule } from './cors'
import type { ObjectCopies } from './object-copies'
import type { ObjectProperties } from './object-entry'
import type { ObjectLock } from './object-lock'
import type { ObjectStorage } from './ports'
import type { SseKey } from './sse-key'

export interface Gateway {
  readonly storage: ObjectStorage
  readonly buckets: BucketAdmin
  readonly cors: BucketCors
  readonly uploads: UnfinishedUploads
  readonly versions: ObjectVersions
  readonly copies: ObjectCopies
  readonly properties: PropertyStore
  readonly access: AccessControl
  readonly links: Links
  readonly connection: ConnectionProbe
  /**
   * A PUT that says `x-amz-server-side-encryption: AES256` and brings no key: to see what the gateway does with it. Rejects as
   * `putObject` does.
   */
  putAes256Alone(bucket: string, key: string, signal?: AbortSignal): Promise<void>
}

export interface CheckRequest {
  /** Of the page that looks. */
  readonly pageOrigin: string
  /** Known by its name; undefined: the first of the list. */
  readonly bucket?: string | undefined
  /** Enough when the list of buckets is there. */
  readonly isQuick?: boolean | undefined
}

export interface ConnectionProbe {
  /**
   * Looks at what a page can see of the gateway. Stores, changes and removes nothing: what would write names an upload that does not
   * exist. Rejects only with an AbortError; calls `onSeen` with all that is known so far.
   */
  observe(request: CheckRequest, onSeen: (seen: Observations) => void, signal?: AbortSignal): Promise<Observations>
}

export interface BucketAdmin {
  /** What a HEAD of the bucket tells; each field undefined where the gateway does not say it to pages. */
  usageOf(bucket: string, signal?: AbortSignal): Promise<BucketUsage>
  /**
   * Resolves also for one's own bucket that is there already in just this way, and changes nothing then. Rejects `name-taken`,
   * `name-refused`, `placement-refused`, `too-many-buckets`.
   */
  create(request: NewBucket, signal?: AbortSignal): Promise<void>
  /** Rejects `bucket-not-empty` while anything is in it. */
  remove(bucket: string, signal?: AbortSignal): Promise<void>
  versioningOf(bucket: string, signal?: AbortSignal): Promise<Versioning>
  /** The policy's JSON as it is stored; undefined when there is none. */
  policyOf(bucket: string, signal?: AbortSignal): Promise<string | undefined>
  /** Undefined: there is none. Some gateways answer that with a block that blocks nothing. */
  publicAccessBlockOf(bucket: string, signal?: AbortSignal): Promise<PublicAccessBlock | undefined>
  /** Replaces the whole policy. Rejects `policy-refused`. */
  putPolicy(bucket: string, policyJson: string, signal?: AbortSignal): Promise<void>
  removePolicy(bucket: string, signal?: AbortSignal): Promise<void>
}

/** Which web pages may use a bucket. */
export interface BucketCors {
  /** Empty where there are none. */
  rulesOf(bucket: string, signal?: AbortSignal): Promise<readonly CorsRule[]>
  /** Replaces all rules. */
  putRules(bucket: string, rules: readonly CorsRule[], signal?: AbortSignal): Promise<void>
  removeRules(bucket: string, signal?: AbortSignal): Promise<void>
  /** @returns the names, in lower case, of the headers that the page could read of an answer about this bucket. */
  headersOfRead(bucket: string, signal?: AbortSignal): Promise<ReadonlySet<string>>
}

/** Multipart uploads that were started and neither completed nor aborted. */
export interface UnfinishedUploads {
  /** @param after the `next` of the page before */
  listPage(bucket: string, after?: UploadPage['next'], signal?: AbortSignal): Promise<UploadPage>
  /** All parts that the gateway holds of it, in order; reads all pages. Rejects `no-such-upload` when it is complete or gone. */
  partsOf(bucket: string, key: string, uploadId: string, signal?: AbortSignal): Promise<readonly StoredPart[]>
}

/** One object to delete; without a versionId the latest, which a versioned bucket only hides behind a marker. */
export interface DeleteTarget {
  readonly key: string
  readonly versionId?: string | undefined
  /**
   * As it was listed, without quotes. Sent with a version called `null`: gateways that know the condition reject
   * `precondition-failed` when something else has that name by now, the others ignore it.
   */
  readonly etag?: string | undefined
}

export interface DeleteFailure {
  readonly item: DeleteTarget
  readonly error: AppError
}

export interface ObjectVersions {
  listPage(
    request: {
      readonly bucket: string
      readonly prefix: string
      readonly after?: VersionPage['next']
      /** 1 to 1000; default 1000. */
      readonly maxKeys?: number
    },
    signal?: AbortSignal
  ): Promise<VersionPage>
  /** Deletes up to 1,000, awkward keys included, and versions called `null` one by one. @returns those that were not deleted, each with its reason. */
  deleteBatch(bucket: string, targets: readonly DeleteTarget[], signal?: AbortSignal): Promise<readonly DeleteFailure[]>
  /**
   * Hides the latest version behind a delete marker, where the bucket keeps versions; else deletes the object.
   * @returns the marker's version ID; undefined where there is none, or the page may not read it
   */
  hide(bucket: string, key: string, signal?: AbortSignal): Promise<string | undefined>
  /**
   * Makes a copy of this version the latest, inside the gateway, locked with the same key where it is. Rejects `not-supported`
   * where it cannot (SSE-C before Tentacle). The copy is private: the caller puts the ACL back.
   */
  restore(
    version: {
      readonly bucket: string
      readonly key: string
      readonly versionId: string
      readonly sseKey?: SseKey | undefined
    },
    signal?: AbortSignal
  ): Promise<void>
}

export interface RangeRequest {
  readonly bucket: string
  readonly key: string
  readonly sseKey?: SseKey | undefined
  readonly versionId?: string | undefined
  /** Without quotes; undefined: whichever object is there. */
  readonly etag: string | undefined
  /** From 0, and within the object. */
  readonly startByte: number
  /** From 1. At the end of the object fewer come. */
  readonly byteCount: number
}

export interface ReadRange {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Without quotes; undefined where it is not exposed to pages. */
  readonly etag: string | undefined
  /** Of the whole object; undefined where it is not exposed to pages. */
  readonly sizeBytes: number | undefined
}

/** What is known of an object beside its bytes, and overwriting small ones without losing any of it. */
export interface PropertyStore {
  read(
    bucket: string,
    key: string,
    options?: { readonly sseKey?: SseKey | undefined; readonly versionId?: string | undefined },
    signal?: AbortSignal
  ): Promise<ObjectProperties>
  tagsOf(
    bucket: string,
    key: string,
    versionId?: string,
    signal?: AbortSignal
  ): Promise<Readonly<Record<string, string>>>
  /** Object lock of a version, asked for by itself, since a HEAD may hide it; undefined: none is set. Rejects as reads do. */
  lockOf(bucket: string, key: string, versionId?: string, signal?: AbortSignal): Promise<ObjectLock | undefined>
  /** The object's bytes as stored. Rejects `too-large` beyond `maxBytes`, before reading on. */
  readSmall(
    request: {
      readonly bucket: string
      readonly key: string
      readonly sseKey?: SseKey | undefined
      readonly maxBytes: number
    },
    signal?: AbortSignal
  ): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly etag: string | undefined }>
  /** Some of the object's bytes as stored. Rejects `object-changed` when it is no longer the one with `etag`. */
  readRange(request: RangeRequest, signal?: AbortSignal): Promise<ReadRange>
  /**
   * Writes other bytes under the same key, with these properties and tags; rejects `precondition-failed` when the object is no
   * longer the one with `ifMatchEtag` (without quotes), `digest-mismatch` when other bytes arrive; then nothing is stored.
   * In a bucket that keeps versions Pacific rejects every `ifMatchEtag`, the right one too: there, and only there, give none.
   * A PUT resets the ACL: the caller puts it back.
   */
  overwrite(
    request: {
      readonly bucket: string
      readonly key: string
      readonly body: Blob
      /** Of the body. */
      readonly md5Hex: string
      readonly ifMatchEtag: string | undefined
      readonly properties: ObjectProperties
      readonly tags: Readonly<Record<string, string>>
      readonly sseKey?: SseKey | undefined
    },
    signal?: AbortSignal
  ): Promise<{ readonly etag: string | undefined }>
}

export interface AccessControl {
  ofBucket(bucket: string, signal?: AbortSignal): Promise<Acl>
  /** Writes the whole ACL: whatever is not in it is gone. */
  putOfBucket(bucket: string, acl: Acl, signal?: AbortSignal): Promise<void>
  ofObject(bucket: string, key: string, versionId?: string, signal?: AbortSignal): Promise<Acl>
  putOfObject(bucket: string, key: string, acl: Acl, versionId?: string, signal?: AbortSignal): Promise<void>
  /** Whether someone without any credentials may list the bucket; `not-known` where a page may not read the answer. */
  canAnyoneList(bucket: string, signal?: AbortSignal): Promise<AnonymousAnswer>
}

export type AnonymousAnswer = 'yes' | 'no' | 'not-known'

export interface SignedLinkRequest {
  readonly bucket: string
  readonly key: string
  /** 1 to 604,800. */
  readonly expiresSeconds: number
  /** Of an encrypted object: the three SSE-C headers are signed with the link, and must be sent to open it. */
  readonly sseKey?: SseKey | undefined
  readonly versionId?: string | undefined
  /** The user was told and insists; needed where {@link Links.wouldCarry}. */
  readonly mayCarrySecret?: boolean
}

export interface Links {
  /** False without credentials: there are no signed links then. */
  readonly canSign: boolean
  /** What a signed link would carry: a token profile's password, or the session token of temporary credentials. */
  readonly wouldCarry: 'password' | 'session' | undefined
  /** Throws `name-refused` where no address can name the object. */
  unsignedUrl(bucket: string, key: string): string
  /** A secret until it expires: anyone who has it can read the object. */
  signedUrl(request: SignedLinkRequest): Promise<string>
  /** Asks without credentials whether it really opens. */
  opensForAnyone(bucket: string, key: string, signal?: AbortSignal): Promise<AnonymousAnswer>
}
