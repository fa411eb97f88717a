// One line of what the journal has of earlier sessions and other tabs, and why it could not go on. Types only.
import type { AppError } from '../domain/app-error'
import type { Profile } from '../domain/profile'
import type { JournalEntry } from '../domain/transfer-journal'
import type { ChosenFile } from './upload-draft.svelte'

/** Why an upload could not go on. */
export type ResumeProblem =
  | { readonly code: 'error'; readonly error: AppError }
  /** The chosen file is another one; it can be sent from its beginning. */
  | { readonly code: 'different-file'; readonly chosen: ChosenFile }
  /** Of the file that the browser has kept: it is no longer what it was, is gone, or the user lets no page read it. */
  | { readonly code: 'kept-changed' | 'kept-gone' | 'not-permitted' }
  /** So many files were not among those that were chosen. */
  | { readonly code: 'not-chosen'; readonly count: number }

/** One upload in parts, or all files of a bucket that have not been started. */
export interface JournalledUpload {
  readonly id: string
  readonly entries: readonly JournalEntry[]
  readonly endpoint: string
  readonly bucket: string
  readonly sizeBytes: number
  readonly sentBytes: number
  readonly startedAtMs: number
  readonly isInOtherTab: boolean
  /** Of the account in use. */
  readonly isHere: boolean
  /** One of the account's, where there is one. */
  readonly profile: Profile | undefined
  /** The browser can read all its files again. */
  readonly hasSource: boolean
}
