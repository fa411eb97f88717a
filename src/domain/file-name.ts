// A name that any file system takes, from whatever an object or a key is called.
import { INVISIBLE } from './invisible'

const FORBIDDEN = /[<>:"/\\|?*]/g
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

export interface FileNameRules {
  /** Replaces what is not safe. `-` is removed from both ends, where a command takes it for an option. */
  readonly substitute?: '_' | '-'
  readonly maxBytes?: number
  /** Where nothing is left. */
  readonly fallback?: string
}

/** The last segment of a key, with what file systems refuse and what acts instead of being seen replaced. */
export function safeFileName(
  key: string,
  { substitute = '_', maxBytes = 200, fallback = 'object' }: FileNameRules = {}
): string {
  const last = key.replace(/\/+$/, '').split('/').at(-1) ?? ''
  const plain = last.replace(INVISIBLE, substitute).replace(FORBIDDEN, substitute)
  const trimmed = shorten(plain, maxBytes).replace(substitute === '-' ? /^[\s.-]+|[\s.-]+$/g : /[. ]+$/, '')
  const name = trimmed.replace(/^\.+/, '_')
  if (name === '') return fallback
  return RESERVED.test(name) ? `_${name}` : name
}

/** Cuts the stem, never the ending. */
function shorten(name: string, maxBytes: number): string {
  const bytes = (text: string): number => new TextEncoder().encode(text).length
  if (bytes(name) <= maxBytes) return name
  const ending = /\.[^.]{1,16}$/.exec(name)?.[0] ?? ''
  let stem = ''
  let room = maxBytes - bytes(ending)
  for (const c of name.slice(0, name.length - ending.length)) {
    room -= bytes(c)
    if (room < 0) break
    stem += c
  }
  return stem + ending
}
