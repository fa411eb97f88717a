// RGW tokens as access keys: recognised, checked, and re-encoded so that SigV4 can carry them. Knows no form and no network.

/** Gateways refuse headers long before; re-encoding takes its time. */
const MAX_TOKEN_LENGTH = 16_384
const TOKEN_TYPES = ['ldap', 'ad', 'keystone'] as const

/** A token that a gateway accepts as an access key. It contains the user's password. */
export interface RgwToken {
  readonly type: (typeof TOKEN_TYPES)[number]
  readonly userId: string
  /** Standard base64 with padding and without any `/`; secret, for the password is inside. */
  readonly accessKey: string
}

export type TokenProblem =
  | 'followed-by-more'
  | 'too-long'
  | 'incomplete'
  | 'empty'
  | 'wrong-version'
  | 'unknown-type'
  | 'no-user'
  | 'no-password'

/** `broken`: certainly meant as a token, yet no gateway accepts it. */
export type TokenReading =
  | { readonly kind: 'token'; readonly token: RgwToken }
  | { readonly kind: 'broken'; readonly problem: TokenProblem }
  | { readonly kind: 'none' }

/**
 * Reads base64 (standard or URL-safe, padded or not, white space anywhere) of `{"RGW_TOKEN":{…}}`.
 * Form: Ceph's rgw_token.h and radosgw-token(8), which writes the JSON compact or over several lines.
 */
export function readRgwToken(text: string): TokenReading {
  const compact = text
    .replace(/[\s\ufeff]+/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/')
  const digits = /^[A-Za-z0-9+/]*/.exec(compact)?.[0] ?? ''
  const json = decodeBase64(digits)
  if (!json.includes('"RGW_TOKEN"')) return { kind: 'none' }
  if (!/^=*$/.test(compact.slice(digits.length))) return refuse('followed-by-more')
  if (digits.length > MAX_TOKEN_LENGTH) return refuse('too-long')
  const parsed = digits.length % 4 === 1 ? undefined : parseJson(json)
  if (parsed === undefined) return refuse('incomplete')
  const body = (parsed as { RGW_TOKEN?: unknown }).RGW_TOKEN
  if (typeof body !== 'object' || body === null) return refuse('empty')
  const { version = 1, type, id, key } = body as Record<string, unknown>
  if (Number(version) !== 1) return refuse('wrong-version')
  const knownType = TOKEN_TYPES.find((known) => known === String(type).toLowerCase())
  if (knownType === undefined) return refuse('unknown-type')
  if (typeof id !== 'string' || id === '') return refuse('no-user')
  if (typeof key !== 'string' || key === '') return refuse('no-password')

  const accessKey = digits.includes('/')
    ? encodeWithoutSlash(parsed)
    : digits.padEnd(Math.ceil(digits.length / 4) * 4, '=')
  return { kind: 'token', token: { type: knownType, userId: id, accessKey } }
}

function refuse(problem: TokenProblem): TokenReading {
  return { kind: 'broken', problem }
}

/** True where the access key is a token, with a password in it. */
export function isTokenProfile({ accessKey }: { readonly accessKey: string }): boolean {
  return parseRgwToken(accessKey) !== undefined
}

/** @returns the token that the text is, or undefined; {@link readRgwToken} also says what is wrong with a broken one. */
export function parseRgwToken(text: string): RgwToken | undefined {
  const reading = readRgwToken(text)
  return reading.kind === 'token' ? reading.token : undefined
}

/** The text behind base64 digits, as far as whole bytes go; bytes that are not UTF-8 become U+FFFD. */
function decodeBase64(digits: string): string {
  const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits
  return new TextDecoder().decode(Uint8Array.from(atob(whole), (char) => char.charCodeAt(0)))
}

function parseJson(text: string): object | undefined {
  // U+FFFD in the text: the token was not UTF-8, and encoding it again would change the password.
  if (text.includes('\ufffd')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** One way to write a piece of JSON; the cost keeps what is written close to the compact form. */
interface Spelling {
  readonly text: string
  readonly cost: number
}

interface Path {
  readonly text: string
  readonly cost: number
}

/**
 * Base64 without `/` of JSON that is equal to the value. SigV4's credential is split at `/`, so the gateway answers 400
 * to a key that holds one. White space between JSON's tokens and `\u` escapes in its strings move the bytes; the cheapest
 * spelling without the digit 63 is searched piece by piece. There always is one: in ASCII only `?` and DEL can make it.
 */
function encodeWithoutSlash(value: object): string {
  let paths = new Map<number, Path>([[0, { text: '', cost: 0 }]])
  for (const spellings of spell(JSON.stringify(value))) {
    const next = new Map<number, Path>()
    for (const [state, path] of paths)
      for (const spelling of spellings) {
        const reached = encodeStep(state, spelling.text)
        if (reached === undefined) continue
        const cost = path.cost + spelling.cost
        if (cost < (next.get(reached)?.cost ?? Infinity)) next.set(reached, { text: path.text + spelling.text, cost })
      }
    paths = next
  }
  const best = [...paths.values()].reduce((a, b) => (b.cost < a.cost ? b : a))
  return btoa(String.fromCharCode(...new TextEncoder().encode(best.text)))
}

/** The pieces of compact JSON, each with every spelling that means the same. */
function* spell(json: string): Generator<readonly Spelling[]> {
  let isInString = false
  for (const [piece] of json.matchAll(/\\u[0-9a-f]{4}|\\.|./gsu)) {
    if (piece.length > 1 && piece.startsWith('\\')) yield [{ text: piece, cost: 0 }]
    else if (piece === '"' || !isInString) {
      const mayFollowSpace = !isInString && /["{}[\]:,]/.test(piece)
      yield (mayFollowSpace ? ['', ' ', '  '] : ['']).map((space) => ({ text: space + piece, cost: space.length }))
      if (piece === '"') isInString = !isInString
    } else {
      const escaped = Array.from(
        { length: piece.length },
        (_, i) => `\\u${piece.charCodeAt(i).toString(16).padStart(4, '0')}`
      )
      // Gateways' older JSON readers are surest with escapes of ASCII, least with pairs: letters beyond it stay themselves if they can.
      const cost = piece.length > 1 ? 1000 : piece > '\x7f' ? 50 : 5
      yield [
        { text: piece, cost: 0 },
        { text: escaped.join(''), cost }
      ]
    }
  }
}

/** Feeds text to a base64 coder whose state is its left-over bits. @returns the new state; undefined when a `/` came out. */
function encodeStep(state: number, text: string): number | undefined {
  let count = state >> 4
  let bits = state & 15
  for (const byte of new TextEncoder().encode(text)) {
    const digit = (bits << (6 - 2 * count)) | (byte >> (2 * (count + 1)))
    if (digit === 63) return undefined
    count += 1
    bits = byte & ((1 << (2 * count)) - 1)
    if (count < 3) continue
    if (bits === 63) return undefined
    count = bits = 0
  }
  return (count << 4) | bits
}
