// Jobs that wait for their turn, first come, first served. Adding, taking and removing one cost the same however many wait.
import type { Job } from './job'

interface Entry {
  readonly job: Job
  readonly ticket: number
}

/** Files that want every slot stand in a line of their own: a small file passes them, and nobody looks through either line. */
export class WaitingJobs {
  readonly #small = new Line()
  readonly #big = new Line()
  #tickets = 0

  add(job: Job, isBig: boolean): void {
    job.ticket = ++this.#tickets
    ;(isBig ? this.#big : this.#small).add({ job, ticket: job.ticket })
  }

  /** Its entry stays in the line and is skipped when its turn comes. */
  remove(job: Job): void {
    job.ticket = undefined
  }

  /** The job that came first. @param mayBeBig false: the first small one. */
  take(mayBeBig: boolean): Job | undefined {
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
