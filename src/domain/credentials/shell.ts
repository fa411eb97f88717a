// Environment variables as shells set them: sh (`export`, several on a line, `ec2rc.sh`), csh (`setenv`), fish, cmd (`set`), PowerShell
// (`$env:`), and `NAME=value` of .env files.
import { linesOf, plainName, type Section, type Setting } from './section'
import { readStatements, type Word } from './shell-words'

/** Any of these, also at the end of a longer name, makes a text a list of variables. */
const SENSITIVE = /(?<![A-Za-z0-9])(?:ACCESS_KEY|SECRET_KEY|SECRET_ACCESS_KEY)(?![A-Z])/
const NAME = /^[A-Z][A-Z0-9_]{0,63}$/

/** One section with every variable that is set; undefined where none holds a key. Later ones win. */
export function readShell(text: string): Section | undefined {
  if (!SENSITIVE.test(text)) return undefined
  const settings = new Map<string, Setting>()
  for (const [index, line] of linesOf(text).entries()) {
    for (const { name, value, isUnknown } of readLine(line))
      if (NAME.test(name)) settings.set(plainName(name), { value, line: index + 1, ...(isUnknown && { isUnknown }) })
  }
  return settings.size === 0 ? undefined : { name: 'default', line: 0, settings, isEnvironment: true }
}

interface Assignment {
  readonly name: string
  readonly value: string
  readonly isUnknown: boolean
}

function readLine(line: string): readonly Assignment[] {
  const content = line.trimStart()
  return readCmd(content) ?? readPowerShell(content) ?? readStatements(line).flatMap(readStatement)
}

/** cmd takes everything after `=`, quotes and spaces too; quotes around the whole assignment are its way to end it. */
function readCmd(line: string): readonly Assignment[] | undefined {
  const rest = /^@?set[ \t]/i.test(line) ? line.slice(line.search(/[ \t]/)).trimStart() : ''
  if (rest === '' || /^-/.test(rest)) return undefined
  return rest.split('&&').flatMap((part, index) => {
    const own = index === 0 ? part : part.trimStart().replace(/^set[ \t]/i, '')
    const start = own.trimStart()
    const whole = start.startsWith('"') && start.trimEnd().length > 1 && start.trimEnd().endsWith('"')
    const assignment = whole ? start.trimEnd().slice(1, -1) : start
    const at = assignment.indexOf('=')
    if (at < 0) return []
    const value = assignment.slice(at + 1)
    return [{ name: assignment.slice(0, at).trim(), value, isUnknown: /%[A-Za-z_]+%/.test(value) }]
  })
}

function readPowerShell(line: string): readonly Assignment[] | undefined {
  const found: Assignment[] = []
  let rest = line
  while (/^\$env:/i.test(rest)) {
    const at = rest.indexOf('=')
    if (at < 0) break
    const name = rest.slice('$env:'.length, at).trim()
    const { value, end, isUnknown } = readPowerShellValue(rest, at + 1)
    found.push({ name, value, isUnknown })
    const after = rest.indexOf(';', end)
    rest = after < 0 ? '' : rest.slice(after + 1).trimStart()
  }
  return found.length === 0 ? undefined : found
}

/** Two single quotes within single quotes are one; in double quotes a backtick escapes and a `$` is a variable. */
function readPowerShellValue(line: string, from: number): { value: string; end: number; isUnknown: boolean } {
  let start = from
  while (line.charAt(start) === ' ' || line.charAt(start) === '\t') start++
  const quote = line.charAt(start)
  if (quote !== "'" && quote !== '"') {
    const end = line.slice(start).search(/[;\s]|$/) + start
    return { value: line.slice(start, end), end, isUnknown: line.charAt(start) === '$' || line.charAt(start) === '(' }
  }
  const parts: string[] = []
  let isUnknown = false
  for (let at = start + 1; at < line.length; at++) {
    const char = line.charAt(at)
    const next = line.charAt(at + 1)
    if (char === quote && next !== quote) return { value: parts.join(''), end: at + 1, isUnknown }
    const isEscape = char === quote || (quote === '"' && char === '`')
    if (!isEscape && quote === '"' && char === '$' && /[A-Za-z_{(]/.test(next)) isUnknown = true
    if (isEscape) at++
    parts.push(isEscape ? next : char)
  }
  return { value: line.slice(start), end: line.length, isUnknown: true }
}

/** The assignments of `export A=b C=d`, `env A=b tool`, `setenv A b`, `set -gx A b`, `A = b` and `A: b`. */
function readStatement(words: readonly Word[]): readonly Assignment[] {
  const [first, second, third] = words
  const verb = first?.text.toLowerCase()
  const assign = (name: Word | undefined, value: Word | undefined): readonly Assignment[] =>
    name === undefined ? [] : [{ name: name.text, value: value?.text ?? '', isUnknown: value?.isUnknown === true }]
  if (verb === 'setenv' || verb === 'setx') return assign(second, third)
  if (verb === 'set') {
    const at = words.findIndex(({ text }, index) => index > 0 && !text.startsWith('-'))
    return at < 0 ? [] : assign(words[at], words[at + 1])
  }
  if (first !== undefined && (second?.text === '=' || second?.text === ':') && NAME.test(first.text))
    return assign(first, third)
  if (first?.text.endsWith(':') && NAME.test(first.text.slice(0, -1)))
    return assign({ ...first, text: first.text.slice(0, -1) }, second)
  return words.flatMap(splitWord)
}

function splitWord({ text, plainLength, isUnknown }: Word): readonly Assignment[] {
  const at = text.indexOf('=')
  return at < 1 || at >= plainLength ? [] : [{ name: text.slice(0, at), value: text.slice(at + 1), isUnknown }]
}
