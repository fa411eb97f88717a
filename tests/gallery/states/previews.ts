// Previews of objects.
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

export const previews: readonly AppState[] = [
  preview('text', 'notes.md', NOTES, () => 'Field notes'),
  preview('table', 'stations.csv', CSV, () => 'latitude'),
  preview('json', 'stations.json', JSON_TEXT, () => 'FeatureCollection'),
  preview('broken-json', 'broken.json', '{"a": [1, 2', () => m.preview.brokenJson),
  preview('more', 'log.txt', `${'2026-05-03T10:00:00Z sensor 12 ok\n'.repeat(12_000)}`, () => 'sensor 12'),
  preview('binary', 'data.bin', Uint8Array.from([127, 69, 76, 70, 0, 1]), () => m.preview.cannotShow),
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
