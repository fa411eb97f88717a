// Who a statement is about, in all forms that radosgw takes, and whether that is someone who asks.
import { allOf, anyOf, negate, toTexts, type Match } from './policy-match'

/** Someone who asks. */
export type Principal =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'user'
      /** As S3 names them: `id`, or `tenant$id`. */
      readonly id: string
      /** Known by LDAP or Keystone, not by an access key: without a tenant they count as one named like themselves. */
      readonly isExternal?: boolean
    }
  | { readonly kind: 'role'; readonly arn: string }

/** Someone whom a policy names; `other` is neither anonymous nor a plain user, or not understood. */
export type NamedPrincipal =
  | { readonly kind: 'everyone' }
  /** Everybody of a tenant; the empty one is that of users without, and of anonymous requests. */
  | { readonly kind: 'tenant'; readonly tenant: string }
  | { readonly kind: 'user'; readonly tenant: string; readonly name: string }
  | { readonly kind: 'role'; readonly arn: string }
  | { readonly kind: 'other' }

/** Everybody whom a statement's two fields name; undefined: it has no such field. */
export interface StatementPrincipals {
  readonly named: readonly NamedPrincipal[] | undefined
  readonly excepted: readonly NamedPrincipal[] | undefined
}

/** The id under which radosgw knows requests without credentials, in the empty tenant. */
const ANONYMOUS_ID = 'anonymous'
/** Of an account of newer gateways, whose members can’t be listed. */
const ACCOUNT_ID = /^RGW\d{17}$/

export function readPrincipals(statement: {
  readonly Principal?: unknown
  readonly NotPrincipal?: unknown
}): StatementPrincipals {
  return { named: readField(statement.Principal), excepted: readField(statement.NotPrincipal) }
}

/** A statement that names no one is `unknown`: some gateways ignore it, older ones take it as anyone. */
export function matchPrincipal({ named, excepted }: StatementPrincipals, who: Principal): Match {
  if (named === undefined && excepted === undefined) return 'unknown'
  return allOf([
    named === undefined ? 'yes' : matchAny(named, who),
    excepted === undefined ? 'yes' : negate(matchAny(excepted, who))
  ])
}

function readField(field: unknown): readonly NamedPrincipal[] | undefined {
  if (field === undefined) return undefined
  if (typeof field === 'string') return [field.startsWith('*') ? { kind: 'everyone' } : { kind: 'other' }]
  if (typeof field !== 'object' || field === null || Array.isArray(field)) return [{ kind: 'other' }]
  return Object.entries(field).flatMap(([type, value]): readonly NamedPrincipal[] => {
    const texts = type === 'AWS' || type === 'Federated' ? toTexts(value) : undefined
    if (texts === undefined) return [{ kind: 'other' }]
    return texts.map((text) => (text === '*' && type === 'AWS' ? { kind: 'everyone' } : parseArn(text)))
  })
}

/** `tenant$id` taken apart; the tenant may be empty. */
export function tenantAndName(userId: string): readonly [tenant: string, name: string] {
  const at = userId.indexOf('$')
  return at < 0 ? ['', userId] : [userId.slice(0, at), userId.slice(at + 1)]
}

function isAccountId(tenant: string): boolean {
  return ACCOUNT_ID.test(tenant)
}

function matchAny(named: readonly NamedPrincipal[], who: Principal): Match {
  return named.length === 0 ? 'unknown' : anyOf(named.map((one) => matchNamed(one, who)))
}

function matchNamed(named: NamedPrincipal, who: Principal): Match {
  if (named.kind === 'everyone') return 'yes'
  if (named.kind === 'other') return 'unknown'
  if (who.kind === 'role') {
    if (named.kind === 'role') return named.arn === who.arn ? 'yes' : 'no'
    return named.kind === 'tenant' ? 'unknown' : 'no'
  }
  if (named.kind === 'role') return 'no'
  const isUser = who.kind === 'user'
  const [ownTenant, name] = isUser ? tenantAndName(who.id) : ['', ANONYMOUS_ID]
  const tenant = ownTenant === '' && isUser && who.isExternal === true ? name : ownTenant
  if (isUser && (isAccountId(named.tenant) || isAccountId(name))) return named.tenant === name ? 'yes' : 'unknown'
  if (named.tenant !== tenant) return 'no'
  if (named.kind === 'tenant' || named.name === name || named.name === `${name}:*`) return 'yes'
  if (named.name.startsWith(`${name}:`)) return 'conditional' // for one subuser alone
  // No radosgw takes it for a pattern.
  return isUser && /[*?]/.test(named.name.replace(/:\*$/, '')) ? 'unknown' : 'no'
}

/** Partition, service and region do not matter to radosgw. A bare name is a tenant. */
function parseArn(text: string): NamedPrincipal {
  if (!/[:/]/.test(text)) return { kind: 'tenant', tenant: text }
  const [, tenant = '', resource = ''] = /^arn:[^:*]*:[^:*]*:[^:*]*:([^:*]*):(.*)$/s.exec(text) ?? []
  if (resource === 'root') return { kind: 'tenant', tenant }
  const [, type, name = ''] = /^([^/]*)\/(.*)$/s.exec(resource) ?? []
  if (type === 'user') return { kind: 'user', tenant, name }
  if (type === 'role' || type === 'assumed-role' || type === 'oidc-provider') return { kind: 'role', arn: text }
  return { kind: 'other' }
}
