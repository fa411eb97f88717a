// Through which profile copies are written: the one in use, or that of another account, with its buckets. Copies nothing.
import { isSameAccount } from '../../domain/account'
import type { Gateway } from '../../domain/gateway'
import type { Bucket } from '../../domain/object-entry'
import { isAnonymousProfile, type Profile } from '../../domain/profile'
import { Load } from '../../state/load.svelte'
import type { Session } from '../../state/session.svelte'

export type CopySession = Pick<Session, 'profiles' | 'accounts' | 'open'>

export class CopyDestination {
  readonly #own: Gateway
  readonly #session: CopySession
  readonly #onSameAccount: () => void
  #other = $state.raw<{ readonly profile: Profile; readonly gateway: Gateway } | undefined>()
  /** Of the other profile. */
  readonly buckets = new Load<readonly Bucket[]>()
  #listing: Promise<void> | undefined

  /** @param onSameAccount the chosen profile turned out to be of the account in use */
  constructor(own: Gateway, session: CopySession, onSameAccount: () => void) {
    this.#own = own
    this.#session = session
    this.#onSameAccount = onSameAccount
  }

  /** Those of other accounts, at this gateway or another. */
  get profiles(): readonly Profile[] {
    const { profiles, accounts } = this.#session
    const { account } = this.#own.storage
    return profiles.filter((one) => !isAnonymousProfile(one) && !isSameAccount(accounts.of(one), account))
  }
  /** Undefined: the one in use. */
  get profile(): Profile | undefined {
    return this.#other?.profile
  }
  get gateway(): Gateway {
    return this.#other?.gateway ?? this.#own
  }
  get endpoint(): string {
    return this.gateway.storage.endpoint
  }
  get isAcross(): boolean {
    return this.#other !== undefined
  }
  /** What is sent there is seen by another gateway. */
  get isOtherEndpoint(): boolean {
    return this.endpoint !== this.#own.storage.endpoint
  }

  /** The buckets can't be listed: the user has to enter a name. */
  get isUnlistable(): boolean {
    const kind = this.buckets.error?.kind
    return kind === 'cors-blocked' || kind === 'access-denied'
  }

  /** @param id undefined: the profile in use */
  choose(id: string | undefined): void {
    const profile = this.profiles.find((one) => one.id === id)
    const gateway = profile && this.#session.open(profile)
    this.buckets.reset()
    this.#other = profile && gateway && { profile, gateway }
    if (gateway !== undefined) void this.list()
  }

  /** Asks the other profile's gateway for its buckets, and by that whose they are. Never rejects. */
  list(): Promise<void> {
    const { storage } = this.gateway
    return (this.#listing = this.buckets.run(async (signal) => {
      const { buckets, userId } = await storage.listBuckets(signal)
      await this.#session.accounts.noteUser(storage.account, userId)
      if (this.profile !== undefined && !this.profiles.includes(this.profile)) this.#onSameAccount()
      return buckets
    }))
  }

  /** Resolves when the buckets are listed, or can't be. */
  async whenListed(): Promise<void> {
    if (this.isAcross) await this.#listing
  }

  stop(): void {
    this.buckets.stop()
  }
}
