// The transfers as the screen sees them: the queue's snapshots, and what may be asked of it.
import { isSameAccount } from '../domain/account'
import type { ArchiveSpool } from '../domain/download-ports'
import { safeFileName } from '../domain/file-name'
import { nextTask } from '../domain/next-task'
import type { Digester, NetworkStatus } from '../domain/ports'
import type { DownloadBatch, DownloadBatchRequest, DownloadBatchView } from '../transfers/download-batch'
import type { UploadBatch, UploadToAdd } from '../transfers/backlog'
import type { StartedBatches } from './started-batches'
import type { TransferQueue } from '../transfers/queue'
import type { ArchiveRequest, DownloadRequest, UploadRequest } from '../transfers/requests'
import {
  isUnfinished,
  NO_TRANSFERS,
  type BacklogView,
  type PausedGroup,
  type Transfer,
  type TransferTotals,
  type Unlisted
} from '../transfers/transfer'
import type { FolderPlace } from './listing.svelte'

/** So many requests are made and queued in a hundredth of a second. */
const MAX_IN_TASK = 5000

export class Transfers {
  readonly #startQueue: () => Promise<TransferQueue>
  readonly #network: NetworkStatus | undefined
  readonly #loadDigester: () => Promise<Digester>
  readonly #started: StartedBatches | undefined
  readonly #listeners = new Set<(transfer: Transfer) => void>()
  #queue: Promise<TransferQueue> | undefined
  #snapshot = $state.raw(NO_TRANSFERS)
  #list = $derived(this.#snapshot.transfers.toReversed())
  readonly #places = $derived(new Map(this.#snapshot.lines.flatMap((ids) => ids.map((id, index) => [id, index + 1]))))
  #running: readonly DownloadBatch[] = []
  #batches = $state.raw<readonly DownloadBatchView[]>([])
  #totals = $derived(withToCome(this.#snapshot.totals, this.#batches))

  /** @param startQueue called with the first transfer: the engine's code is loaded then. */
  constructor(
    startQueue: () => Promise<TransferQueue>,
    network?: NetworkStatus,
    loadDigester: () => Promise<Digester> = () => Promise.reject(new Error('There is no digester')),
    started?: StartedBatches
  ) {
    this.#started = started
    this.#startQueue = startQueue
    this.#loadDigester = loadDigester
    this.#network = network
  }

  /** Newest first. */
  get list(): readonly Transfer[] {
    return this.#list
  }
  /** Done, and no longer in the list because there are so many. */
  get unlisted(): Unlisted {
    return this.#snapshot.unlisted
  }
  /** Uploads that are not in the list yet because there are so many. */
  get backlog(): BacklogView {
    return this.#snapshot.backlog
  }
  /** What downloads of many have not started yet counts as waiting. */
  get totals(): TransferTotals {
    return this.#totals
  }
  /** What waits, runs or is being verified. */
  get underWayCount(): number {
    return this.#totals.waiting + this.#totals.running
  }
  /** What a user may still have to see to: what is under way, is paused or failed. */
  get openCount(): number {
    return this.underWayCount + this.#totals.paused + this.#totals.failed
  }
  /** What is paused because of how another transfer failed. */
  get pausedGroups(): readonly PausedGroup[] {
    return this.#snapshot.pausedGroups
  }
  /** Of one that waits, from 1; undefined also where many are before it. */
  placeInLine(id: string): number | undefined {
    return this.#places.get(id)
  }
  /** Downloads of many, newest first. */
  get batches(): readonly DownloadBatchView[] {
    return this.#batches
  }
  /** True while there is anything to show. */
  get hasAny(): boolean {
    const { done, failed, cancelled } = this.#snapshot.totals
    return this.underWayCount + this.#totals.paused + done + failed + cancelled > 0 || this.#batches.length > 0
  }
  /** True where `clearFinished` would clear something. */
  get hasFinished(): boolean {
    const { done, cancelled } = this.#snapshot.totals
    return done + cancelled > 0 || this.#batches.some(isOver)
  }
  /** True while leaving the page would lose something: also what is paused, whose files only this page has. */
  get hasUnfinished(): boolean {
    const isWalking = this.#batches.some(({ state }) => state === 'running')
    return this.underWayCount + this.#totals.paused + this.#totals.removing > 0 || isWalking
  }

  /** True while uploads below this prefix wait, run or are being verified; of those that are not in the list yet the bucket decides. */
  hasUploadsBelow({ account, bucket, prefix }: FolderPlace): boolean {
    const isThere = (one: Pick<Transfer, 'account' | 'bucket'>): boolean =>
      one.bucket === bucket && isSameAccount(one.account, account)
    const isOpen = ({ direction, state, key }: Transfer): boolean =>
      direction === 'upload' && state !== 'paused' && isUnfinished(state) && key.startsWith(prefix)
    const { transfers, backlog } = this.#snapshot
    return transfers.some((one) => isOpen(one) && isThere(one)) || backlog.buckets.some(isThere)
  }

  /** Loads the engine, so that `upload` begins at once. */
  async prepare(): Promise<void> {
    await this.#engine()
  }

  /**
   * However many, a slice in each task. Resolves when all are in the queue, or were canceled before they were. Rejects when the engine
   * could not be loaded; then nothing was started.
   */
  async upload(requests: Iterable<UploadRequest>): Promise<void> {
    const queue = await this.#engine()
    let batch: UploadBatch | undefined
    let some: UploadRequest[] = []
    for (const request of requests) {
      if (some.push(request) < MAX_IN_TASK) continue
      batch = queue.enqueueUploads(some, batch)
      if (batch === undefined) return
      some = []
      await nextTask()
    }
    if (some.length > 0) queue.enqueueUploads(some, batch)
  }

  /** Goes on with uploads of an earlier session, as Backlog.add has it. Rejects as `upload` does. */
  async resumeUploads(uploads: readonly UploadToAdd[], earlier?: UploadBatch): Promise<UploadBatch | undefined> {
    return (await this.#engine()).resumeUploads(uploads, earlier)
  }

  /** Rejects as `upload` does. */
  async download(request: Omit<DownloadRequest, 'fileName'>): Promise<void> {
    const queue = await this.#engine()
    queue.enqueueDownload({ ...request, fileName: safeFileName(request.entry.key) })
  }

  /** Goes on with a download of an earlier session. Rejects as `upload` does. */
  async resumeDownload(request: DownloadRequest): Promise<void> {
    ;(await this.#engine()).enqueueDownload(request)
  }

  /** Downloads a selection, file after file. Rejects as `upload` does. */
  async downloadMany(request: DownloadBatchRequest): Promise<void> {
    const [queue, { DownloadBatch }, digester] = await Promise.all([
      this.#engine(),
      import('../transfers/download-batch'),
      this.#loadDigester()
    ])
    const deps = { queue, network: this.#network, digester }
    const { batchId } = request
    if (batchId !== undefined) {
      const { directory, objectCount, label } = request
      const described = { ...request, name: label, fileCount: objectCount, handle: directory?.handle }
      await this.#started?.begin(directory === undefined ? 'each' : 'directory', described, batchId)
    }
    const batch = new DownloadBatch(request, deps, (view) => {
      void this.#started?.follow(view.id, isOver(view))
      this.#batches = this.#batches.map((other) => (other.id === view.id ? view : other))
    })
    this.#running = [...this.#running, batch]
    this.#batches = [batch.view, ...this.#batches]
  }

  /** Downloads a selection as one ZIP file. Rejects as `upload` does. @param entryId in the journal, of one that is started again */
  async downloadArchive(request: ArchiveRequest, entryId?: string): Promise<void> {
    const id = (await this.#engine()).enqueueArchive(request)
    await this.#started?.begin('archive', { ...request, name: request.fileName }, id, entryId)
  }
  stopBatch(id: string): void {
    this.#running.find(({ view }) => view.id === id)?.stop()
  }
  pauseBatch(id: string): void {
    this.#running.find(({ view }) => view.id === id)?.pause()
  }
  resumeBatch(id: string): void {
    this.#running.find(({ view }) => view.id === id)?.resume()
  }

  pause(id: string): void {
    void this.#engine().then((queue) => queue.pause(id))
  }
  resume(id: string): void {
    void this.#engine().then((queue) => queue.resume(id))
  }
  async pauseAll(): Promise<void> {
    const queue = await this.#engine()
    queue.pauseAll() // before the batches, so that all go on in their order
    for (const batch of this.#running) batch.pause()
  }
  async resumeAll(): Promise<void> {
    const queue = await this.#engine()
    queue.resumeAll()
    for (const batch of this.#running) batch.resume()
  }
  /** @param id of a PausedGroup */
  resumeGroup(id: string): void {
    void this.#engine().then((queue) => queue.resumeGroup(id))
  }
  /** Of one that waits. */
  move(id: string, to: 'first' | 'earlier' | 'later'): void {
    void this.#engine().then((queue) => queue.move(id, to))
  }

  cancel(id: string): void {
    void this.#engine().then((queue) => queue.cancel(id))
  }
  cancelAll(): void {
    for (const batch of this.#running) batch.stop()
    void this.#engine().then((queue) => queue.cancelAll())
  }
  /** @param spool see TransferQueue.retry */
  retry(id: string, spool?: ArchiveSpool): void {
    void this.#engine().then((queue) => queue.retry(id, spool))
  }
  retryFailed(): void {
    void this.#engine().then((queue) => queue.retryFailed())
  }
  /** See TransferQueue.noteAborted. */
  noteAborted(uploadIds: ReadonlySet<string>): void {
    void this.#queue?.then((queue) => queue.noteAborted(uploadIds)).catch(() => undefined)
  }
  /** Hands a finished download over once more. Rejects when it is gone. */
  async saveAgain(id: string): Promise<void> {
    await (await this.#engine()).saveAgain(id)
  }
  clearFinished(): void {
    this.#running = this.#running.filter(({ view }) => !isOver(view))
    this.#batches = this.#batches.filter((view) => !isOver(view))
    void this.#engine().then((queue) => queue.clearFinished())
  }

  /** Calls once for each transfer that is done. */
  onDone(listener: (transfer: Transfer) => void): void {
    this.#listeners.add(listener)
  }

  #engine(): Promise<TransferQueue> {
    this.#queue ??= this.#startQueue().then(
      (queue) => {
        queue.subscribe((snapshot) => (this.#snapshot = snapshot))
        queue.watch((transfer) => {
          void this.#started?.follow(transfer.id, transfer.state === 'done' || transfer.state === 'cancelled')
          if (transfer.state === 'done') for (const listener of this.#listeners) listener(transfer)
        })
        return queue
      },
      (error: unknown) => {
        this.#queue = undefined // so that the next try loads it again
        throw error
      }
    )
    return this.#queue
  }
}

/** What failed wants a retry or a cancel first, and its batch keeps the account until then. */
function isOver({ state, failedCount }: DownloadBatchView): boolean {
  return (state === 'done' || state === 'stopped') && failedCount === 0
}

function withToCome(totals: TransferTotals, batches: readonly DownloadBatchView[]): TransferTotals {
  const isRunning = ({ state }: DownloadBatchView): boolean => state === 'running'
  const sum = (of: readonly DownloadBatchView[], value: (batch: DownloadBatchView) => number): number =>
    of.reduce((total, batch) => total + value(batch), 0)
  const toCome = (of: readonly DownloadBatchView[]): number => sum(of, (one) => one.objectCount - one.startedCount)
  const running = batches.filter(isRunning)
  const paused = totals.paused + toCome(batches.filter(({ state }) => state === 'paused'))
  const count = toCome(running)
  if (count === 0) return { ...totals, paused }
  const sizeBytes = totals.sizeBytes + sum(running, (one) => one.sizeBytes - one.startedBytes)
  const rate = totals.rateBytesPerSecond ?? 0
  const secondsLeft = rate > 0 ? Math.max(0, sizeBytes - totals.doneBytes) / rate : undefined
  return { ...totals, paused, waiting: totals.waiting + count, sizeBytes, secondsLeft }
}
