// Who has access to a bucket or an object: by its ACL, by the bucket's policy, and as an anonymous request sees it.
import type { AccessSummary, Reader } from '../../domain/access-summary'
import { accessOf, isFullControl, singlePermissions, userLabel } from '../../domain/acl'
import type { Acl, AclScope, CannedAcl, Grantee, Permission, SinglePermission } from '../../domain/acl'
import type { GrantLevel } from '../../domain/grant-levels'
import { visibleName } from '../../domain/invisible'
import { formatCount, formatDate, formatList, plural } from '../format'
import { grantedInWords, reasonsInWords } from './public-access'

const PERMISSIONS: Readonly<Record<AclScope, Readonly<Record<SinglePermission, string>>>> = {
  bucket: {
    READ: 'list objects',
    WRITE: 'write, replace and delete objects',
    READ_ACP: 'view access',
    WRITE_ACP: 'change access'
  },
  object: {
    READ: 'read',
    WRITE: 'write (no effect on an object)',
    READ_ACP: 'view access',
    WRITE_ACP: 'change access'
  }
}

const permissions = (some: readonly Permission[], scope: AclScope): string => {
  if (isFullControl(some)) return 'full control'
  const held = singlePermissions(some)
  return held.length === 0 ? 'no access' : held.map((one) => PERMISSIONS[scope][one]).join(', ')
}

/** In the middle of a sentence. */
const granteeWithin = (grantee: Grantee): string => {
  switch (grantee.type) {
    case 'everyone':
      return 'anyone on the internet'
    case 'authenticated':
      return 'any user of this gateway'
    case 'group':
      return `group ${visibleName(grantee.uri)}`
    case 'email':
      return visibleName(grantee.email)
    case 'user':
      return visibleName(userLabel(grantee))
    default:
      return grantee satisfies never
  }
}

const reader = (one: Reader): string => {
  switch (one.kind) {
    case 'users-of-other-tenants':
      return 'any user of another tenant'
    case 'users-without-tenant':
      return 'any user without a tenant'
    case 'users-of-tenant':
      return `any user of tenant ${visibleName(one.tenant)}`
    case 'user':
      return visibleName(userLabel(one))
    case 'role':
      return `role ${visibleName(one.arn)}`
    default:
      return one satisfies never
  }
}

const SOURCE: Readonly<Record<AccessSummary['source'], string>> = {
  acl: 'By its ACL',
  'acl-alone': 'By its ACL alone',
  'acl-and-policy': 'By its ACL and policy'
}
const MAX_NAMES = 3

const summary = ({ operation, source, group, isOwnerIn, others }: AccessSummary, isKeyNeeded: boolean): string => {
  const can = `can ${operation === 'list' ? 'list its objects' : 'read it'}${isKeyNeeded ? ', with its key' : ''}`
  const by = SOURCE[source]
  if (group !== undefined) return `${by}, ${granteeWithin(group)} ${can}`
  if (others.length === 0) return `${by}, ${isOwnerIn ? 'only the owner' : 'no one'} ${can}`
  const named = others.slice(0, others.length > MAX_NAMES ? MAX_NAMES - 1 : MAX_NAMES).map(reader)
  const more = others.length > named.length ? [`${formatCount(others.length - named.length)} more`] : []
  const readers = formatList([...(isOwnerIn ? ['the owner'] : []), ...named, ...more])
  return `${by}, ${readers} ${can}${isOwnerIn ? '' : ', but the owner can’t'}`
}

const canned: Readonly<Record<AclScope, Readonly<Record<CannedAcl, string>>>> = {
  bucket: {
    private: 'Private: the owner and the users listed can list its objects',
    'authenticated-read': 'Any user of this gateway can list its objects',
    'public-read': 'Anyone on the internet can list its objects',
    'public-read-write': 'Anyone on the internet can list, write, replace and delete its objects'
  },
  object: {
    private: 'Private: the owner and the users listed can read it',
    'authenticated-read': 'Any user of this gateway can read it',
    'public-read': 'Anyone on the internet can read it',
    'public-read-write': 'Anyone on the internet can read it; writing depends on the bucket'
  }
}

const objects = (n: number): string => plural(n, { one: 'object', other: 'objects' })
const foldersWhole = (n: number): string => `everything in ${plural(n, { one: 'folder', other: 'folders' })}`

export const sharing = {
  title: 'Who has access',
  reasons: reasonsInWords,
  granted: grantedInWords,
  permissions,
  summary,
  canned,
  everyone: 'Anyone on the internet',
  authenticated: 'Any user of this gateway',
  group: 'Group {uri}',
  theOwner: 'the owner',
  byPolicy: 'By bucket policy',
  changeAccess: 'Change access',
  loading: 'Loading access',
  customAcl: 'custom',
  notPublic: 'Not public:',
  notPublicBecause: {
    blocked: 'the bucket’s public access block overrides its ACLs.',
    refused: 'the gateway refused an anonymous request.',
    denied: 'the bucket policy denies what the ACL grants.'
  },
  policyUnknown: 'The bucket policy could not be checked.',
  otherWays: 'Swift ACLs, user policies, roles and groups can also grant access; S3 doesn’t show them.',
  confirmed: 'Saved and read back:',
  denied: {
    bucket:
      'Permission denied: you can’t view who has access. The bucket may belong to another user, or its policy forbids it.',
    object:
      'Permission denied: you can’t view who has access. An object belongs to the user who uploaded it, even in your bucket.'
  },
  changes: {
    before: 'before',
    after: 'after',
    was: 'before',
    isNow: 'now',
    requested: 'requested',
    current: 'now'
  },
  anonymous: {
    offline: 'Offline. Anonymous access will be checked when you reconnect.',
    checking: 'Checking anonymous access…',
    listed: (ms: number) => `Tested without credentials ${formatDate(ms)}: the gateway listed it.`,
    refused: (ms: number) => `Tested without credentials ${formatDate(ms)}: the gateway refused to list it.`,
    unknown: 'Anonymous access could not be checked (blocked by CORS, or no response).',
    checkAgain: 'Check again'
  },
  dialog: {
    title: { bucket: 'Change access to this bucket', object: 'Change access to this object' },
    general: 'General access',
    generalHint: 'in addition to the users below',
    custom: 'Custom; stays unchanged unless you choose an option.',
    otherUsers: 'Other users',
    losesAccess: 'loses access',
    removeUser: (id: string) => `Remove ${visibleName(id)}`,
    undoRemove: (id: string) => `Undo: keep ${visibleName(id)}`,
    addUser: 'Add a user',
    changes: 'Changes',
    noChanges: 'No changes yet.',
    movesModified: 'This updates the object’s Modified time.',
    policyStays: (opened: string) => `${opened}. An ACL can’t revoke what the bucket policy allows.`,
    overtaken: 'Someone else changed access in the meantime. Nothing was written. Review the updated changes above.',
    differs: 'The gateway applied something different:',
    unconfirmed: 'The change was sent, but the result could not be confirmed.',
    checkAgain: 'Check again',
    changing: 'Changing access…'
  },
  user: {
    hint: 'Their user ID on this gateway. They see it as the owner of their own buckets.',
    permission: 'Permission',
    level: {
      list: 'List objects',
      write: 'Write, replace and delete objects',
      'list-and-write': 'List, write, replace and delete objects',
      read: 'Read',
      'read-and-view-access': 'Read and view access',
      full: 'Full control, including changing access'
    } satisfies Record<GrantLevel, string>,
    problem: {
      unknown: 'Unknown user ID. Nothing was changed. Enter the user ID, not an email address or an access key.',
      owner: 'This is the owner. Every option under “General access” includes full control for the owner.'
    }
  },
  effect: {
    list: 'Anyone on the internet will be able to list names, sizes and dates of everything here. Each object keeps its own ACL.',
    write:
      'Anyone on the internet will be able to upload, replace and delete objects here without an account. Their uploads use your quota, and may be unreadable to you.',
    read: 'Anyone with the address will be able to read it without an account. Making it private again doesn’t affect copies already downloaded.',
    readEncrypted: 'It is encrypted: requests without its key fail.',
    readSomeEncrypted: 'Encrypted objects still need their key: requests without it fail.',
    grantEncrypted: 'It is encrypted: the user also needs its key, which you must give them yourself.',
    grantSomeEncrypted: 'For encrypted objects the user also needs the key, which you must give them yourself.',
    listOnly: 'Listing a bucket doesn’t grant access to its objects.',
    writersOwn:
      'Objects that another user uploads belong to them: you can delete them, but read them only if they allow it.'
  },
  many: {
    title: (objectCount: number, folderCount: number) => {
      if (folderCount === 0) return `Change access to ${objects(objectCount)}`
      const folders = foldersWhole(folderCount)
      return `Change access to ${objectCount === 0 ? folders : `${objects(objectCount)} and ${folders}`}`
    },
    kind: 'What to change',
    kinds: {
      canned: 'General access',
      grant: 'Give a user access',
      revoke: 'Remove a user’s access'
    },
    userToAdd: 'User ID',
    userToRemove: 'User ID to remove',
    result: 'Result for each object',
    unchanged: 'Unchanged.',
    cannedResult: (acl: CannedAcl) => `${canned.object[acl]}. Users named in an object’s ACL keep their access.`,
    grantResult: (some: readonly Permission[]) => `{user} gets: ${permissions(some, 'object')}. Nothing else changes.`,
    revokeResult: '{user} loses their own grants; public access and ownership don’t change.',
    note: 'Objects that already match are skipped; the Modified time of others changes. Only the latest version is changed.',
    wasAcl: 'ACL was {acl}, changed',
    skipped: 'Already matched, not written',
    nothing: 'The selection contains no objects.',
    retry: (n: number) => `Retry ${objects(n)}`
  },
  pending: {
    title: 'Access or tags not restored',
    object: {
      access: 'Access not restored: {object}',
      tags: 'Tags not restored: {object}',
      both: 'Access and tags not restored: {object}'
    },
    position: (count: number) => `1 of ${formatCount(count)}`,
    interrupted: (ms: number, reason: string) => `A save was interrupted (${formatDate(ms)}). ${reason}`,
    reason: {
      old: 'That was more than a day ago.',
      unclear: 'The object may have been replaced or changed since.',
      'changed-since': 'Its access has been changed since.',
      tagsChanged: 'Its tags have been changed since.',
      refused: 'The gateway applied something different.',
      gone: 'The object no longer exists.',
      replaced: 'Another object has replaced it since.'
    },
    /** What everyone but the owner could do. */
    before: (acl: Acl) => {
      const others = accessOf(acl).filter((one) => !one.isOwner && one.permissions.length > 0)
      if (others.length === 0) return 'Before: only the owner had access.'
      const words = others.map((one) => `${granteeWithin(one.grantee)} (${permissions(one.permissions, 'object')})`)
      return `Before: ${words.join('; ')}.`
    },
    /** Their names. */
    tags: (names: readonly string[]) => `Tags to restore: ${formatList(names.map(visibleName))}.`,
    restore: { access: 'Restore access', tags: 'Restore tags', both: 'Restore access and tags' },
    restoring: 'Restoring…',
    keep: { access: 'Keep current access', tags: 'Keep current tags', both: 'Keep current access and tags' }
  }
}
