// The states that components share, handed down by context. Built in main.ts; nothing here is a singleton.
import { getContext } from 'svelte'
import type { AclRecoveryState } from './acl-recovery.svelte'
import type { BucketFacts } from './bucket-facts'
import type { Commands } from './commands'
import type { Buckets } from './buckets.svelte'
import type { ConnectionChecks } from './connection-checks.svelte'
import type { DownloadPlaces } from '../domain/download-ports'
import type { FolderSizeMemory } from '../domain/folder-totals'
import type { ChoiceStore, Digester, Network, Router, SiteSettings } from '../domain/ports'
import type { RequestHistory } from '../domain/request-history'
import type { PlayedFile } from '../domain/preview'
import type { SyncFolders } from '../domain/sync'
import type { TransferJournal } from '../domain/transfer-journal'
import type { LeftDownloads } from './left-downloads.svelte'
import type { LeaveGuard } from './leave-guard.svelte'
import type { StoragePersistence } from './storage-persistence.svelte'
import type { JournalledUploads } from './journalled-uploads.svelte'
import type { Keys } from './keys.svelte'
import type { Listing } from './listing.svelte'
import type { EncryptionObservations } from './encryption-observations.svelte'
import type { NameSearch } from './name-search.svelte'
import type { Notices } from './notices.svelte'
import type { BookmarksState } from './bookmarks.svelte'
import type { PendingCopiesState } from './pending-copies.svelte'
import type { Session } from './session.svelte'
import type { Syncs } from './syncs'
import type { Transfers } from './transfers.svelte'
import type { Updates } from './updates.svelte'
import type { ReadFiles, ReadOptions } from './file-reading.svelte'
import type { ChosenFiles } from './upload-draft.svelte'
import type { Uploads } from './uploads.svelte'

export interface App {
  readonly router: Router
  readonly site: SiteSettings
  readonly session: Session
  readonly buckets: Buckets
  readonly checks: ConnectionChecks
  readonly facts: BucketFacts
  readonly places: BookmarksState
  readonly listing: Listing
  readonly observations: EncryptionObservations
  readonly keys: Keys
  readonly transfers: Transfers
  readonly uploads: Uploads
  readonly syncs: Syncs
  /** Uploads of earlier sessions and of other tabs. */
  readonly journalled: JournalledUploads
  /** Downloads that earlier tabs left unfinished. */
  readonly leftDownloads: LeftDownloads
  readonly languageStore: ChoiceStore
  /** The tool whose code was shown last. */
  readonly codeToolStore: ChoiceStore
  /** What can be done with what is on the screen. */
  readonly commands: Commands
  readonly notices: Notices
  readonly aclRecovery: AclRecoveryState
  readonly pendingCopies: PendingCopiesState
  readonly persistence: StoragePersistence
  readonly network: Network
  /** What this tab sent last. */
  readonly requests: RequestHistory
  readonly guard: LeaveGuard
  readonly updates: Updates
  readonly chooser: FileChooser
  readonly downloadPlaces: DownloadPlaces
  readonly previews: PreviewTools
  /** Hands a file that was made here to the browser's downloads. */
  readonly saveFile: (blob: Blob, fileName: string) => void
  readonly syncFolders: SyncFolders
  readonly folderSizes: FolderSizeMemory
  /** Kept while its results are looked at one after another. */
  readonly lastSearch: { current?: NameSearch | undefined }
  readonly uploadJournal: TransferJournal
  /** For small bodies, on the page's own thread. */
  readonly digester: Digester
}

/** What previews need of the browser. */
export interface PreviewTools {
  /** It says and is told what `domain/preview` has. Its caller ends it. */
  startParquetWorker(): Worker
  /** Of pdf.js. Its caller ends it. */
  startPdfWorker(): Worker
  /**
   * An address for an audio or video element of this page, whose requests are answered by `file` until `stop`.
   * Undefined: this page has no service worker (yet).
   */
  serveMedia(file: PlayedFile): { readonly address: string; readonly stop: () => void } | undefined
}

/** Reads what a user dropped or chose. */
export interface FileChooser {
  /** Rejects with an AbortError when it is ended. */
  fromDrop(data: DataTransfer, options: ReadOptions): Promise<ChosenFiles>
  fromInput(files: readonly File[]): ChosenFiles
  readonly picker: FilePicker
}

/** The browser's own, whose files it can keep for another session. */
export interface FilePicker {
  /** False where there is none, or it was refused before: files are chosen by an input then. */
  readonly canPick: boolean
  /** Call it in the user's click. Never rejects. */
  pick(isMultiple: boolean): Promise<ReadFiles | 'cancelled' | 'refused'>
}

const KEY = Symbol('app')

/** For `mount`: every component below has it by {@link useApp}. */
export function appContext(app: App): Map<unknown, unknown> {
  return new Map([[KEY, app]])
}

export function useApp(): App {
  return getContext<App>(KEY)
}
