// What can be asked of the bench on its command line.
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'

/** As the names of the measurements are given. */
export const MEASUREMENTS = ['large', 'memory', 'small', 'distant', 'drop', 'keys', 'md5'] as const
export type MeasurementName = (typeof MEASUREMENTS)[number]

export const RESULTS_DIR = 'tests/bench/results'

export interface BenchOptions {
  /** Those that were asked for, in the order in which they run; none where only the picture is to be drawn again. */
  readonly measurements: readonly MeasurementName[]
  /** What all files are made of. */
  readonly seed: number
  readonly rounds: number
  /** Of the large file. */
  readonly sizeBytes: number
  /** Of the file that goes up and down for memory. */
  readonly memoryBytes: number
  readonly files: number
  readonly fileBytes: number
  /** With a gateway that is far away. */
  readonly distantFiles: number
  /** To the gateway and back. */
  readonly delayMs: number
  /** In the folder that is dropped. */
  readonly dropped: number
  /** In the prefix that is listed. */
  readonly keys: number
  /** In the bucket that is emptied. */
  readonly emptied: number
  /** Names of contestants; undefined: all. */
  readonly only: readonly string[] | undefined
  /** The built page. */
  readonly distDir: string
  readonly resultsDir: string
}

/** What the bars are about. Smaller ones are for trying it out. */
export const WHOLE = {
  sizeBytes: 1024 ** 3,
  memoryBytes: 10 * 1024 ** 3,
  files: 10_000,
  fileBytes: 4096,
  distantFiles: 1000,
  delayMs: 50,
  dropped: 100_000,
  keys: 100_000,
  emptied: 10_000
}
export type Sizes = typeof WHOLE

const units: Readonly<Record<string, number>> = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }

/** @throws Error for an option that is not known, or that does not make sense */
export function parseOptions(args: readonly string[]): BenchOptions {
  const text = { type: 'string' } as const
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...{ seed: text, rounds: text, size: text, 'memory-size': text, files: text, 'file-size': text },
      ...{ 'distant-files': text, delay: text, dropped: text, keys: text, emptied: text },
      ...{ only: text, dist: text, results: text }
    }
  })
  const given = values as Partial<Record<string, string>>
  const count = (name: string, otherwise: number): number => parseCount(name, given[name], otherwise)
  const size = (name: string, otherwise: number): number => parseSize(name, given[name], otherwise)
  const unknown = positionals.find((name) => name !== 'picture' && !MEASUREMENTS.includes(name as MeasurementName))
  if (unknown !== undefined) throw new Error(`${unknown}: there are ${MEASUREMENTS.join(', ')} and picture`)
  return {
    measurements: MEASUREMENTS.filter((name) => positionals.length === 0 || positionals.includes(name)),
    seed: count('seed', randomInt(1, 2 ** 31)),
    rounds: count('rounds', 3),
    sizeBytes: size('size', WHOLE.sizeBytes),
    memoryBytes: size('memory-size', WHOLE.memoryBytes),
    files: count('files', WHOLE.files),
    fileBytes: size('file-size', WHOLE.fileBytes),
    distantFiles: count('distant-files', WHOLE.distantFiles),
    delayMs: count('delay', WHOLE.delayMs),
    dropped: count('dropped', WHOLE.dropped),
    keys: count('keys', WHOLE.keys),
    emptied: count('emptied', WHOLE.emptied),
    only: given['only']?.split(','),
    distDir: given['dist'] ?? 'dist',
    resultsDir: given['results'] ?? RESULTS_DIR
  }
}

function parseCount(name: string, text: string | undefined, otherwise: number): number {
  const count = text === undefined ? otherwise : Number(text)
  if (!Number.isSafeInteger(count) || count < 1) throw new Error(`--${name} ${text}: give a whole number`)
  return count
}

function parseSize(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  const match = /^(\d+)(KiB|MiB|GiB)$/.exec(text)
  const sizeBytes = Number(match?.[1]) * (units[match?.[2] ?? ''] ?? NaN)
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 1)
    throw new Error(`--${name} ${text}: write it like 256MiB or 2GiB`)
  return sizeBytes
}
