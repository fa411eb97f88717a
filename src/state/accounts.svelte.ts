// The accounts behind the profiles: known by their credentials at first, by the gateway's user ID once it has told.
import { isAnonymous, idOfCredentials, idOfUser, type Account, type AccountId, type Ownership } from '../domain/account'
import type { AccountStore, KnownUser } from '../domain/profile-store'
import type { Profile } from '../domain/profile'

export class Accounts {
  readonly #store: AccountStore
  readonly #profiles: () => readonly Profile[]
  readonly #onUserKnown: () => void
  readonly #made = new Map<AccountId, Account>()
  /** Asked with every request: an access key is digested once. */
  readonly #byProfile = new WeakMap<object, Account>()
  #users = $state.raw<readonly KnownUser[]>([])

  /**
   * @param profiles that exist now: what earlier versions stored for one of them is its account's.
   * @param onUserKnown the gateway named the user of an account.
   */
  constructor(store: AccountStore, profiles: () => readonly Profile[], onUserKnown: () => void = () => undefined) {
    this.#onUserKnown = onUserKnown
    this.#store = store
    this.#profiles = profiles
  }

  /** Never rejects: without it the credentials stand for the accounts until the gateway tells again. */
  async load(): Promise<void> {
    this.#users = await this.#store.list().catch(() => [])
  }

  /** The same one for the same credentials. */
  of(profile: Pick<Profile, 'endpoint' | 'accessKey'>): Account {
    const known = this.#byProfile.get(profile)
    if (known !== undefined) return known
    const id = idOfCredentials(profile)
    const account = this.#made.get(id) ?? new LiveAccount(profile.endpoint, id, this.#sources)
    this.#made.set(id, account)
    this.#byProfile.set(profile, account)
    return account
  }

  /** The accounts of all profiles of an endpoint. */
  at(endpoint: string): readonly Account[] {
    return this.#profiles()
      .filter((profile) => profile.endpoint === endpoint)
      .map((profile) => this.of(profile))
  }

  /** Notes the user whom the gateway named for these credentials. Never rejects: what cannot be stored is known until the page closes. */
  async noteUser(account: Account, userId: string | undefined): Promise<void> {
    const { endpoint, credentialsId } = account
    if (userId === undefined || userId === account.userId || isAnonymous(account)) return
    const known = { endpoint, credentialsId, userId }
    await this.#store.put(known).catch(() => undefined)
    this.#users = [...this.#users.filter((other) => other.credentialsId !== credentialsId), known]
    this.#onUserKnown()
  }

  readonly #sources: Sources = {
    users: () => this.#users,
    accountOf: (profileId, endpoint) => {
      const profile = this.#profiles().find((one) => one.id === profileId && one.endpoint === endpoint)
      return profile === undefined ? undefined : this.of(profile).id
    }
  }
}

interface Sources {
  readonly users: () => readonly KnownUser[]
  /** The account of a profile of this endpoint; undefined when there is none. */
  readonly accountOf: (profileId: string | undefined, endpoint: string) => AccountId | undefined
}

class LiveAccount implements Account {
  readonly #sources: Sources
  #seen: readonly KnownUser[] | undefined
  #userId: string | undefined
  #ids: readonly AccountId[] = []

  readonly endpoint: string
  readonly credentialsId: AccountId

  constructor(endpoint: string, credentialsId: AccountId, sources: Sources) {
    this.endpoint = endpoint
    this.credentialsId = credentialsId
    this.#sources = sources
  }

  get userId(): string | undefined {
    this.#look()
    return this.#userId
  }
  get id(): AccountId {
    return this.ids[0] ?? this.credentialsId
  }
  get ids(): readonly AccountId[] {
    this.#look()
    return this.#ids
  }

  ownershipOf(profileId: string | undefined): Ownership {
    const id = this.#sources.accountOf(profileId, this.endpoint)
    if (id === undefined) return 'perhaps'
    return id === this.id ? 'own' : 'foreign'
  }

  /** Not derived: that would end with whatever asked first. */
  #look(): void {
    const users = this.#sources.users()
    if (users === this.#seen) return
    this.#seen = users
    this.#userId = users.find(({ credentialsId }) => credentialsId === this.credentialsId)?.userId
    const ofSameUser = users.filter(({ endpoint, userId }) => endpoint === this.endpoint && userId === this.#userId)
    this.#ids =
      this.#userId === undefined
        ? [this.credentialsId]
        : [idOfUser(this.endpoint, this.#userId), ...ofSameUser.map(({ credentialsId }) => credentialsId)]
  }
}
