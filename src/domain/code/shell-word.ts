// Any text as one word of bash (and zsh): what acts instead of being seen is written as bytes. Pure.
import { INVISIBLE } from '../invisible'
import { safeFileName } from '../file-name'
import { quoteForShell } from '../share-link'
import { CannotWrite, type TaskOf } from './code-task'

const MAX_LINE = 90

/** Throws a RangeError for U+0000, which no argument can hold. */
export function shellWord(text: string): string {
  if (text.includes('\0')) throw new RangeError('No argument of a command holds U+0000.')
  // zsh looks for a command behind a `=` at the beginning.
  if (/^[\w@%+:,./-][\w@%+=:,./-]*$/.test(text)) return text
  const visible = text.replace(/[\\']/g, String.raw`\$&`).replace(INVISIBLE, escapeBytes)
  return text.search(INVISIBLE) < 0 ? quoteForShell(text) : `$'${visible}'`
}

/** A path of the current folder that no command takes for an option or for a place elsewhere. */
export function shellPath(fileName: string): string {
  return shellWord(/^-|:/.test(fileName) ? `./${fileName}` : fileName)
}

/**
 * Where each selected object or folder is saved, below the current folder. Throws CannotWrite where two would be saved in one place: the
 * second would replace the first.
 */
export function localPaths({ keys, prefixes, prefix }: TaskOf<'download-many'>): (key: string) => string {
  const pathOf = (key: string): string => {
    const steps = key.slice(prefix.length).replace(/\/$/, '').split('/')
    return ['.', ...steps.map((step) => safeFileName(step))].join('/')
  }
  const all = [...keys, ...prefixes].map((key) => ({ key, path: pathOf(key) }))
  if (new Set(all.map(({ path }) => path)).size < all.length) throw new CannotWrite('name')
  for (const folder of prefixes)
    if (all.some(({ key, path }) => path.startsWith(`${pathOf(folder)}/`) && !key.startsWith(folder)))
      throw new CannotWrite('name')
  return (key) => shellWord(pathOf(key) + (key.endsWith('/') ? '/' : ''))
}

/** A command on one line, or where that is long on a line for each part. */
export function shellCommand(first: string, ...rest: readonly string[]): string {
  const line = [first, ...rest].join(' ')
  return line.length <= MAX_LINE ? line : [first, ...rest].join(' \\\n  ')
}

/** Each only once the one before has succeeded; the whole says what failed. */
export function shellChain(about: string, ...commands: readonly string[]): string {
  return `${commands.join(' &&\n  ')} ||\n  { echo >&2 ${shellWord(`Failed: ${about}`)}; false; }`
}

function escapeBytes(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
}
