// The worker's end of the bridge: runs tasks, tells how they fare, and ends those that are taken back.
import { AppError } from '../../domain/app-error'
import type { ProgressNote } from '../../domain/download-ports'
import type { SentRequest } from '../../domain/request-history'
import type { WorkerAnswer, WorkerFailure, WorkerRequest } from './messages'

/** Thrown by a task to fail in a way that the page can name. */
export class TaskFailure extends Error {
  readonly failure: WorkerFailure

  constructor(failure: WorkerFailure) {
    super(failure.kind)
    this.failure = failure
  }
}

/** Answers the page's requests with `run`. What a task throws that is neither an AppError nor a TaskFailure is `unexpected`, without its text. */
export function serveTasks<Task, Result>(
  run: (
    task: Task,
    signal: AbortSignal,
    onProgress: (doneBytes: number, note?: ProgressNote) => void
  ) => Promise<Result>
): void {
  const running = new Map<number, AbortController>()
  const answer = (message: WorkerAnswer<Result>): void => postMessage(message)

  addEventListener('message', (event: MessageEvent<WorkerRequest<Task>>) => {
    const { id } = event.data
    if (event.data.kind === 'cancel') {
      running.get(id)?.abort()
      return
    }
    const controller = new AbortController()
    running.set(id, controller)
    run(event.data.task, controller.signal, (doneBytes, note) => answer({ kind: 'progress', id, doneBytes, note }))
      .then(
        (result) => answer({ kind: 'done', id, result }),
        (error: unknown) => answer({ kind: 'failed', id, failure: failureOf(error, controller.signal) })
      )
      .finally(() => running.delete(id))
  })
  answer({ kind: 'ready' })
}

/** Of a request that this worker sent, whichever task it belongs to. */
export function tellRequest(request: SentRequest): void {
  postMessage({ kind: 'sent', request } satisfies WorkerAnswer<unknown>)
}

function failureOf(error: unknown, signal: AbortSignal): WorkerFailure {
  if (signal.aborted) return { kind: 'cancelled' }
  if (error instanceof TaskFailure) return error.failure
  if (error instanceof AppError) {
    const { name, message, stack = '' } = (error.cause ?? {}) as Partial<Error>
    const cause = name === undefined || message === undefined ? {} : { cause: { name, message, stack } }
    return { kind: 'known', error: error.kind, ...error.details, ...cause }
  }
  return { kind: 'known', error: 'unexpected', detail: error instanceof Error ? error.name : undefined }
}
