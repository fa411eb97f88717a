// What may be granted to one user, as it is offered.
import type { AclScope, Permission } from './acl'

export type GrantLevel = 'list' | 'write' | 'list-and-write' | 'read' | 'read-and-view-access' | 'full'

export const GRANT_LEVELS: Readonly<Record<AclScope, readonly (readonly [GrantLevel, readonly Permission[]])[]>> = {
  bucket: [
    ['list', ['READ']],
    ['write', ['WRITE']],
    ['list-and-write', ['READ', 'WRITE']],
    ['full', ['FULL_CONTROL']]
  ],
  object: [
    ['read', ['READ']],
    ['read-and-view-access', ['READ', 'READ_ACP']],
    ['full', ['FULL_CONTROL']]
  ]
}
