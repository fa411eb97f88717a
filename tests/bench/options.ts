// What can be asked of the bench on its command line.
import { parseArgs } from 'node:util'

export interface BenchOptions {
  readonly sizeBytes: number
  readonly rounds: number
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
      dist: { type: 'string', default: 'dist' }
    }
  })
  const rounds = Number(values.rounds)
  if (!Number.isSafeInteger(rounds) || rounds < 1) throw new Error(`--rounds ${values.rounds}: give a whole number`)
  return { sizeBytes: parseSize(values.size), rounds, distDir: values.dist }
}

function parseSize(text: string): number {
  const match = /^(\d+)(KiB|MiB|GiB)$/.exec(text)
  const sizeBytes = Number(match?.[1]) * (units[match?.[2] ?? ''] ?? NaN)
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 1) throw new Error(`--size ${text}: write it like 256MiB or 2GiB`)
  return sizeBytes
}
