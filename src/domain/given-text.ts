// Text that people bring, from files and clipboards: its size, its encoding, and what stands at its ends unseen. Pure.

/** Larger files are refused before anything reads them: no settings file and no key comes near it. */
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

/** What stands at a text's ends and may have come along by mistake, and the text without it. */
export interface Ends {
  /** In words, such as `a space at the end`. */
  readonly found: readonly string[]
  readonly without: string
}

/** @returns undefined where nothing unusual stands at the ends, or nothing else is there */
export function findEnds(text: string): Ends | undefined {
  const found: string[] = []
  let without = text
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const trimmed = trimInvisible(without)
    const within = unquote(trimmed)
    if (trimmed !== without) found.push(...describeEnds(without, trimmed))
    if (within !== trimmed) found.push('quotes around it')
    without = within
  }
  return without === text || without === '' ? undefined : { found: [...new Set(found)], without }
}

function describeEnds(text: string, trimmed: string): string[] {
  const start = text.indexOf(trimmed)
  const describe = (part: string, end: string): string[] =>
    part === '' ? [] : [`${[...new Set([...part].map(nameOf))].join(', ')} at the ${end}`]
  return [...describe(text.slice(0, start), 'start'), ...describe(text.slice(start + trimmed.length), 'end')]
}

function nameOf(char: string): string {
  if (char === ' ') return 'a space'
  if (char === '\t') return 'a tab'
  if (/[\r\n\u2028\u2029]/.test(char)) return 'a line break'
  if (char === '\u00a0' || char === '\u202f') return 'a no-break space'
  return /\s/.test(char) && char !== '\ufeff' ? 'a wide or narrow space' : 'an invisible character'
}
