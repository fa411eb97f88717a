// A name that any file system takes, from an object's key.

const FORBIDDEN = new Set('<>:"/\\|?*')
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
const LONGEST_BYTES = 200

/** The last segment of a key, with what file systems refuse replaced by `_`; `object` where nothing is left. */
export function safeFileName(key: string): string {
  const last = key.replace(/\/+$/, '').split('/').at(-1) ?? ''
  const plain = [...last].map((c) => (isPlain(c) ? c : '_')).join('')
  const name = shorten(plain.replace(/[. ]+$/, '')).replace(/^\.+/, '_')
  if (name === '') return 'object'
  return RESERVED.test(name) ? `_${name}` : name
}

function isPlain(c: string): boolean {
  const code = c.codePointAt(0) ?? 0
  const isControl = code < 0x20 || (code >= 0x7f && code < 0xa0)
  const isBidi =
    (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)
  return !isControl && !isBidi && !FORBIDDEN.has(c)
}

/** Cuts the stem, never the ending. */
function shorten(name: string): string {
  const bytes = (text: string): number => new TextEncoder().encode(text).length
  if (bytes(name) <= LONGEST_BYTES) return name
  const ending = /\.[^.]{1,16}$/.exec(name)?.[0] ?? ''
  let stem = ''
  let room = LONGEST_BYTES - bytes(ending)
  for (const c of name.slice(0, name.length - ending.length)) {
    room -= bytes(c)
    if (room < 0) break
    stem += c
  }
  return stem + ending
}
