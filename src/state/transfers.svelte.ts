// The transfers as the screen sees them: the queue's snapshots, and what may be asked of it.
import type { ObjectEntry } from '../domain/object-entry'
import type { ObjectStorage } from '../domain/ports'
import type { SseKey } from '../domain/sse-key'
import type { TransferQueue } from '../transfer/queue'
import type { Transfer, TransferTotals } from '../transfer/transfer'

export class Transfers {
  readonly #queue: TransferQueue
  readonly #fileNameOf: (key: string) => string
  readonly #listeners = new Set<(transfer: Transfer) => void>()
  readonly #told = new Set<string>()
  #snapshot

  /** @param fileNameOf a name that is safe to save under, from an object's key. */
  constructor(queue: TransferQueue, fileNameOf: (key: string) => string) {
    this.#queue = queue
    this.#fileNameOf = fileNameOf
    this.#snapshot = $state.raw(queue.snapshot)
    queue.subscribe((snapshot) => {
      this.#snapshot = snapshot
      this.#tellDone(snapshot.transfers)
    })
  }

  /** Newest first. */
  get list(): readonly Transfer[] {
    return this.#snapshot.transfers.toReversed()
  }
  get totals(): TransferTotals {
    return this.#snapshot.totals
  }
  get hasRunning(): boolean {
    return this.#snapshot.totals.waiting + this.#snapshot.totals.running > 0
  }

  download(
    storage: ObjectStorage,
    bucket: string,
    entry: ObjectEntry,
    how: { readonly sseKey?: SseKey; readonly findSseKey?: (signal: AbortSignal) => Promise<SseKey | undefined> }
  ): void {
    this.#queue.enqueueDownload({ storage, bucket, entry, fileName: this.#fileNameOf(entry.key), ...how })
  }

  cancel(id: string): void {
    this.#queue.cancel(id)
  }
  cancelAll(): void {
    this.#queue.cancelAll()
  }
  retry(id: string): void {
    this.#told.delete(id)
    this.#queue.retry(id)
  }
  retryFailed(): void {
    this.#queue.retryFailed()
  }
  clearFinished(): void {
    this.#queue.clearFinished()
  }

  /** Calls once for each transfer that is done. */
  onDone(listener: (transfer: Transfer) => void): void {
    this.#listeners.add(listener)
  }

  #tellDone(transfers: readonly Transfer[]): void {
    for (const transfer of transfers) {
      if (transfer.state !== 'done' || this.#told.has(transfer.id)) continue
      this.#told.add(transfer.id)
      for (const listener of this.#listeners) listener(transfer)
    }
  }
}
