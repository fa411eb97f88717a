// Turn and turn about: in every round all contestants do the same, one after another, in another order than in the round before. What one
// fails to do is noted, and the others go on.
import { setTimeout as sleep } from 'node:timers/promises'
import { runToolOrFail } from '../gateway/tool'
import { Unable, type Contestant, type Measured, type Opener } from './contestant'
import type { Scores } from './result'

const SETTLE_MS = 10_000
/** Longer than any contestant waits by itself. */
const GIVE_UP_MS = 3_000_000
const MB = 1_000_000

export type Action = (contestant: Contestant) => Promise<Measured>

export class Race {
  readonly #openers: readonly Opener[]
  readonly #scores: Scores
  readonly #tell: (line: string) => void
  /** undefined: it could not be opened, and is not asked again in this round. */
  #contestants: (Contestant | undefined)[] = []
  #round = 0

  /** @param tell is given one line for each measurement */
  constructor(openers: readonly Opener[], scores: Scores, tell: (line: string) => void) {
    this.#openers = openers
    this.#scores = scores
    this.#tell = tell
  }

  /** Each round has new browsers, so that none inherits another's memory. Never rejects, except as `play` does. */
  async run(rounds: number, play: (round: number) => Promise<void>): Promise<void> {
    for (this.#round = 0; this.#round < rounds; this.#round++) {
      this.#tell(`Round ${this.#round + 1} of ${rounds}`)
      this.#contestants = []
      try {
        for (const opener of this.#openers) this.#contestants.push(await this.#open(opener))
        await sleep(SETTLE_MS)
        for (const contestant of this.#contestants) contestant?.settle()
        await play(this.#round)
      } finally {
        for (const contestant of this.#contestants) await this.#close(contestant)
      }
    }
  }

  /** Every contestant's turn. @returns the name of the first contestant, in their own order, that did it; undefined: none did */
  async turns(discipline: string, action: Action): Promise<string | undefined> {
    const count = this.#openers.length
    const done = new Set<number>()
    for (let turn = 0; turn < count; turn++) {
      const index = (this.#round + turn) % count
      if (await this.#turn(discipline, index, action)) done.add(index)
    }
    return this.#openers.find((_, index) => done.has(index))?.name
  }

  async #turn(discipline: string, index: number, action: Action): Promise<boolean> {
    const contestant = this.#contestants[index]
    const name = this.#openers[index]?.name ?? ''
    if (contestant === undefined) return this.#fail(discipline, name, 'It could not be opened')
    try {
      await runToolOrFail('sync', [], { timeoutMs: 600_000 }) // no contestant pays for what another one wrote
      this.#note(discipline, name, await inTime(action(contestant)))
      return true
    } catch (error) {
      this.#fail(discipline, name, lineOf(error))
      if (error instanceof Unable) return false
      // Whatever state it is in now, the next turn has another one.
      await this.#close(contestant)
      const opener = this.#openers[index]
      const next = opener === undefined ? undefined : await this.#open(opener)
      await sleep(next === undefined ? 0 : SETTLE_MS)
      next?.settle()
      this.#contestants[index] = next
      return false
    }
  }

  #note(discipline: string, name: string, measured: Measured): void {
    const { seconds, onDiskSeconds, pssBytes = [], longestTaskMs } = measured
    this.#scores.add(discipline, 's', name, round(seconds, 3))
    if (discipline.includes('down'))
      this.#scores.add(`${discipline}, saved`, 's', name, round(onDiskSeconds ?? seconds, 3))
    if (pssBytes.length > 0)
      this.#scores.add(`${discipline}, memory above idle`, 'MB', name, round(Math.max(...pssBytes) / MB, 1))
    if (longestTaskMs !== undefined)
      this.#scores.add(`${discipline}, longest task`, 'ms', name, round(longestTaskMs, 0))
    this.#tell(`${discipline.padEnd(24)} ${name.padEnd(14)} ${seconds.toFixed(1)} s`)
  }

  #fail(discipline: string, name: string, why: string): false {
    this.#scores.fail(discipline, 's', name, why)
    this.#tell(`${discipline.padEnd(24)} ${name.padEnd(14)} ${why}`)
    return false
  }

  async #open(opener: Opener): Promise<Contestant | undefined> {
    try {
      return await opener.open()
    } catch (error) {
      this.#tell(`${opener.name} could not be opened: ${lineOf(error)}`)
      return undefined
    }
  }

  async #close(contestant: Contestant | undefined): Promise<void> {
    await contestant?.close().catch((error: unknown) => this.#tell(`${contestant.name}: ${lineOf(error)}`))
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const over = new AbortController()
  const limit = sleep(GIVE_UP_MS, undefined, { signal: over.signal }).then(() => {
    throw new Error(`No end within ${GIVE_UP_MS / 60_000} minutes`)
  })
  limit.catch(() => undefined)
  try {
    return await Promise.race([work, limit])
  } finally {
    over.abort()
  }
}

/** Without addresses, which hold signatures, and without this machine's paths. */
export function lineOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const line = text.split('\n').slice(0, 2).join(' ')
  return line
    .replace(/https?:\/\/\S+/g, '…')
    .replace(/(^|[\s'"=(])\/\S+/g, '$1…')
    .slice(0, 300)
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
