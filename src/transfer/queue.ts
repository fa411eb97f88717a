// The queue of transfers: whose turn it is, what may be asked of one, and the snapshots that the screen shows.
// How bytes go up and come down is upload.ts's and download.ts's.
import { isAbort, toAppError, type AppError, type AppErrorKind } from '../domain/app-error'
import { systemClock, type Clock } from './clock'
import { runDownload } from './download'
import { createJob, type Job } from './job'
import { abandonUpload } from './multipart-upload'
import { RateMeter, secondsLeftOf } from './rate-meter'
import type { RunEnv } from './run-env'
import { SlotPool } from './slot-pool'
import { sumUp } from './totals'
import {
  isUnfinished,
  type DownloadRequest,
  type QueueSnapshot,
  type Transfer,
  type TransferPorts,
  type UploadRequest
} from './transfer'
import { runUpload } from './upload'

const PROGRESS_MS = 100
const TICK_MS = 1_000
const HISTORY_LENGTH = 60
/** Of those that went into a directory, the latest stay on the list; of ten thousand files nobody reads every line. */
const LISTED_IN_DIRECTORY = 100
/** Failures of an upload after which an object is there, or may be. */
const LANDED: readonly AppErrorKind[] = ['stored-in-clear', 'digest-mismatch', 'sse-key-wrong']
/** No event tells when a browser has copied what it was given: it has begun by then, and is no slower than that. */
const LONGEST_HAND_OVER_MS = 60_000
const SLOWEST_COPY_BYTES_PER_MS = 10_000

export interface QueueOptions {
  /** Requests under way at once. Browsers give a host six connections; one stays free for the page. */
  readonly slots?: number | undefined
  /** Files under way at once; of files with more parts than there are slots, one. */
  readonly files?: number | undefined
}

/** Runs uploads and downloads, and tells its listeners how they fare. */
export class TransferQueue {
  readonly #ports: TransferPorts
  readonly #clock: Clock
  readonly #slots: SlotPool
  readonly #mostFiles: number
  readonly #jobs = new Map<string, Job>()
  readonly #listeners = new Set<(snapshot: QueueSnapshot) => void>()
  #waiting: Job[] = []
  #running = new Set<Job>()
  #inDirectory: Job[] = []
  #unlistedCount = 0
  #meter = new RateMeter()
  #history: number[] = []
  #bytesThisTick = 0
  #isTicking = false
  #isFlushPlanned = false
  #isProgressPlanned = false
  #shownAtMs = Number.NEGATIVE_INFINITY
  #snapshot: QueueSnapshot | undefined

  constructor(ports: TransferPorts, options: QueueOptions = {}) {
    this.#ports = ports
    this.#clock = ports.clock ?? systemClock
    this.#slots = new SlotPool(options.slots ?? 5)
    this.#mostFiles = options.files ?? 5
  }

  /** True while anything waits, runs or is being verified: closing the page would lose it. */
  get hasRunning(): boolean {
    const isRemoving = [...this.#jobs.values()].some(({ view }) => view.traces === 'removing')
    return this.#running.size > 0 || this.#waiting.length > 0 || isRemoving
  }

  get snapshot(): QueueSnapshot {
    return (this.#snapshot ??= this.#takeSnapshot())
  }

  /** Calls with every new snapshot: at once when a state changes, ten times a second at most for progress. @returns how to stop. */
  subscribe(listener: (snapshot: QueueSnapshot) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** @returns the transfer's id. */
  enqueueUpload(request: UploadRequest): string {
    return this.#enqueue(createJob({ direction: 'upload', request }))
  }

  /** @returns the transfer's id. */
  enqueueDownload(request: DownloadRequest): string {
    return this.#enqueue(createJob({ direction: 'download', request }))
  }

  /**
   * Ends a transfer: what was sent or received of it is taken back. An upload whose last request is under way is asked
   * about once it has answered: when the object is there by then, the transfer is done, not cancelled. A failed one
   * becomes cancelled, and its parts on the gateway are removed. Nothing happens to one that is done or being verified.
   */
  cancel(id: string): void {
    const job = this.#jobs.get(id)
    if (job === undefined) return
    const { state } = job.view
    if (state === 'running') job.controller?.abort()
    else if (state === 'waiting' || state === 'failed') {
      this.#waiting = this.#waiting.filter((other) => other !== job)
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
    this.#inDirectory = []
    this.#unlistedCount = 0
    for (const { view } of [...this.#jobs.values()])
      if ((view.state === 'done' || view.state === 'cancelled') && view.traces !== 'removing') this.#forget(view.id)
    this.#showSoon()
  }

  /** Hands a finished download over once more: a browser may have refused the first time. Rejects when it is gone. */
  async saveAgain(id: string): Promise<void> {
    const job = this.#jobs.get(id)
    if (job?.task.direction === 'download' && job.view.state === 'done' && job.view.directoryName === undefined)
      await this.#ports.spool.handOver(job.workId, job.task.request.fileName)
  }

  /** Its room in the browser's private store is free from then on, or as soon as the browser must have copied what it was given. */
  #forget(id: string): void {
    const job = this.#jobs.get(id)
    this.#jobs.delete(id)
    if (job?.task.direction !== 'download') return
    const { endedAtMs = 0, sizeBytes } = job.view
    const copiedAtMs = endedAtMs + LONGEST_HAND_OVER_MS + sizeBytes / SLOWEST_COPY_BYTES_PER_MS
    const wait = job.view.state === 'done' ? Math.max(0, copiedAtMs - this.#clock.nowMs()) : 0
    void this.#clock
      .sleep(wait)
      .then(() => this.#ports.spool.discard(job.workId))
      .catch(() => undefined)
  }

  #enqueue(job: Job): string {
    this.#jobs.set(job.view.id, job)
    this.#queue(job)
    return job.view.id
  }

  #queue(job: Job): void {
    if (!this.hasRunning) {
      this.#meter = new RateMeter()
      this.#history = []
    }
    job.formerError = job.view.error?.kind
    this.#waiting.push(job)
    this.#change(job, { state: 'waiting', error: undefined, endedAtMs: undefined, traces: undefined })
    queueMicrotask(() => this.#pump())
  }

  #pump(): void {
    while (this.#running.size < this.#mostFiles) {
      const hasBig = [...this.#running].some((job) => job.slotsWanted > this.#slots.size)
      const index = this.#waiting.findIndex((job) => !hasBig || job.slotsWanted <= this.#slots.size)
      const job = index < 0 ? undefined : this.#waiting.splice(index, 1)[0]
      if (job === undefined) return
      this.#running.add(job)
      void this.#run(job)
    }
  }

  async #run(job: Job): Promise<void> {
    const controller = new AbortController()
    job.controller = controller
    job.meter = new RateMeter()
    job.meter.start(this.#clock.nowMs())
    this.#meter.start(this.#clock.nowMs())
    this.#change(job, { state: 'running', startedAtMs: this.#clock.nowMs() })
    this.#tick()
    const env: RunEnv = {
      id: job.workId,
      formerError: job.formerError,
      ports: this.#ports,
      clock: this.#clock,
      slots: this.#slots,
      signal: controller.signal,
      onStart: (doneBytes: number) => this.#onBytes(job, controller, doneBytes, true),
      onDoneBytes: (doneBytes: number) => this.#onBytes(job, controller, doneBytes, false),
      onSizeBytes: (sizeBytes: number) => {
        if (sizeBytes !== job.view.sizeBytes) this.#change(job, { sizeBytes })
      },
      onVerifying: () => this.#change(job, { state: 'verifying', trouble: undefined }),
      onTrouble: (trouble: AppError) => {
        if (job.controller === controller) this.#change(job, { trouble })
      },
      onSseKey: (sseKeyId: string) => this.#change(job, { sseKeyId })
    }
    let change: Partial<Transfer>
    try {
      const { task } = job
      const outcome = await (task.direction === 'upload'
        ? runUpload(task.request, job.upload, env)
        : runDownload(task.request, env))
      change = { ...outcome, state: 'done', doneBytes: job.view.sizeBytes }
    } catch (thrown) {
      const isCancelled = controller.signal.aborted && (isAbort(thrown) || job.view.state === 'running')
      change = isCancelled ? { state: 'cancelled' } : { state: 'failed', error: toAppError(thrown) }
    }
    job.controller = undefined // from here on the attempt is dead, and what it still says is not heard
    controller.abort()
    this.#running.delete(job)
    if (change.state === 'cancelled') this.#settleCancelled(job)
    else
      this.#change(job, {
        ...change,
        endedAtMs: this.#clock.nowMs(),
        trouble: undefined,
        rateBytesPerSecond: undefined,
        secondsLeft: undefined
      })
    this.#pump()
  }

  /** Cancelled on screen at once; what is left on the gateway or the disk is removed behind it, and said when it is. */
  #settleCancelled(job: Job): void {
    const { task, upload, workId } = job
    const hasParts = task.direction === 'upload' && upload.uploadId !== undefined
    const hasObject = task.direction === 'upload' && !hasParts && LANDED.includes(job.view.error?.kind ?? 'unexpected')
    job.startAnew()
    const { workId: nextId } = job
    if (task.direction === 'upload')
      void abandonUpload(task.request, upload, this.#ports.journal, this.#clock).then((isRemoved) => {
        if (job.workId === nextId && job.view.traces === 'removing')
          this.#change(job, { traces: isRemoved ? 'removed' : 'kept-parts' })
      })
    else void this.#ports.spool.discard(workId).catch(() => undefined)
    this.#change(job, {
      state: 'cancelled',
      traces: hasObject ? 'kept-object' : hasParts ? 'removing' : 'removed',
      error: undefined,
      doneBytes: 0,
      endedAtMs: this.#clock.nowMs(),
      trouble: undefined,
      rateBytesPerSecond: undefined,
      secondsLeft: undefined
    })
  }

  #onBytes(job: Job, controller: AbortController, doneBytes: number, isStart: boolean): void {
    if (job.controller !== controller) return
    if (isStart && job.view.state === 'verifying') this.#change(job, { state: 'running' })
    const nowMs = this.#clock.nowMs()
    const delta = isStart ? 0 : doneBytes - job.view.doneBytes
    job.meter?.add(delta, nowMs)
    this.#meter.add(delta, nowMs)
    this.#bytesThisTick += delta
    job.view = { ...job.view, doneBytes, trouble: delta > 0 ? undefined : job.view.trouble }
    this.#showProgress()
  }

  #change(job: Job, change: Partial<Transfer>): void {
    job.view = { ...job.view, ...change }
    if (change.state !== undefined || change.sizeBytes !== undefined) {
      if (job.task.direction === 'download') job.task.request.onState?.(job.view)
      if (change.state === 'done' && job.view.directoryName !== undefined) this.#unlistOldest(job)
    }
    this.#showSoon()
  }

  #unlistOldest(job: Job): void {
    this.#inDirectory.push(job)
    const oldest = this.#inDirectory.length > LISTED_IN_DIRECTORY ? this.#inDirectory.shift() : undefined
    if (oldest === undefined) return
    if (this.#jobs.delete(oldest.view.id)) this.#unlistedCount++
  }

  /** At once, that is at the end of what runs now: a thousand files enqueued make one snapshot. */
  #showSoon(): void {
    this.#snapshot = undefined
    if (this.#isFlushPlanned) return
    this.#isFlushPlanned = true
    queueMicrotask(() => {
      this.#isFlushPlanned = false
      this.#show()
    })
  }

  #showProgress(): void {
    this.#snapshot = undefined
    if (this.#isProgressPlanned) return
    this.#isProgressPlanned = true
    const waitMs = Math.max(0, this.#shownAtMs + PROGRESS_MS - this.#clock.nowMs())
    void this.#clock.sleep(waitMs).then(() => {
      this.#isProgressPlanned = false
      if (this.#clock.nowMs() - this.#shownAtMs >= PROGRESS_MS) this.#show()
      else if (this.#running.size > 0) this.#showProgress()
    })
  }

  #show(): void {
    this.#shownAtMs = this.#clock.nowMs()
    for (const job of this.#running) {
      const rate = job.meter?.bytesPerSecond(this.#shownAtMs)
      job.view = {
        ...job.view,
        rateBytesPerSecond: rate,
        secondsLeft: secondsLeftOf(job.view.sizeBytes - job.view.doneBytes, rate)
      }
    }
    this.#snapshot = this.#takeSnapshot()
    for (const listener of [...this.#listeners]) listener(this.#snapshot)
  }

  /** Once a second while anything runs, so that a stalled rate is seen to fall. */
  #tick(): void {
    if (this.#isTicking) return
    this.#isTicking = true
    void this.#clock.sleep(TICK_MS).then(() => {
      this.#isTicking = false
      this.#history = [...this.#history, Math.max(0, this.#bytesThisTick)].slice(-HISTORY_LENGTH)
      this.#bytesThisTick = 0
      this.#showSoon()
      if (this.#running.size > 0) this.#tick()
    })
  }

  #takeSnapshot(): QueueSnapshot {
    const rate = this.#running.size > 0 ? this.#meter.bytesPerSecond(this.#clock.nowMs()) : undefined
    const transfers = Array.from(this.#jobs.values(), (job) => job.view)
    return { transfers, totals: sumUp(transfers, this.#unlistedCount, rate, this.#history) }
  }
}
