// A folder on the user's device that is synced with a prefix: what is known of its files, and the ports to it. Types only.
import type { Account } from './account'
import type { PickedDirectory } from './download-ports'

/** A file as it was seen on the device. */
export interface LocalState {
  readonly sizeBytes: number
  /** As browsers tell it, in whole milliseconds. */
  readonly modifiedAtMs: number
}

export interface LocalFile extends LocalState {
  /** Below the folder, `/` between names. */
  readonly path: string
  /** Stays what it was: reading it fails once the file on the disk has changed. */
  readonly file: File
}

export interface FolderContent {
  readonly files: readonly LocalFile[]
  /** Files and folders: what is below them is not known. */
  readonly unreadable: readonly string[]
}

export interface ReadFolderOptions {
  readonly signal: AbortSignal
  readonly onFound: (count: number) => void
}

export interface LocalFolder {
  readonly name: string
  /** Undefined: this page may only read it. */
  readonly directory: WritableFolder | undefined
  /** By which it is known again; undefined where the browser has none. */
  readonly handle: FileSystemHandle | undefined
  read(options: ReadFolderOptions): Promise<FolderContent>
}

/** Paths are names of folders, then of the file. All reject as {@link PickedDirectory} does. */
export interface WritableFolder extends PickedDirectory {
  /** Undefined when there is no such file. */
  stat(path: readonly string[]): Promise<LocalState | undefined>
  remove(path: readonly string[]): Promise<void>
}

/** Where folders to sync come from, as far as this browser has it. */
export interface SyncFolders {
  readonly canPick: boolean
  /** Asks the user, so call it in their click. @returns undefined when they thought better of it. Rejects `directory-unwritable`. */
  pick(): Promise<LocalFolder | undefined>
}

/** One file as it was on both sides when they were the same. */
export interface SyncedFile extends LocalState {
  /** Of the object, without quotes. */
  readonly etag: string
}

/** What was the same when it was last looked at or transferred: from it follows which side has changed. */
export interface SyncMemory {
  /** By path. */
  readonly files: ReadonlyMap<string, SyncedFile>
  /** Of the folder: another one may have its name. */
  readonly handle?: FileSystemHandle | undefined
  readonly savedAtMs: number
}

export interface SyncPair {
  readonly account: Account
  readonly bucket: string
  readonly prefix: string
  readonly folderName: string
}

/** May be lost: then the user is asked where both sides differ. */
export interface SyncMemoryStore {
  get(pair: SyncPair): Promise<SyncMemory | undefined>
  put(pair: SyncPair, memory: SyncMemory): Promise<void>
}
