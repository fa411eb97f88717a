// The queue of transfers: whose turn it is, and what may be asked of one. What happens to one looks at that one alone: gateway-queues.ts
// holds the lines, backlog.ts what is not in them yet, paused-jobs.ts who is paused and why, transfer-feed.ts what the screen sees, attempts.ts starts what moves the bytes.
import type { AppError } from '../domain/app-error'
import type { ArchiveSpool } from '../domain/download-ports'
import { Attempts } from './attempts'
import { Backlog, type UploadBatch } from './backlog'
import { canRetry } from './can-retry'
import { systemClock, type Clock } from './clock'
import { MIN_START_MS } from '../domain/hand-over'
import { discardWhenCopied } from './discard-download'
import { GatewayQueues } from './gateway-queues'
import { atRest, createJob, withStorage, type Job, type ResumedWork, type TransferTask } from './job'
import { keptBytesOf, loseAborted, loseBucket, noteFailure } from './kept-bytes'
import { startArchiveOver } from './start-archive-over'
import { planParts } from './part-plan'
import { PausedJobs } from './paused-jobs'
import { refusalId, refusalsOf } from './refusal-id'
import { settleCancelled } from './remove-traces'
import type { QueueOptions, RunEnv } from './run-env'
import { TransferFeed } from './transfer-feed'
import type { ArchiveRequest, DownloadRequest, UploadRequest } from './requests'
import { canPause, canSaveAgain, isUnfinished, type QueueSnapshot, type Transfer, type TransferPorts } from './transfer'

/** Runs uploads and downloads, and tells its listeners how they fare. */
export class TransferQueue {
  readonly #clock: Clock
  readonly #shared: Pick<RunEnv, 'ports' | 'clock' | 'network' | 'planParts'>
  /** Those that are listed, by id. */
  readonly #jobs = new Map<string, Job>()
  readonly #gateways: GatewayQueues
  readonly #paused = new PausedJobs()
  readonly #attempts: Attempts
  readonly #feed: TransferFeed
  readonly #backlog: Backlog
  readonly #pumpSoon = (): void => queueMicrotask(() => this.#pump())

  constructor(ports: TransferPorts, options: QueueOptions = {}) {
    this.#clock = ports.clock ?? systemClock
    const { planParts: plan = planParts } = options
    this.#shared = { ports, clock: this.#clock, network: ports.network, planParts: plan }
    this.#gateways = new GatewayQueues(options)
    const enqueue = this.enqueueUpload.bind(this)
    this.#backlog = new Backlog(ports, this.#gateways, enqueue, () => this.#feed.journal)
    this.#feed = new TransferFeed(ports, this.#gateways.running, {
      planParts: plan,
      order: () => ({
        lines: this.#gateways.lines,
        pausedGroups: this.#paused.groups,
        backlog: this.#backlog.view
      }),
      onRetired: (id) => this.#jobs.delete(id)
    })
    this.#attempts = new Attempts(this.#shared, this.#gateways, this.#feed)
  }

  /** True while anything waits, runs, is being verified or removed; what is paused does nothing of that. */
  get hasRunning(): boolean {
    return !this.#feed.list.isIdle || this.#feed.list.isRemoving || this.#backlog.isWaiting
  }

  get snapshot(): QueueSnapshot {
    return this.#feed.snapshot
  }

  /** Calls with a new snapshot: five times a second at most; at once when someone cancels or clears and when all is over. @returns how to stop. */
  subscribe(listener: (snapshot: QueueSnapshot) => void): () => void {
    return this.#feed.subscribe(listener)
  }

  /** Calls at once with each transfer whose state changed, and with no other. @returns how to stop. */
  watch(listener: (transfer: Transfer) => void): () => void {
    return this.#feed.watch(listener)
  }

  /** @returns the transfer's id, as the others do. */
  enqueueUpload(request: UploadRequest, resumed?: ResumedWork): string {
    return this.#enqueue({ direction: 'upload', request }, resumed)
  }

  /** However many, as Backlog.add has it: those beyond the first become transfers as the line gets on, and cost a request each until then. */
  enqueueUploads(requests: readonly UploadRequest[], earlier?: UploadBatch): ReturnType<Backlog['add']> {
    const uploads = requests.map((request) => ({ request }))
    return this.resumeUploads(uploads, earlier)
  }

  /** The same for uploads of an earlier session. */
  resumeUploads(...uploads: Parameters<Backlog['add']>): ReturnType<Backlog['add']> {
    this.#feed.tell(false)
    this.#pumpSoon()
    return this.#backlog.add(...uploads)
  }

  enqueueDownload(request: DownloadRequest): string {
    return this.#enqueue({ direction: 'download', request })
  }
  enqueueArchive(request: ArchiveRequest): string {
    return this.#enqueue({ direction: 'archive', request })
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
    else if (state === 'running' || state === 'verifying') {
      job.ending = 'cancel'
      job.controller?.abort()
    } else if (state === 'waiting' || state === 'paused' || state === 'failed') {
      this.#gateways.of(job).waiting.remove(job)
      this.#paused.remove(job)
      settleCancelled(job, this.#shared.ports, this.#clock, this.#feed)
      this.#pumpSoon()
    }
  }

  cancelAll(): void {
    this.#backlog.cancel()
    for (const job of [...this.#jobs.values()]) if (isUnfinished(job.view.state)) this.cancel(job.view.id)
  }

  /**
   * Ends the requests of a transfer, gives its turn to the next, and keeps what was sent or received. Nothing happens to one whose
   * last request is out, or that is being verified: it ends by itself.
   */
  pause(id: string): void {
    const job = this.#jobs.get(id)
    if (job !== undefined) this.#pause(job)
  }

  /** What runs first, so that it also goes on first. */
  pauseAll(): void {
    this.#backlog.pause()
    this.#paused.dissolveGroups()
    for (const job of [...this.#gateways.running, ...this.#gateways.waiting]) this.#pause(job)
    this.#feed.tell(true)
  }

  /** A paused transfer goes on where it stopped, before all that wait. */
  resume(id: string): void {
    const job = this.#jobs.get(id)
    if (job !== undefined) this.#resume(job)
  }

  /** In the order in which they were paused, before all that wait. */
  resumeAll(): void {
    for (const job of this.#paused.all.toReversed()) this.#resume(job)
    this.#backlog.resume()
  }

  /** Tries again: what was paused because of a failure goes on, and what failed for the same reason after it. */
  resumeGroup(id: string): void {
    this.#allow(id)
    for (const { task, view } of this.#jobs.values())
      if (view.state === 'failed' && view.error !== undefined && refusalId(view.error, task) === id) this.retry(view.id)
  }

  /** Of one that waits. `first`: it has the next turn that a transfer of its size can have. */
  move(id: string, to: 'first' | 'earlier' | 'later'): void {
    const job = this.#jobs.get(id)
    if (job?.view.state !== 'waiting') return
    if (to === 'first') this.#gateways.of(job).waiting.addFirst(job)
    else this.#gateways.of(job).waiting.move(job, to)
    this.#feed.tell(true)
  }

  /** A failed transfer goes on where it stopped, others start over; see can-retry.ts. @param spool see startArchiveOver */
  retry(id: string, spool?: ArchiveSpool): void {
    const job = this.#jobs.get(id)
    if (job === undefined || !canRetry(job.view)) return
    this.#feed.setView(job, { ...job.view, ...startArchiveOver(job, spool, this.#shared.ports, this.#clock) })
    job.formerError = job.view.error?.kind
    this.#queue(job, 'last')
  }

  retryFailed(): void {
    for (const job of this.#jobs.values()) if (job.view.state === 'failed') this.retry(job.view.id)
  }

  /** Takes those that are done or cancelled off the list. Failed ones stay: they want a retry or a cancel. */
  clearFinished(): void {
    this.#backlog.forgetCancelled()
    this.#feed.list.forgetUnlisted()
    for (const job of [...this.#jobs.values()]) {
      const { state, traces } = job.view
      if ((state !== 'done' && state !== 'cancelled') || traces === 'removing') continue
      this.#jobs.delete(job.view.id)
      this.#feed.list.delete(job.view.id)
      if (job.task.direction !== 'upload') void discardWhenCopied(job, this.#shared.ports, this.#clock, MIN_START_MS)
    }
    this.#feed.tell(true)
  }

  /** These multipart uploads were aborted elsewhere on the page. */
  noteAborted(uploadIds: ReadonlySet<string>): void {
    loseAborted(this.#jobs.values(), uploadIds, this.#feed)
  }

  /** Hands a finished download over once more: a browser may have refused the first time. Rejects when it is gone. */
  async saveAgain(id: string): Promise<void> {
    const job = this.#jobs.get(id)
    if (job === undefined || !canSaveAgain(job.view)) return
    job.handOverCount++
    await this.#shared.ports.spool.deliver(job.workId, job.view.fileName)
  }

  #enqueue(task: TransferTask, resumed?: ResumedWork): string {
    const job = createJob(withStorage(task, this.#shared.ports), this.#shared.planParts, resumed)
    this.#jobs.set(job.view.id, job)
    this.#feed.setView(job, job.view)
    this.#queue(job, 'last')
    return job.view.id
  }

  #queue(job: Job, at: 'first' | 'last'): void {
    if (!this.hasRunning) this.#feed.restart()
    if (at === 'first') this.#gateways.of(job).waiting.addFirst(job)
    else this.#gateways.of(job).waiting.add(job)
    this.#feed.change(job, { state: 'waiting', error: undefined, endedAtMs: undefined, traces: undefined })
    this.#pumpSoon()
  }

  #pause(job: Job, cause?: { readonly failed: Job; readonly error: AppError }): void {
    if (!canPause(job.view) || job.ending === 'cancel') return
    this.#paused.add(job, cause)
    if (job.view.state === 'running') {
      job.ending = 'pause'
      job.controller?.abort()
    } else {
      this.#gateways.of(job).waiting.remove(job)
      this.#feed.change(job, { state: 'paused', keptBytes: keptBytesOf(job, this.#shared.ports) })
      this.#pumpSoon()
    }
  }

  #resume(job: Job): void {
    this.#paused.remove(job)
    if (job.view.state === 'paused') this.#queue(job, 'first')
    else if (job.ending === 'pause') job.ending = 'queue'
  }

  #pump(): void {
    this.#backlog.refill()
    for (let job = this.#gateways.next(); job !== undefined; job = this.#gateways.next()) void this.#run(job)
  }

  async #run(job: Job): Promise<void> {
    const refused = refusalsOf(job.task, [...this.#paused.refusals, ...this.#backlog.refusals])
    const change = await this.#attempts.run(job, () => this.#pump())
    const isPaused = change.state === 'cancelled' && (job.ending === 'pause' || job.ending === 'queue')
    if (isPaused) {
      this.#feed.change(job, { state: 'paused', ...atRest(undefined), keptBytes: keptBytesOf(job, this.#shared.ports) })
      if (job.ending === 'queue') this.#resume(job)
    } else {
      this.#paused.remove(job)
      if (change.state === 'cancelled') settleCancelled(job, this.#shared.ports, this.#clock, this.#feed)
      else {
        if (change.error !== undefined) noteFailure(job, change.error)
        const keptBytes = change.state === 'failed' ? keptBytesOf(job, this.#shared.ports) : undefined
        this.#feed.change(job, { ...change, ...atRest(this.#clock.nowMs()), keptBytes })
      }
    }
    job.ending = undefined
    if (change.state === 'failed' && job.task.direction === 'upload') this.#backlog.noteFailure(job.view.endpoint)
    if (change.state === 'done') for (const id of refused) this.#allow(id)
    if (change.error !== undefined) this.#pauseGroup(job, change.error)
    this.#pump()
  }

  /** What was refused when a transfer began and is not when it ends goes on. */
  #allow(id: string): void {
    for (const job of this.#paused.ofGroup(id).toReversed()) this.#resume(job)
    this.#backlog.allow(id)
  }

  /** What waits and would fail for the same reason is paused instead. */
  #pauseGroup(failed: Job, error: AppError): void {
    const id = refusalId(error, failed.task)
    if (id === undefined) return
    this.#backlog.refuse(id, error)
    if (error.kind === 'no-such-bucket') loseBucket(this.#jobs.values(), id, error, this.#feed)
    for (const job of this.#gateways.waiting) if (refusalId(error, job.task) === id) this.#pause(job, { failed, error })
  }
}
