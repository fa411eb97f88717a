// Everything around a measurement: the gateway, the files, who takes part, and what the numbers were measured with.
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Gateway } from '../gateway/gateway'
import { runTool } from '../gateway/tool'
import { createAwsCli } from './aws-cli'
import { openBareBrowser } from './bare-browser'
import type { Course, Opener } from './contestant'
import { createCurl } from './curl'
import { openLockgate } from './lockgate'
import { WHOLE, type BenchOptions, type Sizes } from './options'
import { createRclone } from './rclone'
import type { Bar, Discipline, Environment, Scores } from './result'
import { createS3cmd } from './s3cmd'
import { Store } from './store'

/** What every measurement is given. */
export interface Bench {
  readonly options: BenchOptions
  readonly store: Store
  /** With the endpoint that the measurement is about; its files are written by who needs them. */
  readonly course: Course
  /** One line for each thing that was done. */
  readonly tell: (line: string) => void
}

export interface Measurement {
  readonly title: string
  /** The options that it looks at. */
  readonly sizes: readonly (keyof Sizes)[]
  readonly notes?: readonly string[]
  /** How often it is done whatever was asked for. */
  readonly rounds?: number
  run(bench: Bench): Promise<{ readonly scores: Scores; readonly bars: (of: readonly Discipline[]) => readonly Bar[] }>
}

export function openBench(gateway: Gateway, options: BenchOptions, workDir: string): Bench {
  const sseKey = randomBytes(16).toString('hex')
  const sseKeyFile = join(workDir, 'bench.key')
  writeFileSync(sseKeyFile, sseKey, { mode: 0o600 })
  const { http: endpoint, https: tlsEndpoint, caFile, alice } = gateway.info
  const { sizeBytes, files, fileBytes } = options
  return {
    options,
    store: new Store(gateway.info, sseKey),
    course: {
      ...{ endpoint, tlsEndpoint, caFile, accessKey: alice.accessKey, secretKey: alice.secretKey },
      ...{ sizeBytes, files, fileBytes, sseKey, sseKeyFile, workDir },
      file: join(workDir, 'random.bin'),
      folder: join(workDir, 'folder')
    },
    tell: (line) => console.log(line)
  }
}

/** @param store of the endpoint that the course names */
export function openersOf(bench: Bench, paths: readonly string[] = []): readonly Opener[] {
  const { course, store, options } = bench
  const openers: readonly Opener[] = [
    { name: 'Lockgate', open: () => openLockgate(course, options.distDir) },
    { name: 'bare browser', open: () => openBareBrowser(course, store, paths) },
    { name: 'aws-cli', open: async () => createAwsCli(course) },
    { name: 'rclone', open: async () => createRclone(course) },
    { name: 's3cmd', open: async () => createS3cmd(course) },
    { name: 'curl', open: async () => createCurl(course, store, paths) }
  ]
  return openers.filter(({ name }) => options.only?.includes(name) ?? true)
}

export function sizesOf(options: BenchOptions, names: readonly (keyof Sizes)[]): Partial<Sizes> {
  return Object.fromEntries(names.map((name) => [name, options[name]]))
}

export function isScaledDown(sizes: Partial<Sizes>): boolean {
  return Object.entries(sizes).some(([name, size]) => size < WHOLE[name as keyof Sizes])
}

export async function versionsOf(gatewayVersion: string): Promise<Readonly<Record<string, string>>> {
  const asked: Readonly<Record<string, readonly string[]>> = {
    Chromium: ['chromium', '--version'],
    'aws-cli': ['/usr/bin/aws', '--version'],
    rclone: ['rclone', 'version'],
    s3cmd: ['s3cmd', '--version'],
    curl: ['curl', '--version']
  }
  const versions: Record<string, string> = { radosgw: gatewayVersion }
  for (const [name, [command = '', ...args]] of Object.entries(asked)) {
    const said = await runTool(command, args).catch(() => undefined)
    versions[name] = /\d+(\.\d+)+/.exec(said?.stdout.toString('utf8') ?? '')?.[0] ?? 'unknown'
  }
  return versions
}

export function environmentOf(versions: Readonly<Record<string, string>>, loadBefore: readonly number[]): Environment {
  const [cpu] = cpus()
  return {
    cpus: cpus().length,
    cpu: cpu?.model.trim() ?? 'unknown',
    memoryGib: Math.round(totalmem() / 1024 ** 3),
    linux: release(),
    versions,
    loadBefore: loadBefore.map((load) => Number(load.toFixed(2))),
    loadAfter: loadavg().map((load) => Number(load.toFixed(2)))
  }
}
