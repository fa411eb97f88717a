// The README's table of what was run where: a row for each scenario, a column for each gateway or browser. A run writes its own
// columns and leaves the others as they are. Knows nothing of how they came about.
import { readFileSync, writeFileSync } from 'node:fs'
import { format } from 'prettier'

/** The scenarios by their numbers, which are in the names of the end-to-end tests; in the words of the table. */
export const SCENARIOS: ReadonlyMap<number, string> = new Map(
  [
    'Connect with a token and a blank secret',
    'List the buckets',
    'Create a bucket with the group’s prefix',
    'Delete a bucket once it is empty',
    'Create and edit a small text',
    'List a bucket',
    'Make an object public, then private again',
    'Share a bucket, with everybody and with one user',
    'Delete an object',
    'Download to a file',
    'Copy the address of a public object',
    'Sign a link that expires',
    'Create a key and back it up',
    'Upload encrypted',
    'Read what another tool encrypted',
    'Require encryption',
    'The whole sample script in two minutes',
    'Encrypt, reload the page, decrypt',
    'Create a bucket at a placement',
    'Connect with a settings file'
  ].map((name, index) => [index + 1, name])
)

/** What the column heads, such as `Tentacle`, and the version that was found, such as `20.2.4`. */
export interface Column {
  readonly name: string
  readonly version: string
  /** By the scenario's number, or by the name of a further row such as `Contract tests`. None: `not run`, or a dash in a further row. */
  readonly cells: ReadonlyMap<number | string, string>
}

const START = '<!-- matrix: written by npm run test:gateways and npm run test:engines -->'
const END = '<!-- end of the matrix -->'
const NOT_RUN = 'not run'
const README = new URL('../README.md', import.meta.url)

/** One line of text that fits into a cell. */
export function cellText(text: string, mostCharacters = 100): string {
  const line = text
    .replace(/\s+/g, ' ')
    .replace(/(?<!\\)\|/g, '\\|')
    .trim()
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters - 1)}…` : line
}

interface Table {
  /** The titles of the columns, such as `Tentacle 20.2.4`. */
  titles: string[]
  /** By the row's key, as a column has it, the cells in the order of the columns. */
  readonly rows: Map<number | string, string[]>
}

const titleOf = (row: number | string): string =>
  typeof row === 'string' ? row : `${row} · ${SCENARIOS.get(row) ?? 'unknown'}`
const rowOf = (title: string): number | string => (/^\d+ · /.test(title) ? parseInt(title) : title)
/** A title is the name and a version: the name is all before the last blank. */
const nameOf = (title: string): string => title.slice(0, title.lastIndexOf(' '))

/** The columns as the README has them from left to right; others come after them. */
const ORDER = ['Pacific', 'Reef', 'Tentacle', 'Chromium', 'Firefox ESR', 'WebKitGTK']

/**
 * @returns the text, its table with these columns in place of those of the same names, or beside the others.
 * @throws Error where the text has no place for the table.
 */
export function withColumns(markdown: string, columns: readonly Column[]): string {
  const [start, end] = [markdown.indexOf(START), markdown.indexOf(END)]
  if (start < 0 || end < start) throw new Error('No place for the table: its marks are missing')
  const table = parse(markdown.slice(start + START.length, end))
  for (const column of columns) setColumn(table, column)
  return `${markdown.slice(0, start)}${START}\n\n${formatTable(table)}\n\n${markdown.slice(end)}`
}

/** As {@link withColumns}, in the README, formatted as the linter wants it. */
export async function writeColumns(columns: readonly Column[], file = README): Promise<void> {
  const text = withColumns(readFileSync(file, 'utf8'), columns)
  writeFileSync(file, await format(text, { parser: 'markdown' }))
}

function parse(text: string): Table {
  const lines = text.split('\n').filter((line) => line.startsWith('|'))
  const [head, , ...body] = lines.map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim())
  )
  return { titles: head?.slice(1) ?? [], rows: new Map(body.map(([title = '', ...cells]) => [rowOf(title), cells])) }
}

function setColumn({ titles, rows }: Table, { name, version, cells }: Column): void {
  const found = titles.findIndex((title) => nameOf(title) === name)
  const at = found < 0 ? titles.length : found
  titles[at] = `${name} ${version}`
  for (const row of [...SCENARIOS.keys(), ...cells.keys()]) if (!rows.has(row)) rows.set(row, [])
  for (const [row, texts] of rows) texts[at] = cellText(cells.get(row) ?? (typeof row === 'number' ? NOT_RUN : '—'))
}

function formatTable({ titles, rows }: Table): string {
  const place = (title: string): number => (ORDER.indexOf(nameOf(title)) + ORDER.length + 1) % (ORDER.length + 1)
  const columns = titles.map((title, at) => ({ title, at })).sort((a, b) => place(a.title) - place(b.title))
  const lines = [
    ['Scenario', ...columns.map(({ title }) => title)],
    ['---', ...columns.map(() => '---')],
    ...[...rows].map(([row, cells]) => [titleOf(row), ...columns.map(({ at }) => cells[at] ?? NOT_RUN)])
  ]
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n')
}
