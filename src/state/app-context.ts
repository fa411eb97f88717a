// The states that components share, handed down by context. Built in main.ts; nothing here is a singleton.
import { createContext } from 'svelte'
import type { Buckets } from './buckets.svelte'
import type { Durability } from './durability.svelte'
import type { Keys } from './keys.svelte'
import type { Listing } from './listing.svelte'
import type { Locks } from './locks.svelte'
import type { Notices } from './notices.svelte'
import type { Policies } from './policies.svelte'
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
  readonly policies: Policies
  readonly durability: Durability
  readonly chooser: FileChooser
}

/** Reads what a person dropped or chose. */
export interface FileChooser {
  fromDrop(data: DataTransfer): Promise<ChosenFiles>
  fromInput(files: readonly File[]): ChosenFiles
}

export const [useApp, provideApp] = createContext<App>()
