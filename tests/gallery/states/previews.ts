// Previews of objects.
import { parquetWriteBuffer } from 'hyparquet-writer'
import { m } from '../../../src/messages/messages'
import { never, refuse } from '../gateway'
import { makeObject, type World } from '../world'
import type { AppState } from './state'

const at = (object: string) => ({ place: 'objects', bucket: 'field-data', prefix: '', object }) as const

/** Beside what is in the bucket. */
function withObject(key: string, content: string | Uint8Array): (world: World) => void {
  return (world) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
    const object = makeObject(key, bytes.byteLength, { bytes })
    world.buckets = world.buckets.map((bucket) =>
      bucket.name === 'field-data' ? { ...bucket, objects: [...bucket.objects, object] } : bucket
    )
  }
}

function preview(name: string, key: string, content: string | Uint8Array, seen: () => string): AppState {
  return {
    name: `preview/${name}`,
    at: at(key),
    world: withObject(key, content),
    act: async (user) => {
      await user.press(m.preview.title)
      await user.see(seen())
      while (document.querySelector('dialog [aria-busy=true]')) await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

const STATIONS = Array.from(
  { length: 400 },
  (_, n) =>
    `${n + 1},Station ${String(n + 1).padStart(2, '0')},${(60 + n / 37).toFixed(4)},${n * 3},"calibrated, 3 May"`
)
const CSV = ['id,name,latitude,depth_m,remark', ...STATIONS].join('\n')
const JSON_TEXT = JSON.stringify({
  type: 'FeatureCollection',
  bbox: [4.7, 60.1, 5.9, 60.9],
  features: STATIONS.slice(0, 120).map((_, n) => ({
    type: 'Feature',
    id: n,
    geometry: { type: 'Point', coordinates: [5, 60] }
  })),
  note: 'Grieg’s “harbour”',
  verified: true,
  parent: null
})
const NOTES = `# Field notes\n\nSensors were calibrated on **3 May**.\n\n- [chart](javascript:alert(1))\n- depth in metres\n\n${'The water was calm, and the instruments were read every hour. '.repeat(60)}\n`

const CHART =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 120"><rect width="300" height="120" fill="#eef3f8"/><path d="M10 100 L70 60 L130 80 L190 30 L290 20" fill="none" stroke="#0b5cad" stroke-width="3"/><circle cx="190" cy="30" r="5" fill="#a8261c"/></svg>'

/** A gradient of 640 × 400 pixels, uncompressed. */
const PHOTO = (() => {
  const [width, height] = [640, 400]
  const bytes = new Uint8Array(54 + width * height * 3)
  const view = new DataView(bytes.buffer)
  bytes.set([0x42, 0x4d])
  for (const [at, value] of [
    [2, bytes.length],
    [10, 54],
    [14, 40],
    [18, width],
    [22, height]
  ] as const)
    view.setUint32(at, value, true)
  view.setUint16(26, 1, true)
  view.setUint16(28, 24, true)
  for (let n = 0; n < width * height; n++) bytes.set([200 - n / 2000, 90 + n / 3000, (n % width) / 4], 54 + n * 3)
  return bytes
})()

const PARQUET = new Uint8Array(
  parquetWriteBuffer({
    columnData: [
      { name: 'id', data: STATIONS.map((_, n) => n), type: 'INT32' },
      { name: 'name', data: STATIONS.map((_, n) => `Station ${n}`), type: 'STRING' },
      { name: 'latitude', data: STATIONS.map((_, n) => (n % 5 === 3 ? null : 60 + n / 37)), type: 'DOUBLE' },
      {
        name: 'calibrated',
        data: STATIONS.map((_, n) => new Date(1_777_800_000_000 + n * 3_600_000)),
        type: 'TIMESTAMP'
      }
    ]
  })
)

const PDF = new TextEncoder().encode(`%PDF-1.7
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 300]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>endobj
4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
5 0 obj<</Length 99>>stream
BT /F1 20 Tf 40 240 Td (Field notes) Tj ET 0.04 0.36 0.68 rg 40 60 340 140 re f               
endstream
endobj
trailer<</Root 1 0 R>>
%%EOF`)

const WAVE = new TextEncoder().encode('RIFF....WAVEfmt ')

const HUGE = Uint8Array.from([...'\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x01\0\0\0\x01\0\0'].map((c) => c.charCodeAt(0)))

export const previews: readonly AppState[] = [
  preview('text', 'notes.md', NOTES, () => 'Field notes'),
  preview('table', 'stations.csv', CSV, () => 'latitude'),
  preview('json', 'stations.json', JSON_TEXT, () => 'FeatureCollection'),
  preview('broken-json', 'broken.json', '{"a": [1, 2', () => m.preview.brokenJson),
  preview('more', 'log.txt', `${'2026-05-03T10:00:00Z sensor 12 ok\n'.repeat(12_000)}`, () => 'sensor 12'),
  preview('binary', 'data.bin', Uint8Array.from([127, 69, 76, 70, 0, 1]), () => m.preview.cannotShow),
  preview('svg', 'chart.svg', CHART, () => m.preview.source),
  preview('image', 'photo.bmp', PHOTO, () => 'BMP'),
  preview('parquet', 'stations.parquet', PARQUET, () => 'latitude'),
  preview('pdf', 'paper.pdf', PDF, () => m.preview.page(1, 1)),
  preview('media', 'tone.wav', WAVE, () => m.preview.noServiceWorker),
  preview('image-too-large', 'huge.png', HUGE, () => m.preview.tooLarge),
  {
    name: 'preview/loading',
    at: at('README.txt'),
    world: (world) => {
      world.gateway = ({ properties }) => (properties.readRange = never)
    },
    act: (user) => user.press(m.preview.title)
  },
  {
    name: 'preview/needs-key',
    at: at('from-bob.tar'),
    act: async (user) => {
      await user.press(m.preview.title)
      await user.see(m.inspector.encryption.chooseKey)
    }
  },
  {
    name: 'preview/error',
    at: at('README.txt'),
    world: (world) => {
      world.gateway = ({ properties }) => (properties.readRange = refuse('gateway-failed', { status: 500 }))
    },
    act: (user) => user.press(m.preview.title)
  }
]
