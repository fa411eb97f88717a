// What a measurement found, as it is stored: numbers, what they were measured with, and which bars they reach.
import type { Sizes } from './options'

/** `s`, `ms`, `MB` and `B`: less is better. `MB/s` and `files/s`: more is. */
export type Unit = 's' | 'ms' | 'MB' | 'B' | 'MB/s' | 'files/s'

/** What one contestant did in one discipline. */
export interface Standing {
  readonly contestant: string
  /** One for each round in which it ended well, in order. */
  readonly values: readonly number[]
  /** null: it never ended well. */
  readonly median: number | null
  readonly least: number | null
  readonly most: number | null
  /** How many times as good the first contestant's median is as this one's. */
  readonly ratio: number | null
  /** Why a round has no value. */
  readonly failures: readonly string[]
}

export interface Discipline {
  readonly name: string
  readonly unit: Unit
  /** The first one is what the others are compared with. */
  readonly standings: readonly Standing[]
}

/** What is promised of the first contestant. */
export interface Bar {
  readonly name: string
  readonly bar: number
  readonly isAtLeast: boolean
  /** null: it could not be measured. */
  readonly value: number | null
  readonly isMet: boolean
}

export interface Environment {
  readonly cpus: number
  readonly cpu: string
  readonly memoryGib: number
  readonly linux: string
  /** Of browser, gateway and tools. */
  readonly versions: Readonly<Record<string, string>>
  /** Of the last 1, 5 and 15 minutes, before the measurement and after it. */
  readonly loadBefore: readonly number[]
  readonly loadAfter: readonly number[]
}

export interface Result {
  readonly measurement: string
  readonly title: string
  readonly startedAt: string
  readonly seconds: number
  readonly seed: number
  readonly rounds: number
  readonly sizes: Partial<Sizes>
  /** Smaller than what the bars are about, so that nothing follows from it. */
  readonly isScaledDown: boolean
  readonly environment: Environment
  readonly disciplines: readonly Discipline[]
  readonly bars: readonly Bar[]
  /** What has to be known to read the numbers. */
  readonly notes: readonly string[]
}

/** Collects values, in the order in which contestants and disciplines first came. */
export class Scores {
  readonly #names: readonly string[]
  readonly #disciplines = new Map<
    string,
    { unit: Unit; values: Map<string, number[]>; failures: Map<string, string[]> }
  >()

  /** @param names of all contestants; the first one is what the others are compared with */
  constructor(names: readonly string[]) {
    this.#names = names
  }

  add(discipline: string, unit: Unit, contestant: string, value: number): void {
    const { values } = this.#of(discipline, unit)
    values.set(contestant, [...(values.get(contestant) ?? []), value])
  }

  fail(discipline: string, unit: Unit, contestant: string, why: string): void {
    const { failures } = this.#of(discipline, unit)
    const known = failures.get(contestant) ?? []
    if (!known.includes(why)) failures.set(contestant, [...known, why])
  }

  get disciplines(): readonly Discipline[] {
    const [first = ''] = this.#names
    return Array.from(this.#disciplines, ([name, { unit, values, failures }]) => {
      const own = medianOf(values.get(first) ?? [])
      const standings = this.#names.flatMap((contestant) => {
        const [given, failed] = [values.get(contestant) ?? [], failures.get(contestant) ?? []]
        if (given.length === 0 && failed.length === 0) return []
        const median = medianOf(given)
        const isComparable = own !== null && median !== null && own > 0 && median > 0
        const ratio = !isComparable ? null : unit.endsWith('/s') ? own / median : median / own
        const [least, most] = given.length === 0 ? [null, null] : [Math.min(...given), Math.max(...given)]
        return [{ contestant, values: given, median, least, most, ratio, failures: failed }]
      })
      return { name, unit, standings }
    })
  }

  #of(discipline: string, unit: Unit) {
    const known = this.#disciplines.get(discipline) ?? { unit, values: new Map(), failures: new Map() }
    this.#disciplines.set(discipline, known)
    return known
  }
}

export function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

export function standingOf(
  disciplines: readonly Discipline[],
  discipline: string,
  contestant: string
): Standing | undefined {
  return disciplines
    .find(({ name }) => name === discipline)
    ?.standings.find((standing) => standing.contestant === contestant)
}

export function atLeast(name: string, bar: number, value: number | null | undefined): Bar {
  return { name, bar, isAtLeast: true, value: value ?? null, isMet: typeof value === 'number' && value >= bar }
}

export function atMost(name: string, bar: number, value: number | null | undefined): Bar {
  return { name, bar, isAtLeast: false, value: value ?? null, isMet: typeof value === 'number' && value <= bar }
}
