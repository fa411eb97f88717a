// What all rounds together say: a table by kind, and the same as JSON.
import { align } from '../bench/table'
import type { RoundResult } from './referee'

interface Line {
  readonly kind: string
  readonly rounds: number
  readonly hits: number
  readonly failedFirst: number
  readonly bytesTwice: number
  readonly lost: number
  readonly falselyDone: number
  readonly keysElsewhere: number
  readonly unfinished: number
  readonly wrong: number
}

const HEAD = [
  '',
  'rounds',
  'hits',
  'failed first',
  'MiB twice',
  'lost',
  'falsely done',
  'keys elsewhere',
  'left',
  'wrong'
]

export function sum(kind: string, results: readonly RoundResult[]): Line {
  const total = (of: (result: RoundResult) => number): number => results.reduce((all, result) => all + of(result), 0)
  return {
    kind,
    rounds: results.length,
    hits: total(({ hits }) => hits),
    failedFirst: total(({ outcome }) => Number(outcome === 'failed')),
    bytesTwice: total(({ bytesTwice }) => bytesTwice),
    lost: total(({ isLost }) => Number(isLost)),
    falselyDone: total(({ isFalselyDone }) => Number(isFalselyDone)),
    keysElsewhere: total(({ keysElsewhere }) => keysElsewhere),
    unfinished: total(({ unfinished }) => unfinished),
    wrong: total(({ wrong }) => Number(wrong.length > 0))
  }
}

/** One line a kind and direction, and their sum. */
export function sumByKind(results: readonly RoundResult[]): Line[] {
  const nameOf = ({ round }: RoundResult): string => `${round.kind}, ${round.direction}`
  const names = [...new Set(results.map(nameOf))].sort()
  return [
    ...names.map((name) =>
      sum(
        name,
        results.filter((one) => nameOf(one) === name)
      )
    ),
    sum('all', results)
  ]
}

export function formatLines(lines: readonly Line[]): string {
  const rows = lines.map((line) => [
    line.kind,
    ...[line.rounds, line.hits, line.failedFirst].map(String),
    (line.bytesTwice / 2 ** 20).toFixed(1),
    ...[line.lost, line.falselyDone, line.keysElsewhere, line.unfinished, line.wrong].map(String)
  ])
  return align([HEAD, ...rows])
}

export function formatRound({ round, hits, outcome, bytesTwice, seconds, wrong }: RoundResult): string {
  const what = [
    `${round.index}`.padStart(4),
    round.direction === 'upload' ? 'up  ' : 'down',
    round.isEncrypted ? 'SSE-C' : 'plain',
    `${round.kind} ${round.isLasting ? 'lasting ' : ''}on ${round.on}`.padEnd(46),
    `${round.sizeBytes} B`.padStart(11),
    `${hits} hit, ${outcome}, ${(bytesTwice / 2 ** 20).toFixed(1)} MiB twice, ${seconds} s`
  ]
  return [what.join('  '), ...wrong.map((one) => `      ✗ ${one}`)].join('\n')
}
