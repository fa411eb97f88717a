// What is open to anyone, or to those whom a policy names: beside the globe, in lists and in warnings.
import { visibleName } from '../../domain/invisible'
import type { AclScope } from '../../domain/acl'
import { groupReach, groupReasons } from '../../domain/public-access'
import type {
  ObjectOperation,
  OperationReach,
  PublicAccess,
  PublicReason,
  ReachedObjects
} from '../../domain/public-access'
import { formatList } from '../format'

const OF_OBJECTS: Readonly<Record<ObjectOperation, string>> = {
  read: 'read',
  'read-versions': 'read versions of',
  'read-all-versions': 'read all versions of',
  write: 'write',
  delete: 'delete',
  'change-object-access': 'change access to'
}

const LISTING = { objects: 'list it', versions: 'list its versions', both: 'list it and its versions' } as const

const objectsInWords = ({ keyPatterns, hasExceptions }: ReachedObjects): string => {
  if (keyPatterns === undefined) return 'it'
  const named = keyPatterns.includes('*') ? 'every object' : `objects named ${visibleName(keyPatterns.join(', '))}`
  return `${named}${hasExceptions ? ' with exceptions' : ''}`
}

/** After "can": `list it, read and write every object`. */
export function operationsInWords(reaches: readonly OperationReach[], scope: AclScope): string {
  const { isFullControl, listing, objects, changes } = groupReach(reaches, scope)
  if (isFullControl) return 'take full control'
  return [
    ...(listing === undefined ? [] : [LISTING[listing]]),
    ...objects.map((some) => `${formatList(some.operations.map((one) => OF_OBJECTS[one]))} ${objectsInWords(some)}`),
    ...(changes.length === 0 ? [] : [`change its ${formatList(changes)}`])
  ].join(', ')
}

const CERTAINTY: Readonly<Record<PublicReason['certainty'], string>> = {
  sure: '',
  conditional: 'under some conditions, ',
  unknown: 'depending on the gateway, '
}

const SOURCE: Readonly<Record<PublicReason['by'], string>> = { acl: 'ACL', policy: 'policy', test: 'tested' }

/** With where each comes from: `list it (ACL), read every object (policy)`. */
function operationsBySource(reasons: readonly PublicReason[], scope: AclScope): string {
  return (['acl', 'policy', 'test'] as const)
    .map((by) => ({ by, of: reasons.filter((one) => one.by === by) }))
    .filter(({ of }) => of.length > 0)
    .map(({ by, of }) => `${operationsInWords(of, scope)} (${SOURCE[by]})`)
    .join(', ')
}

/** `Public: anyone can list it (ACL)`; undefined when nothing is known to be open. */
export function publicAccessInWords({ scope, reasons, isEncrypted = false }: PublicAccess): string | undefined {
  if (reasons.length === 0) return undefined
  const words = groupReasons(reasons, isEncrypted).map(
    ({ certainty, isKeyNeeded, reasons: some }) =>
      `${CERTAINTY[certainty]}${isKeyNeeded ? 'anyone who has its key' : 'anyone'} can ${operationsBySource(some, scope)}`
  )
  const isSure = reasons.some(({ certainty }) => certainty === 'sure')
  return `${isSure ? 'Public' : 'Maybe public'}: ${words.join('; ')}`
}

/** A sentence without its full stop: `Anyone on the internet can list it`. */
export function reasonsInWords(reasons: readonly PublicReason[], scope: AclScope): string {
  const words = groupReasons(reasons)
    .map(
      ({ certainty, reasons: some }) =>
        `${CERTAINTY[certainty]}anyone on the internet can ${operationsInWords(some, scope)}`
    )
    .join('; ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const GRANTED: Readonly<Record<PublicReason['certainty'], string>> = {
  sure: '',
  conditional: 'under some conditions: ',
  unknown: 'depending on the gateway: '
}

/** Beside the one to whom it is granted. */
export function grantedInWords(
  certainty: PublicReason['certainty'],
  reaches: readonly OperationReach[],
  scope: AclScope
): string {
  return GRANTED[certainty] + operationsInWords(reaches, scope)
}
