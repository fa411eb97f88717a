// Whose storage this tab uses: the profiles, the active one and its gateway adapter.
import { untrack } from 'svelte'
import { AppError, toAppError } from '../domain/app-error'
import { isListed, type Observations } from '../domain/connection-check'
import type { CheckRequest, Gateway } from '../domain/gateway'
import type { ObjectStorage } from '../domain/ports'
import type { AccountStore, ProfileStore } from '../domain/profile-store'
import { newId } from '../domain/new-id'
import { isSameAccount, type Account } from '../domain/account'
import type { Profile } from '../domain/profile'
import type { Route } from '../domain/route'
import { Accounts } from './accounts.svelte'

export type CreateGateway = (
  profile: Profile,
  options: { readonly account: Account; readonly currentProfile?: () => Profile }
) => Gateway

/** What a user wants on a gateway that is not in use. */
export interface AskedFor {
  readonly endpoint: string
  /** Where to go once connected. */
  readonly place: Route | undefined
}

export class Session {
  readonly #store: ProfileStore
  readonly #isInsecurePage: boolean
  readonly accounts: Accounts
  readonly #loadAdapter: () => Promise<CreateGateway>
  #createGateway = $state.raw<CreateGateway | undefined>()
  #profiles = $state.raw<readonly Profile[]>([])
  #activeId = $state<string | undefined>()
  #loadError = $state.raw<AppError | undefined>()
  #askedFor: AskedFor | undefined
  readonly #listeners = new Set<() => void>()
  #active = $derived(this.#profiles.find((profile) => profile.id === this.#activeId))
  /** Not derived: that may be recomputed without a change, and every state is by gateway. */
  #made: { readonly profile: Profile; readonly gateway: Gateway } | undefined

  /**
   * @param loadAdapter called before the first request to a gateway: its code is loaded then.
   * @param isInsecurePage True on a page over plain http: no profile comes in; stored ones can be used and removed.
   */
  constructor(
    store: ProfileStore,
    accountStore: AccountStore,
    loadAdapter: () => Promise<CreateGateway>,
    isInsecurePage = false
  ) {
    this.#isInsecurePage = isInsecurePage
    this.#store = store
    this.accounts = new Accounts(
      accountStore,
      () => this.#profiles,
      () => this.#tell()
    )
    this.#loadAdapter = loadAdapter
  }

  get profiles(): readonly Profile[] {
    return this.#profiles
  }
  get active(): Profile | undefined {
    return this.#active
  }
  /** The active profile's gateway; a new one whenever the profile changes. Undefined also while its code is loading. */
  get gateway(): Gateway | undefined {
    const [profile, createGateway] = [this.#active, this.#createGateway]
    if (profile === undefined || createGateway === undefined) return undefined
    if (this.#made?.profile !== profile)
      this.#made = { profile, gateway: createGateway(profile, this.#optionsOf(profile)) }
    return this.#made.gateway
  }
  /** The active profile's account. Known also while the gateway's code is loading. */
  get account(): Account | undefined {
    return this.#active === undefined ? undefined : this.accounts.of(this.#active)
  }
  /** Whether a profile of the account is kept on this device. */
  isRemembered(account: Account): boolean {
    return this.#profiles.some((one) => one.isRemembered && isSameAccount(this.accounts.of(one), account))
  }
  /** Its objects. */
  get storage(): ObjectStorage | undefined {
    return this.gateway?.storage
  }
  get loadError(): AppError | undefined {
    return this.#loadError
  }

  /** Calls back when the profile in use, its gateway or its account may be another. @returns ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }

  async load(): Promise<void> {
    try {
      await this.accounts.load()
      this.#profiles = await this.#store.list()
      if (this.#profiles.length > 0) await this.prepare()
      const wanted = this.#store.activeId()
      this.#activeId = (this.#profiles.find((profile) => profile.id === wanted) ?? this.#profiles[0])?.id
      this.#loadError = undefined
    } catch (error) {
      this.#loadError = toAppError(error)
    }
    this.#tell()
  }

  /**
   * What was started with a profile continues with its current credentials, such as a renewed token, and after its removal with
   * those of another profile of the account. Never with another account's: its buckets and uploads are different ones.
   */
  #optionsOf(profile: Profile): Required<Parameters<CreateGateway>[1]> {
    const account = this.accounts.of(profile)
    let last = profile
    // Senders must not depend on changes of profiles.
    const currentProfile = (): Profile => untrack(find)
    const find = (): Profile => {
      const own = this.#profiles.filter((one) => isSameAccount(this.accounts.of(one), account))
      return (last = own.find(({ id }) => id === profile.id) ?? own.find(({ id }) => id === last.id) ?? own[0] ?? last)
    }
    return { account, currentProfile }
  }

  /** The gateway of a profile that need not be in use. Undefined while its code is loading. */
  open(profile: Profile): Gateway | undefined {
    if (profile === this.#active) return this.gateway
    return this.#createGateway?.(profile, this.#optionsOf(profile))
  }

  /** Loads the gateway adapter. Rejects when it cannot be loaded. */
  async prepare(): Promise<CreateGateway> {
    if (this.#createGateway !== undefined) return this.#createGateway
    this.#createGateway = await this.#loadAdapter()
    this.#tell()
    return this.#createGateway
  }

  /**
   * Looks at the gateway with this profile, which need not be stored, and notes whose credentials it has. Rejects only where the look
   * cannot begin, or was aborted.
   */
  async check(
    profile: Profile,
    request: CheckRequest,
    onSeen: (seen: Observations) => void,
    signal: AbortSignal
  ): Promise<Observations> {
    this.#assertSecurePage()
    const createGateway = await this.prepare()
    const account = this.accounts.of(profile)
    const seen = await createGateway(profile, { account }).connection.observe(request, onSeen, signal)
    if (isListed(seen)) await this.accounts.noteUser(account, seen.userId)
    return seen
  }

  /** Rejects `insecure-page` where no credentials may come in. */
  async save(profile: Profile): Promise<void> {
    this.#assertSecurePage()
    await this.prepare()
    await this.#store.put(profile)
    const others = this.#profiles.filter((other) => other.id !== profile.id)
    this.#profiles = [...others, profile].sort((a, b) => a.createdAtMs - b.createdAtMs)
    this.#tell()
  }

  /** A copy under another name, to be changed. */
  async duplicate(profile: Profile, name: string): Promise<Profile> {
    const copy: Profile = { ...profile, id: newId(), name, createdAtMs: Date.now() }
    await this.save(copy)
    return copy
  }

  #assertSecurePage(): void {
    if (this.#isInsecurePage) throw new AppError('insecure-page')
  }

  /** Leaves a request for the connect page. It is stored nowhere, nor in any address: what a link names is shown as a link's. */
  askFor(asked: AskedFor): void {
    this.#askedFor = asked
  }

  /** @returns the request, once. */
  takeAskedFor(): AskedFor | undefined {
    const asked = this.#askedFor
    this.#askedFor = undefined
    return asked
  }

  use(id: string): void {
    this.#store.setActiveId(id)
    this.#activeId = id
    this.#tell()
  }

  async remove(id: string): Promise<void> {
    await this.#store.remove(id)
    this.#profiles = this.#profiles.filter((profile) => profile.id !== id)
    if (this.#activeId === id) {
      this.#activeId = this.#profiles[0]?.id
      this.#store.setActiveId(this.#activeId)
    }
    this.#tell()
  }
}
