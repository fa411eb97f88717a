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
  read: 'lesen',
  'read-versions': 'in einzelnen Versionen lesen',
  'read-all-versions': 'in allen Versionen lesen',
  write: 'schreiben',
  delete: 'löschen',
  'change-object-access': 'den Zugriff darauf ändern'
}

const LISTING = {
  objects: 'den Inhalt auflisten',
  versions: 'die Versionen auflisten',
  both: 'Inhalt und Versionen auflisten'
} as const

const CHANGES = { access: 'den Zugriff', policy: 'die Richtlinie', settings: 'die Einstellungen' } as const

const objectsInWords = ({ keyPatterns, hasExceptions }: ReachedObjects): string => {
  if (keyPatterns === undefined) return 'es'
  const named = keyPatterns.includes('*') ? 'jedes Objekt' : `Objekte mit Namen ${visibleName(keyPatterns.join(', '))}`
  return `${named}${hasExceptions ? ' mit Ausnahmen' : ''}`
}

/** `jedes Objekt lesen und den Zugriff darauf ändern`. */
function objectOperations(some: ReachedObjects): string {
  const { operations, keyPatterns } = some
  if (operations.every((one) => one === 'change-object-access'))
    return keyPatterns === undefined
      ? OF_OBJECTS['change-object-access']
      : `den Zugriff auf ${objectsInWords(some)} ändern`
  return `${objectsInWords(some)} ${formatList(operations.map((one) => OF_OBJECTS[one]))}`
}

/** Nach „kann“: `den Inhalt auflisten, jedes Objekt lesen und schreiben`. */
export function operationsInWords(reaches: readonly OperationReach[], scope: AclScope): string {
  const { isFullControl, listing, objects, changes } = groupReach(reaches, scope)
  if (isFullControl) return 'uneingeschränkt zugreifen (Vollzugriff)'
  return [
    ...(listing === undefined ? [] : [LISTING[listing]]),
    ...objects.map(objectOperations),
    ...(changes.length === 0 ? [] : [`${formatList(changes.map((one) => CHANGES[one]))} ändern`])
  ].join(', ')
}

const SOURCE: Readonly<Record<PublicReason['by'], string>> = { acl: 'ACL', policy: 'Richtlinie', test: 'getestet' }

function operationsBySource(reasons: readonly PublicReason[], scope: AclScope): string {
  return (['acl', 'policy', 'test'] as const)
    .map((by) => ({ by, of: reasons.filter((one) => one.by === by) }))
    .filter(({ of }) => of.length > 0)
    .map(({ by, of }) => `${operationsInWords(of, scope)} (${SOURCE[by]})`)
    .join(', ')
}

/** `jeder kann …`, `unter bestimmten Bedingungen kann jeder …`. */
function clause(certainty: PublicReason['certainty'], who: string, operations: string): string {
  switch (certainty) {
    case 'sure':
      return `${who} kann ${operations}`
    case 'conditional':
      return `unter bestimmten Bedingungen kann ${who} ${operations}`
    case 'unknown':
      return `je nach Gateway kann ${who} ${operations}`
    default:
      return certainty satisfies never
  }
}

export function publicAccessInWords({ scope, reasons, isEncrypted = false }: PublicAccess): string | undefined {
  if (reasons.length === 0) return undefined
  const words = groupReasons(reasons, isEncrypted).map(({ certainty, isKeyNeeded, reasons: some }) =>
    clause(certainty, isKeyNeeded ? 'jeder mit dem Schlüssel' : 'jeder', operationsBySource(some, scope))
  )
  const isSure = reasons.some(({ certainty }) => certainty === 'sure')
  return `${isSure ? 'Öffentlich' : 'Möglicherweise öffentlich'}: ${words.join('; ')}`
}

export function reasonsInWords(reasons: readonly PublicReason[], scope: AclScope): string {
  const words = groupReasons(reasons)
    .map(({ certainty, reasons: some }) => clause(certainty, 'jeder im Internet', operationsInWords(some, scope)))
    .join('; ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const GRANTED: Readonly<Record<PublicReason['certainty'], string>> = {
  sure: '',
  conditional: 'unter bestimmten Bedingungen: ',
  unknown: 'je nach Gateway: '
}

export function grantedInWords(
  certainty: PublicReason['certainty'],
  reaches: readonly OperationReach[],
  scope: AclScope
): string {
  return GRANTED[certainty] + operationsInWords(reaches, scope)
}
