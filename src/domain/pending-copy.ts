// The temporary copy of an object that is encrypted in place: the page may be gone before the object is replaced, or before the copy is
// removed.
import type { Owned } from './account'

export interface PendingCopy extends Owned {
  readonly id: string
  readonly bucket: string
  /** Of the object that is encrypted in place. */
  readonly key: string
  readonly temporaryKey: string
  /** Of the object before, without quotes. */
  readonly etag: string
  readonly sizeBytes: number
  /** The key that opens the object before; undefined: it was not encrypted. */
  readonly formerKeyId?: string | undefined
  /** The key that opens the copy; undefined: it is not encrypted. */
  readonly sseKeyId?: string | undefined
  /** Of the copy once it was verified; undefined: it was not verified yet. */
  readonly copyEtag?: string | undefined
  /** That ETag alone says that an object has all the bytes. */
  readonly isProven?: boolean | undefined
  /** Of what replaced the object, once it was verified. */
  readonly replacedEtag?: string | undefined
  /** Of the multipart upload that may be open: of the copy, or, once that was verified, of the object. */
  readonly uploadId?: string | undefined
  /** When the request that creates the copy, or replaces the object, was sent; undefined: none was, or its outcome is known. */
  readonly sentAtMs?: number | undefined
  readonly beganAtMs: number
}

/** What changes while the object is encrypted. */
export type CopyProgress = Pick<PendingCopy, 'copyEtag' | 'isProven' | 'replacedEtag' | 'uploadId' | 'sentAtMs'>

export interface PendingCopyJournal {
  list(): Promise<readonly PendingCopy[]>
  put(pending: PendingCopy): Promise<void>
  remove(id: string): Promise<void>
  /**
   * Does the work when no other page of this browser is at work under this id. The hold ends with the page, however that ends.
   * @param work - is told whether no other page can be at it; some browsers cannot tell.
   * @returns undefined, and does nothing, where another page is at it, or may be.
   */
  hold<T>(id: string, work: (isAlone: boolean) => Promise<T>): Promise<{ readonly done: T } | undefined>
}

/** One entry of the journal, for the code that writes the copy. Never rejects: a full disk stops no copy. */
export interface PendingCopyEntry {
  /** How far it has come. */
  note(progress: Partial<CopyProgress>): Promise<void>
  /** Nothing is left under the temporary name. */
  settle(): Promise<void>
}

/** Notes a temporary copy before it is written. */
export interface PendingCopyRecorder {
  /** Resolves and rejects as the work does. What the work does not settle is told on the next start. */
  during<T>(
    pending: Omit<PendingCopy, 'id' | 'beganAtMs' | keyof CopyProgress>,
    work: (entry: PendingCopyEntry) => Promise<T>
  ): Promise<T>
}
