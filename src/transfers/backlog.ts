// Uploads that were asked for together, beyond the first ones: requests only, which become transfers as the line gets on. So a
// hundred thousand files are never a hundred thousand rows, and no event costs more because they wait.
import type { AppError } from '../domain/app-error'
import type { KeyHold } from '../domain/key-use'
import { newId } from '../domain/new-id'
import type { ResumedWork } from './job'
import { refusalsOf } from './refusal-id'
import type { UploadRequest } from './requests'
import type { BacklogView, TransferPorts } from './transfer'
import type { UploadJournal, WaitingUpload } from './upload-journal'

/** An upload to be started or, with what is known of it, gone on with. */
export interface UploadToAdd {
  readonly request: UploadRequest
  readonly resumed?: ResumedWork | undefined
}

/** Uploads that are asked for together, at once or bit by bit. */
export interface UploadBatch {
  /** The next one is the last: they are taken from the end. */
  waiting: WaitingUpload[]
  /** Of these. */
  sizeBytes: number
  /** How often all that waited had been cancelled before. */
  readonly cancelCount: number
}

/** Of uploads that are asked for together, so many are transfers at once; and so many wait for their gateway before more become some. */
const MAX_IN_LINE = 100
const MIN_IN_LINE = 50
/** So many failures at one gateway are not chance: the rest of its uploads waits until someone has looked. */
const MAX_FAILED = 500

export class Backlog {
  readonly #ports: Pick<TransferPorts, 'holdKey'>
  readonly #lines: { countWaiting(endpoint: string): number }
  readonly #enqueue: (request: UploadRequest, resumed?: ResumedWork) => void
  readonly #journal: () => Pick<UploadJournal, 'add' | 'remove'>
  /** Those of which any wait. */
  #batches: readonly UploadBatch[] = []
  #cancelCount = 0
  readonly #holds = new Map<string, KeyHold & { count: number }>()
  /** By their ids. */
  readonly #refusals = new Map<string, AppError>()
  #counts = { count: 0, sizeBytes: 0, cancelledCount: 0 }
  /** By the user. */
  #isPaused = false
  /** How many have failed at each gateway. */
  readonly #failures = new Map<string, number>()

  /**
   * @param lines what waits for its turn, gateway by gateway
   * @param enqueue makes a transfer of it, which holds its key and follows its journal entry by itself
   */
  constructor(
    ports: Pick<TransferPorts, 'holdKey'>,
    lines: { countWaiting(endpoint: string): number },
    enqueue: (request: UploadRequest, resumed?: ResumedWork) => void,
    journal: () => Pick<UploadJournal, 'add' | 'remove'>
  ) {
    this.#ports = ports
    this.#lines = lines
    this.#enqueue = enqueue
    this.#journal = journal
  }

  get view(): BacklogView {
    const open = this.#batches.filter((batch) => this.#isOpen(batch))
    const buckets = open.flatMap(({ waiting }) => {
      const next = waiting.at(-1)
      return next === undefined ? [] : [{ account: next.request.storage.account, bucket: next.request.bucket }]
    })
    const paused = {
      count: this.#counts.count - open.reduce((sum, { waiting }) => sum + waiting.length, 0),
      sizeBytes: this.#counts.sizeBytes - open.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    }
    const hasFailed = !this.#isPaused && this.#batches.some((batch) => this.#isStopped(batch))
    const whyPaused = paused.count === 0 ? undefined : hasFailed ? 'failures' : 'user'
    return { ...this.#counts, paused, whyPaused, buckets }
  }
  /** True while some will become transfers by themselves. */
  get isWaiting(): boolean {
    return this.#batches.some((batch) => this.#isOpen(batch))
  }

  /**
   * The first of a batch become transfers at once: a few files don't wait for those that were asked for before. Where nothing waits, what
   * paused earlier ones is forgotten, and where nothing waits for its gateway, what failed there: these meet a reason that is still there
   * by themselves.
   * @param earlier what these are more of
   * @returns what more can be added to; undefined: it was cancelled in between, and these are not added
   */
  add(uploads: readonly UploadToAdd[], earlier?: UploadBatch): UploadBatch | undefined {
    const batch = earlier ?? { waiting: [], sizeBytes: 0, cancelCount: this.#cancelCount }
    if (batch.cancelCount !== this.#cancelCount) return undefined
    if (earlier === undefined) this.#forgetPast(uploads[0]?.request.storage.endpoint)
    const first = earlier === undefined ? uploads.slice(0, MAX_IN_LINE) : []
    for (const { request, resumed } of first) this.#enqueue(request, resumed)
    const ids = newId() // one for all: so many would take seconds
    const rest = uploads.slice(first.length).map((upload, index) => toWaiting(upload, `${ids}-${index}`))
    if (rest.length === 0) return batch
    for (const waiting of rest) {
      const { file, sseKey } = waiting.request
      this.#counts.count++
      this.#counts.sizeBytes += file.size
      batch.sizeBytes += file.size
      if (sseKey !== undefined) this.#hold(sseKey.id)
      if (!waiting.isJournalled) this.#journal().add(waiting)
    }
    if (batch.waiting.length === 0) this.#batches = [...this.#batches, batch]
    batch.waiting = rest.reverse().concat(batch.waiting) // as arguments of one call, so many would be too many
    return batch
  }

  /** Call it when the line has become shorter. */
  refill(): void {
    for (const endpoint of new Set(this.#batches.flatMap(endpointOf))) {
      if (this.#lines.countWaiting(endpoint) >= MIN_IN_LINE) continue
      const isNext = (batch: UploadBatch): boolean => endpointOf(batch)[0] === endpoint && this.#isOpen(batch)
      while (this.#lines.countWaiting(endpoint) < MAX_IN_LINE) {
        const batch = this.#batches.find(isNext)
        const waiting = batch && this.#take(batch)
        if (waiting === undefined) break
        this.#enqueue(waiting.request, waiting)
        this.#release(waiting.request)
      }
    }
  }

  pause(): void {
    this.#isPaused = this.#counts.count > 0
  }

  resume(): void {
    this.#forgetReasons()
    this.refill()
  }

  /** The gateway refuses what has this id for this reason (refusal-id.ts): none of it begins. */
  refuse(id: string, error: AppError): void {
    this.#refusals.set(id, error)
  }

  allow(id: string): void {
    this.#refusals.delete(id)
    this.refill()
  }

  /** Of what the gateway refuses, each with the error: see {@link refuse}. */
  get refusals(): ReadonlyMap<string, AppError> {
    return this.#refusals
  }

  /** An upload to this gateway has failed. */
  noteFailure(endpoint: string): void {
    this.#failures.set(endpoint, (this.#failures.get(endpoint) ?? 0) + 1)
  }

  /** None of them has started, so nothing is to be taken back. */
  cancel(): void {
    this.#cancelCount++
    for (let waiting = this.#take(); waiting !== undefined; waiting = this.#take()) {
      this.#counts.cancelledCount++
      this.#journal().remove(waiting)
      this.#release(waiting.request)
    }
    this.#forgetReasons()
  }

  forgetCancelled(): void {
    this.#counts.cancelledCount = 0
  }

  /** It has any, and the next may begin. */
  #isOpen(batch: UploadBatch): boolean {
    const next = batch.waiting.at(-1)
    if (next === undefined || this.#isPaused || this.#isStopped(batch)) return false
    return refusalsOf({ direction: 'upload', ...next }, this.#refusals).length === 0
  }

  #isStopped(batch: UploadBatch): boolean {
    return endpointOf(batch).some((endpoint) => (this.#failures.get(endpoint) ?? 0) >= MAX_FAILED)
  }

  #forgetPast(endpoint: string | undefined): void {
    if (this.#counts.count === 0) this.#forgetReasons()
    if (endpoint !== undefined && !this.#batches.flatMap(endpointOf).includes(endpoint)) this.#failures.delete(endpoint)
  }

  #forgetReasons(): void {
    this.#isPaused = false
    this.#refusals.clear()
    this.#failures.clear()
  }

  #take(batch = this.#batches[0]): WaitingUpload | undefined {
    const waiting = batch?.waiting.pop()
    if (batch === undefined || waiting === undefined) return undefined
    if (batch.waiting.length === 0) this.#batches = this.#batches.filter((one) => one !== batch)
    this.#counts.count--
    this.#counts.sizeBytes -= waiting.request.file.size
    batch.sizeBytes -= waiting.request.file.size
    return waiting
  }

  #hold(keyId: string): void {
    const hold = this.#holds.get(keyId)
    if (hold === undefined) this.#holds.set(keyId, { ...this.#ports.holdKey(keyId, 'upload'), count: 1 })
    else hold.count++
  }

  #release({ sseKey }: UploadRequest): void {
    const hold = sseKey && this.#holds.get(sseKey.id)
    if (sseKey === undefined || hold === undefined || --hold.count > 0) return
    this.#holds.delete(sseKey.id)
    hold.release()
  }
}

/** Of the next one; none where none is left. */
function endpointOf({ waiting }: UploadBatch): readonly string[] {
  return waiting.slice(-1).map(({ request }) => request.storage.endpoint)
}

function toWaiting({ request, resumed }: UploadToAdd, newWorkId: string): WaitingUpload {
  const { workId = newWorkId, memory, isJournalled = false } = resumed ?? {}
  return { request, workId, memory, isJournalled }
}
