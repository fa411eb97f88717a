// One transfer inside the queue: its request, its latest snapshot, and what an upload remembers from attempt to attempt.
import type { AppErrorKind } from '../domain/app-error'
import { ArchiveMemory } from './archive-memory'
import type { DownloadSpool } from '../domain/download-ports'
import type { KeyHold } from '../domain/key-use'
import { newId } from '../domain/new-id'
import type { PlanParts } from './part-plan'
import { RateMeter, secondsLeftOf } from './rate-meter'
import { createUploadMemory, type UploadMemory } from './upload-memory'
import type { ArchiveRequest, DownloadRequest, UploadRequest } from './requests'
import type { Transfer, TransferPorts } from './transfer'

export type TransferTask =
  | { readonly direction: 'upload'; readonly request: UploadRequest }
  | { readonly direction: 'download'; readonly request: DownloadRequest }
  /** A download too, of many objects. */
  | { readonly direction: 'archive'; readonly request: ArchiveRequest }

export interface Job {
  /** Replaced only where an archive is made again, which may go into another file. */
  task: TransferTask
  /** Requests that it can have under way at once. */
  readonly slotsWanted: number
  /** Set by the queue's `#setView` alone, which keeps the list and the sums with it. */
  view: Transfer
  /** Names its journal entry and its place on disk. */
  workId: string
  upload: UploadMemory
  /** Of this multipart upload so many parts won't be gone on with, as far as is known; see kept-bytes.ts. */
  uselessParts: { readonly uploadId: string; readonly count: number } | undefined
  archive: ArchiveMemory | undefined
  /** The journal has an entry of it, or is about to; see UploadJournal. */
  isJournalled: boolean
  /** With which the attempt before this one failed. */
  formerError: AppErrorKind | undefined
  /** Of the attempt that is alive. */
  controller: AbortController | undefined
  /** What the attempt that is being ended makes of the transfer; `queue`: it was paused, and resumed before it had ended. */
  ending: 'cancel' | 'pause' | 'queue' | undefined
  /** Of its check, which may be ended without taking anything back. */
  verification: AbortController | undefined
  meter: RateMeter | undefined
  /** How often the browser was given what was downloaded. */
  handOverCount: number
  /** See hold-key.ts. */
  heldKey: (KeyHold & { readonly keyId: string }) | undefined
  /** An attempt begins. @returns what ends it. */
  start(nowMs: number): AbortController
  /** Forgets what earlier attempts did; what they left behind keeps the old `workId`. */
  startOver(): void
}

/** An upload of an earlier session, or one that has waited without being a transfer: its entry's id, and what is known of it. */
export interface ResumedWork {
  readonly workId: string
  readonly memory?: UploadMemory | undefined
  readonly isJournalled?: boolean | undefined
}

export function createJob(task: TransferTask, planParts: PlanParts, resumed?: ResumedWork): Job {
  const { storage, bucket } = task.request
  const createMemory = () => createUploadMemory(task.direction === 'upload' ? task.request.file : undefined)
  const journalled = task.direction === 'download' ? task.request.journalled : undefined
  const described = describeTask(task)
  return {
    task,
    slotsWanted: task.direction === 'upload' ? partCountOrOne(described.sizeBytes, planParts) : 1,
    view: {
      id: newId(),
      account: storage.account,
      endpoint: storage.endpoint,
      bucket,
      doneBytes: 0,
      state: 'waiting',
      ...described
    },
    workId: resumed?.workId ?? journalled?.id ?? newId(),
    upload: resumed?.memory ?? createMemory(),
    uselessParts: undefined,
    archive: undefined,
    isJournalled: resumed?.isJournalled === true,
    formerError: undefined,
    controller: undefined,
    ending: undefined,
    verification: undefined,
    meter: undefined,
    handOverCount: 0,
    heldKey: undefined,
    start(nowMs) {
      this.controller = new AbortController()
      this.ending = undefined
      this.meter = new RateMeter()
      this.meter.start(nowMs)
      return this.controller
    },
    startOver() {
      this.workId = newId()
      this.upload = createMemory()
      this.uselessParts = undefined
      this.archive = undefined
      this.isJournalled = false
    }
  }
}

/** What a view says of its task. */
export function describeTask(
  task: TransferTask
): Pick<
  Transfer,
  'direction' | 'key' | 'fileName' | 'sizeBytes' | 'sseKeyId' | 'directoryName' | 'isIntoFile' | 'archive'
> {
  if (task.direction === 'upload') {
    const { key, file, sseKey } = task.request
    return { direction: 'upload', key, fileName: lastSegmentOf(key), sizeBytes: file.size, sseKeyId: sseKey?.id }
  }
  const { fileName } = task.request
  if (task.direction === 'archive') {
    const { prefix, sizeBytes, spool } = task.request
    const archive = new ArchiveMemory(task.request).view
    return { direction: 'download', key: prefix, fileName, sizeBytes, archive, isIntoFile: spool !== undefined }
  }
  const { entry, sseKey, directory, spool } = task.request
  const { key, sizeBytes } = entry
  const place = { directoryName: directory?.name, isIntoFile: spool !== undefined }
  return { direction: 'download', key, fileName, sizeBytes, sseKeyId: sseKey?.id, ...place }
}

/** Where a download waits. */
export function spoolOf({ task }: Job, { spool }: Pick<TransferPorts, 'spool'>): DownloadSpool {
  return (task.direction === 'upload' ? undefined : task.request.spool) ?? spool
}

/** The task, with its requests to be sent as transfers are. */
export function withStorage(
  task: TransferTask,
  { storageForTransfers }: Pick<TransferPorts, 'storageForTransfers'>
): TransferTask {
  if (storageForTransfers === undefined) return task
  const storage = storageForTransfers(task.request.storage)
  return { ...task, request: { ...task.request, storage } } as TransferTask
}

/** What a view says once an attempt is over. @param endedAtMs undefined: another one goes on where it stopped */
export function atRest(endedAtMs: number | undefined): Partial<Transfer> {
  return {
    endedAtMs,
    keptBytes: undefined,
    isCommitting: undefined,
    retryError: undefined,
    retryAtMs: undefined,
    rateBytesPerSecond: undefined,
    secondsLeft: undefined,
    partsUnderWay: undefined,
    hasStartedOver: undefined,
    isReadAgain: undefined
  }
}

/** The view with its rate as it is now; a transfer that waits before a retry has none. */
export function withRate({ view, meter }: Job, nowMs: number): Transfer {
  const rate = view.retryError === undefined ? meter?.bytesPerSecond(nowMs) : undefined
  return { ...view, rateBytesPerSecond: rate, secondsLeft: secondsLeftOf(view.sizeBytes - view.doneBytes, rate) }
}

/** Of the parts that wait before their next try: when the first of them goes. */
export function nextTryMs({ view }: Job, retryAtMs: number | undefined, nowMs: number): number | undefined {
  const isSooner = view.retryError !== undefined && view.retryAtMs !== undefined && view.retryAtMs > nowMs
  return isSooner && retryAtMs !== undefined ? Math.min(view.retryAtMs, retryAtMs) : retryAtMs
}

/** A file that is kept beside another has another name there than on the disk. */
export function lastSegmentOf(key: string): string {
  return key.slice(key.lastIndexOf('/', key.length - 2) + 1)
}

/** A file past S3's limits is refused when its turn comes, where the refusal can be told. */
function partCountOrOne(sizeBytes: number, planParts: PlanParts): number {
  try {
    return planParts(sizeBytes).parts.length
  } catch {
    return 1
  }
}
