// The check of each new profile's connection: once its buckets are listed, the rest is checked in the background, once. Only what is
// wrong is reported; leaving the profile ends the check, and the next visit runs it.
import type { Conclusion } from '../domain/connection-conclusion'
import type { CheckedConnection, CheckedConnectionStore } from '../domain/profile-store'
import type { Profile } from '../domain/profile'
import type { Session } from './session.svelte'

export interface ConnectionChecksDeps {
  readonly session: Pick<Session, 'active' | 'onChange'>
  readonly store: CheckedConnectionStore
  /** @returns undefined where too little was seen. */
  readonly look: (profile: Profile, signal: AbortSignal) => Promise<Conclusion | undefined>
  /** @returns withdraws the notice. */
  readonly tell: (conclusion: Conclusion) => Promise<() => void>
  /** Does the work unless another tab is at it. */
  readonly inOneTab: (profileId: string, work: () => Promise<void>) => Promise<unknown>
}

export class ConnectionChecks {
  readonly #deps: ConnectionChecksDeps
  readonly #loaded: Promise<void>
  #known = $state.raw<ReadonlyMap<string, CheckedConnection>>(new Map())
  /** New in this tab, and not checked since: what is stored is of their connection before. */
  readonly #wanted = new Set<string>()
  #writing: Promise<unknown> = Promise.resolve()
  #shown: Profile | undefined
  #abort: AbortController | undefined
  #takeBack: (() => void) | undefined

  constructor(deps: ConnectionChecksDeps) {
    this.#deps = deps
    this.#shown = deps.session.active
    this.#loaded = this.#load()
    deps.session.onChange(() => {
      if (deps.session.active === this.#shown) return
      this.#shown = deps.session.active
      this.stop()
    })
  }

  /** Of a connection that was checked; undefined where none was yet. */
  of(profileId: string): CheckedConnection | undefined {
    const known = this.#known.get(profileId)
    return known?.checkedAtMs === undefined ? undefined : known
  }

  /** The connection of this profile is new: it is checked once its buckets are listed. */
  want(profile: Profile): void {
    this.#wanted.add(profile.id)
    this.#remove(profile.id)
    this.#keep({ id: profile.id }, profile)
  }

  /** The buckets of the profile in use are there: what was wanted begins. Never rejects. */
  async listed(): Promise<void> {
    const profile = this.#shown
    await this.#loaded
    if (profile === undefined || profile !== this.#shown || this.#abort !== undefined || !this.#isWanted(profile.id))
      return
    const abort = (this.#abort = new AbortController())
    try {
      await this.#deps.inOneTab(profile.id, () => this.#check(profile, abort.signal))
    } catch {
      // It could not be looked at: the next visit looks again.
    } finally {
      if (this.#abort === abort) this.#abort = undefined
    }
  }

  /** Notes what a check of the whole connection said. */
  note(profile: Profile, { code }: Conclusion): void {
    this.#wanted.delete(profile.id)
    this.#keep({ id: profile.id, checkedAtMs: Date.now(), isGood: code === 'good' }, profile)
  }

  /** Ends what runs, and takes back what was told. */
  stop(): void {
    this.#abort?.abort()
    this.#abort = undefined
    this.#takeBack?.()
    this.#takeBack = undefined
  }

  /** The profile is removed. */
  forget(profileId: string): void {
    this.#known = new Map([...this.#known].filter(([id]) => id !== profileId))
    this.#wanted.delete(profileId)
    this.#remove(profileId)
  }

  async #check(profile: Profile, signal: AbortSignal): Promise<void> {
    await this.#load() // another tab may have checked it
    if (!this.#isWanted(profile.id) || signal.aborted) return
    const conclusion = await this.#deps.look(profile, signal)
    if (conclusion === undefined || signal.aborted) return
    this.note(profile, conclusion)
    if (conclusion.code === 'good') return
    const takeBack = await this.#deps.tell(conclusion)
    if (signal.aborted) takeBack()
    else this.#takeBack = takeBack
  }

  #isWanted(profileId: string): boolean {
    const known = this.#known.get(profileId)
    return known !== undefined && known.checkedAtMs === undefined
  }

  /** What is stored, and what this tab alone knows. */
  async #load(): Promise<void> {
    const stored = await this.#deps.store.list().catch(() => [])
    const byId = new Map(this.#known)
    for (const one of stored)
      if (!this.#wanted.has(one.id) && byId.get(one.id)?.checkedAtMs === undefined) byId.set(one.id, one)
    this.#known = byId
  }

  /** A profile that only this tab has leaves nothing on the device. What cannot be stored is known until the page closes. */
  #keep(checked: CheckedConnection, { isRemembered }: Profile): void {
    this.#known = new Map(this.#known).set(checked.id, checked)
    if (isRemembered) this.#write((store) => store.put(checked))
  }

  #remove(profileId: string): void {
    this.#write((store) => store.remove(profileId))
  }

  /** One after the other: none overtakes the one before. */
  #write(write: (store: CheckedConnectionStore) => Promise<unknown>): void {
    this.#writing = this.#writing.then(() => write(this.#deps.store)).catch(() => undefined)
  }
}
