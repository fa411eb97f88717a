// The schema of site.json. Each of its messages is a SiteFault in JSON, and the issue's path says where: every mistake is named.
import * as v from 'valibot'
import { parseLinearPattern } from '../../domain/linear-pattern'
import { parseEndpoint } from '../../domain/profile'
import type { FoundValue, Site, SiteFault, SiteProblem } from '../../domain/site'

/** @returns the settings, or the first thing that is wrong with them. */
export function parseSite(json: unknown): { readonly site: Site } | { readonly problem: SiteProblem } {
  const withoutComments: unknown = JSON.parse(JSON.stringify(json), (name, value: unknown) =>
    name === '$comment' ? undefined : value
  )
  const { output, issues } = v.safeParse(SITE, withoutComments, { abortEarly: true })
  if (issues === undefined) return { site: output }
  const [{ path = [], message }] = issues
  const keys = path.map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
  return { problem: { path: keys.join('').replace(/^\./, ''), fault: JSON.parse(message) as SiteFault } }
}

const text = v.pipe(
  v.string(wrongType('not-text')),
  v.check((value) => value.trim() !== '', say({ code: 'blank' }))
)
const flag = v.boolean(wrongType('not-a-flag'))

const endpoint = v.pipe(
  text,
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const reading = parseEndpoint(dataset.value)
    if ('endpoint' in reading) return reading.endpoint
    addIssue({ message: say({ code: 'endpoint', problem: reading.problem }) })
    return NEVER
  })
)

const link = v.pipe(
  text,
  v.check((address) => /^https?:/i.test(address) && URL.canParse(address), say({ code: 'link' })),
  v.transform((address) => new URL(address).href)
)

const logo = v.pipe(text, v.check(isInFolder, say({ code: 'logo' })))

const placementName = v.pipe(
  text,
  v.check((name) => !name.includes(':'), say({ code: 'placement' }))
)

const pattern = v.pipe(
  text,
  v.rawCheck(({ dataset, addIssue }) => {
    const reading = dataset.typed ? parseLinearPattern(dataset.value) : undefined
    if (reading !== undefined && 'problem' in reading)
      addIssue({ message: say({ code: 'pattern', problem: reading.problem }) })
  })
)

const bucketNameRule = v.pipe(
  fields({ prefix: v.exactOptional(text), pattern: v.exactOptional(pattern), message: text }),
  v.check((rule) => (rule.prefix === undefined) !== (rule.pattern === undefined), say({ code: 'prefix-or-pattern' }))
)

const demoProfile = fields({
  name: text,
  endpoint,
  accessKey: text,
  secretKey: v.union([v.literal(''), text], wrongType('not-text')),
  region: v.exactOptional(text)
})

const SITE: v.GenericSchema<unknown, Site> = fields({
  name: v.exactOptional(text),
  logo: v.exactOptional(logo),
  endpoints: v.exactOptional(
    list(fields({ name: text, url: endpoint, region: v.exactOptional(text), pathStyle: v.exactOptional(flag) }))
  ),
  helpLinks: v.exactOptional(list(fields({ label: text, url: link }))),
  bucketPrefix: v.exactOptional(bucketNameRule),
  placements: v.exactOptional(list(fields({ name: placementName, label: v.exactOptional(text) }))),
  customEndpoints: v.exactOptional(flag),
  demoProfile: v.exactOptional(demoProfile)
})

/** An object with these fields and no others. */
function fields<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.pipe(
    v.custom<object>((value) => found(value).type === 'object', wrongType('not-an-object')),
    v.strictObject(entries, ({ expected }) =>
      say(expected === 'never' ? { code: 'unknown-field', known: Object.keys(entries) } : { code: 'missing' })
    )
  )
}

function list<const Item extends v.GenericSchema>(item: Item) {
  return v.array(item, wrongType('not-a-list'))
}

/** A picture in the page's own folder or below it. */
function isInFolder(relative: string): boolean {
  const folder = 'https://page.invalid/folder/'
  const hasOrigin = /^\s*([/\\]|[a-z][a-z0-9+.-]*:)/i.test(relative)
  return !hasOrigin && new URL(relative, folder).href.startsWith(folder)
}

function wrongType(code: 'not-text' | 'not-a-flag' | 'not-a-list' | 'not-an-object') {
  return ({ input }: { readonly input: unknown }): string => say({ code, found: found(input) })
}

function say(fault: SiteFault): string {
  return JSON.stringify(fault)
}

/** Of parsed JSON. */
function found(value: unknown): FoundValue {
  if (value === null) return { type: 'null', value: '' }
  if (Array.isArray(value)) return { type: 'list', value: '' }
  if (typeof value === 'string') return { type: 'text', value: '' }
  if (typeof value === 'object') return { type: 'object', value: '' }
  return { type: typeof value === 'number' ? 'number' : 'boolean', value: String(value) }
}
