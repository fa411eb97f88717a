// Profiles: remembered ones in IndexedDB, the others in this tab's memory only.
import { del, get, set, values, type UseStore } from 'idb-keyval'
import { AppError } from '../../domain/app-error'
import type { ProfileStore } from '../../domain/profile-store'
import type { Profile } from '../../domain/profile'
import { PROFILE } from './formats'
import { openStore } from './open-store'
import { isSameRecord, readRecord, toRecord, tryReadRecord } from './records'
import { findWebStorage, namesIn, readItem, takeFromSession, writeMark, type WebStorage } from './web-storage'

const NAME = 'lockgate-profiles'
const PREFIX = 'lockgate-profile:'
const ACTIVE = 'lockgate-active-profile'
/** In localStorage: the remembered profile that was used last, for a new tab to begin with. */
const LAST = 'lockgate-last-profile'

export class IdbProfileStore implements ProfileStore {
  readonly #store: UseStore
  /** Which profile this tab uses, by id. */
  readonly #session: WebStorage | undefined
  readonly #tab: WebStorage
  readonly #local: WebStorage | undefined
  readonly #last: string
  readonly #beforeKeeping: () => void

  /** @param beforeKeeping called before a profile is stored on this device; not waited for. */
  constructor(
    session = findWebStorage('sessionStorage'),
    local = findWebStorage('localStorage'),
    databaseName = NAME,
    beforeKeeping: () => void = () => undefined
  ) {
    this.#store = openStore(databaseName)
    this.#session = session
    this.#tab = takeFromSession(session, PREFIX)
    this.#local = local
    this.#last = databaseName.replace(NAME, LAST)
    this.#beforeKeeping = beforeKeeping
  }

  /** Oldest first. A profile that is in both places, after a move that was cut short, is this tab's. */
  async list(): Promise<readonly Profile[]> {
    const remembered = (await values<unknown>(this.#store)).flatMap((record) => tryReadRecord(PROFILE, record) ?? [])
    const ofThisTab = namesIn(this.#tab).flatMap((name) => this.#readOfTab(name) ?? [])
    const byId = new Map([...remembered, ...ofThisTab].map((profile) => [profile.id, profile]))
    return [...byId.values()].sort((a, b) => a.createdAtMs - b.createdAtMs)
  }

  async put(profile: Profile): Promise<void> {
    // The new place first, the old one after: whatever is cut short, the profile is somewhere.
    const readBack = profile.isRemembered ? await this.#putRemembered(profile) : this.#putInTab(profile)
    if (!isSameRecord(profile, readBack))
      throw new AppError('browser-storage-failed', {
        reason: 'read-back-differs'
      })
    if (profile.isRemembered) this.#tab.removeItem(PREFIX + profile.id)
    else await this.#forgetRemembered(profile.id)
  }

  async remove(id: string): Promise<void> {
    this.#tab.removeItem(PREFIX + id)
    if (readItem(this.#session, ACTIVE) === id) writeMark(this.#session, ACTIVE, undefined)
    await this.#forgetRemembered(id)
  }

  activeId(): string | undefined {
    return readItem(this.#session, ACTIVE) ?? readItem(this.#local, this.#last)
  }

  setActiveId(id: string | undefined): void {
    writeMark(this.#session, ACTIVE, id)
    const isOfThisTabOnly = id !== undefined && readItem(this.#tab, PREFIX + id) !== undefined
    if (!isOfThisTabOnly) writeMark(this.#local, this.#last, id)
  }

  async #putRemembered(profile: Profile): Promise<Profile | undefined> {
    this.#beforeKeeping()
    await set(profile.id, toRecord(PROFILE, profile), this.#store)
    const record = await get<unknown>(profile.id, this.#store)
    return record === undefined ? undefined : readRecord(PROFILE, record)
  }

  #putInTab(profile: Profile): Profile | undefined {
    const name = PREFIX + profile.id
    this.#tab.setItem(name, JSON.stringify(toRecord(PROFILE, profile)))
    return this.#readOfTab(name)
  }

  async #forgetRemembered(id: string): Promise<void> {
    await del(id, this.#store)
    if (readItem(this.#local, this.#last) === id) writeMark(this.#local, this.#last, undefined)
  }

  #readOfTab(name: string): Profile | undefined {
    const text = readItem(this.#tab, name)
    if (text === undefined) return undefined
    try {
      return tryReadRecord(PROFILE, JSON.parse(text))
    } catch {
      return undefined
    }
  }
}
