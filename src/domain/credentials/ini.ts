// Sections of `name = value`, as aws-cli, s3cmd and rclone write them; `name: value` too. Looks at each character a few times at most.
import { unquote } from '../given-text'
import { linesOf, plainName, type Section, type Setting } from './section'

const MAX_NAME_LENGTH = 64

/** Sections of one name are one; what comes later in them wins. Values keep their quotes. */
export function readIni(text: string): readonly Section[] {
  const sections = new Map<string, Section>()
  let current: Section | undefined
  let parent: { readonly name: string; readonly indent: number } | undefined
  for (const [index, line] of linesOf(text).entries()) {
    const content = line.trim()
    if (content === '' || content.startsWith('#') || content.startsWith(';')) continue
    const header = readHeader(content)
    if (header !== undefined) {
      current = openSection(sections, header, index + 1)
      parent = undefined
      continue
    }
    const assignment = splitSetting(line)
    if (assignment === undefined) continue
    current ??= openSection(sections, 'default', 0)
    const indent = line.length - line.trimStart().length
    const isNested = parent !== undefined && indent > parent.indent
    const name = isNested ? `${parent?.name}.${assignment.name}` : assignment.name
    if (!isNested) parent = assignment.value === '' ? { name, indent } : undefined
    current.settings.set(name, { value: assignment.value, line: index + 1 })
  }
  return [...sections.values()]
}

/** The name in `[name]`, which only a comment may follow. */
function readHeader(content: string): string | undefined {
  const end = content.startsWith('[') ? content.indexOf(']') : -1
  if (end < 0 || !/^([#;]|$)/.test(content.slice(end + 1).trimStart())) return undefined
  const name = content.slice(1, end).trim()
  return unquote(/^profile\s/.test(name) ? name.slice('profile'.length).trimStart() : name)
}

function splitSetting(line: string): { readonly name: string; readonly value: string } | undefined {
  const at = line.search(/[=:]/)
  const name = line
    .slice(0, Math.max(at, 0))
    .trim()
    .replace(/^export\s/, '')
  if (name.length > MAX_NAME_LENGTH || !/^[A-Za-z][\w. -]*$/.test(name)) return undefined
  return { name: plainName(name), value: trimBlanks(line.slice(at + 1)) }
}

/** Spaces and tabs alone: a no-break space may be a secret's own. */
function trimBlanks(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && isBlank(text.charAt(start))) start++
  while (end > start && isBlank(text.charAt(end - 1))) end--
  return text.slice(start, end)
}

function isBlank(char: string): boolean {
  return char === ' ' || char === '\t'
}

function openSection(sections: Map<string, Section>, name: string, line: number): Section {
  const section = sections.get(name) ?? { name, line, settings: new Map<string, Setting>(), isEnvironment: false }
  sections.set(name, section)
  return section
}
