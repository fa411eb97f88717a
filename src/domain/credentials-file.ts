// Credentials out of whatever people have: settings files of aws-cli, s3cmd and rclone, environment lines, JSON, a token, an access key.
import { parseEndpoint } from './profile'
import { readRgwToken, type RgwToken } from './rgw-token'

/** One way in that a file holds. What the file does not say is absent. */
export interface CredentialsCandidate {
  /** The section's name; `default` where there is none. */
  readonly name: string
  readonly accessKey: string
  /** Blank where the file leaves it blank. */
  readonly secretKey: string
  /** An origin where the file's address is one; else as written, for the form to refuse in words. */
  readonly endpoint?: string
  readonly region?: string
  readonly pathStyle?: boolean
}

export type CredentialsSource = 'aws' | 's3cmd' | 'rclone' | 'environment'

/** `broken`: looks like such a file, yet nothing in it can be used; the problem names the line and holds no secret. */
export type FileReading =
  | {
      readonly kind: 'candidates'
      readonly candidates: readonly CredentialsCandidate[]
      readonly source: CredentialsSource
    }
  | { readonly kind: 'broken'; readonly problem: string }
  | { readonly kind: 'none' }

export type ConnectInput =
  | { readonly kind: 'empty' }
  | { readonly kind: 'token'; readonly token: RgwToken }
  | { readonly kind: 'access-key'; readonly accessKey: string }
  | Exclude<FileReading, { kind: 'none' }>

/** Reads the connect page's one field: an access key, a token, or the text of a settings file. */
export function readConnectInput(text: string): ConnectInput {
  const trimmed = unquote(text.replaceAll('\ufeff', '').trim())
  if (trimmed === '') return { kind: 'empty' }
  const token = readRgwToken(trimmed)
  if (token.kind !== 'none') return token
  const file = parseCredentialsFile(text)
  if (file.kind !== 'none') return file
  if (/[\r\n]/.test(trimmed))
    return {
      kind: 'broken',
      problem: 'This is no access key, no token and no settings file of aws-cli, s3cmd or rclone.'
    }
  const problem = findHostileCharacter(trimmed)
  return problem === undefined
    ? { kind: 'access-key', accessKey: trimmed }
    : { kind: 'broken', problem: `An access key holds no ${problem}. Copy only the key.` }
}

/**
 * Reads `~/.aws/credentials` and `~/.aws/config`, `.s3cfg`, `rclone.conf`, environment lines (`export`, `set`, `$env:`)
 * and JSON that names keys (radosgw-admin, aws, mc). Sections of one name are one; what comes later in them wins.
 */
export function parseCredentialsFile(text: string): FileReading {
  if (/^\s*(#.*\s+)?RCLONE_ENCRYPT_V\d+:/.test(text))
    return {
      kind: 'broken',
      problem: 'This rclone configuration is encrypted. Drop what “rclone config show” prints instead.'
    }
  const sections = readJsonSections(text) ?? readSections(text)
  const known = sections.filter((section) => sourceOf(section) !== undefined)
  const readings = known.map((section) => readSection(section, sections))
  const candidates = readings.filter((reading) => typeof reading !== 'string')
  const source = known.map(sourceOf)[readings.findIndex((reading) => typeof reading !== 'string')]
  if (source !== undefined) return { kind: 'candidates', candidates, source }
  const problem = readings.find((reading) => typeof reading === 'string')
  return problem === undefined ? { kind: 'none' } : { kind: 'broken', problem }
}

interface Setting {
  readonly value: string
  readonly line: number
}

interface Section {
  readonly name: string
  readonly line: number
  /** Names in lower case without `_` and `-`; nested ones as `s3.endpointurl`. */
  readonly settings: Map<string, Setting>
  readonly hasCapitals: boolean
}

const ACCESS_KEY = ['awsaccesskeyid', 'awsaccesskey', 'accesskeyid', 'accesskey']
const SECRET_KEY = ['awssecretaccesskey', 'awssecretkey', 'secretaccesskey', 'secretkey']
const SESSION_TOKEN = ['awssessiontoken', 'awssecuritytoken', 'sessiontoken', 'accesstoken']
const ENDPOINT = [
  's3.endpointurl',
  'awsendpointurls3',
  'endpointurl',
  'awsendpointurl',
  'endpoint',
  's3endpoint',
  'hostbase',
  'url'
]
const REGION = ['region', 'awsregion', 'awsdefaultregion', 'bucketlocation']

function sourceOf(section: Section): CredentialsSource | undefined {
  const has = (names: readonly string[]): boolean => names.some((name) => section.settings.has(name))
  if (section.hasCapitals) return has(ACCESS_KEY) || has(SECRET_KEY) ? 'environment' : undefined
  if (section.settings.get('type')?.value === 's3') return 'rclone'
  if (
    has([
      'awsaccesskeyid',
      'awssecretaccesskey',
      'awssessiontoken',
      's3',
      'endpointurl',
      'region',
      'rolearn',
      'ssostarturl',
      'ssosession',
      'credentialprocess'
    ])
  )
    return /^services |^sso-session /.test(section.name) ? undefined : 'aws'
  if (has(['accesskey', 'secretkey', 'hostbase', 'hostbucket'])) return 's3cmd'
  return undefined
}

/** @returns what the section holds, or a sentence that says why it is of no use. */
function readSection(section: Section, all: readonly Section[]): CredentialsCandidate | string {
  const services = all.find((other) => other.name === `services ${section.settings.get('services')?.value}`)
  const find = (names: readonly string[]): Setting | undefined => {
    const name = names.find((candidate) => section.settings.has(candidate) || services?.settings.has(candidate))
    return name === undefined ? undefined : (section.settings.get(name) ?? services?.settings.get(name))
  }
  const place = section.line === 0 ? 'This file' : `[${section.name}] (line ${section.line})`
  const given = find(ACCESS_KEY)
  if (given === undefined) return `${place} holds no access key.`
  if (given.value === '') return `Line ${given.line}: the access key is blank.`
  if ((find(SESSION_TOKEN)?.value ?? '') !== '')
    return `${place} needs a session token, and Lockgate sends none. Use a lasting access key.`
  const token = readRgwToken(given.value)
  if (token.kind === 'broken') return `Line ${given.line}: ${token.problem}`
  const problem = token.kind === 'none' ? findHostileCharacter(given.value) : undefined
  if (problem !== undefined) return `Line ${given.line}: an access key holds no ${problem}.`

  const endpoint = readEndpoint(find(ENDPOINT)?.value, section.settings.get('usehttps')?.value)
  const region = find(REGION)?.value
  const pathStyle = readPathStyle((name) => find([name])?.value.toLowerCase())
  return {
    name: section.name,
    accessKey: token.kind === 'token' ? token.token.accessKey : given.value,
    secretKey: find(SECRET_KEY)?.value ?? '',
    ...(endpoint !== undefined && { endpoint }),
    // s3cmd writes "US" where nobody chose.
    ...(region !== undefined && region !== '' && region !== 'US' && { region }),
    ...(pathStyle !== undefined && { pathStyle })
  }
}

function readEndpoint(written: string | undefined, useHttps: string | undefined): string | undefined {
  if (written === undefined || written === '') return undefined
  const isHttp = useHttps !== undefined && /^(false|no|off|0)$/i.test(useHttps)
  const address = isHttp && !written.includes('://') ? `http://${written}` : written
  const reading = parseEndpoint(address)
  return 'endpoint' in reading ? reading.endpoint : address
}

function readPathStyle(valueOf: (name: string) => string | undefined): boolean | undefined {
  const forced = valueOf('forcepathstyle')
  if (forced !== undefined) return forced !== 'false'
  const addressing = valueOf('s3.addressingstyle') ?? valueOf('addressingstyle')
  if (addressing === 'path' || addressing === 'virtual') return addressing === 'path'
  const hostBucket = valueOf('hostbucket')
  return hostBucket === undefined ? undefined : !hostBucket.includes('%(bucket)')
}

const SETTING = /^(\s*)(?:export\s+|set\s+|\$env:)?([A-Za-z][\w.-]*)\s*[=:]\s*(.*?)\s*$/i

function readSections(text: string): readonly Section[] {
  const sections = new Map<string, Section>()
  let current: Section | undefined
  let parent: { name: string; indent: number } | undefined
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (/^\s*([#;]|$)/.test(line)) continue
    const header = /^\s*\[\s*(?:profile\s+)?(.*?)\s*\]\s*([#;].*)?$/.exec(line)
    if (header !== null) {
      current = openSection(sections, unquote(header[1] ?? ''), index + 1)
      parent = undefined
      continue
    }
    const [, space = '', written = '', value = ''] = SETTING.exec(line) ?? []
    if (written === '') continue
    current ??= openSection(sections, 'default', 0, /^[A-Z_0-9]+$/.test(written))
    const name = plainName(written)
    if (parent !== undefined && space.length > parent.indent) {
      current.settings.set(`${parent.name}.${name}`, { value: unquote(value), line: index + 1 })
      continue
    }
    parent = value === '' ? { name, indent: space.length } : undefined
    current.settings.set(name, { value: unquote(value.replace(/;$/, '')), line: index + 1 })
  }
  return [...sections.values()]
}

function openSection(sections: Map<string, Section>, name: string, line: number, hasCapitals = false): Section {
  const section = sections.get(name) ?? { name, line, settings: new Map<string, Setting>(), hasCapitals }
  sections.set(name, section)
  return section
}

/** Every object in the JSON that names an access key, as a section; undefined for what is not JSON. */
function readJsonSections(text: string): readonly Section[] | undefined {
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
  const sections: Section[] = []
  const visit = (value: unknown, name: string): void => {
    if (typeof value !== 'object' || value === null) return
    const entries = Object.entries(value)
    const settings = new Map(
      entries.flatMap(([key, entry]) =>
        typeof entry === 'string' ? [[plainName(key), { value: entry, line: 1 }] as const] : []
      )
    )
    const user = settings.get('user')?.value ?? settings.get('username')?.value ?? name
    if (ACCESS_KEY.some((key) => settings.has(key))) sections.push({ name: user, line: 0, settings, hasCapitals: true })
    for (const [key, entry] of entries) visit(entry, Array.isArray(value) ? name : key)
  }
  visit(json, 'default')
  return sections
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, '')
}

function unquote(text: string): string {
  return /^(["'])(.*)\1$/s.exec(text)?.[2] ?? text
}

/** What SigV4's credential cannot carry, in words: it is cut at `/` and `,`, and a header holds visible ASCII. */
function findHostileCharacter(accessKey: string): string | undefined {
  if (/\s/.test(accessKey)) return 'white space'
  const found = /[^!-~]|[/,]/u.exec(accessKey)?.[0]
  if (found === undefined) return undefined
  return /[/,]/.test(found) ? `“${found}”` : 'characters beyond ASCII'
}
