// The ports: what state, transfers and operations may ask of the world. Adapters in s3, platform and crypto keep these promises.
import type { Account } from './account'
import type { Acl, CannedAcl } from './acl'
import type { EncryptionTest } from './encryption-test'
import type { EncryptionObservation, EncryptionSubject } from './encryption-observation'
import type { BucketList, ListingPage, ObjectEntry, ObjectHead } from './object-entry'
import type { Route } from './route'
import type { Site, SiteFileProblem } from './site'
import type { SseKey } from './sse-key'
import type { UploadHeaders } from './upload-headers'

/** Every method rejects with an AppError, or with an AbortError when its signal fires. */
export interface ObjectStorage {
  /** The profile's endpoint. */
  readonly endpoint: string
  /** Whose credentials it asks with: tenants share the names of buckets. */
  readonly account: Account
  /** The buckets that the credentials' own user has, and that user's ID. */
  listBuckets(signal?: AbortSignal): Promise<BucketList>
  listPage(request: ListRequest, signal?: AbortSignal): Promise<ListingPage>
  /** The object as a listing tells it now (its ETag is readable even where headers are not exposed); undefined when there is none. */
  findObject(bucket: string, key: string, signal?: AbortSignal): Promise<ObjectEntry | undefined>
  /** Rejects `sse-key-needed` when the object is encrypted and no key came, `sse-key-wrong` when the key does not open it. */
  headObject(
    bucket: string,
    key: string,
    sseKey?: SseKey,
    signal?: AbortSignal,
    versionId?: string
  ): Promise<ObjectHead>
  tagsOf(bucket: string, key: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>>>
  /** Replaces all tags of the object that is the latest. */
  putTags(bucket: string, key: string, tags: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<void>
  aclOf(bucket: string, key: string, signal?: AbortSignal): Promise<Acl>
  putObject(request: PutRequest, options?: SendOptions): Promise<SentPart>
  /**
   * The same with a small body, whose MD5 is taken first and announced. Rejects also `file-unreadable` or `file-changed`, before
   * anything is sent. Absent: only a Digester takes it.
   */
  putDigested?(request: Omit<PutRequest, 'md5Hex'>, options?: SendOptions): Promise<SentWhole>
  /**
   * Sends no tags: Pacific stores those of this request where no other reads them. See `putTags`.
   * @returns the uploadId.
   */
  createMultipartUpload(request: Omit<PutRequest, 'body' | 'ifAbsent'>, signal?: AbortSignal): Promise<string>
  uploadPart(request: PartRequest, options?: SendOptions): Promise<SentPart>
  completeMultipartUpload(request: CompleteRequest, signal?: AbortSignal): Promise<void>
  /** False when it is complete or gone. */
  hasUpload(bucket: string, key: string, uploadId: string, signal?: AbortSignal): Promise<boolean>
  /** Resolves also when the upload is gone already. */
  abortMultipartUpload(bucket: string, key: string, uploadId: string, signal?: AbortSignal): Promise<void>
  /** A signed GET of the bytes as stored (Content-Encoding not undone), for a worker to fetch. Secret: keep it in memory only. */
  signDownload(bucket: string, key: string, sseKey?: SseKey, versionId?: string): Promise<SignedRequest>
  /** Deletes one object; used to take back what was stored unencrypted against the user's will. */
  deleteObject(bucket: string, key: string, signal?: AbortSignal): Promise<void>
}

export interface ListRequest {
  readonly bucket: string
  readonly prefix: string
  /** `/` for folders; undefined for every key below the prefix. */
  readonly delimiter: string | undefined
  readonly token?: string | undefined
  /** 1 to 1000; default 1000. */
  readonly maxKeys?: number
}

export interface PutRequest {
  readonly bucket: string
  readonly key: string
  /** A Blob or a File slice, never a typed array: the browser sends those ten times slower. */
  readonly body: Blob
  /** The body's, where they were read already: sent instead, so that a small file is read once. */
  readonly bytes?: Uint8Array<ArrayBuffer> | undefined
  readonly contentType: string
  readonly metadata: Readonly<Record<string, string>>
  readonly sseKey: SseKey | undefined
  /** True: refuse (`precondition-failed`) when the key exists. */
  readonly ifAbsent: boolean
  /** MD5 of the body in hex. Given: other bytes are refused (`digest-mismatch`), and what was there before stays. */
  readonly md5Hex?: string | undefined
  /** Undefined: the gateway's default, which is private to the uploader. */
  readonly acl?: UploadAcl | undefined
  /** `metadata` comes on top of its own. */
  readonly headers?: UploadHeaders | undefined
}

/** `bucket-owner-full-control`: in another user's bucket its owner gets full control of the object, which the uploader owns. */
export type UploadAcl = CannedAcl | 'bucket-owner-full-control'

export interface PartRequest {
  readonly bucket: string
  readonly key: string
  readonly uploadId: string
  /** From 1. */
  readonly partNumber: number
  readonly body: Blob
  readonly sseKey: SseKey | undefined
}

/** The ETag without quotes; undefined where the gateway does not expose it to pages. */
export interface SentPart {
  readonly etag: string | undefined
}

export interface SentWhole extends SentPart {
  /** Of the body, in hex. */
  readonly md5Hex: string
}

export interface CompleteRequest {
  readonly bucket: string
  readonly key: string
  readonly uploadId: string
  /** In ascending order of part number; ETags are MD5s in hex, without quotes. */
  readonly parts: readonly { readonly partNumber: number; readonly etag: string }[]
  readonly sseKey: SseKey | undefined
  /** True: ask the gateway to refuse (`precondition-failed`) when the key exists. Pacific and Reef ignore that and overwrite it. */
  readonly ifAbsent?: boolean
}

export interface SendOptions {
  readonly signal?: AbortSignal | undefined
  /** Bytes of this body that have left, cumulative. */
  readonly onProgress?: ((sentBytes: number) => void) | undefined
}

export interface SignedRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

/** Keys that another Lockgate on this host stores, at its own path. */
export interface KeysElsewhere {
  readonly path: string
  readonly keys: readonly SseKey[]
}

/** One record per key. Every write is read back; two tabs that add keys lose none. */
export interface KeyStore {
  list(): Promise<readonly SseKey[]>
  /** The record as it is stored now; undefined when there is none. */
  get(id: string): Promise<SseKey | undefined>
  /** Rejects when a key of that id is there already. */
  add(key: SseKey): Promise<void>
  /** Atomic read-change-write of one record; resolves to the new record. Rejects when there is none. */
  update(id: string, change: (key: SseKey) => SseKey): Promise<SseKey>
  remove(id: string): Promise<void>
  /**
   * Calls when this or another tab changed a key, with the id of one that a user removed, and when the browser closed the store.
   * @returns how to stop listening.
   */
  onChange(listener: (removedId?: string) => void): () => void
}

/** What was chosen for a bucket of an account. */
export interface BucketSettings {
  /** The key that uploads are encrypted with unless the user says otherwise; absent when they chose none. */
  readonly defaultKeyId?: string | undefined
  /** Present: this bucket is for encrypted uploads only, and Lockgate makes no other. */
  readonly encryption?: EncryptionRule | undefined
}

/** Who sees to it that only encrypted uploads come into a bucket, as it was proven. */
export interface EncryptionRule {
  /** `gateway`: it was seen to refuse all others. `lockgate`: it cannot be made to, so only Lockgate refuses them. */
  readonly by: 'gateway' | 'lockgate'
  readonly provenAtMs: number
  /** Of the proof; of the last try where none worked; undefined where the gateway took no such policy at all. */
  readonly findings: EncryptionTest | undefined
  /** The bucket's policy at the time: under another one the proof says nothing. */
  readonly policyJson: string | undefined
}

export interface BucketSettingsStore {
  /** Rejects when they are there and cannot be read: that is not "none". */
  get(account: Account, bucket: string): Promise<BucketSettings>
  /** Atomic read-change-write, so that one choice loses no other; resolves to the new settings. Rejects as `get` does. */
  update(
    account: Account,
    bucket: string,
    change: (settings: BucketSettings) => BucketSettings
  ): Promise<BucketSettings>
  /** The buckets whose default is this key, each once. */
  bucketsOf(keyId: string): Promise<readonly { readonly endpoint: string; readonly bucket: string }[]>
}

/** Remembers observations by account, bucket, key, ETag and date, so that nothing is asked twice. `unknown` is not kept. */
export interface EncryptionObservationStore {
  get(subject: EncryptionSubject): Promise<EncryptionObservation | undefined>
  put(subject: EncryptionSubject, observation: EncryptionObservation): Promise<void>
  /** How many objects have been seen that this key opens. */
  countOf(keyId: string): Promise<number>
}

/** MD5 of what a user's file holds, computed off the page's thread. */
export interface Digester {
  /** @returns the MD5 in lower-case hex. Rejects `file-unreadable` or `file-changed` (fewer bytes than the Blob's size). */
  md5Hex(body: Blob, signal?: AbortSignal): Promise<string>
}

/** Whether the browser says that there is a network at all. */
export interface NetworkStatus {
  readonly isOnline: boolean
  /** Resolves when there is one. Rejects with the signal's AbortError when it fires first. */
  untilOnline(signal: AbortSignal): Promise<void>
}

export interface Network extends NetworkStatus {
  /** Calls when the network went. @returns ends it. */
  whenGone(listener: () => unknown): () => void
  /** For what asks the gateway again: calls when the network is back, and again later, since it may not carry anything yet. @returns ends it. */
  whenBack(listener: () => unknown): () => void
}

/** Where the user is, as a route in the address. */
export interface Router {
  /** Undefined: the address names no place (the first visit). */
  readonly route: Route | undefined
  /** The route in an address of this page, such as a copied link; undefined for any other address. */
  routeOf(address: string): Route | undefined
  /** The whole address of a route, for another tab or device. */
  addressOf(route: Route): string
  go(route: Route): void
  /** Changes the address without a new history entry, for what is opened within a place. */
  replace(route: Route): void
  /** Calls back when the route may be another. @returns ends it. */
  onChange(listener: () => void): () => void
}

/** The institution's settings. */
export interface SiteSettings {
  readonly site: Site
  /** What is wrong with them, for the administrator of the site. */
  readonly problem: SiteFileProblem | undefined
}

/** One choice that this browser remembers, such as a language by its tag. */
export interface ChoiceStore {
  read(): string | undefined
  write(choice: string): void
}
