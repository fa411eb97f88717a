// The states that components share, handed down by context. Built in main.ts; nothing here is a singleton.
import { createContext } from 'svelte'
import type { Buckets } from './buckets.svelte'
import type { Keys } from './keys.svelte'
import type { Listing } from './listing.svelte'
import type { Locks } from './locks.svelte'
import type { Notices } from './notices.svelte'
import type { Router } from './router.svelte'
import type { Session } from './session.svelte'
import type { SiteSettings } from './site.svelte'
import type { Transfers } from './transfers.svelte'
import type { ChosenFiles, Uploads } from './uploads.svelte'

export interface App {
  readonly router: Router
  readonly site: SiteSettings
  readonly session: Session
  readonly buckets: Buckets
  readonly listing: Listing
  readonly locks: Locks
  readonly keys: Keys
  readonly transfers: Transfers
  readonly uploads: Uploads
  readonly notices: Notices
  readonly durability: Durability
  readonly chooser: FileChooser
}

/** Reads what a person dropped or chose. */
export interface FileChooser {
  fromDrop(data: DataTransfer): Promise<ChosenFiles>
  fromInput(files: readonly File[]): ChosenFiles
}

/** How far this browser can be trusted to keep what it is given; asked once, at the start. */
export interface Durability {
  /** A sentence when keys may vanish: private window, `persist()` refused, storage unusable. */
  readonly warning: string | undefined
  /** True when this browser once held keys and now holds none, and nobody removed them. */
  readonly wereKeysLost: boolean
  /** Keys that a newer Lockgate wrote, or that are damaged: left untouched, and not usable here. */
  readonly unreadableKeys: number
}

export const [useApp, provideApp] = createContext<App>()
