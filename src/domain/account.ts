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
   * Whether what an earlier version stored for a profile may be this account's: the profile's while it exists, else everybody's
   * of that endpoint.
   */
  mayBeOf(profileId: string | undefined): boolean
}

/** To whom a journal's entry belongs. Entries of earlier versions have no account and name the profile. */
export interface Owned {
  readonly endpoint: string
  readonly accountId?: AccountId | undefined
  readonly profileId?: string | undefined
}

/** True where the entry is this account's for certain. */
export function isOwn(account: Account, { accountId: id }: Owned): boolean {
  return id !== undefined && account.ids.includes(id)
}

/** True also for an entry of an earlier version that is perhaps another account's: act on it only where the gateway agrees. */
export function mayBeOwn(account: Account, entry: Owned): boolean {
  if (entry.accountId !== undefined) return isOwn(account, entry)
  return entry.endpoint === account.endpoint && account.mayBeOf(entry.profileId)
}

export function isSameAccount(one: Account, other: Account): boolean {
  return one.id === other.id
}

export function idOfUser(endpoint: string, userId: string): AccountId {
  return idOf(endpoint, 'user', userId)
}

/** Anonymous requests have no user: theirs is an account of its own. */
export function idOfAnonymous(endpoint: string): AccountId {
  return idOf(endpoint, 'anonymous')
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
  const mayBeOf = (profileId: string | undefined): boolean => profileId === profile.id
  return { endpoint: profile.endpoint, userId: undefined, id, ids: [id], credentialsId: id, mayBeOf }
}

/** An endpoint and a kind hold no space, so no two lists of parts give the same text. */
function idOf(endpoint: string, kind: string, name?: string): AccountId {
  return [endpoint, kind, ...(name === undefined ? [] : [name])].join(' ') as AccountId
}
