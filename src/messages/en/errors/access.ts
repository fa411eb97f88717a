// What a user may not do, and why.
import { formatDateTime } from '../../format'
import type { SomeErrors, ErrorParameters as P } from '../../error-case'
import { NOTHING_CHANGED } from './phrases'

const until = ({ lockedUntilMs }: P): string => (lockedUntilMs === undefined ? '' : formatDateTime(lockedUntilMs))

const LOCKED = `This version can’t be deleted while its object lock is in force. ${NOTHING_CHANGED}`

export const access = {
  'access-denied': (p) => ({
    title: 'Permission denied',
    meaning: `The gateway doesn’t allow this with your credentials. ${NOTHING_CHANGED}`,
    remedy: p.isOfObject
      ? 'Ask the user who uploaded the object, the bucket’s owner or an administrator for access.'
      : 'Ask the bucket’s owner or an administrator for access.'
  }),
  'object-lock': () => ({
    title: 'Protected by object lock',
    meaning: LOCKED,
    remedy: 'Ask the bucket’s owner how long it is locked.'
  }),
  'legal-hold': (p) => ({
    title: p.lockedUntilMs === undefined ? 'Under legal hold' : `Under legal hold, locked until ${until(p)}`,
    meaning: LOCKED,
    remedy: 'Ask the bucket’s owner to remove the legal hold, then retry.'
  }),
  'retention-compliance': (p) => ({
    title: `Locked until ${until(p)}`,
    meaning: LOCKED,
    remedy: 'Retry after that date. In compliance mode no one can delete it earlier.'
  }),
  'retention-governance': (p) => ({
    title: `Locked until ${until(p)}`,
    meaning: LOCKED,
    remedy: 'Retry after that date. In governance mode a user with bypass permission can delete it with another tool.'
  }),
  'grantee-unknown': () => ({
    title: 'Unknown user ID',
    meaning: `The gateway rejects an ACL that names an unknown user. ${NOTHING_CHANGED}`,
    remedy: 'Ask for the user ID on this gateway: it is neither an email address nor an access key.'
  }),
  'acl-differs': () => ({
    title: 'The gateway stored a different ACL',
    meaning: 'It accepted the change without an error, but what was read back differs.',
    remedy: 'Check the current access before you rely on it.'
  })
} satisfies SomeErrors
