// What is listed of the transfers, and their sums, kept change by change: no change costs more because there are many.
import { secondsLeftOf } from './rate-meter'
import { isFullyVerified, type Transfer, type TransferTotals, type Unlisted } from './transfer'

/** Of those that are done the latest stay on the list; of ten thousand files no one reads every line. */
const MAX_LISTED_DONE = 100

const NONE: Unlisted = { count: 0, unverifiedCount: 0 }

export class TransferList {
  /** In the order in which they were added: a Map keeps a key's place when its value changes. */
  readonly #views = new Map<string, Transfer>()
  readonly #sums = {
    waiting: 0,
    running: 0,
    paused: 0,
    done: 0,
    failed: 0,
    cancelled: 0,
    removing: 0,
    sizeBytes: 0,
    doneBytes: 0
  }
  /** Done ones that may leave the list, oldest first; never more than the limit and one. */
  #done: string[] = []
  #unlisted = NONE
  #unlistedBytes = 0

  get unlisted(): Unlisted {
    return this.#unlisted
  }
  get isIdle(): boolean {
    return this.#sums.waiting + this.#sums.running === 0
  }
  get isRemoving(): boolean {
    return this.#sums.removing > 0
  }

  has(id: string): boolean {
    return this.#views.has(id)
  }

  /** A copy, made without looking at one of them. */
  toArray(): readonly Transfer[] {
    return [...this.#views.values()]
  }

  totals(rateBytesPerSecond: number | undefined, rateHistory: readonly number[]): TransferTotals {
    const { sizeBytes, doneBytes } = this.#sums
    const secondsLeft = this.isIdle ? undefined : secondsLeftOf(sizeBytes - doneBytes, rateBytesPerSecond)
    return { ...this.#sums, rateBytesPerSecond, secondsLeft, rateHistory }
  }

  /** Adds a transfer, or replaces its former view. */
  set(view: Transfer): void {
    this.#count(this.#views.get(view.id), -1)
    this.#count(view, 1)
    this.#views.set(view.id, view)
  }

  delete(id: string): void {
    this.#count(this.#views.get(id), -1)
    this.#views.delete(id)
  }

  /**
   * A transfer is done, and the list may do without it: it leaves the list when enough later ones are done, and stays in the sums.
   * @returns the transfer that left the list now.
   */
  retire(id: string): Transfer | undefined {
    this.#done.push(id)
    if (this.#done.length <= MAX_LISTED_DONE) return undefined
    const view = this.#views.get(this.#done.shift() ?? '')
    if (view === undefined) return undefined
    this.#views.delete(view.id)
    const { count, unverifiedCount } = this.#unlisted
    this.#unlisted = { count: count + 1, unverifiedCount: unverifiedCount + (isFullyVerified(view) ? 0 : 1) }
    this.#unlistedBytes += view.sizeBytes
    return view
  }

  /** Forgets those that left the list, also in the sums, and which of the others would be next. */
  forgetUnlisted(): void {
    this.#sums.done -= this.#unlisted.count
    this.#sums.sizeBytes -= this.#unlistedBytes
    this.#sums.doneBytes -= this.#unlistedBytes
    this.#unlisted = NONE
    this.#unlistedBytes = 0
    this.#done = []
  }

  #count(view: Transfer | undefined, sign: 1 | -1): void {
    if (view === undefined) return
    const { state, traces, sizeBytes, doneBytes } = view
    this.#sums[state === 'verifying' ? 'running' : state] += sign
    if (traces === 'removing') this.#sums.removing += sign
    if (state === 'failed' || state === 'cancelled' || state === 'paused') return
    this.#sums.sizeBytes += sign * sizeBytes
    this.#sums.doneBytes += sign * doneBytes
  }
}
