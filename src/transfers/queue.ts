// The queue of transfers: whose turn it is, what may be asked of one, and the snapshots that the screen shows. What happens to one
// looks at that one alone: waiting-jobs.ts holds the lines, transfer-list.ts the list and its sums (every change of a view goes
// through `#setView`), pace.ts says when the screen is told, flow.ts knows the rate, run-job.ts moves the bytes.
import type { AppError } from '../domain/app-error'
import { Limiter } from '../domain/limiter'
import { systemClock, type Clock } from './clock'
import { Contacts } from './contact'
import { discardWhenCopied } from './discard-download'
import { Flow } from './flow'
import { holdKeyOf } from './hold-key'
import { atRest, createJob, lastSegmentOf, nextTryMs, withRate, type Job } from './job'
import { Pace } from './pace'
import { planParts, type PlanParts } from './part-plan'
import { removeTraces, tracesOf } from './remove-traces'
import type { RunEnv } from './run-env'
import { runJob } from './run-job'
import { TransferList } from './transfer-list'
import {
  isUnfinished,
  type DownloadRequest,
  type QueueSnapshot,
  type Transfer,
  type TransferPorts,
  type UploadRequest
} from './transfer'
import { WaitingJobs } from './waiting-jobs'

/** From one snapshot to the next. */
const SHOW_MS = 100
/** Uploads that are checked at once: a stalled answer must not take what the others need. */
const MAX_CHECKS = 3
const MAX_RUNNING = 50 // with those that wait for their check, which must not fall far behind

export interface QueueOptions {
  /** Requests under way at once. Browsers give a host six connections; one stays free for the page. */
  readonly slots?: number | undefined
  /** Files under way at once; of files with more parts than there are slots, one. */
  readonly files?: number | undefined
  /** How a file is cut; default as part-plan.ts says. */
  readonly planParts?: PlanParts | undefined
}

/** Runs uploads and downloads, and tells its listeners how they fare. */
export class TransferQueue {
  readonly #ports: TransferPorts
  readonly #clock: Clock
  readonly #slots: Limiter
  readonly #planParts: PlanParts
  /** Those that are listed, by id. */
  readonly #jobs = new Map<string, Job>()
  readonly #list = new TransferList()
  readonly #waiting: WaitingJobs
  /** Attempts that are alive; an upload that is being verified has given its turn to the next file. */
  readonly #running = new Set<Job>()
  readonly #checks = new Limiter(MAX_CHECKS)
  readonly #contacts: Contacts
  readonly #pace: Pace
  readonly #listeners = new Set<(snapshot: QueueSnapshot) => void>()
  readonly #watchers = new Set<(transfer: Transfer) => void>()
  readonly #flow: Flow
  #snapshot: QueueSnapshot | undefined

  constructor(ports: TransferPorts, options: QueueOptions = {}) {
    this.#ports = ports
    this.#clock = ports.clock ?? systemClock
    this.#slots = new Limiter(options.slots ?? 5)
    this.#planParts = options.planParts ?? planParts
    this.#waiting = new WaitingJobs(options.files ?? 5, this.#slots.size)
    this.#contacts = new Contacts(this.#clock)
    this.#pace = new Pace(this.#clock, SHOW_MS, () => this.#show())
    const isRunning = (): boolean => this.#running.size > 0
    this.#flow = new Flow(this.#clock, isRunning, () => this.#pace.soon())
  }

  /** True while anything waits, runs or is being verified: closing the page would lose it. */
  get hasRunning(): boolean {
    return !this.#list.isIdle || this.#list.isRemoving
  }

  get snapshot(): QueueSnapshot {
    return (this.#snapshot ??= this.#takeSnapshot())
  }

  /** Calls with a new snapshot: ten times a second at most; at once when someone cancels or clears and when all is over. @returns how to stop. */
  subscribe(listener: (snapshot: QueueSnapshot) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Calls at once with each transfer whose state changed, and with no other. @returns how to stop. */
  watch(listener: (transfer: Transfer) => void): () => void {
    this.#watchers.add(listener)
    return () => this.#watchers.delete(listener)
  }

  /** @returns the transfer's id. */
  enqueueUpload(request: UploadRequest): string {
    return this.#enqueue(createJob({ direction: 'upload', request }, this.#planParts))
  }

  /** @returns the transfer's id. */
  enqueueDownload(request: DownloadRequest): string {
    return this.#enqueue(createJob({ direction: 'download', request }, this.#planParts))
  }

  /**
   * Ends a transfer: what was sent or received of it is taken back. An upload whose last request is under way is asked
   * about once it has answered: when the object is there by then, the transfer is done, not cancelled. A failed one
   * becomes cancelled, and its parts on the gateway are removed. Of an upload that is being verified only the check ends: it
   * is done, and not verified. Nothing happens to one that is done.
   */
  cancel(id: string): void {
    const job = this.#jobs.get(id)
    if (job === undefined) return
    const { state } = job.view
    if (state === 'verifying' && job.task.direction === 'upload') job.verification?.abort()
    else if (state === 'running' || state === 'verifying') job.controller?.abort()
    else if (state === 'waiting' || state === 'failed') {
      this.#waiting.remove(job)
      this.#settleCancelled(job)
    }
  }

  cancelAll(): void {
    for (const job of [...this.#jobs.values()]) if (isUnfinished(job.view.state)) this.cancel(job.view.id)
  }

  /** Puts a failed transfer in the queue again, to go on where it stopped; a cancelled one from its beginning. */
  retry(id: string): void {
    const job = this.#jobs.get(id)
    if (job === undefined || (job.view.state !== 'failed' && job.view.state !== 'cancelled')) return
    this.#queue(job)
  }

  retryFailed(): void {
    for (const job of this.#jobs.values()) if (job.view.state === 'failed') this.#queue(job)
  }

  /** Takes those that are done or cancelled off the list. Failed ones stay: they want a retry or a cancel. */
  clearFinished(): void {
    this.#list.forgetUnlisted()
    for (const job of [...this.#jobs.values()]) {
      const { state, traces } = job.view
      if ((state === 'done' || state === 'cancelled') && traces !== 'removing') this.#forget(job)
    }
    this.#snapshot = undefined
    this.#pace.now()
  }

  /** Hands a finished download over once more: a browser may have refused the first time. Rejects when it is gone. */
  async saveAgain(id: string): Promise<void> {
    const job = this.#jobs.get(id)
    if (job?.task.direction === 'download' && job.view.state === 'done' && job.view.directoryName === undefined)
      await this.#ports.spool.deliver(job.workId, job.task.request.fileName)
  }

  #forget(job: Job): void {
    this.#jobs.delete(job.view.id)
    this.#list.delete(job.view.id)
    if (job.task.direction === 'download') discardWhenCopied(job, this.#ports.spool, this.#clock)
  }

  #enqueue(job: Job): string {
    this.#jobs.set(job.view.id, job)
    this.#setView(job, job.view)
    this.#queue(job)
    return job.view.id
  }

  #queue(job: Job): void {
    if (!this.hasRunning) this.#flow.restart()
    job.formerError = job.view.error?.kind
    this.#waiting.add(job)
    this.#change(job, { state: 'waiting', error: undefined, endedAtMs: undefined, traces: undefined })
    queueMicrotask(() => this.#pump())
  }

  #pump(): void {
    while (this.#running.size < MAX_RUNNING) {
      const job = this.#waiting.next()
      if (job === undefined) return
      this.#running.add(job)
      void this.#run(job)
    }
  }

  async #run(job: Job): Promise<void> {
    const startedAtMs = this.#clock.nowMs()
    const controller = job.start(startedAtMs)
    this.#flow.start()
    this.#change(job, { state: 'running', startedAtMs })
    const env: RunEnv = {
      id: job.workId,
      formerError: job.formerError,
      ports: this.#ports,
      clock: this.#clock,
      contact: this.#contacts.with(job.task.request.storage.endpoint),
      network: this.#ports.network,
      slots: this.#slots,
      planParts: this.#planParts,
      checks: this.#checks,
      signal: controller.signal,
      keyHeld: job.heldKey?.held,
      onStart: (doneBytes: number) => this.#onBytes(job, controller, doneBytes, true),
      onDoneBytes: (doneBytes: number) => this.#onBytes(job, controller, doneBytes, false),
      onKey: (key: string) => this.#change(job, { key, fileName: lastSegmentOf(key) }),
      onPartsUnderWay: (partsUnderWay: number) => {
        if (job.controller === controller) this.#setView(job, { ...job.view, partsUnderWay })
      },
      onSizeBytes: (sizeBytes: number) => this.#change(job, { sizeBytes }),
      onVerifying: () => {
        job.verification = new AbortController()
        this.#change(job, { state: 'verifying', retryError: undefined })
        if (job.task.direction === 'upload' && this.#waiting.endTurn(job)) this.#pump()
        return job.verification.signal
      },
      onRetry: (retryError: AppError, retryAtMs: number | undefined) => {
        if (job.controller === controller)
          this.#change(job, { retryError, retryAtMs: nextTryMs(job, retryAtMs, this.#clock.nowMs()) })
      },
      onSseKey: (sseKeyId: string) => this.#change(job, { sseKeyId })
    }
    const change = await runJob(job, env)
    job.controller = undefined // from here on the attempt is dead, and what it still says is not heard
    controller.abort()
    this.#running.delete(job)
    this.#waiting.endTurn(job)
    if (change.state === 'cancelled') this.#settleCancelled(job)
    else this.#change(job, { ...change, ...atRest(this.#clock.nowMs()) })
    this.#pump()
  }

  /** Cancelled on screen at once; what is left on the gateway or the disk is removed behind it, and said when it is. */
  #settleCancelled(job: Job): void {
    const traces = tracesOf(job)
    const removing = removeTraces(job, this.#ports, this.#clock)
    job.startAnew()
    const { workId } = job
    void removing.then((left) => {
      if (job.workId === workId && job.view.traces === 'removing') this.#change(job, { traces: left })
    })
    const rest = atRest(this.#clock.nowMs())
    this.#change(job, { state: 'cancelled', traces, error: undefined, doneBytes: 0, ...rest })
  }

  #onBytes(job: Job, controller: AbortController, doneBytes: number, isStart: boolean): void {
    if (job.controller !== controller) return
    if (isStart && job.view.state === 'verifying') this.#change(job, { state: 'running' })
    const nowMs = this.#clock.nowMs()
    const delta = isStart ? 0 : doneBytes - job.view.doneBytes
    if (delta > 0 && job.view.retryError !== undefined) job.meter?.restart(nowMs)
    job.meter?.add(delta, nowMs)
    this.#flow.add(delta, nowMs)
    this.#setView(job, { ...job.view, doneBytes, retryError: delta > 0 ? undefined : job.view.retryError })
    this.#pace.soon()
  }

  #change(job: Job, change: Partial<Transfer>): void {
    this.#setView(job, { ...job.view, ...change })
    holdKeyOf(job, this.#ports)
    const { view, task } = job
    const isToTell = change.state !== undefined || change.sizeBytes !== undefined
    if (isToTell && task.direction === 'download') task.request.onState?.(view)
    if (change.state !== undefined) {
      for (const watcher of this.#watchers) watcher(view)
      if (change.state === 'done') this.#retire(job)
    }
    if (this.#list.isIdle || change.state === 'cancelled') this.#pace.now()
    else this.#pace.soon()
  }

  #setView(job: Job, view: Transfer): void {
    job.view = view
    this.#list.set(view)
    this.#snapshot = undefined
  }

  /** What the browser keeps of a download, so that it can be saved again, is not given up by itself. */
  #retire({ task, view }: Job): void {
    if (task.direction === 'download' && task.request.directory === undefined) return
    const retired = this.#list.retire(view.id)
    if (retired !== undefined) this.#jobs.delete(retired.id)
  }

  #show(): void {
    const nowMs = this.#clock.nowMs()
    for (const job of this.#running) this.#setView(job, withRate(job, nowMs))
    this.#snapshot = this.#takeSnapshot()
    for (const listener of [...this.#listeners]) listener(this.#snapshot)
  }

  #takeSnapshot(): QueueSnapshot {
    const isMoving = [...this.#running].some(({ view }) => view.retryError === undefined)
    const totals = this.#list.totals(isMoving ? this.#flow.rate : undefined, this.#flow.history)
    return { transfers: this.#list.toArray(), unlisted: this.#list.unlisted, totals }
  }
}
