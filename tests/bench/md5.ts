// How fast MD5 is: Lockgate's lanes beside hash-wasm, in Node and in the worker of a browser, turn and turn about.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createMD5 } from 'hash-wasm'
import { build } from 'vite'
import { Md5Lanes, Md5Stream } from '../../src/crypto/md5-lanes'
import { serveDist } from '../gateway/static-server'
import { openBrowser } from './browser'
import type { Bench, Measurement } from './course'
import type { digest as DigestPage, WorkerName } from './md5-page/digest'
import { descendantsOf, read } from './memory'
import { round } from './race'
import { writeRandomFile } from './random-file'
import { atLeast, Scores, standingOf } from './result'

const PART_BYTES = 16 * 1024 * 1024
const PARTS = 24
const PIECE_BYTES = 1024 * 1024
/** Of parts that are digested at once in the browser. */
const AT_ONCE = [1, 4, 5]
const NAMES = ['Lockgate', 'hash-wasm', 'node:crypto', 'reading alone'] as const
type Name = (typeof NAMES)[number]

declare const digest: typeof DigestPage

export const md5: Measurement = {
  title: 'MD5 alone',
  sizes: [],
  notes: [
    '24 parts of 16 MiB. In Chromium they are read from a file; “reading alone” digests nothing.',
    '“Processor”: of the time that the processor was busy with it.'
  ],
  async run(bench) {
    const { course, options } = bench
    const { file } = course
    await writeRandomFile(file, PARTS * PART_BYTES, options.seed)
    const bytes = readFileSync(file)
    const parts = Array.from({ length: PARTS }, (_, n) => bytes.subarray(n * PART_BYTES, (n + 1) * PART_BYTES))
    const given: Given = {
      bench,
      bytes,
      parts,
      expected: parts.map((part) => createHash('md5').update(part).digest('hex'))
    }
    const scores = new Scores(NAMES)
    await inNode(given, scores)
    await inBrowser(given, scores)
    rmSync(file)
    return {
      scores,
      bars: (disciplines) => [
        atLeast(
          'four parts at once in Node, beside hash-wasm',
          2,
          standingOf(disciplines, 'Node, four at once', 'hash-wasm')?.ratio
        ),
        atLeast(
          'five parts at once in Chromium, beside hash-wasm',
          1,
          standingOf(disciplines, 'Chromium, 5 at once', 'hash-wasm')?.ratio
        )
      ]
    }
  }
}

interface Given {
  readonly bench: Bench
  readonly bytes: Buffer
  readonly parts: readonly Buffer[]
  readonly expected: readonly string[]
}

/** One way to digest all parts. @returns how long it took, and the processor's time of the thread that digests. */
type Way = () => Promise<{ readonly seconds: number; readonly busySeconds: number }>

async function race(
  { bench, bytes }: Given,
  scores: Scores,
  title: string,
  ways: Partial<Record<Name, Way>>
): Promise<void> {
  const { options, tell } = bench
  for (const way of Object.values(ways)) await way() // compiled, and read into memory
  for (let turn = 0; turn < options.rounds; turn++)
    for (const [name, way] of Object.entries(ways)) {
      const { seconds, busySeconds } = await way()
      const speed = (time: number): number => round(bytes.byteLength / 1e6 / time, 1)
      scores.add(title, 'MB/s', name, speed(seconds))
      if (busySeconds > 0) scores.add(`${title}, processor`, 'MB/s', name, speed(busySeconds))
      tell(`${title.padEnd(24)} ${name.padEnd(14)} ${speed(seconds).toFixed(0)} MB/s`)
    }
}

function assertDigests(md5s: readonly string[], expected: readonly string[]): void {
  if (md5s.join() !== expected.join()) throw new Error('A digest is wrong')
}

async function inNode(given: Given, scores: Scores): Promise<void> {
  const { parts, expected } = given
  const lanes = await Md5Lanes.create()
  const hashWasm = await createMD5()
  const timed = (work: () => readonly string[]): Way => {
    return async () => {
      const [startMs, busy] = [performance.now(), process.cpuUsage()]
      const md5s = work()
      const { user, system } = process.cpuUsage(busy)
      const seconds = (performance.now() - startMs) / 1000
      assertDigests(md5s, expected)
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
      return hashWasm.digest('hex')
    })
  await race(given, scores, 'Node, four at once', {
    Lockgate: timed(byLanes(4)),
    'hash-wasm': timed(byHashWasm),
    'node:crypto': timed(() => parts.map((part) => createHash('md5').update(part).digest('hex')))
  })
  await race(given, scores, 'Node, one at once', {
    Lockgate: timed(byLanes(1)),
    'hash-wasm': timed(byHashWasm)
  })
}

async function inBrowser(given: Given, scores: Scores): Promise<void> {
  const { workDir, file } = given.bench.course
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
        const task = [name, atOnce] as const
        const busySeconds = workerSeconds()
        const { seconds, md5s } = await browser.page.evaluate(([worker, count]) => digest.run(worker, count), task)
        if (name !== 'reading alone') assertDigests(md5s, given.expected)
        return { seconds, busySeconds: workerSeconds() - busySeconds }
      }
    }
    for (const atOnce of AT_ONCE) {
      const ways = {
        Lockgate: way('Lockgate', atOnce),
        'hash-wasm': way('hash-wasm', atOnce),
        'reading alone': way('reading alone', atOnce)
      }
      await race(given, scores, `Chromium, ${atOnce} at once`, ways)
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
