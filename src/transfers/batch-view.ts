// What a download of many is asked for, and what the screen sees of it. No behaviour.
import type { Account } from '../domain/account'
import type { AppError } from '../domain/app-error'
import type { DownloadEntry } from '../domain/download-journal'
import type { FolderPrefix } from '../domain/folder-prefix'
import { newId } from '../domain/new-id'
import type { PickedDirectory } from '../domain/download-ports'
import type { ObjectEntry } from '../domain/object-entry'
import type { ObjectStorage } from '../domain/ports'
import type { Selection } from '../domain/selection'
import type { SseKey } from '../domain/sse-key'
import type { ClashDecision } from '../domain/clash-decision'

export interface DownloadBatchRequest {
  readonly storage: ObjectStorage
  readonly bucket: string
  /** The place that is shown: paths begin below it. */
  readonly prefix: FolderPrefix
  readonly selection: Selection
  /** The selection in a few words. */
  readonly label: string
  /** As counted; the true numbers may differ by then. */
  readonly objectCount: number
  readonly sizeBytes: number
  /** Of `sizeBytes`: what Swift large objects hold beyond what their listing says. */
  readonly unlistedBytes?: number
  /** Undefined: each file goes to the browser's own downloads. */
  readonly directory: PickedDirectory | undefined
  /** For what is in the directory already. */
  readonly decision: ClashDecision
  /** The journal can start it again: files under way are noted under this id. */
  readonly batchId?: string | undefined
  /** What an earlier page received of its files, by key. */
  readonly received?: ReadonlyMap<string, DownloadEntry>
  /** When an earlier page started it. */
  readonly firstStartedAtMs?: number
  readonly findSseKey: (entry: ObjectEntry, signal: AbortSignal) => Promise<SseKey | undefined>
}

/** `paused`: by the user, or because the listing broke off or too much failed; `resume` goes on. */
export type BatchState = 'running' | 'paused' | 'stopped' | 'done'

/** A snapshot, replaced by the next one. */
export interface DownloadBatchView {
  readonly id: string
  readonly account: Account
  readonly bucket: string
  readonly prefix: FolderPrefix
  readonly label: string
  readonly directoryName: string | undefined
  readonly state: BatchState
  readonly isPausedByUser: boolean
  /** Why it paused by itself; undefined when too much failed. */
  readonly error: AppError | undefined
  /** Why the listing waits before it is tried again. */
  readonly retryError: AppError | undefined
  readonly objectCount: number
  readonly sizeBytes: number
  /** Handed to the queue or skipped so far. */
  readonly startedCount: number
  readonly startedBytes: number
  /** Of those that have started: waiting, running or being verified. */
  readonly openCount: number
  readonly savedCount: number
  readonly verifiedCount: number
  readonly failedCount: number
  readonly cancelledCount: number
  readonly skippedCount: number
  /** Left, because the directory has the same bytes already, by size and checksum. */
  readonly sameCount: number
  readonly renamedCount: number
  /** The first ones. */
  readonly renamed: readonly { readonly key: string; readonly path: string }[]
}

/** Before anything has started. */
export function firstView(request: DownloadBatchRequest): DownloadBatchView {
  const { storage, bucket, prefix, label, objectCount, sizeBytes, directory } = request
  return {
    id: request.batchId ?? newId(),
    account: storage.account,
    bucket,
    prefix,
    label,
    objectCount,
    sizeBytes,
    directoryName: directory?.name,
    state: 'running',
    isPausedByUser: false,
    error: undefined,
    retryError: undefined,
    startedCount: 0,
    startedBytes: 0,
    openCount: 0,
    savedCount: 0,
    verifiedCount: 0,
    failedCount: 0,
    cancelledCount: 0,
    skippedCount: 0,
    sameCount: 0,
    renamedCount: 0,
    renamed: []
  }
}
