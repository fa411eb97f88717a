// How to reach a gateway, as the query of an address that another device opens. No key is part of it, nor a user's name. Pure.
import { findUnopenable } from './bucket-name'
import { parseEndpoint, type Profile } from './profile'

/** What a link tells of a profile. */
export interface ProfileLink extends Pick<Profile, 'endpoint' | 'region' | 'pathStyle'> {
  /** To be added by name, each once. */
  readonly buckets: readonly string[]
}

export const MAX_LINK_BUCKETS = 20
const MAX_QUERY_LENGTH = 8000
/** A region is part of a signature, which is a header. */
const REGION = /^[!-~]{1,64}$/
const STYLES = ['path', 'virtual'] as const

/** Whatever else a profile holds is left out. @returns the query, without `?` */
export function formatProfileLink({ endpoint, region, pathStyle, buckets }: ProfileLink): string {
  const [pathStyled, virtualStyled] = STYLES
  return new URLSearchParams([
    ['endpoint', endpoint],
    ['region', region],
    ['style', pathStyle ? pathStyled : virtualStyled],
    ...buckets.map((bucket) => ['bucket', bucket])
  ]).toString()
}

/**
 * Takes time in proportion to the text, and never throws. Fields that it does not know are passed over.
 * @param query without `?`; anyone may have written it
 * @returns undefined unless each field is there once and whole
 */
export function parseProfileLink(query: string): ProfileLink | undefined {
  if (query.length > MAX_QUERY_LENGTH) return undefined
  const fields = new URLSearchParams(query)
  const [endpoint, region, style] = ['endpoint', 'region', 'style'].map((name) => only(fields.getAll(name)))
  const gateway = endpoint === undefined ? undefined : parseEndpoint(endpoint)
  if (gateway === undefined || 'problem' in gateway) return undefined
  if (region === undefined || !REGION.test(region)) return undefined
  if (!STYLES.some((known) => known === style)) return undefined
  const buckets = [...new Set(fields.getAll('bucket'))]
  const isUsable = buckets.length <= MAX_LINK_BUCKETS && buckets.every((name) => findUnopenable(name) === undefined)
  return isUsable ? { endpoint: gateway.endpoint, region, pathStyle: style === STYLES[0], buckets } : undefined
}

function only(values: readonly string[]): string | undefined {
  return values.length === 1 ? values[0] : undefined
}
