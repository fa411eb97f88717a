// The port of the copy of Lockgate's own files that the browser keeps, and the states it tells.

/** The page's own files, kept by the browser so that they open without a network; and newer versions of them. */
export interface OfflineCopy {
  /** The build that runs in this tab; empty for one that was not built. */
  readonly version: string
  /** A signal. */
  readonly state: OfflineCopyState
  /** Asks the page's server, and waits until a version that it has is stored. Never rejects. */
  check(): Promise<VersionAnswer>
  /** Keeps every tab of this browser from loading a new version, until the function that is returned is called. */
  holdBack(): () => void
  /**
   * Lets the new version take over and loads this tab, and no other, again. Takes from a second to half a minute.
   * @param mustStay asked after that: whether this tab must not be loaded again now.
   */
  loadNewVersion(mustStay: () => boolean): Promise<TakeOver>
}

/** `held-back`: by another tab; nothing happened. `put-off`: it took over, and this tab, where the user went on, did not load. */
export type TakeOver = 'loading' | 'held-back' | 'put-off' | 'failed'

export interface OfflineCopyState {
  /** `not-offered`: this browser, or plain http, has no way to. `incomplete`: it was kept, and the browser dropped some of it. */
  readonly keeping: 'not-offered' | 'beginning' | 'kept' | 'incomplete' | 'failed'
  /** Of all files; undefined until they have been counted. */
  readonly sizeBytes: number | undefined
  /** It is stored whole, and waits. */
  readonly hasNewVersion: boolean
  /** A newer version has taken over; this tab goes on with its own. */
  readonly isFormer: boolean
}

/** `no-answer`: the page's server. `failed`: it has a newer version, and some of its files did not come as they should. */
export type VersionAnswer = 'current' | 'ready' | 'no-answer' | 'failed'
