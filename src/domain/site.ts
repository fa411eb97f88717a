// The institution's own settings, site.json: its shape, and a reader that names what it does not understand.
import { parseLinearPattern, type PatternProblem } from './linear-pattern'
import { parseEndpoint, type EndpointProblem } from './profile'

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
  /** An origin, as {@link parseEndpoint} gives it. */
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

/** @returns the settings, or the first thing that is wrong with them. */
export function parseSite(json: unknown): { readonly site: Site } | { readonly problem: SiteProblem } {
  try {
    return { site: readSite(json, '') }
  } catch (error) {
    if (error instanceof SiteError) return { problem: { path: error.path, fault: error.fault } }
    throw error
  }
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

class SiteError extends Error {
  readonly path: string
  readonly fault: SiteFault

  constructor(path: string, fault: SiteFault) {
    super(fault.code)
    this.path = path
    this.fault = fault
  }
}

type Reader<T> = (value: unknown, path: string) => T

const text: Reader<string> = (value, path) => {
  if (typeof value !== 'string') throw new SiteError(path, { code: 'not-text', found: found(value) })
  if (value.trim() === '') throw new SiteError(path, { code: 'blank' })
  return value
}

const anyText: Reader<string> = (value, path) => (value === '' ? '' : text(value, path))

const flag: Reader<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw new SiteError(path, { code: 'not-a-flag', found: found(value) })
  return value
}

const endpoint: Reader<string> = (value, path) => {
  const reading = parseEndpoint(text(value, path))
  if ('problem' in reading) throw new SiteError(path, { code: 'endpoint', problem: reading.problem })
  return reading.endpoint
}

const link: Reader<string> = (value, path) => {
  const address = text(value, path)
  if (!/^https?:/i.test(address) || !URL.canParse(address)) throw new SiteError(path, { code: 'link' })
  return new URL(address).href
}

const logo: Reader<string> = (value, path) => {
  const relative = text(value, path)
  const folder = 'https://page.invalid/folder/'
  const hasOrigin = /^\s*([/\\]|[a-z][a-z0-9+.-]*:)/i.test(relative)
  if (hasOrigin || !new URL(relative, folder).href.startsWith(folder)) throw new SiteError(path, { code: 'logo' })
  return relative
}

const placementName: Reader<string> = (value, path) => {
  const name = text(value, path)
  if (name.includes(':')) throw new SiteError(path, { code: 'placement' })
  return name
}

const pattern: Reader<string> = (value, path) => {
  const source = text(value, path)
  const reading = parseLinearPattern(source)
  if ('problem' in reading) throw new SiteError(path, { code: 'pattern', problem: reading.problem })
  return source
}

function list<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new SiteError(path, { code: 'not-a-list', found: found(value) })
    return value.map((entry, index) => item(entry, `${path}[${index}]`))
  }
}

/** An object with these fields and no others; those named in `required` must be there. */
function fields<T extends object>(
  readers: { [K in keyof T]-?: Reader<NonNullable<T[K]>> },
  required: readonly (keyof T & string)[]
): Reader<T> {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new SiteError(path, { code: 'not-an-object', found: found(value) })
    const at = (name: string): string => (path === '' ? name : `${path}.${name}`)
    const missing = required.find((name) => !Object.hasOwn(value, name))
    if (missing !== undefined) throw new SiteError(at(missing), { code: 'missing' })
    const read = Object.entries(value).flatMap(([name, entry]) => {
      if (name === '$comment') return []
      if (!Object.hasOwn(readers, name))
        throw new SiteError(at(name), { code: 'unknown-field', known: Object.keys(readers) })
      return [[name, readers[name as keyof T](entry, at(name))] as const]
    })
    return Object.fromEntries(read) as T
  }
}

const bucketNameRule: Reader<BucketNameRule> = (value, path) => {
  const rule = fields<BucketNameRule>({ prefix: text, pattern, message: text }, ['message'])(value, path)
  if ((rule.prefix === undefined) === (rule.pattern === undefined))
    throw new SiteError(path, { code: 'prefix-or-pattern' })
  return rule
}

const readSite = fields<Site>(
  {
    name: text,
    logo,
    endpoints: list(
      fields<SiteEndpoint>({ name: text, url: endpoint, region: text, pathStyle: flag }, ['name', 'url'])
    ),
    helpLinks: list(fields<{ label: string; url: string }>({ label: text, url: link }, ['label', 'url'])),
    bucketPrefix: bucketNameRule,
    placements: list(fields<SitePlacement>({ name: placementName, label: text }, ['name'])),
    customEndpoints: flag,
    demoProfile: fields<DemoProfile>({ name: text, endpoint, accessKey: text, secretKey: anyText, region: text }, [
      'name',
      'endpoint',
      'accessKey',
      'secretKey'
    ])
  },
  []
)

/** Of parsed JSON. */
function found(value: unknown): FoundValue {
  if (value === null) return { type: 'null', value: '' }
  if (Array.isArray(value)) return { type: 'list', value: '' }
  if (typeof value === 'string') return { type: 'text', value: '' }
  if (typeof value === 'object') return { type: 'object', value: '' }
  return { type: typeof value === 'number' ? 'number' : 'boolean', value: String(value) }
}
