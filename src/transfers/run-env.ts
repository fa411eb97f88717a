// What one attempt at a transfer is given by the queue: ports, its signal, and where to tell of progress. Types only.
import type { AppError, AppErrorKind } from '../domain/app-error'
import type { Limiter } from '../domain/limiter'
import type { NetworkStatus } from '../domain/ports'
import type { Clock } from './clock'
import type { Contact } from './contact'
import type { PlanParts } from './part-plan'
import type { RequestSlots } from './request-slots'
import type { ArchiveView, TransferPorts } from './transfer'
import type { EntryWriter } from './upload-journal'

export interface RunEnv {
  /** The transfer's id, new after a cancel: names its place on disk. */
  readonly id: string
  /** An upload's. */
  readonly entry: EntryWriter
  /** With which the attempt before this one failed. */
  readonly formerError: AppErrorKind | undefined
  /** As the attempts before this one left it. */
  readonly doneBytes: number
  readonly ports: TransferPorts
  readonly clock: Clock
  /** With this transfer's gateway, shared by all its transfers. */
  readonly contact: Contact
  readonly network: NetworkStatus | undefined
  /** Every long request takes a slot of its gateway. */
  readonly slots: RequestSlots
  /** Every check of an upload takes one of these instead. */
  readonly checks: Limiter
  readonly planParts: PlanParts
  readonly signal: AbortSignal
  /** Resolves when its key can no longer be removed; undefined while it has none. */
  readonly keyHeld: Promise<void> | undefined
  /** Bytes that are done from an earlier attempt; they do not count as moved. */
  readonly onStart: (doneBytes: number) => void
  /** So many bytes of an earlier attempt were read again, before anything is asked for. */
  readonly onReadAgain: (readBytes: number) => void
  /** Cumulative; what an attempt says after its end is not heard. */
  readonly onDoneBytes: (doneBytes: number) => void
  /** Parts that are being sent. */
  readonly onPartsUnderWay: (count: number) => void
  /** The request that decides is out, or has failed. */
  readonly onCommitting: (isOut: boolean) => void
  /** Of the object's bytes, where a listing may not have told it. */
  readonly onSizeBytes: (sizeBytes: number) => void
  /** What was sent is gone from the gateway, and is sent again. */
  readonly onStartOver: () => void
  /** @returns fires when the user does not want to wait for the check */
  readonly onVerifying: () => AbortSignal
  /** It is tried again then, or when there is a network; over when bytes move. */
  readonly onRetry: (error: AppError, retryAtMs: number | undefined) => void
  /** The name under which an upload is stored. */
  readonly onKey: (key: string) => void
  /** One more object is in the archive, or is known to be missing. */
  readonly onArchive: (archive: ArchiveView) => void
  /** The key that was found for a download. */
  readonly onSseKey: (sseKeyId: string) => void
}

export interface QueueOptions {
  /** Requests to a gateway under way at once, beside a brief one. */
  readonly slots?: number | undefined
  /** Files under way at once for a gateway, beside a small one; of files with more parts than there are slots, one. */
  readonly files?: number | undefined
  /** What is no larger counts as brief; default MAX_BRIEF_BYTES. */
  readonly maxBriefBytes?: number | undefined
  /** How a file is cut; default as part-plan.ts says. */
  readonly planParts?: PlanParts | undefined
}
