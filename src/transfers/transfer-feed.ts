// What the screen hears of the transfers: every change of a view goes through here, which keeps the list and its sums (transfer-list.ts)
// and the hold on its key (hold-key.ts), and tells listeners at a pace (pace.ts).
import { systemClock, type Clock } from './clock'
import { discardWhenCopied } from './discard-download'
import { Flow } from './flow'
import { holdKeyOf } from './hold-key'
import { withRate, type Job } from './job'
import { Pace } from './pace'
import {
  canSaveAgain,
  type BacklogView,
  type QueueSnapshot,
  type Transfer,
  type TransferPorts,
  type TransferTotals
} from './transfer'
import type { PlanParts } from './part-plan'
import { secondsLeftOf } from './rate-meter'
import { TransferList } from './transfer-list'
import { UploadJournal } from './upload-journal'

/** From one snapshot to the next. Drawing one takes as much as sending a small file. */
const SHOW_MS = 200

interface FeedOptions {
  /** Asked for each snapshot, so it must not look at all transfers. */
  readonly order: () => Pick<QueueSnapshot, 'lines' | 'pausedGroups' | 'backlog'>
  readonly planParts: PlanParts
  /** This transfer is done, and has left the list because there are so many. */
  readonly onRetired: (id: string) => void
}

export class TransferFeed {
  readonly list = new TransferList()
  readonly journal: UploadJournal
  readonly #ports: TransferPorts
  readonly #clock: Clock
  readonly #running: ReadonlySet<Job>
  readonly #options: FeedOptions
  readonly #pace: Pace
  readonly #flow: Flow
  readonly #listeners = new Set<(snapshot: QueueSnapshot) => void>()
  readonly #watchers = new Set<(transfer: Transfer) => void>()
  #snapshot: QueueSnapshot | undefined

  /** @param running attempts that are alive */
  constructor(ports: TransferPorts, running: ReadonlySet<Job>, options: FeedOptions) {
    this.#ports = ports
    this.#clock = ports.clock ?? systemClock
    this.#running = running
    this.#options = options
    this.journal = new UploadJournal(ports, this.#clock, options.planParts, () => this.tell(false))
    this.#pace = new Pace(this.#clock, SHOW_MS, () => this.#show())
    const isRunning = (): boolean => running.size > 0
    this.#flow = new Flow(this.#clock, isRunning, () => this.#pace.soon())
  }

  get snapshot(): QueueSnapshot {
    return (this.#snapshot ??= this.#takeSnapshot())
  }

  subscribe(listener: (snapshot: QueueSnapshot) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  watch(listener: (transfer: Transfer) => void): () => void {
    this.#watchers.add(listener)
    return () => this.#watchers.delete(listener)
  }

  /** After a time in which nothing ran. */
  restart(): void {
    this.#flow.restart()
  }

  /** One more attempt runs. */
  start(): void {
    this.#flow.start()
  }

  setView(job: Job, view: Transfer): void {
    job.view = view
    this.list.set(view)
    this.#snapshot = undefined
  }

  /** @param isStart bytes of an earlier attempt: they have not moved now */
  setDoneBytes(job: Job, doneBytes: number, isStart: boolean): void {
    const nowMs = this.#clock.nowMs()
    const delta = isStart ? 0 : doneBytes - job.view.doneBytes
    if (delta > 0 && job.view.retryError !== undefined) job.meter?.restart(nowMs)
    job.meter?.add(delta, nowMs)
    this.#flow.add(delta, nowMs)
    this.setView(job, { ...job.view, doneBytes, retryError: delta > 0 ? undefined : job.view.retryError })
    this.#pace.soon()
  }

  change(job: Job, change: Partial<Transfer>): void {
    this.setView(job, { ...job.view, ...change })
    holdKeyOf(job, this.#ports)
    this.journal.follow(job)
    const { view, task } = job
    const isToTell = change.state !== undefined || change.sizeBytes !== undefined
    if (isToTell && task.direction !== 'archive') task.request.onState?.(view)
    if (change.state !== undefined) {
      for (const watcher of this.#watchers) watcher(view)
    }
    if (change.state === 'done') void this.#discardLater(job)
    if (change.state === 'done' || change.isDiscarded === true) this.#retire(job)
    this.tell(change.state === 'cancelled' || change.state === 'paused')
  }

  /** @param isAtOnce a user did something, or all is over */
  tell(isAtOnce: boolean): void {
    this.#snapshot = undefined
    if (isAtOnce || this.list.isIdle) this.#pace.now()
    else this.#pace.soon()
  }

  /** What was handed over takes room until then, and can be saved again. */
  async #discardLater(job: Job): Promise<void> {
    if (!canSaveAgain(job.view)) return
    const { workId } = job
    job.handOverCount++
    await discardWhenCopied(job, this.#ports, this.#clock)
    if (this.list.has(job.view.id) && job.workId === workId) this.change(job, { isDiscarded: true })
  }

  /** What can be saved or made again stays listed. */
  #retire({ task, view }: Job): void {
    if (task.direction === 'archive' || canSaveAgain(view)) return
    const retired = this.list.retire(view.id)
    if (retired !== undefined) this.#options.onRetired(retired.id)
  }

  #show(): void {
    const nowMs = this.#clock.nowMs()
    for (const job of this.#running) this.setView(job, withRate(job, nowMs))
    this.#snapshot = this.#takeSnapshot()
    for (const listener of [...this.#listeners]) listener(this.#snapshot)
  }

  #takeSnapshot(): QueueSnapshot {
    const isMoving = [...this.#running].some(({ view }) => view.retryError === undefined)
    const order = this.#options.order()
    const listed = this.list.totals(isMoving ? this.#flow.rate : undefined, this.#flow.history)
    const removing = listed.removing + (this.journal.isRemoving ? 1 : 0)
    const totals = withBacklog({ ...listed, removing }, order.backlog)
    return { transfers: this.list.toArray(), unlisted: this.list.unlisted, totals, ...order }
  }
}

function withBacklog(totals: TransferTotals, backlog: BacklogView): TransferTotals {
  const cancelled = totals.cancelled + backlog.cancelledCount
  const paused = totals.paused + backlog.paused.count
  const waiting = backlog.count - backlog.paused.count
  if (waiting === 0) return { ...totals, cancelled, paused }
  const sizeBytes = totals.sizeBytes + backlog.sizeBytes - backlog.paused.sizeBytes
  const secondsLeft = totals.secondsLeft && secondsLeftOf(sizeBytes - totals.doneBytes, totals.rateBytesPerSecond)
  return { ...totals, cancelled, paused, waiting: totals.waiting + waiting, sizeBytes, secondsLeft }
}
