// A search by name as regular expressions that Python and `grep -E` read alike. Pure.

/** Of the folded path below the prefix, with a slash before it and one behind a folder: matches as createNameMatcher does. */
export function namePattern(text: string): string {
  const wanted = fold(text)
  if (!isGlob(wanted)) return `.*${escape(wanted)}${wanted.endsWith('/') ? '' : '[^/]*/?'}`
  const start = isFromTop(wanted) ? '/' : '.*/'
  // The slash behind a folder is no part of its name.
  return start + globPattern(wanted, nameOf(wanted)) + (wanted.endsWith('/') ? '/' : '(?:/|(?<!/))')
}

/**
 * How a line begins whose key matches, or is in a folder that matches; case is for the tool to ignore. Empty names, as in `a//b`, may be
 * found where the page finds none.
 * @param before what the line has before the part that is searched
 */
export function linePattern(text: string, before: string): string {
  const wanted = fold(text)
  if (!isGlob(wanted))
    return `^${before}${/^\/./.test(wanted) ? `(.*/)?${escape(wanted.slice(1))}` : `.*${escape(wanted)}`}`
  const start = `^${before}${isFromTop(wanted) ? '' : '(.*/)?'}`
  const name = nameOf(wanted)
  if (wanted.endsWith('/')) return `${start}${globPattern(wanted, name)}/`
  const beforeStars = name.replace(/\*+$/, '')
  if (beforeStars === name) return `${start}${globPattern(wanted, name)}(/|$)`
  // Something follows, or it would be the object that stands for a folder.
  return start + globPattern(wanted, beforeStars) + (beforeStars === '' || beforeStars.endsWith('/') ? '.' : '')
}

/** A text that stands for itself. */
export function escape(text: string): string {
  return text.replace(/[.[\\*^$+?{()|]/g, String.raw`\$&`)
}

/** @param glob of this search, or a part of it */
function globPattern(wanted: string, glob: string): string {
  // Of a whole name no character is a slash.
  const any = hasPath(wanted) ? '.' : '[^/]'
  return glob
    .split(/([*?])/)
    .map((part) => (part === '*' ? `${any}*` : part === '?' ? any : escape(part)))
    .join('')
}

function nameOf(wanted: string): string {
  return wanted.replace(/^\//, '').replace(/\/$/, '')
}

function isFromTop(wanted: string): boolean {
  return wanted.startsWith('/') && hasPath(wanted)
}

function isGlob(wanted: string): boolean {
  return /[*?]/.test(wanted)
}

/** A slash elsewhere than at the end. */
function hasPath(wanted: string): boolean {
  return wanted.slice(0, -1).includes('/')
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
