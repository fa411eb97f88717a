// The institution's own settings, site.json: its shape, and a reader that names what it does not understand. Knows no network.
import { parseLinearPattern } from './linear-pattern'
import { parseEndpoint } from './profile'

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

/** @returns the settings, or the first thing that is wrong with them, led by its path: `endpoints[0].url: …`. */
export function parseSite(json: unknown): { readonly site: Site } | { readonly problem: string } {
  try {
    return { site: readSite(json, '') }
  } catch (error) {
    if (error instanceof SiteProblem) return { problem: error.message }
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

class SiteProblem extends Error {
  constructor(path: string, problem: string) {
    super(path === '' ? problem : `${path}: ${problem}`)
  }
}

type Reader<T> = (value: unknown, path: string) => T

const text: Reader<string> = (value, path) => {
  if (typeof value !== 'string') throw new SiteProblem(path, `must be text in quotes, and is ${describe(value)}.`)
  if (value.trim() === '') throw new SiteProblem(path, 'must not be blank.')
  return value
}

const anyText: Reader<string> = (value, path) => (value === '' ? '' : text(value, path))

const flag: Reader<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw new SiteProblem(path, `must be true or false, and is ${describe(value)}.`)
  return value
}

const endpoint: Reader<string> = (value, path) => {
  const reading = parseEndpoint(text(value, path))
  if ('problem' in reading) throw new SiteProblem(path, `must be the address of a gateway (${reading.problem}).`)
  return reading.endpoint
}

const link: Reader<string> = (value, path) => {
  const address = text(value, path)
  if (!/^https?:/i.test(address) || !URL.canParse(address))
    throw new SiteProblem(path, 'must be an https or http address.')
  return new URL(address).href
}

const logo: Reader<string> = (value, path) => {
  const relative = text(value, path)
  const folder = 'https://page.invalid/folder/'
  const hasOrigin = /^\s*([/\\]|[a-z][a-z0-9+.-]*:)/i.test(relative)
  if (hasOrigin || !new URL(relative, folder).href.startsWith(folder))
    throw new SiteProblem(path, 'must be a relative address in the page’s own folder, such as logo.svg.')
  return relative
}

const placementName: Reader<string> = (value, path) => {
  const name = text(value, path)
  if (name.includes(':')) throw new SiteProblem(path, 'is the placement’s name alone, without a colon.')
  return name
}

const pattern: Reader<string> = (value, path) => {
  const source = text(value, path)
  const reading = parseLinearPattern(source)
  if ('problem' in reading) throw new SiteProblem(path, reading.problem)
  return source
}

function list<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new SiteProblem(path, `must be a list in [ ], and is ${describe(value)}.`)
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
      throw new SiteProblem(path, `must be an object in { }, and is ${describe(value)}.`)
    const at = (name: string): string => (path === '' ? name : `${path}.${name}`)
    const missing = required.find((name) => !Object.hasOwn(value, name))
    if (missing !== undefined) throw new SiteProblem(at(missing), 'is missing.')
    const read = Object.entries(value).flatMap(([name, entry]) => {
      if (name === '$comment') return []
      if (!Object.hasOwn(readers, name))
        throw new SiteProblem(
          at(name),
          `is not a field that Lockgate knows; it knows ${Object.keys(readers).join(', ')}.`
        )
      return [[name, readers[name as keyof T](entry, at(name))] as const]
    })
    return Object.fromEntries(read) as T
  }
}

const bucketNameRule: Reader<BucketNameRule> = (value, path) => {
  const rule = fields<BucketNameRule>({ prefix: text, pattern, message: text }, ['message'])(value, path)
  if ((rule.prefix === undefined) === (rule.pattern === undefined))
    throw new SiteProblem(path, 'must have either a prefix or a pattern.')
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

function describe(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return 'text'
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${String(value)}`
}
