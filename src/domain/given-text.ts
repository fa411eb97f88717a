// Text from files and clipboards: its size, its encoding, and the invisible characters at its ends. Pure.

/** Larger files are refused before anything reads them: no config file and no key comes near it. */
export const MAX_FILE_BYTES = 1_000_000

/**
 * The text that bytes are: UTF-8, or the UTF-16 that PowerShell writes, with or without a byte order mark, which is no part of it.
 * @returns undefined for what is neither
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Without a byte order mark, UTF-16 is told by its NULs, which UTF-8 text has none of: all of them in one half of the pairs. */
function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const nuls = [0, 0]
  for (const [index, byte] of bytes.entries()) if (byte === 0) nuls[index % 2]! += 1
  if (bytes.length % 2 === 1) return 'utf-8'
  if (nuls[0] === 0 && nuls[1]! > bytes.length / 4) return 'utf-16le'
  return nuls[1] === 0 && nuls[0]! > bytes.length / 4 ? 'utf-16be' : 'utf-8'
}

/** White space, and what has no width at all. */
const BLANK = /[\s\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/

/** The text without white space and invisible characters at its ends. In time that grows with the text alone. */
export function trimInvisible(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && BLANK.test(text.charAt(start))) start++
  while (end > start && BLANK.test(text.charAt(end - 1))) end--
  return text.slice(start, end)
}

/** The text within a pair of quotes around it, straight or typographic; without such a pair, the text itself. */
export function unquote(text: string): string {
  const close = QUOTES.get(text.charAt(0))
  return text.length > 1 && close !== undefined && text.endsWith(close) ? text.slice(1, -1) : text
}

const QUOTES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['„', '“'],
  ['‘', '’'],
  ['«', '»']
])

/** Blanks within quotes within blanks are likely; more is not. */
const MAX_LAYERS = 3

/** A character at a text's end, by kind. */
export type EndCharacter = 'space' | 'tab' | 'line-break' | 'no-break-space' | 'other-space' | 'invisible'

export type EndFinding = 'quotes' | { readonly character: EndCharacter; readonly at: 'start' | 'end' }

/** What stands at a text's ends and may have been copied by mistake, and the text without it. */
export interface Ends {
  /** Each once. */
  readonly found: readonly EndFinding[]
  readonly without: string
}

/** @returns undefined where nothing unusual stands at the ends, or nothing else is there */
export function findEnds(text: string): Ends | undefined {
  const found: EndFinding[] = []
  let without = text
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const trimmed = trimInvisible(without)
    const within = unquote(trimmed)
    if (trimmed !== without) found.push(...charactersAtEnds(without, trimmed))
    if (within !== trimmed) found.push('quotes')
    without = within
  }
  return without === text || without === '' ? undefined : { found: unique(found), without }
}

function charactersAtEnds(text: string, trimmed: string): EndFinding[] {
  const start = text.indexOf(trimmed)
  const find = (part: string, at: 'start' | 'end'): EndFinding[] =>
    [...new Set([...part].map(kindOf))].map((character) => ({ character, at }))
  return [...find(text.slice(0, start), 'start'), ...find(text.slice(start + trimmed.length), 'end')]
}

function unique(findings: readonly EndFinding[]): readonly EndFinding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()]
}

function kindOf(char: string): EndCharacter {
  if (char === ' ') return 'space'
  if (char === '\t') return 'tab'
  if (/[\r\n\u2028\u2029]/.test(char)) return 'line-break'
  if (char === '\u00a0' || char === '\u202f') return 'no-break-space'
  return /\s/.test(char) && char !== '\ufeff' ? 'other-space' : 'invisible'
}
