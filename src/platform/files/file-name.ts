// A name that any file system takes, from an object's key.
import { INVISIBLE } from '../../domain/invisible'

const FORBIDDEN = /[<>:"/\\|?*]/g
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
const MAX_BYTES = 200

/** The last segment of a key, with what file systems refuse replaced by `_`; `object` where nothing is left. */
export function safeFileName(key: string): string {
  const last = key.replace(/\/+$/, '').split('/').at(-1) ?? ''
  const plain = last.replace(INVISIBLE, '_').replace(FORBIDDEN, '_')
  const name = shorten(plain.replace(/[. ]+$/, '')).replace(/^\.+/, '_')
  if (name === '') return 'object'
  return RESERVED.test(name) ? `_${name}` : name
}

/** Cuts the stem, never the ending. */
function shorten(name: string): string {
  const bytes = (text: string): number => new TextEncoder().encode(text).length
  if (bytes(name) <= MAX_BYTES) return name
  const ending = /\.[^.]{1,16}$/.exec(name)?.[0] ?? ''
  let stem = ''
  let room = MAX_BYTES - bytes(ending)
  for (const c of name.slice(0, name.length - ending.length)) {
    room -= bytes(c)
    if (room < 0) break
    stem += c
  }
  return stem + ending
}
