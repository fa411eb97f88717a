// Texts and JSON values as Python 3 source. Pure.
import { INVISIBLE } from '../invisible'

/** JSON's escapes are Python's too; what acts instead of being seen is escaped as well. */
export function pythonString(text: string): string {
  return JSON.stringify(text).replace(INVISIBLE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** @param indent what the lines after the first begin with */
export function pythonValue(value: unknown, indent = ''): string {
  if (typeof value === 'string') return pythonString(value)
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value !== 'object') return String(value)
  const inner = `${indent}    `
  const [open, close, items] = Array.isArray(value)
    ? ['[', ']', value.map((item) => pythonValue(item, inner))]
    : ['{', '}', Object.entries(value).map(([name, item]) => `${pythonString(name)}: ${pythonValue(item, inner)}`)]
  return items.length === 0
    ? open + close
    : [open, ...items.map((item) => `${inner}${item},`), indent + close].join('\n')
}

/** A dict on one line; what is undefined is left out. */
export function pythonLine(value: Readonly<Record<string, string | undefined>>): string {
  const items = Object.entries(value).flatMap(([name, one]) =>
    one === undefined ? [] : [`${pythonString(name)}: ${pythonString(one)}`]
  )
  return `{${items.join(', ')}}`
}
