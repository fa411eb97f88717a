// What can be asked of the bench on its command line.
import { parseArgs } from 'node:util'

export interface BenchOptions {
  readonly sizeBytes: number
  readonly rounds: number
  /** In the prefix that is listed. */
  readonly keys: number
  /** In the bucket that is emptied. */
  readonly emptied: number
  /** The built page. */
  readonly distDir: string
}

const units: Readonly<Record<string, number>> = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }

/** @throws Error for an option that is not known, or that does not make sense */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      size: { type: 'string', default: '1GiB' },
      rounds: { type: 'string', default: '3' },
      keys: { type: 'string', default: '100000' },
      emptied: { type: 'string', default: '10000' },
      dist: { type: 'string', default: 'dist' }
    }
  })
  return {
    sizeBytes: parseSize(values.size),
    rounds: parseCount('rounds', values.rounds),
    keys: parseCount('keys', values.keys),
    emptied: parseCount('emptied', values.emptied),
    distDir: values.dist
  }
}

function parseCount(name: string, text: string): number {
  const count = Number(text)
  if (!Number.isSafeInteger(count) || count < 1) throw new Error(`--${name} ${text}: give a whole number`)
  return count
}

function parseSize(text: string): number {
  const match = /^(\d+)(KiB|MiB|GiB)$/.exec(text)
  const sizeBytes = Number(match?.[1]) * (units[match?.[2] ?? ''] ?? NaN)
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 1) throw new Error(`--size ${text}: write it like 256MiB or 2GiB`)
  return sizeBytes
}
