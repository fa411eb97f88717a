// Digests the chosen file's parts in a worker, several at once, as an upload does.
import { WorkerBridge } from '../../../src/platform/workers/worker-bridge'
import type { DigestResult, DigestTask } from '../../../src/platform/workers/messages'

const PART_BYTES = 16 * 1024 * 1024

const start = {
  Lockgate: () =>
    new Worker(new URL('../../../src/platform/workers/digest.worker.ts', import.meta.url), { type: 'module' }),
  'hash-wasm': () => new Worker(new URL('./hash-wasm.worker.ts', import.meta.url), { type: 'module' }),
  'reading alone': () => new Worker(new URL('./reading.worker.ts', import.meta.url), { type: 'module' })
}
export type WorkerName = keyof typeof start
const bridges = new Map<WorkerName, WorkerBridge<DigestTask, DigestResult>>()

async function run(name: WorkerName, atOnce: number): Promise<{ readonly seconds: number; readonly md5s: string[] }> {
  const file = document.querySelector('input')?.files?.[0]
  if (file === undefined) throw new Error('No file was chosen')
  const bridge = bridges.get(name) ?? new WorkerBridge<DigestTask, DigestResult>(start[name])
  bridges.set(name, bridge)
  await bridge.run({ body: new Blob() }) // started
  const parts = Array.from({ length: Math.ceil(file.size / PART_BYTES) }, (_, index) => index)
  const md5s: string[] = []
  const lane = async (): Promise<void> => {
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      const body = file.slice(part * PART_BYTES, (part + 1) * PART_BYTES)
      md5s[part] = (await bridge.run({ body })).md5Hex
    }
  }
  const startMs = performance.now()
  await Promise.all(Array.from({ length: atOnce }, lane))
  return { seconds: (performance.now() - startMs) / 1000, md5s }
}

export const digest = { run }

Object.assign(globalThis, { digest })
