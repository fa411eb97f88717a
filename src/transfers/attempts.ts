// Starts attempts at transfers: gives each what it needs of the world and of its gateway. What becomes of the transfer is the queue's.
import { eventsOf } from './attempt-events'
import { Contacts } from './contact'
import type { GatewayQueues } from './gateway-queues'
import type { Job } from './job'
import type { RunEnv } from './run-env'
import { runJob } from './run-job'
import type { Transfer } from './transfer'
import type { TransferFeed } from './transfer-feed'
import { needsNoTurn } from './waiting-jobs'

type Shared = Pick<RunEnv, 'ports' | 'clock' | 'network' | 'planParts'>

export class Attempts {
  readonly #shared: Shared
  readonly #gateways: GatewayQueues
  readonly #feed: TransferFeed
  readonly #contacts: Contacts

  constructor(shared: Shared, gateways: GatewayQueues, feed: TransferFeed) {
    this.#shared = shared
    this.#gateways = gateways
    this.#feed = feed
    this.#contacts = new Contacts(shared.clock)
  }

  /**
   * Runs one that has its turn. Never rejects.
   * @param onTurn it gave its turn back before it ended
   * @returns what the attempt makes of the transfer, once it is over and has no turn
   */
  async run(job: Job, onTurn: () => void): Promise<Partial<Transfer>> {
    const { clock } = this.#shared
    const startedAtMs = clock.nowMs()
    const { waiting, slots, checks } = this.#gateways.of(job)
    const controller = job.start(startedAtMs)
    this.#feed.start()
    this.#feed.change(job, { state: 'running', startedAtMs, keptBytes: undefined })
    const change = await runJob(job, {
      id: job.workId,
      entry: this.#feed.journal.of(job),
      formerError: job.formerError,
      doneBytes: job.view.doneBytes,
      ...this.#shared,
      ...{ slots, checks },
      contact: this.#contacts.with(job.task.request.storage, job.task.request.bucket),
      signal: controller.signal,
      keyHeld: job.heldKey?.held,
      ...eventsOf(job, controller, this.#feed, clock, () => {
        if (needsNoTurn(job) && waiting.endTurn(job)) onTurn()
      })
    })
    job.controller = undefined // from here on the attempt is dead, and what it still says is not heard
    controller.abort()
    this.#gateways.running.delete(job)
    waiting.endTurn(job)
    return change
  }
}
