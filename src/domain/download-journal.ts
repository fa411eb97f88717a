// The journal of downloads that are not finished: enough to go on with one after its page is gone. Knows nothing of where it is stored.
import type { Owned } from './account'

/**
 * A download that was started, and whose bytes wait in the private file system. Removed when it is handed over, cancelled or dismissed.
 * The state of its digest is not here: who goes on reads the bytes again.
 */
export interface DownloadEntry extends Owned {
  /** Also the file's name there. */
  readonly id: string
  /** Whose folder the file is in: the tab that receives it. */
  readonly tabId: string
  readonly bucket: string
  readonly key: string
  readonly versionId: string | undefined
  readonly sizeBytes: number
  /** Without quotes; never empty: other bytes must not follow these. */
  readonly etag: string
  readonly modifiedAtMs: number
  /** Safe for saving: see domain/file-name. */
  readonly fileName: string
  /** Never the key itself. */
  readonly sseKeyId: string | undefined
  readonly startedAtMs: number
  /** Of the download of many that it belongs to (BatchEntry), which goes on with it. */
  readonly batchId?: string | undefined
}

export interface DownloadJournal {
  list(): Promise<readonly DownloadEntry[]>
  put(entry: DownloadEntry): Promise<void>
  remove(id: string): Promise<void>
}

/** What tabs that are gone have received. */
export interface LeftDownloads {
  /** This tab. */
  readonly tabId: string
  /** Does the work while no other tab takes or removes the file; undefined: the tab that receives it lives. */
  whileLeft<T>(
    entry: Pick<DownloadEntry, 'tabId' | 'startedAtMs'>,
    work: () => Promise<T>
  ): Promise<{ readonly done: T } | undefined>
  /** Bytes that are there; undefined: no file. */
  bytesOf(entry: DownloadEntry): Promise<number | undefined>
  /** Takes the file into this tab's folder, where it may be already, to be gone on with under the same id. @returns false where it has to start over */
  adopt(entry: DownloadEntry): Promise<boolean>
  remove(entry: DownloadEntry): Promise<void>
}
