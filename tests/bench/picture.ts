// Draws the stored results as bars, in light and in dark. Knows no measurement: only which disciplines are worth a look, and what they are called.
import type { Discipline, Result, Standing } from './result'

interface Panel {
  readonly measurement: string
  readonly title: (sizes: Result['sizes']) => string
  /** Names of disciplines, and what a reader calls them. */
  readonly shown: Readonly<Record<string, string>>
}

const count = (n = 0): string => n.toLocaleString('en-US')
const gib = (bytes = 0): string => (bytes >= 1024 ** 3 ? `${bytes / 1024 ** 3} GiB` : `${bytes / 1024 ** 2} MiB`)

const PANELS: readonly Panel[] = [
  {
    measurement: 'large',
    title: ({ sizeBytes }) => `One file of ${gib(sizeBytes)}`,
    shown: {
      'up, plain': 'Upload',
      'down, plain, saved': 'Download, saved',
      'up, SSE-C': 'Upload, encrypted',
      'down, SSE-C, saved': 'Download, encrypted, saved'
    }
  },
  {
    measurement: 'small',
    title: ({ files, fileBytes = 0 }) => `${count(files)} files of ${fileBytes / 1024} KiB`,
    shown: { up: 'Upload', down: 'Download' }
  },
  {
    measurement: 'distant',
    title: ({ distantFiles, delayMs }) => `${count(distantFiles)} small files, gateway ${delayMs} ms away`,
    shown: { up: 'Upload', down: 'Download' }
  },
  {
    measurement: 'drop',
    title: ({ dropped }) => `A folder of ${count(dropped)} files dropped`,
    shown: {
      'all counted': 'All counted',
      'first file stored': 'First file stored',
      'up, first tenth': 'First tenth of those sent',
      'up, last tenth': 'Last tenth of those sent',
      'all canceled': 'Canceled'
    }
  },
  {
    measurement: 'keys',
    title: ({ keys, emptied }) => `${count(keys)} keys listed, ${count(emptied)} deleted`,
    shown: { 'listed whole': 'List', emptied: 'Empty a bucket' }
  },
  {
    measurement: 'memory',
    title: ({ memoryBytes }) => `Memory above idle, one file of ${gib(memoryBytes)}`,
    shown: { 'up, plain, memory above idle': 'Upload', 'down, plain, memory above idle': 'Download' }
  },
  {
    measurement: 'md5',
    title: () => 'MD5 (more is better)',
    shown: { 'Node, four at once': 'Four parts in Node', 'Chromium, 5 at once': 'Five parts in Chromium' }
  }
]

const [WIDTH, MARGIN, GAP, LINE] = [920, 24, 40, 18]
const COLUMN = (WIDTH - 2 * MARGIN - GAP) / 2
const [NAME, NUMBERS] = [92, 128]
const BAR = COLUMN - NAME - NUMBERS

const STYLE = `
text { font: 12px system-ui, sans-serif; fill: #1f2328 }
.title { font-size: 18px; font-weight: 600 } .panel { font-size: 14px; font-weight: 600 } .what { font-weight: 600 }
.quiet { fill: #59636e } .number { text-anchor: end } .paper { fill: #fff } .rule { stroke: #d1d9e0 }
.bar { fill: #afb8c1 } .own { fill: #2563a8 } .spread { stroke: #59636e }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .quiet { fill: #9198a1 } .paper { fill: #0d1117 } .rule { stroke: #3d444d }
.bar { fill: #4b535d } .own { fill: #5a9be0 } .spread { stroke: #9198a1 }
}`

/** @returns an SVG that needs nothing but itself */
export function drawPicture(results: readonly Result[]): string {
  const heights = [0, 0]
  const drawn = PANELS.flatMap((panel) => {
    const result = results.find(({ measurement }) => measurement === panel.measurement)
    const disciplines = result?.disciplines.filter(({ name, standings }) => name in panel.shown && standings.length > 0)
    if (result === undefined || disciplines === undefined || disciplines.length === 0) return []
    const column = (heights[0] ?? 0) <= (heights[1] ?? 0) ? 0 : 1
    const top = heights[column] ?? 0
    const [lines, height] = drawPanel(panel, result, disciplines)
    heights[column] = top + height
    return [`<g transform="translate(${MARGIN + column * (COLUMN + GAP)} ${top + 84})">${lines}</g>`]
  })
  const bottom = Math.max(...heights) + 84
  const foot = footOf(results)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${bottom + foot.length * LINE + MARGIN}" role="img" aria-label="Lockgate’s speed and memory beside other tools">`,
    `<style>${STYLE}</style><rect class="paper" width="100%" height="100%"/>`,
    text(MARGIN, 36, 'title', 'Lockgate beside other tools'),
    text(
      MARGIN,
      58,
      'quiet',
      'Medians; × is how many times as fast Lockgate is as that tool, above 1 it is faster. Thin lines: least to most.'
    ),
    ...drawn,
    ...foot.map((line, index) => text(MARGIN, bottom + 12 + index * LINE, 'quiet', line)),
    '</svg>\n'
  ].join('\n')
}

function drawPanel(panel: Panel, result: Result, disciplines: readonly Discipline[]): [string, number] {
  const scaled = result.isScaledDown ? ' (scaled down)' : ''
  const parts = [`<path class="rule" d="M0 .5H${COLUMN}"/>`, text(0, 22, 'panel', panel.title(result.sizes) + scaled)]
  let y = 46
  for (const discipline of disciplines) {
    parts.push(text(0, y, 'what', panel.shown[discipline.name] ?? discipline.name))
    y += LINE
    const longest = Math.max(...discipline.standings.map(({ most }) => most ?? 0))
    for (const [index, standing] of discipline.standings.entries()) {
      parts.push(drawStanding(standing, discipline, index === 0, longest, y))
      y += LINE
    }
    y += 10
  }
  return [parts.join(''), y + 10]
}

function drawStanding(standing: Standing, { unit }: Discipline, isOwn: boolean, longest: number, y: number): string {
  const { contestant, median, least, most, ratio } = standing
  const name = text(0, y, isOwn ? '' : 'quiet', contestant)
  if (median === null || least === null || most === null || longest <= 0)
    return name + text(NAME, y, 'quiet', 'did not end well, or has no way to')
  const at = (value: number): string => (NAME + (BAR * value) / longest).toFixed(1)
  const width = ((BAR * Math.max(0, median)) / longest).toFixed(1)
  const spread = most > least ? `<path class="spread" d="M${at(Math.max(0, least))} ${y - 4.5}H${at(most)}"/>` : ''
  return [
    name,
    `<rect class="bar${isOwn ? ' own' : ''}" x="${NAME}" y="${y - 10}" width="${width}" height="11" rx="2"/>`,
    spread,
    text(COLUMN - 48, y, 'number', `${formatValue(median)} ${unit}`),
    isOwn || ratio === null || unit === 'MB' ? '' : text(COLUMN, y, 'number quiet', `× ${ratio.toFixed(2)}`)
  ].join('')
}

function formatValue(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

function footOf(results: readonly Result[]): string[] {
  const [latest] = results.toSorted((one, other) => other.startedAt.localeCompare(one.startedAt))
  if (latest === undefined) return ['Nothing was measured.']
  const { cpus, cpu, memoryGib, versions } = latest.environment
  const rounds = Math.min(...results.map((result) => result.rounds))
  const tools = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return [
    `${latest.startedAt.slice(0, 10)}, at least ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, all on one machine: ${cpus} × ${cpu}, ${memoryGib} GiB`,
    tools.join(', ')
  ]
}

function text(x: number, y: number, kind: string, words: string): string {
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return `<text x="${x}" y="${y}"${kind === '' ? '' : ` class="${kind}"`}>${escaped}</text>`
}
