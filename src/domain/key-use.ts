// Who may still need an SSE-C key. A key that is in use in any tab of this browser is never removed. Types only.

/** What a key is needed for. Failed uploads count as long as they can be retried. */
export type KeyUse = 'upload' | 'download' | 'edit' | 'restore' | 'copy'

/** One tab that needs a key. */
export interface KeyHolder {
  readonly tab: 'this' | 'other'
  /** Undefined: another tab does not say. */
  readonly use: KeyUse | undefined
  /** Undefined for another tab. */
  readonly count: number | undefined
}

export interface KeyHold {
  /** Resolves when no tab can remove the key any more; it may have been removed just before, so look for it then. Never rejects. */
  readonly held: Promise<void>
  release(): void
}

export interface KeyGuard {
  /** False where the browser has no locks (pages over plain http): what other tabs do is not known there. */
  readonly seesOtherTabs: boolean
  /** Keeps the key until it is released. Uses are counted. */
  hold(keyId: string, use: KeyUse): KeyHold
  holdersOf(keyId: string): Promise<readonly KeyHolder[]>
  /**
   * Does the work while no one needs the key, and lets no one take it in the meantime.
   * @returns undefined, and does nothing, while someone needs it.
   */
  whenUnused<T>(keyId: string, work: () => Promise<T>): Promise<{ readonly done: T } | undefined>
}

/** What is known to depend on a key. */
export interface KeyDependents {
  readonly buckets: readonly { readonly endpoint: string; readonly bucket: string }[]
  readonly seenObjects: number
  /** Multipart uploads in the journal that were started with it: without it they can never be completed. */
  readonly unfinishedUploads: number
}
