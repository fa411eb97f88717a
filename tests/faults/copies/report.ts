// What the rounds of copies say together: a table by fault, and the same as JSON.
import { align } from '../../bench/table'
import type { CopyResult } from './play'

export interface CopyLine {
  readonly fault: string
  readonly rounds: number
  readonly inBrowser: number
  readonly hits: number
  readonly done: number
  readonly failed: number
  readonly temporary: number
  readonly unfinished: number
  readonly inWindow: number
  readonly wrong: number
}

const HEAD = ['', 'rounds', 'in browser', 'hits', 'done', 'failed', 'temporary', 'unfinished', 'in window', 'wrong']

export function sumCopies(results: readonly CopyResult[]): CopyLine[] {
  const names = [...new Set(results.map(({ round }) => round.fault))].sort()
  const sum = (fault: string, of: readonly CopyResult[]): CopyLine => {
    const total = (value: (result: CopyResult) => number): number => of.reduce((all, one) => all + value(one), 0)
    return {
      fault,
      rounds: of.length,
      inBrowser: total(({ by }) => Number(by === 'page')),
      hits: total(({ hits }) => hits),
      done: total(({ done }) => done),
      failed: total(({ failed }) => failed),
      temporary: total(({ temporary }) => temporary),
      unfinished: total(({ unfinished }) => unfinished),
      inWindow: total(({ inWindow }) => inWindow),
      wrong: total(({ wrong }) => Number(wrong.length > 0))
    }
  }
  return [
    ...names.map((fault) =>
      sum(
        fault,
        results.filter(({ round }) => round.fault === fault)
      )
    ),
    sum('all', results)
  ]
}

export function formatCopyLines(lines: readonly CopyLine[]): string {
  const rows = lines.map(({ fault, ...numbers }) => [fault, ...Object.values(numbers).map(String)])
  return align([HEAD, ...rows])
}

export function formatCopyRound({ round, by, point, hits, done, failed, seconds, wrong }: CopyResult): string {
  const { operation, versioning, targetVersioning, fault, objects } = round
  const what = [
    `${round.index}`.padStart(4),
    by.padEnd(10),
    `${operation.name}, ${versioning} to ${targetVersioning}`.padEnd(36),
    `${fault} at ${point === undefined ? '-' : `${point.kind} ${point.nth}`}`.padEnd(44),
    `${objects.length} objects, ${hits} hit, ${done} done, ${failed} failed, ${seconds} s`
  ]
  return [what.join('  '), ...wrong.map((one) => `      ✗ ${one}`)].join('\n')
}
