// What was seen of a page while it was measured: when it showed what, and how long it stood still.
import type { LongTask, ScreenSeen, Sighting } from './in-page'

/** By the page's own clock. */
export class Screen {
  readonly #seen: readonly Sighting[]
  readonly #tasks: readonly LongTask[]

  constructor({ seen, tasks }: ScreenSeen) {
    this.#seen = seen
    this.#tasks = tasks
  }

  get lastSummary(): string {
    return this.#seen.at(-1)?.summary ?? ''
  }

  /** When it was seen first, from then on. @throws Error when it never was */
  after(atMs: number, isMeant: (sighting: Sighting) => boolean): number {
    return timeOf(this.#seen.find((one) => one.atMs >= atMs && isMeant(one)))
  }

  last(isMeant: (sighting: Sighting) => boolean): number {
    return timeOf(this.#seen.findLast(isMeant))
  }

  /** When it was seen first, from then on, that so many transfers are under way as never else. */
  mostUnderWay(atMs: number): number {
    const seen = this.#seen.filter((one) => one.atMs >= atMs)
    const most = Math.max(...seen.map(({ summary }) => underWay(summary)))
    return timeOf(seen.find(({ summary }) => underWay(summary) === most))
  }

  /** Of those that began in this time. @returns 0: none took more than 50 ms */
  longestTask(fromMs: number, toMs: number): number {
    const within = this.#tasks.filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
    return Math.max(0, ...within.map(({ durationMs }) => durationMs))
  }
}

function timeOf(sighting: Sighting | undefined): number {
  if (sighting === undefined) throw new Error('The page never showed it')
  return sighting.atMs
}

/** Of transfers, as their summary says. */
export function underWay(summary: string): number {
  return /^[\d,]+ transfers?$/.test(summary) ? countIn(summary) : 0
}

/** The number at its beginning. */
export function countIn(text: string): number {
  return Number(/^[\d,]+/.exec(text)?.[0].replaceAll(',', ''))
}
