// What is counted for each gateway by itself: its line and its turns, its requests, its checks. So what waits for a gateway that can't be
// reached holds up no transfer of another one.
import { MAX_BRIEF_BYTES } from '../domain/download-ports'
import { Limiter } from '../domain/limiter'
import type { Job } from './job'
import { RequestSlots } from './request-slots'
import type { QueueOptions } from './run-env'
import { WaitingJobs } from './waiting-jobs'

/** Uploads that are checked at once: a stalled answer must not take what the others need. */
const MAX_CHECKS = 3
/** With those that wait for their check, which must not fall far behind. */
const MAX_RUNNING = 50

export interface GatewayQueue {
  readonly waiting: WaitingJobs
  readonly slots: RequestSlots
  readonly checks: Limiter
}

export class GatewayQueues {
  /** Attempts that are alive; one that is being verified may have given its turn to the next file. */
  readonly running = new Set<Job>()
  readonly #byEndpoint = new Map<string, GatewayQueue>()
  readonly #options: { readonly slots: number; readonly files: number; readonly maxBriefBytes: number }

  constructor(options: Pick<QueueOptions, 'slots' | 'files' | 'maxBriefBytes'>) {
    const { slots = 5, files = 5, maxBriefBytes = MAX_BRIEF_BYTES } = options
    this.#options = { slots, files, maxBriefBytes }
  }

  /** Those that wait, gateway by gateway, each in their order. */
  get waiting(): readonly Job[] {
    return this.#all.flatMap(({ waiting }) => [...waiting])
  }

  /** Of the first ones that wait for each gateway, in their order. */
  get lines(): readonly (readonly string[])[] {
    return this.#all.map(({ waiting }) => waiting.firstIds)
  }

  of({ view: { endpoint } }: Job): GatewayQueue {
    const known = this.#byEndpoint.get(endpoint)
    if (known !== undefined) return known
    const { slots, files, maxBriefBytes } = this.#options
    const made: GatewayQueue = {
      waiting: new WaitingJobs(files, slots, maxBriefBytes),
      slots: new RequestSlots(slots, maxBriefBytes),
      checks: new Limiter(MAX_CHECKS)
    }
    this.#byEndpoint.set(endpoint, made)
    return made
  }

  /** How many wait for this gateway. */
  countWaiting(endpoint: string): number {
    return this.#byEndpoint.get(endpoint)?.waiting.count ?? 0
  }

  /** Gives a job its turn, and counts it as running; undefined: none waits that may have one now. */
  next(): Job | undefined {
    for (const [endpoint, { waiting }] of this.#byEndpoint) {
      const running = [...this.running].filter(({ view }) => view.endpoint === endpoint)
      const job = running.length < MAX_RUNNING ? waiting.next() : undefined
      if (job === undefined) continue
      this.running.add(job)
      return job
    }
    return undefined
  }

  get #all(): readonly GatewayQueue[] {
    return [...this.#byEndpoint.values()]
  }
}
