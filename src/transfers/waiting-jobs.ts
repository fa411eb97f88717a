// Whose turn it is: jobs that wait, first come, first served unless the user moves one, and those that have a turn. No step costs
// more because many wait.
import { MAX_BRIEF_BYTES } from '../domain/download-ports'
import type { Job } from './job'
import { Line } from './line'

/** So many are told their place. */
const MAX_TOLD = 20

/** A file that wants every slot lets small ones pass: those are also in a line of their own, and no search goes through either. */
export class WaitingJobs {
  readonly #all = new Line<Job>()
  readonly #small = new Line<Job>()
  readonly #turns = new Set<Job>()
  readonly #maxFiles: number
  readonly #slotCount: number

  /** @param maxFiles that have a turn at once */
  constructor(maxFiles: number, slotCount: number) {
    this.#maxFiles = maxFiles
    this.#slotCount = slotCount
  }

  /** In their order. */
  [Symbol.iterator](): Iterator<Job> {
    return this.#all[Symbol.iterator]()
  }

  get count(): number {
    return this.#all.length
  }

  /** Of the first ones, in their order. */
  get firstIds(): readonly string[] {
    const ids: string[] = []
    for (const { view } of this.#all) if (ids.push(view.id) === MAX_TOLD) break
    return ids
  }

  add(job: Job): void {
    this.#all.add(job)
    if (!this.#isBig(job)) this.#small.add(job)
  }

  /** Before all others that wait; one that waits already moves there. */
  addFirst(job: Job): void {
    this.#all.addFirst(job)
    if (!this.#isBig(job)) this.#small.addFirst(job)
  }

  remove(job: Job): void {
    this.#all.delete(job)
    this.#small.delete(job)
  }

  /** Exchanges a job with the one before it, or the one after it. */
  move(job: Job, to: 'earlier' | 'later'): void {
    const other = to === 'earlier' ? this.#all.before(job) : this.#all.after(job)
    if (other === undefined) return
    const [first, second] = to === 'earlier' ? [other, job] : [job, other]
    this.#all.swap(first, second)
    this.#small.swap(first, second)
  }

  /** Gives the job that came first its turn; undefined: none waits that may have one now. */
  next(): Job | undefined {
    if (this.#turns.size >= this.#maxFiles) return undefined
    const hasBig = [...this.#turns].some((job) => this.#isBig(job))
    const job = hasBig ? this.#small.first : this.#all.first
    if (job === undefined) return undefined
    this.remove(job)
    this.#turns.add(job)
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
}

/** While it is verified, and while a small file is written to its folder; more of the larger ones at once would need more room. */
export function needsNoTurn({ task, view }: Job): boolean {
  if (task.direction === 'upload') return true
  const isBrief = task.direction === 'download' && task.request.directory !== undefined
  return isBrief && view.sizeBytes <= MAX_BRIEF_BYTES
}
