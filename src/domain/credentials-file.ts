// Credentials from the config files of aws-cli, s3cmd, rclone, boto and s3fs, from environment lines, JSON and CSV. Each format has a
// reader of its own in credentials/; here its values get their meaning.
import { readBoto } from './credentials/boto'
import { readCsv } from './credentials/csv'
import { readIni } from './credentials/ini'
import { readJson } from './credentials/json'
import { findLeftAlone, type LeftAlone } from './credentials/rclone'
import { readS3fs } from './credentials/s3fs'
import type { Section, Setting } from './credentials/section'
import { readShell } from './credentials/shell'
import { unquote } from './given-text'
import { parseEndpoint } from './profile'
import { readRgwToken, type TokenProblem } from './rgw-token'

/** One way in that a file holds. What the file does not say is absent. */
export interface CredentialsCandidate {
  /** The section's name; `default` where there is none. */
  readonly name: string
  readonly accessKey: string
  /** As it is in the file, to the last blank. Blank where the file leaves it blank. */
  readonly secretKey: string
  /** Of temporary credentials. */
  readonly sessionToken?: string
  /** When these end, as far as the file says. */
  readonly sessionExpiresAtMs?: number
  /** An origin where the file's address is one; else as written, for the form to refuse. */
  readonly endpoint?: string
  readonly region?: string
  readonly pathStyle?: boolean
}

/** `environment`: also JSON and CSV. */
export type CredentialsSource = 'aws' | 's3cmd' | 'rclone' | 'boto' | 's3fs' | 'environment'

/** What SigV4's credential cannot carry: it is cut at `/` and `,`, and a header holds visible ASCII. */
export type HostileCharacter = '/' | ',' | 'white-space' | 'not-ascii'

/** Holds no value of the file, so no secret. `section` is absent for a file without sections. */
export type FileProblem =
  | { readonly code: 'rclone-encrypted' | 'rclone-crypt-only' }
  | {
      readonly code: 'no-access-key' | 'keys-elsewhere'
      readonly section?: { readonly name: string; readonly line: number }
    }
  | { readonly code: 'value-unknown' | 'access-key-blank'; readonly line: number }
  | { readonly code: 'session-token-character'; readonly line?: number }
  | { readonly code: 'token'; readonly problem: TokenProblem; readonly line?: number }
  | { readonly code: 'access-key-character'; readonly character: HostileCharacter; readonly line?: number }

/** `broken`: looks like such a file, yet nothing in it can be used. */
export type FileReading =
  | {
      readonly kind: 'candidates'
      readonly candidates: readonly CredentialsCandidate[]
      readonly source: CredentialsSource
      /** What else the file holds and was not read; absent where there is nothing. */
      readonly leftAlone?: readonly LeftAlone[]
    }
  | { readonly kind: 'broken'; readonly problem: FileProblem }
  | { readonly kind: 'none' }

/**
 * Reads `~/.aws/credentials` and `~/.aws/config`, also one after the other, `.s3cfg`, `rclone.conf`, `.boto`, `.passwd-s3fs`, `ec2rc.sh`
 * and other environment lines, the JSON of radosgw-admin, aws, mc and openstack, and IAM's CSV. Sections of one name are one; what comes
 * later in them wins. Takes time in proportion to the text, and never throws.
 */
export function parseCredentialsFile(given: string): FileReading {
  const text = given.startsWith('\ufeff') ? given.slice(1) : given
  if (isEncryptedRclone(text)) return { kind: 'broken', problem: { code: 'rclone-encrypted' } }
  const reading = readIniOrOther(text)
  if (reading.kind !== 'none') return reading
  const passwords = readSections(readS3fs(text) ?? [])
  return passwords.kind === 'candidates' ? { ...passwords, source: 's3fs' } : passwords
}

function readIniOrOther(text: string): FileReading {
  const other = readJson(text) ?? readCsv(text) ?? readVariables(text)
  if (other !== undefined) return readSections(other)
  const sections = readIni(text)
  const ofBoto = readBoto(sections)
  if (ofBoto !== undefined) {
    const reading = readSections(ofBoto)
    return reading.kind === 'candidates' ? { ...reading, source: 'boto' } : reading
  }
  const reading = readSections(sections)
  const leftAlone = findLeftAlone(sections)
  if (reading.kind === 'candidates') return leftAlone.length === 0 ? reading : { ...reading, leftAlone }
  const isCryptOnly = reading.kind === 'none' && leftAlone.some(({ code }) => code === 'crypt')
  return isCryptOnly ? { kind: 'broken', problem: { code: 'rclone-crypt-only' } } : reading
}

function readSections(sections: readonly Section[]): FileReading {
  const services = new Map(sections.map((section) => [section.name, section]))
  let source: CredentialsSource | undefined
  let problem: FileProblem | undefined
  const candidates: CredentialsCandidate[] = []
  for (const section of sections) {
    const own = sourceOf(section)
    if (own === undefined) continue
    const reading = readSection(section, services)
    if ('code' in reading) problem ??= reading
    else {
      candidates.push(reading)
      source ??= own
    }
  }
  if (source !== undefined) return { kind: 'candidates', candidates, source }
  return problem === undefined ? { kind: 'none' } : { kind: 'broken', problem }
}

/** A text that begins with a section is a file of sections, whatever its names look like. */
function readVariables(text: string): readonly Section[] | undefined {
  const section = /^\s*\[/.test(text) ? undefined : readShell(text)
  return section === undefined ? undefined : [section]
}

const MAX_LINES_BEFORE_RCLONE = 20

function isEncryptedRclone(text: string): boolean {
  const lines = text.split('\n', MAX_LINES_BEFORE_RCLONE).map((line) => line.trim())
  const first = lines.find((line) => line !== '' && !line.startsWith('#'))
  return first !== undefined && /^RCLONE_ENCRYPT_V\d+:/.test(first)
}

const ACCESS_KEY = [
  'awsaccesskeyid',
  'awsaccesskey',
  'accesskeyid',
  'accesskey',
  'access',
  'ec2accesskey',
  's3accesskey',
  's3accesskeyid'
]
const SECRET_KEY = [
  'awssecretaccesskey',
  'awssecretkey',
  'secretaccesskey',
  'secretkey',
  'secret',
  'ec2secretkey',
  's3secretkey',
  's3secretaccesskey'
]
const SESSION_TOKEN = ['awssessiontoken', 'awssecuritytoken', 'sessiontoken', 'accesstoken']
const EXPIRY = ['expiration', 'awscredentialexpiration', 'awssessionexpiration', 'xsecuritytokenexpires']
const ELSEWHERE = ['rolearn', 'ssostarturl', 'ssosession', 'credentialprocess']
const ENDPOINT = [
  's3.endpointurl',
  'awsendpointurls3',
  'endpointurl',
  'awsendpointurl',
  'endpoint',
  's3endpoint',
  's3endpointurl',
  's3url',
  'hostbase',
  'url'
]
const REGION = ['region', 'awsregion', 'awsdefaultregion', 'bucketlocation']
const AWS = [
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
]

function sourceOf({ name, settings, isEnvironment }: Section): CredentialsSource | undefined {
  const has = (names: readonly string[]): boolean => names.some((wanted) => settings.has(wanted))
  if (isEnvironment) return has(ACCESS_KEY) || has(SECRET_KEY) ? 'environment' : undefined
  if (settings.get('type')?.value === 's3') return 'rclone'
  if (has(AWS)) return /^services |^sso-session /.test(name) ? undefined : 'aws'
  return has(['accesskey', 'secretkey', 'hostbase', 'hostbucket']) ? 's3cmd' : undefined
}

/** @returns what the section holds, or why it cannot be used. */
function readSection(section: Section, all: ReadonlyMap<string, Section>): CredentialsCandidate | FileProblem {
  const serviceName = section.settings.get('services')?.value
  const services = serviceName === undefined ? undefined : all.get(['services', serviceName].join(' '))
  const find = (names: readonly string[]): Setting | undefined => {
    const name = names.find((candidate) => section.settings.has(candidate) || services?.settings.has(candidate))
    return name === undefined ? undefined : (section.settings.get(name) ?? services?.settings.get(name))
  }
  const place = section.line === 0 ? {} : { section: { name: section.name, line: section.line } }
  const [given, secret] = [find(ACCESS_KEY), find(SECRET_KEY)]
  if (given === undefined) {
    const isElsewhere = ELSEWHERE.some((name) => section.settings.has(name))
    return { code: isElsewhere ? 'keys-elsewhere' : 'no-access-key', ...place }
  }
  const session = find(SESSION_TOKEN)
  const unknown = [given, secret, session].find((setting) => setting?.isUnknown)
  if (unknown !== undefined) return { code: 'value-unknown', line: unknown.line }
  // s3cmd alone takes quotes for no part of a value.
  const isS3cmd = sourceOf(section) === 's3cmd'
  const written = isS3cmd ? withoutDoubleQuotes(given.value) : given.value
  if (unquote(written).trim() === '') return { code: 'access-key-blank', line: given.line }
  const sessionToken = unquote(session?.value ?? '')
  if (session !== undefined && !isSessionToken(sessionToken) && sessionToken !== '')
    return { code: 'session-token-character', line: session.line }
  const token = readRgwToken(unquote(written))
  if (token.kind === 'broken') return { code: 'token', problem: token.problem, line: given.line }
  const character = token.kind === 'none' ? findHostileCharacter(written) : undefined
  if (character !== undefined) return { code: 'access-key-character', character, line: given.line }

  const endpoint = readEndpoint(find(ENDPOINT), section.settings.get('usehttps')?.value)
  const region = unquote(find(REGION)?.value ?? '')
  const pathStyle = readPathStyle((name) => unquote(find([name])?.value ?? '').toLowerCase())
  const expiresAtMs = Date.parse(unquote(find(EXPIRY)?.value ?? ''))
  return {
    name: section.name,
    accessKey: token.kind === 'token' ? token.token.accessKey : written,
    secretKey: isS3cmd ? withoutDoubleQuotes(secret?.value ?? '') : (secret?.value ?? ''),
    ...(sessionToken !== '' && { sessionToken }),
    ...(sessionToken !== '' && !Number.isNaN(expiresAtMs) && { sessionExpiresAtMs: expiresAtMs }),
    ...(endpoint !== undefined && { endpoint }),
    // s3cmd writes "US" where no one chose.
    ...(region !== '' && region !== 'US' && { region }),
    ...(pathStyle !== undefined && { pathStyle })
  }
}

function withoutDoubleQuotes(value: string): string {
  return value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value
}

function readEndpoint(setting: Setting | undefined, useHttps: string | undefined): string | undefined {
  const written = setting?.isUnknown ? '' : unquote(setting?.value ?? '')
  if (written === '') return undefined
  const isHttp = useHttps !== undefined && /^(false|no|off|0)$/i.test(useHttps)
  const address = isHttp && !written.includes('://') ? `http://${written}` : written
  const reading = parseEndpoint(address)
  return 'endpoint' in reading ? reading.endpoint : address
}

/** @param valueOf gives '' for what is not set. */
function readPathStyle(valueOf: (name: string) => string): boolean | undefined {
  const forced = valueOf('forcepathstyle')
  if (forced !== '') return forced !== 'false'
  const addressing = valueOf('s3.addressingstyle') || valueOf('addressingstyle')
  if (addressing === 'path' || addressing === 'virtual') return addressing === 'path'
  const hostBucket = valueOf('hostbucket')
  // Only a bucket before the host is another host; HOST/%(bucket)s is path style.
  return hostBucket === '' ? undefined : !hostBucket.startsWith('%(bucket)')
}

export function findHostileCharacter(accessKey: string): HostileCharacter | undefined {
  if (/\s/.test(accessKey)) return 'white-space'
  const found = /[^!-~]|[/,]/u.exec(accessKey)?.[0]
  if (found === undefined) return undefined
  return found === '/' || found === ',' ? found : 'not-ascii'
}

/** What a header can carry, without blanks: temporary credentials are base64 and the like. */
export function isSessionToken(text: string): boolean {
  return /^[!-~]+$/.test(text)
}
