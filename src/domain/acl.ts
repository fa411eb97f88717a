// Access control lists as S3 has them: an owner, and grants of permissions to users and groups; how they are changed without losing
// a grant. Pure.

export type Permission = 'READ' | 'WRITE' | 'READ_ACP' | 'WRITE_ACP' | 'FULL_CONTROL'

/** What FULL_CONTROL consists of. */
export type SinglePermission = Exclude<Permission, 'FULL_CONTROL'>

export type CannedAcl = 'private' | 'public-read' | 'public-read-write' | 'authenticated-read'

export type Grantee =
  | { readonly type: 'user'; readonly id: string; readonly displayName?: string | undefined }
  | { readonly type: 'email'; readonly email: string }
  | { readonly type: 'everyone' }
  | { readonly type: 'authenticated' }
  /** A group that Lockgate has no name for, by its URI; kept as it is. */
  | { readonly type: 'group'; readonly uri: string }

export interface Grant {
  readonly grantee: Grantee
  readonly permission: Permission
}

export interface Acl {
  readonly owner: { readonly id: string; readonly displayName?: string | undefined }
  readonly grants: readonly Grant[]
}

/** What the ACL is of: the same permission means another thing for each. */
export type AclScope = 'bucket' | 'object'

/** All that one grantee may do, FULL_CONTROL taken apart. */
export interface Access {
  readonly grantee: Grantee
  readonly isOwner: boolean
  readonly permissions: readonly SinglePermission[]
}

/** One grantee whose access differs. */
export interface AccessChange {
  readonly grantee: Grantee
  readonly isOwner: boolean
  readonly before: readonly SinglePermission[]
  readonly after: readonly SinglePermission[]
}

/** From the closest to the widest. */
export const CANNED_ACLS: readonly CannedAcl[] = ['private', 'authenticated-read', 'public-read', 'public-read-write']

const SINGLE: readonly SinglePermission[] = ['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP']

const EVERYONE: Grantee = { type: 'everyone' }
const AUTHENTICATED: Grantee = { type: 'authenticated' }

const GROUP_GRANTS: Readonly<Record<CannedAcl, readonly Grant[]>> = {
  private: [],
  'authenticated-read': [{ grantee: AUTHENTICATED, permission: 'READ' }],
  'public-read': [{ grantee: EVERYONE, permission: 'READ' }],
  'public-read-write': [
    { grantee: EVERYONE, permission: 'READ' },
    { grantee: EVERYONE, permission: 'WRITE' }
  ]
}

/**
 * The canned ACL that this one is, whatever other users and groups hold beside it; undefined when it is none, as where the owner
 * lost full control.
 */
export function cannedAclOf(acl: Acl): CannedAcl | undefined {
  if (withGrant(acl, acl.owner.id, ['FULL_CONTROL']) !== acl) return undefined
  const found = pairsOf(acl.grants.filter(isOfCannedGroup))
  return CANNED_ACLS.find((canned) => isSameSet(pairsOf(GROUP_GRANTS[canned]), found))
}

/** Replaces what the two groups may do; grants to users and to other groups stay, and the owner has full control. */
export function withCannedAcl(acl: Acl, canned: CannedAcl): Acl {
  const kept = acl.grants.filter((grant) => !isOfCannedGroup(grant))
  return withGrant({ ...acl, grants: [...kept, ...GROUP_GRANTS[canned]] }, acl.owner.id, ['FULL_CONTROL'])
}

/** Adds what the user lacks of these permissions; the same ACL when that is nothing. */
export function withGrant(acl: Acl, userId: string, permissions: readonly Permission[]): Acl {
  const held = new Set(permissionsOf(acl, userId))
  const missing = permissions.filter((permission) => !singles(permission).every((single) => held.has(single)))
  const displayName = userId === acl.owner.id ? acl.owner.displayName : undefined
  const grantee: Grantee = { type: 'user', id: userId, displayName }
  return missing.length === 0
    ? acl
    : { ...acl, grants: [...acl.grants, ...missing.map((permission): Grant => ({ grantee, permission }))] }
}

/** Takes away all that the user was granted. The owner keeps everything. */
export function withoutGrants(acl: Acl, userId: string): Acl {
  if (userId === acl.owner.id) return acl
  return { ...acl, grants: acl.grants.filter(({ grantee }) => grantee.type !== 'user' || grantee.id !== userId) }
}

/** Whether both let the same grantees do the same; order, repetition and display names do not matter. */
export function isSameAcl(a: Acl, b: Acl): boolean {
  return a.owner.id === b.owner.id && isSameSet(pairsOf(a.grants), pairsOf(b.grants))
}

/**
 * The same grants for another owner, who has full control: the writer of an object owns it, and no ACL write changes that.
 * @returns the ACL itself for the same owner.
 */
export function withOwner(acl: Acl, owner: Acl['owner']): Acl {
  return owner.id === acl.owner.id ? acl : withGrant({ ...acl, owner }, owner.id, ['FULL_CONTROL'])
}

/** Whether `now` grants what `former` did, also where the owner is another one. */
export function hasSameGrants(now: Acl, former: Acl): boolean {
  return isSameAcl(now, withOwner(former, now.owner))
}

/** True when it names anyone besides the owner. */
export function isShared(acl: Acl): boolean {
  return acl.grants.some((grant) => !isOfOwner(acl, grant))
}

export function isOfOwner({ owner }: Acl, { grantee }: Grant): boolean {
  return grantee.type === 'user' && grantee.id === owner.id
}

/** Means the same on every gateway, unlike a grant to a user. */
export function isOfEveryone({ grantee }: Grant): boolean {
  return grantee.type === 'everyone'
}

/** Every grantee once: the owner first (also when nothing is granted), then groups, then users. */
export function accessOf(acl: Acl): readonly Access[] {
  const owner: Grantee = { type: 'user', ...acl.owner }
  const order = (grantee: Grantee): number => ['everyone', 'authenticated', 'group', 'user'].indexOf(grantee.type)
  const byName = new Map<string, { grantee: Grantee; permissions: Set<SinglePermission> }>()
  byName.set(nameOf(owner), { grantee: owner, permissions: new Set() })
  for (const { grantee, permission } of acl.grants.toSorted((a, b) => order(a.grantee) - order(b.grantee))) {
    const one = byName.get(nameOf(grantee)) ?? { grantee, permissions: new Set<SinglePermission>() }
    for (const single of singles(permission)) one.permissions.add(single)
    byName.set(nameOf(grantee), one)
  }
  return [...byName].map(([name, { grantee, permissions }]) => ({
    grantee,
    isOwner: name === nameOf(owner),
    permissions: SINGLE.filter((single) => permissions.has(single))
  }))
}

/** Whose access is another after than before, and how. */
export function accessChanges(before: Acl, after: Acl): readonly AccessChange[] {
  const [old, now] = [accessOf(before), accessOf(after)]
  const find = (list: readonly Access[], grantee: Grantee): readonly SinglePermission[] =>
    list.find((one) => nameOf(one.grantee) === nameOf(grantee))?.permissions ?? []
  const gone = old.filter(({ grantee }) => !now.some((one) => nameOf(one.grantee) === nameOf(grantee)))
  return [...now, ...gone].flatMap(({ grantee, isOwner }) => {
    const [was, is] = [find(old, grantee), find(now, grantee)]
    return was.join() === is.join() ? [] : [{ grantee, isOwner, before: was, after: is }]
  })
}

/** The permissions in order and each once, FULL_CONTROL taken apart. */
export function singlePermissions(permissions: readonly Permission[]): readonly SinglePermission[] {
  return SINGLE.filter((single) => permissions.some((permission) => singles(permission).includes(single)))
}

export function isFullControl(permissions: readonly Permission[]): boolean {
  return singlePermissions(permissions).length === SINGLE.length
}

/** The id, with the display name where that says more. Users choose both. */
export function userLabel({
  id,
  displayName
}: {
  readonly id: string
  readonly displayName?: string | undefined
}): string {
  return displayName === undefined || displayName === '' || displayName === id ? id : `${displayName} (${id})`
}

function permissionsOf(acl: Acl, userId: string): readonly Permission[] {
  return acl.grants.flatMap(({ grantee, permission }) =>
    grantee.type === 'user' && grantee.id === userId ? singles(permission) : []
  )
}

function isOfCannedGroup({ grantee }: Grant): boolean {
  return grantee.type === 'everyone' || grantee.type === 'authenticated'
}

function singles(permission: Permission): readonly SinglePermission[] {
  return permission === 'FULL_CONTROL' ? SINGLE : [permission]
}

function nameOf(grantee: Grantee): string {
  switch (grantee.type) {
    case 'user':
      return `user:${grantee.id}`
    case 'email':
      return `email:${grantee.email}`
    case 'group':
      return `group:${grantee.uri}`
    default:
      return grantee.type
  }
}

function pairsOf(grants: readonly Grant[]): ReadonlySet<string> {
  return new Set(
    grants.flatMap(({ grantee, permission }) => singles(permission).map((single) => `${single}:${nameOf(grantee)}`))
  )
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one))
}
