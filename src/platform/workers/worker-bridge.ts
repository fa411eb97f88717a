// The page's end: starts a worker when it is first needed, and makes promises of its answers. A worker that dies fails what it had.
import { AppError } from '../../domain/app-error'
import type { ProgressNote } from '../../domain/download-ports'
import type { SentRequest } from '../../domain/request-history'
import type { WorkerAnswer, WorkerFailure, WorkerRequest } from './messages'

/**
 * A script that has not come by then comes no more, where it was asked for while a new version took over (Chromium 156, seen once in
 * some dozens): another worker asks again, and waits twice as long.
 */
const TIMEOUT_MS = 10_000
const MAX_TIMEOUT_MS = 40_000

/** The detail of what is said of the tasks that a worker had when it ended. */
export const WORKER_DIED = 'WorkerDied'

interface Pending<Task, Result> {
  readonly task: Task
  readonly signal: AbortSignal | undefined
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
  readonly onProgress: ((doneBytes: number, note?: ProgressNote) => void) | undefined
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((doneBytes: number, note?: ProgressNote) => void) | undefined
  /** Names an answer of the gateway that is no object. */
  readonly errorOfAnswer?: ((failure: Extract<WorkerFailure, { kind: 'answer' }>) => AppError) | undefined
}

export class WorkerBridge<Task, Result> {
  readonly #start: () => Worker
  readonly #onRequest: ((request: SentRequest) => void) | undefined
  readonly #pending = new Map<number, Pending<Task, Result>>()
  #worker: Worker | undefined
  #nextId = 1

  /** @param onRequest told of each request that the worker sent */
  constructor(start: () => Worker, onRequest?: (request: SentRequest) => void) {
    this.#start = start
    this.#onRequest = onRequest
  }

  /** Rejects with an AppError, or with an AbortError as soon as the worker has ended a task that was taken back. */
  async run(task: Task, options: RunOptions = {}): Promise<Result> {
    const { signal } = options
    signal?.throwIfAborted()
    this.#worker ??= this.#startWorker(TIMEOUT_MS)
    const id = this.#nextId++
    const cancel = (): void => this.#worker?.postMessage({ kind: 'cancel', id } satisfies WorkerRequest<Task>)
    try {
      return await new Promise<Result>((resolve, reject) => {
        const fail = (error: unknown): void => reject(isFailure(error) ? toError(error, options) : error)
        this.#pending.set(id, { task, signal, resolve, reject: fail, onProgress: options.onProgress })
        signal?.addEventListener('abort', cancel, { once: true })
        this.#worker?.postMessage({ kind: 'start', id, task } satisfies WorkerRequest<Task>)
      })
    } finally {
      this.#pending.delete(id)
      signal?.removeEventListener('abort', cancel)
    }
  }

  #startWorker(patienceMs: number): Worker {
    const worker = this.#start()
    const timer = setTimeout(() => {
      if (patienceMs >= MAX_TIMEOUT_MS) return die()
      worker.terminate()
      this.#worker = this.#startWorker(patienceMs * 2)
      for (const [id, { task, signal }] of this.#pending) {
        this.#worker.postMessage({ kind: 'start', id, task } satisfies WorkerRequest<Task>)
        if (signal?.aborted) this.#worker.postMessage({ kind: 'cancel', id } satisfies WorkerRequest<Task>)
      }
    }, patienceMs)
    worker.addEventListener('message', (event: MessageEvent<WorkerAnswer<Result>>) => {
      const answer = event.data
      clearTimeout(timer)
      if (answer.kind === 'ready') return
      if (answer.kind === 'sent') return this.#onRequest?.(answer.request)
      const pending = this.#pending.get(answer.id)
      if (answer.kind === 'progress') pending?.onProgress?.(answer.doneBytes, answer.note)
      else if (answer.kind === 'done') pending?.resolve(answer.result)
      else pending?.reject(answer.failure)
    })
    const die = (): void => {
      clearTimeout(timer)
      if (this.#worker === worker) this.#worker = undefined
      worker.terminate()
      for (const { reject } of [...this.#pending.values()]) reject(new AppError('unexpected', { detail: WORKER_DIED }))
    }
    worker.addEventListener('error', die)
    worker.addEventListener('messageerror', die)
    return worker
  }
}

function isFailure(error: unknown): error is WorkerFailure {
  return typeof error === 'object' && error !== null && 'kind' in error && !(error instanceof AppError)
}

function toError(failure: WorkerFailure, options: RunOptions): unknown {
  switch (failure.kind) {
    case 'cancelled':
      return new DOMException('Cancelled', 'AbortError')
    case 'answer':
      return (
        options.errorOfAnswer?.(failure) ??
        new AppError('request-refused', { status: failure.status, code: failure.code })
      )
    case 'known': {
      const { kind: _, error, cause, ...details } = failure
      return new AppError(error, details, { cause })
    }
  }
}
