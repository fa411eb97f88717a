// What may be granted to one account, as it is offered on screen.
import type { AclScope, Permission } from '../../domain/acl'

export interface GrantLevel {
  readonly words: string
  readonly permissions: readonly Permission[]
}

export const GRANT_LEVELS: Readonly<Record<AclScope, readonly GrantLevel[]>> = {
  bucket: [
    { words: 'List its objects', permissions: ['READ'] },
    { words: 'Write, replace and delete objects', permissions: ['WRITE'] },
    { words: 'List, write, replace and delete', permissions: ['READ', 'WRITE'] },
    { words: 'Do everything, also change who has access', permissions: ['FULL_CONTROL'] }
  ],
  object: [
    { words: 'Read it', permissions: ['READ'] },
    { words: 'Read it and see who has access', permissions: ['READ', 'READ_ACP'] },
    { words: 'Do everything, also change who has access', permissions: ['FULL_CONTROL'] }
  ]
}

/** At the field where the account was typed. */
export const UNKNOWN_ACCOUNT =
  'The gateway knows no account of this id. Nothing was changed. It is the user id that counts, not an e-mail address and not an access key.'
export const OWNERS_ACCOUNT = 'This is the owner. Access in general, above, includes theirs.'
