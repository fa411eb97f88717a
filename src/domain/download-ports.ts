// The ports of a download: where it waits until it is verified, and where it goes then.
import type { SignedRequest } from './ports'
import type { ZipName } from './zip-format'

/** Which digest of an object's bytes can be compared with its ETag. */
export type DigestPlan =
  | { readonly kind: 'whole' }
  /** The MD5 of the parts' MD5s, for parts of this many bytes. */
  | { readonly kind: 'parts'; readonly partSizeBytes: number }
  | { readonly kind: 'none' }

export interface ReceivedFile {
  readonly sizeBytes: number
  /** In the ETag's form: hex, or `hex-N` for parts; undefined for the plan `none`. */
  readonly etag: string | undefined
  /** There is more, and it wants a request that was signed lately: another call goes on. */
  readonly isUnfinished?: boolean
}

/** A directory of the user's own that they let this page write to. Paths are names of folders, then of the file, each safe. */
export interface PickedDirectory {
  readonly name: string
  /** Can be kept, and opened again by DownloadPlaces; undefined where only this page can write to it. */
  readonly handle?: object | undefined
  isEmpty(): Promise<boolean>
  /** True also where something other than a file has the name. */
  has(path: readonly string[]): Promise<boolean>
  /** Undefined when there is no such file. */
  fileAt(path: readonly string[]): Promise<Blob | undefined>
  /**
   * Writes a file whole or not at all, its folders too. Rejects `precondition-failed` when something has the name already and
   * may not be replaced, `name-refused` where the browser takes no such name, `directory-unwritable` for the rest.
   */
  write(path: readonly string[], file: Blob, options: { readonly mayReplace: boolean }): Promise<void>
}

/** A file of the user's own that they let this page write. */
export interface PickedFile {
  readonly name: string
  /** Writes into it; the file is as it was until what came is verified and delivered. Only within this tab. */
  readonly spool: ArchiveSpool
}

/** How much this page may still keep for itself. */
export interface FreeRoom {
  /** As the browser says. */
  readonly freeBytes: number
  /** False: it says this whatever the disk has. More may fit, so nothing is refused because of it. */
  readonly isKnown: boolean
}

/** Where downloads can go, as far as this browser has it. */
export interface DownloadPlaces {
  readonly canPickFile: boolean
  /** As pickDirectory. */
  pickFile(suggestedName: string): Promise<PickedFile | undefined>
  readonly canPickDirectory: boolean
  /** Asks the user, so call it in their click. @returns undefined when they thought better of it. */
  pickDirectory(): Promise<PickedDirectory | undefined>
  /** One that was picked before. May ask the user, so call it in their click. Rejects `directory-unwritable` when they refuse. */
  reopenDirectory(handle: object): Promise<PickedDirectory>
  /** Undefined where the browser does not say. */
  freeRoom(): Promise<FreeRoom | undefined>
}

/**
 * `read-again`: so many of the bytes that are there were digested once more, since the worker that did is gone. `started-over`: the rest
 * was asked for, and the whole was answered.
 */
export type ProgressNote = 'read-again' | 'started-over'

export interface ReceiveOptions {
  readonly signal: AbortSignal
  /** As the listing tells it: room is made sure of before the first byte is asked for. */
  readonly expectedBytes: number
  /** `''` where none is known of these bytes: then each call starts over. */
  readonly etag: string
  /** It is read and discarded as soon as it is verified; a small one needs no file then, and begins again after a break. */
  readonly isBrief?: boolean
  /** Also of what was there before; the first call without `read-again` tells that. */
  readonly onProgress: (receivedBytes: number, note?: ProgressNote) => void
}

/** Receives objects into a private place on disk, and hands a file over only when told to. */
export interface DownloadSpool {
  /**
   * Fetches by a worker, writes, digests; memory stays flat. Rejects `truncated` when fewer bytes come than announced,
   * `browser-storage-full` when the disk has no room, `object-changed` when other bytes would follow those that are here, and as
   * ObjectStorage does for an answer that is no object. What has come stays until `discard`: another call with the same id, plan,
   * size and ETag asks for the rest.
   */
  receive(id: string, request: SignedRequest, plan: DigestPlan, options: ReceiveOptions): Promise<ReceivedFile>
  /** True between two calls where the next one asks for no more than the rest, as far as is known. */
  keeps(id: string): boolean
  /** Gives the received file to the user under this name; call it only after verifying. */
  deliver(id: string, fileName: string): Promise<void>
  /** The received file itself, as long as it is not discarded; call it only after verifying. */
  read(id: string): Promise<Blob>
  discard(id: string): Promise<void>
}

/** A DownloadSpool that also writes archives: `deliver`, `read` and `discard` take an archive's id like any other. */
export interface ArchiveSpool extends DownloadSpool {
  /**
   * Begins the archive of this id, or goes on with it. Rejects `browser-storage-full` or `too-large-for-memory` where there is no room.
   * @param options `expectedBytes`: of the whole
   * @returns `isContinued`: it has the entries that were added before
   */
  openArchive(
    id: string,
    options: Pick<ReceiveOptions, 'signal' | 'expectedBytes'>
  ): Promise<{ readonly archive: Archive; readonly isContinued: boolean }>
}

/** What is larger is worth a file, which survives the tab. */
export const MAX_BRIEF_BYTES = 2 ** 20

/** Up to here an entry of an archive is verified before any of it goes in. */
export const MAX_SMALL_BYTES = 16 * 2 ** 20

/** A ZIP file that is being written. All of it may be called while a small entry is received, and only one thing writes at a time. */
export interface Archive {
  /**
   * Where an entry is received. A small one waits in memory, and is refused there when it turns out large (`too-large-for-memory`); any
   * other goes straight into the archive, and nothing else may be written until it is delivered or discarded. `deliver` makes the
   * entry a part of the archive, `discard` takes it back; what has come stays until then, as in a DownloadSpool.
   */
  spoolOf(entry: ZipName, isSmall: boolean): DownloadSpool
  addText(entry: ZipName, text: string): Promise<void>
  /** Ends it; it can be delivered then. @returns its size */
  finish(): Promise<number>
}
