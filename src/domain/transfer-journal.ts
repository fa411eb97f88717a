// The journal of uploads that are not finished: enough to go on with one after its page is gone. Knows nothing of where it is stored.
import type { Owned } from './account'
import type { UploadAcl } from './ports'
import type { UploadHeaders } from './upload-headers'

/** By what a file of the user's is known again. */
export interface JournalledFile {
  /** Below what was dropped or chosen, `/` between folders; the file's name where it was chosen by itself. */
  readonly path: string
  readonly lastModifiedMs: number
}

/**
 * An upload that was enqueued. Removed when it is complete or cancelled, or when the gateway no longer lists it. The fields behind
 * `startedAtMs` are missing in entries of versions up to November 2026.
 */
export interface JournalEntry extends Owned {
  readonly id: string
  readonly bucket: string
  readonly key: string
  /** Of its multipart upload, written before the first part is sent; undefined: none was started. Former versions skip such an entry. */
  readonly uploadId?: string | undefined
  readonly sizeBytes: number
  /** Of the part plan; for a single PUT the file's size. */
  readonly partSizeBytes: number
  /** Never the key itself. */
  readonly sseKeyId: string | undefined
  readonly startedAtMs: number
  readonly file?: JournalledFile | undefined
  readonly contentType?: string | undefined
  readonly acl?: UploadAcl | undefined
  /** Present where the user set any, `contentType` or `acl` too. */
  readonly headers?: UploadHeaders | undefined
  readonly ifAbsent?: boolean | undefined
  readonly keepsBoth?: boolean | undefined
  /** Of the object that it may replace; undefined: of any. */
  readonly replacesEtag?: string | undefined
  /** MD5 in hex, by part number, of the parts that the gateway has answered for. The last second's may be missing. */
  readonly sentMd5s?: ReadonlyMap<number, string> | undefined
  /** True: the gateway answered these MD5s, for all of them. False: it hid one from pages. */
  readonly areEtagsSeen?: boolean | undefined
  /** The tab that carries it on; see {@link Tabs}. */
  readonly tabId?: string | undefined
  /** Of what it was read from, where that could be kept; see {@link UploadSources}. */
  readonly sourceId?: string | undefined
  readonly savedAtMs?: number | undefined
}

export interface TransferJournal {
  list(): Promise<readonly JournalEntry[]>
  put(entry: JournalEntry): Promise<void>
  /** In one transaction: all or none. */
  putMany(entries: readonly JournalEntry[]): Promise<void>
  remove(id: string): Promise<void>
  removeMany(ids: readonly string[]): Promise<void>
}

/** Files and folders of the user's disk that the browser lets this page read again (File System Access), where it has that. */
export interface UploadSources {
  /** @returns the ids of those that could be kept: not of too many at once. Never rejects. */
  keep(handles: readonly FileSystemHandle[]): Promise<ReadonlyMap<FileSystemHandle, string>>
  ids(): Promise<ReadonlySet<string>>
  /**
   * Call it in the user's click: the browser may ask them. Rejects `file-unreadable` when the file is gone.
   * @param path as in {@link JournalledFile}
   * @returns undefined when the user refuses
   */
  read(id: string, path: string): Promise<File | undefined>
  /** Forgets all others, but for those that were kept just now. Never rejects. */
  retain(ids: ReadonlySet<string>): Promise<void>
}

/** The tabs of this browser, and one thing at a time among them. */
export interface Tabs {
  /** This one, for as long as it lives. */
  readonly tabId: string
  /** Undefined where the browser does not tell. */
  living(): Promise<ReadonlySet<string> | undefined>
  /** Resolves when the tab is gone. */
  untilGone(tabId: string): Promise<void>
  /** Does the work while no other tab does such work. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** Tells the other tabs that the journal has changed. */
  tell(): void
  /** Calls when another tab has told. @returns ends it. */
  onTold(listener: () => void): () => void
}

export function sourceIdsOf(entries: readonly JournalEntry[]): ReadonlySet<string> {
  return new Set(entries.flatMap(({ sourceId }) => sourceId ?? []))
}

/** Bytes of the parts that the gateway has answered for. */
export function sentBytesOf({ sizeBytes, partSizeBytes, sentMd5s }: JournalEntry): number {
  return bytesOfParts(sentMd5s?.keys() ?? [], sizeBytes, partSizeBytes)
}

/** Of an upload of `sizeBytes` in parts: bytes of those with these numbers. */
export function bytesOfParts(partNumbers: Iterable<number>, sizeBytes: number, partSizeBytes: number): number {
  let bytes = 0
  for (const partNumber of partNumbers) bytes += Math.min(partSizeBytes, sizeBytes - (partNumber - 1) * partSizeBytes)
  return bytes
}
