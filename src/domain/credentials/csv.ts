// The table of keys that IAM's console offers for download: a line of names, then one line a key. Fields as in RFC 4180, none trimmed.
import { plainName, type Section, type Setting } from './section'

/** One section a row; undefined for what is no table of keys. */
export function readCsv(text: string): readonly Section[] | undefined {
  const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? ''
  const separator = [',', ';', '\t'].find((char) => firstLine.includes(char))
  if (separator === undefined || !/secret[\s_]*access[\s_]*key/i.test(firstLine)) return undefined
  const [header, ...rows] = readRows(text, separator)
  const names = (header?.fields ?? []).map((field) => plainName(field.trim()))
  if (!names.includes('accesskeyid') || !names.includes('secretaccesskey')) return undefined
  return rows
    .filter(({ fields }) => fields.some((field) => field !== ''))
    .map(({ fields, line }) => {
      const settings = new Map<string, Setting>()
      for (const [index, name] of names.entries()) settings.set(name, { value: fields[index] ?? '', line })
      return { name: settings.get('username')?.value || 'default', line, settings, isEnvironment: true }
    })
}

interface Row {
  readonly fields: readonly string[]
  readonly line: number
}

function readRows(text: string, separator: string): readonly Row[] {
  const rows: Row[] = []
  let [at, line] = [0, 1]
  while (at < text.length) {
    const fields: string[] = []
    const firstLine = line
    for (let isMore = true; isMore;) {
      const field: Field = text.charAt(at) === '"' ? readQuoted(text, at, separator) : readPlain(text, at, separator)
      fields.push(field.value)
      line += field.value.split('\n').length - 1
      at = field.end
      isMore = text.charAt(at) === separator
      if (isMore) at++
    }
    at += text.startsWith('\r\n', at) ? 2 : 1
    line++
    rows.push({ fields, line: firstLine })
  }
  return rows
}

interface Field {
  readonly value: string
  /** At the separator, the line's end or the text's. */
  readonly end: number
}

function readPlain(text: string, start: number, separator: string): Field {
  let end = start
  while (end < text.length && !isEnd(text.charAt(end), separator)) end++
  return { value: text.slice(start, end), end }
}

function isEnd(char: string, separator: string): boolean {
  return char === separator || char === '\n' || char === '\r'
}

/** Two quotes within quotes are one. What follows the last one up to the end is part of no field. */
function readQuoted(text: string, start: number, separator: string): Field {
  const parts: string[] = []
  let at = start + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return { value: parts.join('') + text.slice(at), end: text.length }
    parts.push(text.slice(at, quote))
    at = quote + 1
    if (text.charAt(at) !== '"') break
    parts.push('"')
    at++
  }
  return { value: parts.join(''), end: readPlain(text, at, separator).end }
}
