// A bucket's CORS rules: which one counts for an origin, what it withholds, and how a page's own rule is put first. Pure.

export const CORS_METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'] as const
export type CorsMethod = (typeof CORS_METHODS)[number]

/** Names may hold one `*`. The gateway keeps no order within a rule. */
export interface CorsRule {
  readonly id?: string | undefined
  readonly allowedOrigins: readonly string[]
  readonly allowedMethods: readonly CorsMethod[]
  readonly allowedHeaders: readonly string[]
  readonly exposeHeaders: readonly string[]
  /** How long a browser may remember a preflight. */
  readonly maxAgeSeconds?: number | undefined
}

/** What a page can do only where CORS lets it. `details`: request IDs and the gateway's clock. */
export const CORS_ABILITIES = ['read', 'head', 'put', 'post', 'delete', 'sse', 'etag', 'details'] as const
export type CorsAbility = (typeof CORS_ABILITIES)[number]

const MAX_AGE_SECONDS = 3000
/** Beside a header-signed request's own; the browser sets its other headers by itself. */
const SIGNED_HEADERS = ['authorization', 'content-type', 'x-amz-content-sha256', 'x-amz-date']
const SSE_HEADERS = ['algorithm', 'key', 'key-md5'].map((name) => `x-amz-server-side-encryption-customer-${name}`)
/** `*` covers `x-amz-meta-*` and whatever else a gateway sends; the names are for tools that don't know it. */
const EXPOSED_HEADERS = [
  ...['*', 'ETag', 'Date', 'Last-Modified', 'Content-Length', 'Content-Range', 'Content-Type', 'Content-Encoding'],
  ...['Accept-Ranges', 'x-amz-request-id', 'x-amz-version-id', 'x-rgw-object-count', 'x-rgw-bytes-used']
]

/** The rule that gives a page of this origin everything Lockgate does. */
export function pageRule(origin: string): CorsRule {
  return {
    id: `lockgate ${origin}`,
    allowedOrigins: [origin],
    allowedMethods: CORS_METHODS,
    allowedHeaders: ['*'],
    exposeHeaders: EXPOSED_HEADERS,
    maxAgeSeconds: MAX_AGE_SECONDS
  }
}

/** Pacific uses the first rule that names the origin. All others stay, but for an earlier one of this page alone. */
export function putPageRuleFirst(rules: readonly CorsRule[], origin: string): readonly CorsRule[] {
  const own = pageRule(origin)
  const isOwn = (rule: CorsRule): boolean => rule.id === own.id && hasSameItems(rule.allowedOrigins, [origin])
  return [own, ...rules.filter((rule) => !isOwn(rule))]
}

/**
 * The index of the rule that a gateway uses, or -1. Pacific, and Tentacle before 20.2.3, take the first whose origin matches and look
 * at no other (https://github.com/ceph/ceph/pull/69190); later ones the first that matches in method too.
 */
export function findRule(rules: readonly CorsRule[], origin: string): number {
  return rules.findIndex(({ allowedOrigins }) => includes(allowedOrigins, origin))
}

/** As {@link findRule}; undefined also where the first rule of the origin lacks the method. */
export function ruleFor(rules: readonly CorsRule[], origin: string, method: CorsMethod): CorsRule | undefined {
  const rule = rules[findRule(rules, origin)]
  return rule?.allowedMethods.includes(method) === true ? rule : undefined
}

/** What these rules withhold from pages of this origin, where no proxy before the gateway answers instead. */
export function lossesOf(rules: readonly CorsRule[], origin: string): readonly CorsAbility[] {
  const rule = rules[findRule(rules, origin)]
  if (rule === undefined) return CORS_ABILITIES
  const methods = new Set(rule.allowedMethods)
  const allows = (names: readonly string[]): boolean => names.every((name) => includesHeader(rule.allowedHeaders, name))
  const exposes = (names: readonly string[]): boolean => names.every((name) => isExposed(rule.exposeHeaders, name))
  const canSign = allows(SIGNED_HEADERS)
  const can: Readonly<Record<CorsAbility, boolean>> = {
    read: methods.has('GET'),
    head: methods.has('HEAD'),
    put: methods.has('PUT') && canSign,
    post: methods.has('POST') && canSign,
    delete: methods.has('DELETE') && canSign,
    sse: methods.has('PUT') && canSign && allows(SSE_HEADERS),
    etag: exposes(['etag']),
    details: exposes(['x-amz-request-id', 'date'])
  }
  return CORS_ABILITIES.filter((ability) => !can[ability])
}

/** As radosgw compares: letter by letter, with one `*` for anything. */
function includes(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => {
    const [start = '', end, ...more] = pattern.split('*')
    if (end === undefined) return pattern === text
    const fits = text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end)
    return more.length === 0 && fits
  })
}

function includesHeader(patterns: readonly string[], name: string): boolean {
  return includes(
    patterns.map((pattern) => pattern.toLowerCase()),
    name
  )
}

/** Browsers take `*` for every header, and no other pattern. */
function isExposed(exposed: readonly string[], name: string): boolean {
  return exposed.some((one) => one === '*' || one.toLowerCase() === name)
}

/** Whether two lists are the same rules in the same order. */
export function isSameRules(some: readonly CorsRule[], others: readonly CorsRule[]): boolean {
  return some.length === others.length && some.every((rule, index) => isSameRule(rule, others[index]))
}

function isSameRule(one: CorsRule, other: CorsRule | undefined): boolean {
  return (
    other !== undefined &&
    (one.id ?? '') === (other.id ?? '') &&
    one.maxAgeSeconds === other.maxAgeSeconds &&
    LISTS.every((name) => hasSameItems(one[name], other[name]))
  )
}

const LISTS = ['allowedOrigins', 'allowedMethods', 'allowedHeaders', 'exposeHeaders'] as const

function hasSameItems(some: readonly string[], others: readonly string[]): boolean {
  const [one, other] = [new Set(some), new Set(others)]
  return one.size === other.size && [...one].every((item) => other.has(item))
}
