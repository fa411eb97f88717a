// What the page and its workers say to each other. Types only; every message can be cloned.
import type { AppErrorDetails, AppErrorKind } from '../../domain/app-error'
import type { DigestPlan, ProgressNote } from '../../domain/download-ports'
import type { CompleteRequest, ListRequest, PartRequest, PutRequest, SignedRequest } from '../../domain/ports'
import type { Profile } from '../../domain/profile'
import type { SentRequest } from '../../domain/request-history'
import type { SseKey } from '../../domain/sse-key'
import type { ZipName } from '../../domain/zip-format'
import type { EtagPlan } from './etag-digests'

/** The page asks for work by a number of its own choosing, or takes one back. */
export type WorkerRequest<Task> =
  | { readonly kind: 'start'; readonly id: number; readonly task: Task }
  | { readonly kind: 'cancel'; readonly id: number }

export type WorkerAnswer<Result> =
  /** Its script has come. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'sent'; readonly request: SentRequest }
  | {
      readonly kind: 'progress'
      readonly id: number
      readonly doneBytes: number
      readonly note?: ProgressNote | undefined
    }
  | { readonly kind: 'done'; readonly id: number; readonly result: Result }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: WorkerFailure }

/** `answer`: the gateway answered, and not with an object. */
export type WorkerFailure =
  | ({ readonly kind: 'known'; readonly error: AppErrorKind; readonly cause?: FailureCause } & AppErrorDetails)
  | { readonly kind: 'answer'; readonly status: number; readonly code: string | undefined; readonly isHtml: boolean }
  | { readonly kind: 'cancelled' }

/** As `toCause` lets it through. */
export type FailureCause = Readonly<Record<'name' | 'message' | 'stack', string>>

export interface DigestTask {
  readonly body: Blob
}
export interface DigestResult {
  readonly md5Hex: string
}

/** By the worker of downloads, of the one that digests for it. */
export type EtagRequest =
  | { readonly kind: 'begin'; readonly id: number; readonly plan: EtagPlan }
  | { readonly kind: 'update'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'etag' | 'drop'; readonly id: number }
export type EtagAnswer =
  | { readonly kind: 'ready' }
  /** Its bytes were digested. */
  | { readonly kind: 'free'; readonly buffer: ArrayBuffer }
  | { readonly kind: 'etag'; readonly id: number; readonly etag: string | undefined }

export type DownloadTask =
  | ReceiveTask
  | ArchiveTask
  /** Whether this browser has files for a worker to write; resolves when it has, and leaves none. */
  | { readonly kind: 'try'; readonly path: FilePath }
  /** What was received into the user's file is verified. @returns its size */
  | { readonly kind: 'commit'; readonly id: string }
  /** What was received under this id, or under one that begins with it and a slash, is not continued; an archive's file is closed. */
  | { readonly kind: 'forget'; readonly id: string }

/** `archiveId`: of the download that it is. */
export type ArchiveTask = { readonly archiveId: string } &
  /** Goes on with the archive if this worker has it, else starts it. @returns its size: 0 for a new one */
  (
    | { readonly kind: 'open-archive'; readonly into: ReceivePlace }
    /** An entry that was received elsewhere. */
    | { readonly kind: 'add-entry'; readonly entry: ZipName; readonly body: Blob }
    /** The entry that was received into the archive belongs to it, or is removed again. */
    | { readonly kind: 'keep-entry' | 'take-back-entry'; readonly entryId: string }
    /** @returns the archive's size, and its bytes where they are in memory */
    | { readonly kind: 'finish-archive' }
  )

/** `maxBytes`: in memory, and no more than that. `file`: the user's own, which is as it was until it is committed. */
export type ReceivePlace =
  { readonly path: FilePath } | { readonly maxBytes: number } | { readonly file: FileSystemFileHandle }

/** Names of the private file system's folders, then of the file. */
export type FilePath = readonly string[]

export interface ReceiveTask {
  readonly kind: 'receive'
  /** Of the download, the same in all attempts at it. */
  readonly id: string
  readonly request: SignedRequest
  readonly plan: DigestPlan
  readonly expectedBytes: number
  /** Without quotes; `''` where none is known. */
  readonly etag: string
  /** The bytes of an earlier attempt are of the same object: the request asks for what is missing. */
  readonly isContinued: boolean
  readonly into: ReceivePlace | { readonly archiveId: string; readonly entry: ZipName }
}
export interface ReceiveResult {
  readonly sizeBytes: number
  /** Hex, or `hex-N` for parts; undefined when none was asked for. */
  readonly etag: string | undefined
  /** As in ReceivedFile. */
  readonly isUnfinished?: boolean
  /** What was received in memory. */
  readonly blob?: Blob | undefined
}

/** `load`: does nothing, and so tells that the script has come. */
export type RequestTask = { readonly kind: 'load' } | RequestCall

/** One call of an ObjectStorage with the credentials of this moment. */
export type RequestCall = { readonly kind: 'call'; readonly profile: Profile } & StorageCall

/** The methods of ObjectStorage, each with what it takes beside its signal. */
export type StorageCall =
  | { readonly method: 'listBuckets' }
  | { readonly method: 'listPage'; readonly request: ListRequest }
  | ({ readonly method: 'findObject' | 'tagsOf' | 'aclOf' | 'deleteObject' } & ObjectAddress)
  | ({ readonly method: 'headObject' | 'signDownload' } & ObjectAddress & VersionAndKey)
  | ({ readonly method: 'putTags'; readonly tags: Readonly<Record<string, string>> } & ObjectAddress)
  | { readonly method: 'putObject'; readonly request: PutRequest }
  | { readonly method: 'putDigested'; readonly request: Omit<PutRequest, 'md5Hex'> }
  | { readonly method: 'createMultipartUpload'; readonly request: Omit<PutRequest, 'body' | 'ifAbsent'> }
  | { readonly method: 'uploadPart'; readonly request: PartRequest }
  | { readonly method: 'completeMultipartUpload'; readonly request: CompleteRequest }
  | ({ readonly method: 'abortMultipartUpload' | 'hasUpload'; readonly uploadId: string } & ObjectAddress)

interface ObjectAddress {
  readonly bucket: string
  readonly key: string
}

interface VersionAndKey {
  readonly sseKey: SseKey | undefined
  readonly versionId: string | undefined
}
