// How fast MD5 is: Lockgate's lanes beside hash-wasm, in Node and in the worker of a browser, turn and turn about. Judges the digests alone.
// node --import tsx tests/bench/md5.ts [rounds]
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { createMd5 } from '../../src/crypto/md5'
import { Md5Lanes, Md5Stream } from '../../src/crypto/md5-lanes'
import { openRunScope } from '../gateway/run-scope'
import { serveDist } from '../gateway/static-server'
import { openBrowser } from './browser'
import type { digest as DigestPage, WorkerName } from './md5-page/digest'
import { descendantsOf, read } from './memory'
import { writeRandomFile } from './random-file'
import { medianOf } from './table'

const PART_BYTES = 16 * 1024 * 1024
const PARTS = 24
const PIECE_BYTES = 1024 * 1024

declare const digest: typeof DigestPage

const rounds = Number(process.argv[2] ?? 7)
const workDir = openRunScope()
const file = join(workDir, 'random.bin')
await writeRandomFile(file, PARTS * PART_BYTES)
const bytes = readFileSync(file)
const parts = Array.from({ length: PARTS }, (_, index) => bytes.subarray(index * PART_BYTES, (index + 1) * PART_BYTES))
const expected = parts.map((part) => createHash('md5').update(part).digest('hex'))

/** One way to digest all parts. @returns how long it took, and the processor's time of the thread that digests. */
type Way = () => Promise<{ readonly seconds: number; readonly busySeconds: number }>

async function race(title: string, ways: Readonly<Record<string, Way>>, reference: string): Promise<void> {
  const results = new Map<string, Awaited<ReturnType<Way>>[]>()
  for (const way of Object.values(ways)) await way() // compiled, and read into memory
  for (let round = 0; round < rounds; round++)
    for (const [name, way] of Object.entries(ways)) results.set(name, [...(results.get(name) ?? []), await way()])
  const speeds = (name: string, field: 'seconds' | 'busySeconds'): number[] =>
    (results.get(name) ?? []).map((one) => bytes.byteLength / 1e6 / one[field])
  const describe = (name: string, field: 'seconds' | 'busySeconds'): string => {
    const own = speeds(name, field)
    const ratio = medianOf(own) / medianOf(speeds(reference, field))
    return `${medianOf(own).toFixed(0)} (${Math.min(...own).toFixed(0)}–${Math.max(...own).toFixed(0)}), × ${ratio.toFixed(2)}`
  }
  console.log(`\n${title}: MB/s of time, and of the processor's time; medians of ${rounds}, × ${reference}`)
  for (const name of Object.keys(ways))
    console.log(`${name.padEnd(16)}${describe(name, 'seconds').padEnd(28)}${describe(name, 'busySeconds')}`)
}

function assertDigests(md5s: readonly string[]): void {
  if (md5s.join() !== expected.join()) throw new Error('A digest is wrong')
}

async function inNode(): Promise<void> {
  const lanes = await Md5Lanes.create()
  const hashWasm = await createMd5()
  const timed = (work: () => readonly string[]): Way => {
    return async () => {
      const [startMs, busy] = [performance.now(), process.cpuUsage()]
      const md5s = work()
      const { user, system } = process.cpuUsage(busy)
      const seconds = (performance.now() - startMs) / 1000
      assertDigests(md5s)
      return { seconds, busySeconds: (user + system) / 1e6 }
    }
  }
  const byLanes = (width: number) => () => {
    const md5s: string[] = []
    for (let part = 0; part < PARTS; part += width) {
      const group = parts.slice(part, part + width)
      const streams = group.map(() => new Md5Stream())
      const advance = (): void => {
        while (streams.some(({ blocks }) => blocks > 0)) lanes.advance(streams)
      }
      for (let at = 0; at < PART_BYTES; at += PIECE_BYTES) {
        for (const [index, stream] of streams.entries())
          stream.update((group[index] as Buffer).subarray(at, at + PIECE_BYTES))
        advance()
      }
      for (const stream of streams) stream.end()
      advance()
      md5s.push(...streams.map((stream) => stream.digestHex()))
    }
    return md5s
  }
  const byHashWasm = () =>
    parts.map((part) => {
      hashWasm.init()
      for (let at = 0; at < PART_BYTES; at += PIECE_BYTES) hashWasm.update(part.subarray(at, at + PIECE_BYTES))
      return hashWasm.digestHex()
    })
  const ways = {
    'one lane': timed(byLanes(1)),
    'two lanes': timed(byLanes(2)),
    'three lanes': timed(byLanes(3)),
    'four lanes': timed(byLanes(4)),
    'hash-wasm': timed(byHashWasm),
    'node:crypto': timed(() => parts.map((part) => createHash('md5').update(part).digest('hex')))
  }
  await race('Node', ways, 'hash-wasm')
}

async function inBrowser(): Promise<void> {
  const outDir = join(workDir, 'md5-page')
  const root = new URL('md5-page', import.meta.url).pathname
  const worker = { format: 'es' } as const
  await build({ root, configFile: false, logLevel: 'warn', worker, build: { outDir, target: 'es2023' } })
  const server = await serveDist({ dir: outDir })
  const browser = await openBrowser(workDir)
  try {
    await browser.page.goto(server.url)
    await browser.page.locator('input').setInputFiles(file)
    const way = (name: WorkerName, atOnce: number): Way => {
      return async () => {
        const given = [name, atOnce] as const
        const busySeconds = workerSeconds()
        const { seconds, md5s } = await browser.page.evaluate(([worker, count]) => digest.run(worker, count), given)
        if (name !== 'reading alone') assertDigests(md5s)
        return { seconds, busySeconds: workerSeconds() - busySeconds }
      }
    }
    for (const atOnce of [1, 4, 5]) {
      const ways = {
        Lockgate: way('Lockgate', atOnce),
        'hash-wasm': way('hash-wasm', atOnce),
        'reading alone': way('reading alone', atOnce)
      }
      await race(`Chromium's worker, parts of a file, ${atOnce} at once`, ways, 'hash-wasm')
    }
  } finally {
    await browser.close()
    await server.close()
  }
}

/** What the workers of the browser have taken of the processor's time so far. */
function workerSeconds(): number {
  const threads = descendantsOf(process.pid).flatMap((pid) =>
    readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}`)
  )
  const workers = threads.filter((thread) => read(`${thread}/comm`).startsWith('DedicatedWorker'))
  return workers.reduce((sum, thread) => sum + Number(read(`${thread}/schedstat`).split(' ')[0]) / 1e9, 0)
}

await inNode()
await inBrowser()
process.exit()
