// The transfers as the screen sees them: the queue's snapshots, and what may be asked of it.
import type { TransferQueue } from '../transfer/queue'
import type { DownloadRequest, QueueSnapshot, Transfer, TransferTotals, UploadRequest } from '../transfer/transfer'

const NOTHING: QueueSnapshot = {
  transfers: [],
  totals: {
    waiting: 0,
    running: 0,
    done: 0,
    failed: 0,
    sizeBytes: 0,
    doneBytes: 0,
    rateBytesPerSecond: undefined,
    secondsLeft: undefined,
    rateHistory: []
  }
}

export class Transfers {
  readonly #startQueue: () => Promise<TransferQueue>
  readonly #fileNameOf: (key: string) => string
  readonly #listeners = new Set<(transfer: Transfer) => void>()
  readonly #told = new Set<string>()
  #queue: Promise<TransferQueue> | undefined
  #snapshot = $state.raw(NOTHING)

  /**
   * @param startQueue called with the first transfer: the engine's code is loaded then.
   * @param fileNameOf a name that is safe to save under, from an object's key.
   */
  constructor(startQueue: () => Promise<TransferQueue>, fileNameOf: (key: string) => string) {
    this.#startQueue = startQueue
    this.#fileNameOf = fileNameOf
  }

  /** Newest first. */
  get list(): readonly Transfer[] {
    return this.#snapshot.transfers.toReversed()
  }
  get totals(): TransferTotals {
    return this.#snapshot.totals
  }
  get hasRunning(): boolean {
    const isRemoving = this.#snapshot.transfers.some(({ traces }) => traces === 'removing')
    return this.#snapshot.totals.waiting + this.#snapshot.totals.running > 0 || isRemoving
  }

  /** Loads the engine, so that `upload` begins at once. */
  async prepare(): Promise<void> {
    await this.#engine()
  }

  /** Rejects when the engine could not be loaded; then nothing was begun. */
  async upload(requests: readonly UploadRequest[]): Promise<void> {
    const queue = await this.#engine()
    for (const request of requests) queue.enqueueUpload(request)
  }

  /** Rejects as `upload` does. */
  async download(request: Omit<DownloadRequest, 'fileName'>): Promise<void> {
    const queue = await this.#engine()
    queue.enqueueDownload({ ...request, fileName: this.#fileNameOf(request.entry.key) })
  }

  cancel(id: string): void {
    void this.#engine().then((queue) => queue.cancel(id))
  }
  cancelAll(): void {
    void this.#engine().then((queue) => queue.cancelAll())
  }
  retry(id: string): void {
    this.#told.delete(id)
    void this.#engine().then((queue) => queue.retry(id))
  }
  retryFailed(): void {
    void this.#engine().then((queue) => queue.retryFailed())
  }
  /** Hands a finished download over once more. Rejects when it is gone. */
  async saveAgain(id: string): Promise<void> {
    await (await this.#engine()).saveAgain(id)
  }
  clearFinished(): void {
    void this.#engine().then((queue) => queue.clearFinished())
  }

  /** Calls once for each transfer that is done. */
  onDone(listener: (transfer: Transfer) => void): void {
    this.#listeners.add(listener)
  }

  #engine(): Promise<TransferQueue> {
    this.#queue ??= this.#startQueue().then(
      (queue) => {
        queue.subscribe((snapshot) => {
          this.#snapshot = snapshot
          this.#tellDone(snapshot.transfers)
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

  #tellDone(transfers: readonly Transfer[]): void {
    for (const transfer of transfers) {
      if (transfer.state !== 'done' || this.#told.has(transfer.id)) continue
      this.#told.add(transfer.id)
      for (const listener of this.#listeners) listener(transfer)
    }
  }
}
