// The journal of downloads of many objects: enough to start one again after its page is gone. Knows nothing of where it is stored.
import type { Owned } from './account'
import type { ClashDecision } from './clash-decision'
import type { FolderPrefix } from './folder-prefix'
import type { Selection } from './selection'

/** `each`: the browser's own downloads, one for each file. */
export const DOWNLOAD_WAYS = ['archive', 'directory', 'each'] as const
export type DownloadWay = (typeof DOWNLOAD_WAYS)[number]

/** A download of many objects that was started. Removed when it is over or dismissed. */
export interface BatchEntry extends Owned {
  readonly id: string
  /** Of the tab that runs it. */
  readonly tabId: string
  readonly way: DownloadWay
  readonly bucket: string
  /** The place that was shown: paths begin below it. */
  readonly prefix: FolderPrefix
  /** Of the ZIP file, else the selection in a few words. */
  readonly name: string
  /** Undefined: so many objects were selected one by one that they are not kept. */
  readonly selection: Selection | undefined
  /** As counted when it was started. */
  readonly fileCount: number
  /** Of the objects, as counted when it was started. */
  readonly sizeBytes: number
  /** What a ZIP file needs beside that. */
  readonly overheadBytes: number
  /** For what is in the directory already. */
  readonly decision: ClashDecision
  /** See PickedDirectory. */
  readonly handle: object | undefined
  /** On the page that runs it. */
  readonly startedAtMs: number
  /** On the first page that ran it: `decision` is about what the directory had then. */
  readonly firstStartedAtMs: number
}

export interface BatchJournal {
  list(): Promise<readonly BatchEntry[]>
  put(entry: BatchEntry): Promise<void>
  remove(id: string): Promise<void>
}
