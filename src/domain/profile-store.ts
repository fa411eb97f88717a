// The ports of what is remembered about profiles and their accounts.
import type { AccountId } from './account'
import type { Profile } from './profile'

export interface ProfileStore {
  list(): Promise<readonly Profile[]>
  /** Writes, reads back, and rejects (`browser-storage-failed`) when what comes back is not what went in. */
  put(profile: Profile): Promise<void>
  remove(id: string): Promise<void>
  /** Which profile this tab uses; kept per tab. */
  activeId(): string | undefined
  setActiveId(id: string | undefined): void
}

/** The user whom a gateway named for some credentials. */
export interface KnownUser {
  readonly endpoint: string
  readonly credentialsId: AccountId
  readonly userId: string
}

export interface AccountStore {
  list(): Promise<readonly KnownUser[]>
  /** Replaces what was known of the same credentials. */
  put(known: KnownUser): Promise<void>
}

/** When the whole connection of a profile was checked, and whether all of it was good; neither: a check is wanted. */
export interface CheckedConnection {
  /** The profile's. */
  readonly id: string
  readonly checkedAtMs?: number | undefined
  readonly isGood?: boolean | undefined
}

export interface CheckedConnectionStore {
  list(): Promise<readonly CheckedConnection[]>
  put(checked: CheckedConnection): Promise<void>
  remove(profileId: string): Promise<void>
}
