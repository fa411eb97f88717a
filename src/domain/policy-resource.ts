// Whether a statement is about a bucket or its objects. Resources match exactly, case included.
import { mayOverlap, matchesGlob, tailsAfter } from './glob'
import { allOf, anyOf, matchText, matchTexts, negate, toTexts, type Match } from './policy-match'

/** A bucket itself, one object, or all objects whose keys match a pattern. A tenant before the bucket's name (`tenant:`) is ignored. */
export type PolicyResource =
  | { readonly bucket: string }
  | { readonly bucket: string; readonly key: string }
  | { readonly bucket: string; readonly keyPattern: string }

export interface StatementResources {
  readonly Resource?: unknown
  readonly NotResource?: unknown
}

/** Remembers what was compared: the same patterns come back for each action. */
export type ResourceMemo = Map<string, Match>

/** A statement without resources is `unknown`: some gateways ignore it, older ones take it as all. */
export function matchResource(
  { Resource, NotResource }: StatementResources,
  resource: PolicyResource,
  memo: ResourceMemo = new Map()
): Match {
  const [patterns, others] = [toTexts(Resource), toTexts(NotResource)]
  if (patterns === undefined || others === undefined) return 'unknown'
  if (patterns.length === 0 && others.length === 0) return 'unknown'
  const ofAny = (list: readonly string[]): Match => anyOf(list.map((pattern) => matchOne(pattern, resource, memo)))
  if (patterns.length === 0) return negate(ofAny(others))
  // With both, radosgw looks at Resource alone; no other gateway takes that.
  return allOf([ofAny(patterns), others.length > 0 && ofAny(others) !== 'no' ? 'unknown' : 'yes'])
}

/** The keys of the bucket that a statement may be about, as patterns; `*` where that cannot be told. */
export function keyPatternsOf({ Resource, NotResource }: StatementResources, bucket: string): readonly string[] {
  const patterns = toTexts(Resource)
  if (patterns === undefined || patterns.length === 0 || NotResource !== undefined) return ['*']
  const tails = patterns.flatMap((pattern) => {
    const { match, text } = parseArn(pattern)
    if (match === 'unknown' || isVariable(text)) return ['*']
    return match === 'no' ? [] : tailsAfter(text, `${nameOf(bucket)}/`)
  })
  return tails.includes('*') || tails.length > 100 ? ['*'] : [...new Set(tails)]
}

function matchOne(pattern: string, resource: PolicyResource, memo: ResourceMemo): Match {
  const { match, text } = parseArn(pattern)
  if (match !== undefined) return match
  const name = nameOf(resource.bucket)
  if (!('keyPattern' in resource)) {
    const exact = 'key' in resource ? `${name}/${resource.key}` : name
    if (isVariable(text)) return matchesGlob(withoutVariables(text), exact) ? 'conditional' : 'no'
    return matchText(text, exact)
  }
  const texts = `${name}/${resource.keyPattern}`
  if (isVariable(text)) return mayOverlap(withoutVariables(text), texts) ? 'conditional' : 'no'
  const place = `${text.length} ${text} ${texts}`
  const known = memo.get(place) ?? matchTexts(text, texts)
  memo.set(place, known)
  return known
}

/** The part of an ARN that names bucket and key; `no` for an ARN of something else, `unknown` for what is none. */
function parseArn(pattern: string): { readonly match?: 'no' | 'unknown'; readonly text: string } {
  if (pattern === '*') return { text: '*' }
  const found = /^arn:([^:]*):([^:]*):([^:]*):[^:]*:(.*)$/s.exec(pattern)
  if (found === null) return { match: 'unknown', text: '' }
  const [, partition = '', service = '', region = '', text = ''] = found
  if (!/^(aws|aws-cn|aws-us-gov|\*)$/.test(partition) || !/^([a-z0-9-]+|\*)$/.test(service))
    return { match: 'unknown', text: '' }
  const isOurs = /^(aws|\*)$/.test(partition) && /^(s3|\*)$/.test(service) && /^\**$/.test(region)
  return isOurs ? { text } : { match: 'no', text: '' }
}

function nameOf(bucket: string): string {
  return bucket.slice(bucket.indexOf(':') + 1)
}

function isVariable(text: string): boolean {
  return text.includes('${')
}

function withoutVariables(text: string): string {
  return text.replaceAll(/\$\{[^}]*\}?/g, '*')
}
