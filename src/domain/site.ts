// The institution's own settings, site.json: their shape, and what can be wrong with them.
import { parseLinearPattern, type PatternProblem } from './linear-pattern'
import type { EndpointProblem } from './profile'

/** Everything may be left out. `$comment` is allowed anywhere in the file and ignored. */
export interface Site {
  /** The institution, as people call it. */
  readonly name?: string
  /** Address of a picture in the page's own folder or below it, relative. */
  readonly logo?: string
  readonly endpoints?: readonly SiteEndpoint[]
  readonly helpLinks?: readonly { readonly label: string; readonly url: string }[]
  readonly bucketPrefix?: BucketNameRule
  /** Placement targets that a new bucket may be put in. */
  readonly placements?: readonly SitePlacement[]
  /** False: only the endpoints named here are offered. Absent: true. */
  readonly customEndpoints?: boolean
  /** Credentials of a demonstration: taken by a page on this machine only (`npm run demo`). They are as public as the page. */
  readonly demoProfile?: DemoProfile
}

export interface SiteEndpoint {
  readonly name: string
  /** An origin, as `parseEndpoint` gives it. */
  readonly url: string
  readonly region?: string
  readonly pathStyle?: boolean
}

/** Either a prefix or a pattern (a regular expression for the whole name, see linear-pattern.ts), and what to say to names that do not follow it. */
export interface BucketNameRule {
  readonly prefix?: string
  readonly pattern?: string
  readonly message: string
}

/** `name` is the placement target's own name, without the colon that a LocationConstraint puts before it. */
export interface SitePlacement {
  readonly name: string
  readonly label?: string
}

export interface DemoProfile {
  readonly name: string
  readonly endpoint: string
  readonly accessKey: string
  readonly secretKey: string
  readonly region?: string
}

/** What a value is instead of what it must be; `value`: of a number or a boolean. */
export interface FoundValue {
  readonly type: 'null' | 'list' | 'text' | 'object' | 'number' | 'boolean'
  readonly value: string
}

export type SiteFault =
  | { readonly code: 'not-text' | 'not-a-flag' | 'not-a-list' | 'not-an-object'; readonly found: FoundValue }
  | { readonly code: 'blank' | 'link' | 'logo' | 'placement' | 'missing' | 'prefix-or-pattern' }
  | { readonly code: 'endpoint'; readonly problem: EndpointProblem }
  | { readonly code: 'pattern'; readonly problem: PatternProblem }
  | { readonly code: 'unknown-field'; readonly known: readonly string[] }

/** `path`: where in the file, such as `endpoints[0].url`; empty for all of it. */
export interface SiteProblem {
  readonly path: string
  readonly fault: SiteFault
}

/** Why a site.json is not used. */
export type SiteFileProblem =
  | { readonly code: 'not-read'; readonly status: number }
  | { readonly code: 'not-json'; readonly message: string }
  | ({ readonly code: 'not-understood' } & SiteProblem)

/** @returns the only endpoints that may be used, where the institution says so */
export function onlyEndpointsOf({ customEndpoints, endpoints }: Site): readonly string[] | undefined {
  return customEndpoints === false ? endpoints?.map(({ url }) => url) : undefined
}

/** @returns the institution's message for a bucket name that breaks its rule; undefined for one that follows it. */
export function bucketNameProblem(name: string, rule: BucketNameRule | undefined): string | undefined {
  if (rule === undefined) return undefined
  const isGood = rule.pattern === undefined ? name.startsWith(rule.prefix ?? '') : follows(name, rule.pattern)
  return isGood ? undefined : rule.message
}

/** A pattern comes from a file: whatever it is, it must not freeze the page. */
function follows(name: string, source: string): boolean {
  const pattern = parseLinearPattern(source)
  return 'test' in pattern && pattern.test(name)
}
