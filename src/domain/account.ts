// Whose things are: a user of a gateway. A profile is only a way to reach one; whatever is remembered about buckets, objects and
// transfers belongs to the account. Knows nothing of where that is stored.
import type { Profile } from './profile'
import { readRgwToken } from './rgw-token'
import { sha256Hex } from './sha256'

declare const accountId: unique symbol

/** The endpoint, the kind of the name and the name, such as `https://rgw.example.edu user physics$carol`. Holds no secret. */
export type AccountId = string & { readonly [accountId]: true }

/** Its names change when the gateway tells the user ID, so ask for them when they are needed and keep none. */
export interface Account {
  readonly endpoint: string
  /** As ListBuckets names it; undefined until it has, and for anonymous requests. */
  readonly userId: string | undefined
  /** Under which things are stored from now on. */
  readonly id: AccountId
  /** Every id under which something of it may be stored, `id` first: its credentials stand for it until the user ID is known. */
  readonly ids: readonly AccountId[]
  /** Of the credentials. Never changes, so it names the account within one page. */
  readonly credentialsId: AccountId
  /**
   * Whose something is that an earlier version stored for a profile: its account's while the profile exists, perhaps anyone's of
   * that endpoint afterwards.
   */
  ownershipOf(profileId: string | undefined): Ownership
}

/** `perhaps`: an earlier version stored it, and it may be another account's. Act on it only where the gateway agrees. */
export type Ownership = 'own' | 'perhaps' | 'foreign'

/** To whom a journal's entry belongs. Entries of earlier versions have no account and name the profile. */
export interface Owned {
  readonly endpoint: string
  readonly accountId?: AccountId | undefined
  readonly profileId?: string | undefined
}

export function ownershipOf(account: Account, { endpoint, accountId: id, profileId }: Owned): Ownership {
  if (id !== undefined) return account.ids.includes(id) ? 'own' : 'foreign'
  return endpoint === account.endpoint ? account.ownershipOf(profileId) : 'foreign'
}

export function isSameAccount(one: Account, other: Account): boolean {
  return one.id === other.id
}

/**
 * Names something of an account, such as a bucket or an object, in a map: the same parts give the same text, and no others do.
 * @param id `credentialsId` for what is forgotten with the page; for what another profile of the account must find, one of its `ids`
 */
export function accountKey(id: AccountId, ...parts: readonly (string | number)[]): string {
  return JSON.stringify([id, ...parts])
}

export function idOfUser(endpoint: string, userId: string): AccountId {
  return idOf(endpoint, 'user', userId)
}

/** Anonymous requests have no user: theirs is an account of its own. */
export function idOfAnonymous(endpoint: string): AccountId {
  return idOf(endpoint, 'anonymous')
}

export function isAnonymous({ endpoint, credentialsId }: Account): boolean {
  return credentialsId === idOfAnonymous(endpoint)
}

/** Stands for the account until its user ID is known. An access key is digested, and of a token only type and user are kept. */
export function idOfCredentials({ endpoint, accessKey }: Pick<Profile, 'endpoint' | 'accessKey'>): AccountId {
  if (accessKey === '') return idOfAnonymous(endpoint)
  const reading = readRgwToken(accessKey)
  if (reading.kind === 'token') return idOf(endpoint, `token-${reading.token.type}`, reading.token.userId)
  // It holds a password and opens nothing.
  if (reading.kind === 'broken') return idOf(endpoint, 'broken-token')
  return idOf(endpoint, 'access-key', sha256Hex(accessKey).slice(0, 32))
}

/** What is known from the credentials alone. */
export function accountOfCredentials(profile: Profile): Account {
  const id = idOfCredentials(profile)
  const known = { endpoint: profile.endpoint, userId: undefined, id, ids: [id], credentialsId: id }
  return { ...known, ownershipOf: (profileId) => (profileId === profile.id ? 'own' : 'perhaps') }
}

/** An endpoint and a kind hold no space, so no two lists of parts give the same text. */
function idOf(endpoint: string, kind: string, name?: string): AccountId {
  return [endpoint, kind, ...(name === undefined ? [] : [name])].join(' ') as AccountId
}
