// What the rest of Lockgate sees of transfers: snapshots, and the ports that the queue is given. No behaviour.
import type { Account } from '../domain/account'
import type { AppError } from '../domain/app-error'
import type { KeyHold, KeyUse } from '../domain/key-use'
import type { EncryptionObservation, UnconfirmedReason } from '../domain/encryption-observation'
import type { DownloadJournal } from '../domain/download-journal'
import type { ArchiveSpool } from '../domain/download-ports'
import type { Digester, EncryptionObservationStore, NetworkStatus, ObjectStorage } from '../domain/ports'
import type { Tabs, TransferJournal } from '../domain/transfer-journal'
import type { SettingsCheck } from '../domain/upload-headers'
import type { Clock } from './clock'
import type { ConditionMemory } from './condition-memory'

/**
 * `paused`: sends and asks for nothing until it is resumed, and keeps what has been sent or received.
 * `verifying`: the bytes have gone or come, what they became is being looked at; of an upload only the check can be cancelled then.
 */
export type TransferState = 'waiting' | 'running' | 'paused' | 'verifying' | 'done' | 'failed' | 'cancelled'

/**
 * `verified`: the gateway's digest and ours are the same. `size-checked`: only the size could be compared.
 * A transfer that is done without a proof could not be checked (permission denied), or the user cancelled the check.
 */
export type TransferVerification = 'verified' | 'size-checked'

/** A snapshot of one transfer: replaced by the next one, never changed. */
export interface Transfer {
  readonly id: string
  readonly direction: 'upload' | 'download'
  readonly account: Account
  readonly endpoint: string
  readonly bucket: string
  readonly key: string
  /** Under which it is stored, without its folders, or saved. */
  readonly fileName: string
  readonly sizeBytes: number
  /** May fall when a part has to be sent again. */
  readonly doneBytes: number
  readonly state: TransferState
  /** While it is paused or failed: what the gateway has answered for, or what was received, and is not moved again; undefined: none. */
  readonly keptBytes?: number | undefined
  /** Of an upload in parts: how many are being sent. */
  readonly partsUnderWay?: number | undefined
  /** Its PUT or Complete is out: what became of it only the answer can tell, so it can't be paused. */
  readonly isCommitting?: boolean | undefined
  /** Its multipart upload was gone from the gateway, so its parts are sent again. */
  readonly hasStartedOver?: boolean | undefined
  /** What an earlier session received is digested again: `doneBytes` of it so far. */
  readonly isReadAgain?: boolean | undefined
  /** Why the last request failed, while it waits to be tried again. */
  readonly retryError?: AppError | undefined
  /** When the next try begins, while it waits for that; undefined while it waits for a network. */
  readonly retryAtMs?: number | undefined
  /** Present when failed. */
  readonly error?: AppError | undefined
  readonly verification?: TransferVerification | undefined
  /** Of an upload that is done without a proof. */
  readonly whyUnverified?: UnconfirmedReason | undefined
  /** Of an upload that is done: what its object has, or is to have. */
  readonly etag?: string | undefined
  /** For an upload with a key: what was seen of its encryption afterwards. */
  readonly lock?: EncryptionObservation | undefined
  /** Of an upload that is done and for which the user set headers, tags or an ACL. */
  readonly settings?: SettingsCheck | undefined
  readonly sseKeyId?: string | undefined
  /**
   * What became of a cancelled upload's traces: being removed, removed, could not be removed (parts stay on the gateway), or an
   * object was already there and stays.
   */
  readonly traces?: 'removing' | 'removed' | 'kept-parts' | 'kept-object' | undefined
  /** Of the latest attempt. */
  readonly startedAtMs?: number | undefined
  readonly endedAtMs?: number | undefined
  /** Moving average; only while running. */
  readonly rateBytesPerSecond?: number | undefined
  readonly secondsLeft?: number | undefined
  /** Of a download that becomes an archive. */
  readonly archive?: ArchiveView | undefined
  /** Of a download that goes into a directory: its name. It is no longer kept here then, and cannot be saved again. */
  readonly directoryName?: string | undefined
  /** Of a download straight into a file that the user picked: it cannot be saved again either. */
  readonly isIntoFile?: boolean | undefined
  /** Of a download that is done: the browser has had the time to copy it, so it is no longer kept here. */
  readonly isDiscarded?: boolean | undefined
}

/** What became of the objects that were to go into one archive. */
export interface ArchiveView {
  /** As counted before it began, or those that it has when it is done. */
  readonly fileCount: number
  readonly addedCount: number
  /** Of these: the gateway's checksum and ours are the same. */
  readonly verifiedCount: number
  /** Could not be had, or did not match: not in the archive, and its report names them. */
  readonly missingCount: number
  /** The first ones. */
  readonly missing: readonly MissingEntry[]
  readonly renamedCount: number
}

export interface MissingEntry {
  readonly key: string
  readonly error: AppError
}

/** What a reader of the archive has to know; see ArchiveRequest. */
export interface ArchiveReport {
  readonly bucket: string
  readonly missing: readonly MissingEntry[]
  /** Their names are no file names, or differ only in a way that some file systems don't see. */
  readonly renamed: readonly { readonly key: string; readonly path: string }[]
}

/** Sums over all transfers that were not cleared. */
export interface TransferTotals {
  readonly waiting: number
  /** Running or verifying. */
  readonly running: number
  readonly paused: number
  /** Also those that are no longer listed because there are so many. */
  readonly done: number
  readonly failed: number
  readonly cancelled: number
  /** Of the cancelled ones: those whose parts are being removed from the gateway. */
  readonly removing: number
  /** Of those that did not fail, were not cancelled and are not paused. */
  readonly sizeBytes: number
  readonly doneBytes: number
  readonly rateBytesPerSecond: number | undefined
  readonly secondsLeft: number | undefined
  /** Bytes per second, one sample a second, oldest first, 60 at most. */
  readonly rateHistory: readonly number[]
}

/** Those that are done and are no longer listed because there are so many. */
export interface Unlisted {
  readonly count: number
  /** Of these: how many were not wholly proven; see isFullyVerified. */
  readonly unverifiedCount: number
}

/**
 * Transfers that were paused together, since all would fail as one did: the gateway refuses their credentials, or their bucket is
 * gone or full.
 */
export interface PausedGroup {
  /** See refusal-id.ts. */
  readonly id: string
  readonly account: Account
  /** Of the one that failed. */
  readonly bucket: string
  readonly error: AppError
  readonly count: number
}

/** Uploads that are no transfers yet because there are so many. */
export interface BacklogView {
  readonly count: number
  readonly sizeBytes: number
  /** Of these: those that don't begin by themselves. */
  readonly paused: { readonly count: number; readonly sizeBytes: number }
  /** `failures`: so many failed at a gateway that the rest of its uploads waits until someone has looked. */
  readonly whyPaused: 'user' | 'failures' | undefined
  /** Cancelled before they were transfers, and not cleared. */
  readonly cancelledCount: number
  /** Where those go that are not paused. */
  readonly buckets: readonly Pick<Transfer, 'account' | 'bucket'>[]
}

export interface QueueSnapshot {
  /** In the order in which they were enqueued. */
  readonly transfers: readonly Transfer[]
  /** Ids of those that wait for each gateway, in the order of their turns; only the first ones. */
  readonly lines: readonly (readonly string[])[]
  readonly pausedGroups: readonly PausedGroup[]
  readonly unlisted: Unlisted
  readonly backlog: BacklogView
  /** With the backlog. */
  readonly totals: TransferTotals
}

/** What the queue needs of the world. */
export interface TransferPorts {
  readonly digester: Digester
  readonly spool: ArchiveSpool
  readonly journal: TransferJournal
  /** Of downloads whose bytes outlive this tab. */
  readonly downloads?: DownloadJournal | undefined
  /** Which are told what the journal has; undefined: there is one. */
  readonly tabs?: Pick<Tabs, 'tabId' | 'tell'> | undefined
  readonly lockMemory: EncryptionObservationStore
  /** Keeps the key from being removed, in any tab, until it is released. */
  holdKey(keyId: string, use: KeyUse): KeyHold
  /** Rejects unless this browser still stores the key: nothing is encrypted with a key that is gone. */
  assertKeyStored(keyId: string): Promise<void>
  /** True where only encrypted uploads may go: none without a key is sent there, whenever it was asked for. */
  mustEncrypt(account: Account, bucket: string): Promise<boolean>
  /** This key has encrypted or decrypted an object on this endpoint. */
  markKeyUsed(keyId: string, endpoint: string): void
  readonly clock?: Clock | undefined
  /** Undefined: there is always one. */
  readonly network?: NetworkStatus | undefined
  readonly conditions: ConditionMemory
  /** The same storage, as it sends the requests of transfers. Undefined: as it sends any. */
  readonly storageForTransfers?: ((storage: ObjectStorage) => ObjectStorage) | undefined
}

/** True: its checksum was compared, and where it was to be encrypted, or had headers of the user's, that was seen too. */
export function isFullyVerified({ direction, verification, sseKeyId, lock, settings }: Transfer): boolean {
  const isEncryptionSeen = direction === 'download' || sseKeyId === undefined || lock?.state === 'encrypted'
  const areSettingsKept = settings === undefined || (settings.lost.length === 0 && settings.unseen.length === 0)
  return verification === 'verified' && isEncryptionSeen && areSettingsKept
}

export function isUnfinished(state: TransferState): boolean {
  return state === 'waiting' || state === 'running' || state === 'paused' || state === 'verifying'
}

/** The browser still keeps what was received. */
export function canSaveAgain({ direction, state, directoryName, isIntoFile, isDiscarded }: Transfer): boolean {
  const isKept = directoryName === undefined && isIntoFile !== true && isDiscarded !== true
  return direction === 'download' && state === 'done' && isKept
}

export function canPause({ state, isCommitting }: Transfer): boolean {
  return state === 'waiting' || (state === 'running' && isCommitting !== true)
}

/** Of a queue that was asked for nothing. */
export const NO_TRANSFERS: QueueSnapshot = {
  transfers: [],
  lines: [],
  pausedGroups: [],
  unlisted: { count: 0, unverifiedCount: 0 },
  backlog: {
    count: 0,
    sizeBytes: 0,
    paused: { count: 0, sizeBytes: 0 },
    whyPaused: undefined,
    cancelledCount: 0,
    buckets: []
  },
  totals: {
    ...{ waiting: 0, running: 0, paused: 0, done: 0, failed: 0, cancelled: 0, removing: 0, sizeBytes: 0, doneBytes: 0 },
    rateBytesPerSecond: undefined,
    secondsLeft: undefined,
    rateHistory: []
  }
}
