// Whose turn it is: jobs that wait, first come, first served, and those that have a turn. No step costs more because many wait.
import type { Job } from './job'

interface Entry {
  readonly job: Job
  readonly ticket: number
}

/** Files that want every slot stand in a line of their own: a small file passes them, and nobody looks through either line. */
export class WaitingJobs {
  readonly #small = new Line()
  readonly #big = new Line()
  readonly #turns = new Set<Job>()
  readonly #maxFiles: number
  readonly #slotCount: number
  #tickets = 0

  /** @param maxFiles that have a turn at once */
  constructor(maxFiles: number, slotCount: number) {
    this.#maxFiles = maxFiles
    this.#slotCount = slotCount
  }

  add(job: Job): void {
    job.ticket = ++this.#tickets
    ;(this.#isBig(job) ? this.#big : this.#small).add({ job, ticket: job.ticket })
  }

  /** Its entry stays in the line and is skipped when its turn comes. */
  remove(job: Job): void {
    job.ticket = undefined
  }

  /** Gives the job that came first its turn; undefined: none waits that may have one now. */
  next(): Job | undefined {
    if (this.#turns.size >= this.#maxFiles) return undefined
    const hasBig = [...this.#turns].some((job) => this.#isBig(job))
    const job = this.#take(!hasBig)
    if (job !== undefined) this.#turns.add(job)
    return job
  }

  /** @returns false when it had none. */
  endTurn(job: Job): boolean {
    return this.#turns.delete(job)
  }

  /** One of these at a time: two would share the slots, and neither would be done sooner. */
  #isBig(job: Job): boolean {
    return job.slotsWanted > this.#slotCount
  }

  #take(mayBeBig: boolean): Job | undefined {
    const small = this.#small.first
    const big = mayBeBig ? this.#big.first : undefined
    const isBigFirst = big !== undefined && (small === undefined || big.ticket < small.ticket)
    const entry = isBigFirst ? big : small
    if (entry === undefined) return undefined
    entry.job.ticket = undefined // which takes it out of its line
    return entry.job
  }
}

/** An array with a moving head: `shift` would move all that is behind it. */
class Line {
  #entries: Entry[] = []
  #head = 0

  add(entry: Entry): void {
    this.#entries.push(entry)
  }

  get first(): Entry | undefined {
    while (this.#head < this.#entries.length) {
      const entry = this.#entries[this.#head]
      if (entry !== undefined && entry.job.ticket === entry.ticket) return entry
      this.#head++
      if (this.#head * 2 > this.#entries.length) this.#compact()
    }
    return undefined
  }

  #compact(): void {
    this.#entries = this.#entries.slice(this.#head)
    this.#head = 0
  }
}
