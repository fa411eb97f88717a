// What is asked of transfers: uploads, downloads, archives.
import { MAX_BRIEF_BYTES, type ArchiveSpool, type DownloadSpool } from '../domain/download-ports'
import type { DownloadEntry } from '../domain/download-journal'
import type { FolderPrefix } from '../domain/folder-prefix'
import type { ObjectEntry } from '../domain/object-entry'
import type { ObjectStorage, UploadAcl } from '../domain/ports'
import type { Selection } from '../domain/selection'
import type { SseKey } from '../domain/sse-key'
import type { UploadHeaders } from '../domain/upload-headers'
import type { ArchiveReport, Transfer } from './transfer'

export interface UploadRequest {
  readonly storage: ObjectStorage
  readonly bucket: string
  readonly key: string
  readonly file: File
  readonly sseKey?: SseKey | undefined
  /** True: fail (`precondition-failed`) when the key exists. */
  readonly ifAbsent: boolean
  /** With `ifAbsent`: take the next free name instead, as in `name (1)`. */
  readonly keepsBoth?: boolean | undefined
  /** Without `ifAbsent`: fail (`precondition-failed`) unless the object that is replaced has this ETag, without quotes. */
  readonly replacesEtag?: string | undefined
  readonly contentType: string
  readonly acl?: UploadAcl | undefined
  /** Present where the user set any, `contentType` or `acl` too: then it is looked at afterwards whether the gateway kept them. */
  readonly headers?: UploadHeaders | undefined
  /** Where the file is from, for the journal; undefined: it was chosen by itself, and only its bytes are at hand. */
  readonly source?: FileSource | undefined
  /** Hears of every change of its state. */
  readonly onState?: ((transfer: Transfer) => void) | undefined
}

export interface FileSource {
  /** Below what was dropped or chosen. */
  readonly path: string
  /** Of the handle that the browser keeps. */
  readonly id?: string | undefined
}

export interface DownloadRequest {
  readonly storage: ObjectStorage
  readonly bucket: string
  readonly entry: ObjectEntry
  readonly sseKey?: SseKey | undefined
  /** Asked when the download's turn comes, if no `sseKey` is given: see findKeyFor in encryption-observer.ts. */
  readonly findSseKey?: ((entry: ObjectEntry, signal: AbortSignal) => Promise<SseKey | undefined>) | undefined
  /** True: it is asked for without a key first, which saves a request, and a key is only looked for when the gateway wants one. */
  readonly isLikelyPlain?: (() => boolean) | undefined
  /** Safe for saving: see domain/file-name. */
  readonly fileName: string
  /** Where it goes once it is verified; undefined: to the browser's own downloads. */
  readonly directory?: DownloadDirectory | undefined
  /** As the journal has it, when an earlier session began it. */
  readonly journalled?: Pick<DownloadEntry, 'id' | 'startedAtMs'> | undefined
  /** Of a download of many that can be started again after its page is gone. */
  readonly batchId?: string | undefined
  /** Of a file that the user picked: where it waits until it is verified, and which hands it over; undefined: the ports' own. */
  readonly spool?: DownloadSpool | undefined
  /** Hears of every change of its state. */
  readonly onState?: ((transfer: Transfer) => void) | undefined
}

/** Objects as one ZIP file. */
export interface ArchiveRequest {
  readonly storage: ObjectStorage
  readonly bucket: string
  /** The place that is shown: paths begin below it. */
  readonly prefix: FolderPrefix
  readonly selection: Selection
  /** As counted, without what stands for folders; the true numbers may differ by then. */
  readonly fileCount: number
  /** Of the objects, as counted. */
  readonly sizeBytes: number
  /** What the archive needs beside that. */
  readonly overheadBytes: number
  readonly findSseKey: (entry: ObjectEntry, signal: AbortSignal) => Promise<SseKey | undefined>
  /** Safe for saving. */
  readonly fileName: string
  /** As of a DownloadRequest. */
  readonly spool?: ArchiveSpool | undefined
  /** The text of the report that goes into the archive when something is missing or renamed. */
  readonly describe: (report: ArchiveReport) => string
}

/** One file's place in a directory that the user picked. */
export interface DownloadDirectory {
  readonly name: string
  /** Whole or not at all. */
  write(file: Blob): Promise<void>
}

/** It is in memory until it is in its folder, and another attempt receives it from its beginning. */
export function isBrief({ directory, entry }: Pick<DownloadRequest, 'directory' | 'entry'>): boolean {
  return directory !== undefined && entry.sizeBytes <= MAX_BRIEF_BYTES
}
