// Whose turn it is: jobs that wait, first come, first served unless the user moves one, and those that have a turn. No step costs
// more because many wait.
import { MAX_BRIEF_BYTES } from '../domain/download-ports'
import type { Job } from './job'
import { Line } from './line'

/** So many are told their place. */
const MAX_TOLD = 20

/** A file that wants every slot lets others pass, and a brief one passes all: these are also in lines of their own, so that nothing is searched. */
export class WaitingJobs {
  readonly #all = new Line<Job>()
  readonly #small = new Line<Job>()
  readonly #brief = new Line<Job>()
  readonly #turns = new Set<Job>()
  /** A brief one that has its turn beside them. */
  #extra: Job | undefined
  readonly #maxFiles: number
  readonly #slotCount: number
  readonly #maxBriefBytes: number

  /** @param maxFiles that have a turn at once, beside a brief one */
  constructor(maxFiles: number, slotCount: number, maxBriefBytes: number) {
    this.#maxFiles = maxFiles
    this.#slotCount = slotCount
    this.#maxBriefBytes = maxBriefBytes
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
    if (this.#isBrief(job)) this.#brief.add(job)
  }

  /** Before all others that wait; one that waits already moves there. */
  addFirst(job: Job): void {
    this.#all.addFirst(job)
    if (!this.#isBig(job)) this.#small.addFirst(job)
    if (this.#isBrief(job)) this.#brief.addFirst(job)
  }

  remove(job: Job): void {
    this.#all.delete(job)
    this.#small.delete(job)
    this.#brief.delete(job)
  }

  /** Exchanges a job with the one before it, or the one after it. */
  move(job: Job, to: 'earlier' | 'later'): void {
    const other = to === 'earlier' ? this.#all.before(job) : this.#all.after(job)
    if (other === undefined) return
    const [first, second] = to === 'earlier' ? [other, job] : [job, other]
    this.#all.swap(first, second)
    this.#small.swap(first, second)
    this.#brief.swap(first, second)
  }

  /** Gives the job that came first its turn; undefined: none waits that may have one now. */
  next(): Job | undefined {
    const hasTurn = this.#turns.size < this.#maxFiles
    const job = hasTurn ? this.#line.first : this.#extra === undefined ? this.#brief.first : undefined
    if (job === undefined) return undefined
    this.remove(job)
    if (hasTurn) this.#turns.add(job)
    else this.#extra = job
    return job
  }

  /** @returns false when it had none. */
  endTurn(job: Job): boolean {
    if (this.#extra !== job) return this.#turns.delete(job)
    this.#extra = undefined
    return true
  }

  get #line(): Line<Job> {
    return [...this.#turns].some((job) => this.#isBig(job)) ? this.#small : this.#all
  }

  /** One of these at a time: two would share the slots, and neither would be done sooner. */
  #isBig(job: Job): boolean {
    return job.slotsWanted > this.#slotCount
  }

  #isBrief({ task, view }: Job): boolean {
    return task.direction !== 'archive' && view.sizeBytes <= this.#maxBriefBytes
  }
}

/** While it is verified, and while a small file is written to its folder; more of the larger ones at once would need more room. */
export function needsNoTurn({ task, view }: Job): boolean {
  if (task.direction === 'upload') return true
  const isIntoFolder = task.direction === 'download' && task.request.directory !== undefined
  return isIntoFolder && view.sizeBytes <= MAX_BRIEF_BYTES
}
