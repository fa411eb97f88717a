// The worker that receives downloads, as the page speaks to it.
import { AppError } from '../../domain/app-error'
import type { ReceiveOptions } from '../../domain/download-ports'
import type { SentRequest } from '../../domain/request-history'
import { withinTime } from '../../domain/within-time'
import type {
  ArchiveTask,
  DownloadTask,
  FilePath,
  ReceiveResult,
  ReceiveTask,
  WorkerFailure
} from '../workers/messages'
import { startWorker } from '../workers/start-worker'
import { WORKER_DIED, WorkerBridge } from '../workers/worker-bridge'

/** Names an answer of the gateway that is no object. */
export type ErrorOfAnswer = (failure: Extract<WorkerFailure, { kind: 'answer' }>, hasSseKey: boolean) => AppError

/** One file made and removed takes milliseconds. */
const TRY_TIMEOUT_MS = 20_000

export class DownloadWorker {
  readonly #bridge: Pick<WorkerBridge<DownloadTask, ReceiveResult>, 'run'>
  readonly #errorOfAnswer: ErrorOfAnswer

  constructor(
    errorOfAnswer: ErrorOfAnswer,
    onRequest: (request: SentRequest) => void = () => undefined,
    bridge: Pick<WorkerBridge<DownloadTask, ReceiveResult>, 'run'> = new WorkerBridge(
      () => startWorker('download'),
      onRequest
    )
  ) {
    this.#errorOfAnswer = errorOfAnswer
    this.#bridge = bridge
  }

  /** Whether this browser has files for it to write, found out by writing one. Rejects where that could not be tried. */
  async canWriteFile(path: FilePath): Promise<boolean> {
    const late = (): AppError => new AppError('browser-storage-failed', { detail: 'NoAnswer' })
    try {
      await withinTime(this.#bridge.run({ kind: 'try', path }), TRY_TIMEOUT_MS, late)
      return true
    } catch (error) {
      const { kind } = error as AppError
      if (kind === 'browser-storage-failed') return false
      if (kind === 'browser-storage-full') return true
      throw error
    }
  }

  /** Rejects as `DownloadSpool.receive` does. A worker that ended, the digests' own too, breaks it off as a lost network does. */
  async receive(
    task: Omit<ReceiveTask, 'kind'>,
    { signal, onProgress }: Pick<ReceiveOptions, 'signal' | 'onProgress'>
  ): Promise<ReceiveResult> {
    const hasSseKey = Object.keys(task.request.headers).some((name) => name.includes('customer-key'))
    const errorOfAnswer = (failure: Parameters<ErrorOfAnswer>[0]): AppError => this.#errorOfAnswer(failure, hasSseKey)
    try {
      return await this.#bridge.run({ kind: 'receive', ...task }, { signal, onProgress, errorOfAnswer })
    } catch (error) {
      if (error instanceof AppError && error.details.detail === WORKER_DIED)
        throw new AppError('unreachable', error.details)
      throw error
    }
  }

  /** Rejects with an AppError. */
  async archive(task: ArchiveTask, signal?: AbortSignal): Promise<ReceiveResult> {
    return await this.#bridge.run(task, { signal })
  }

  /** Puts what was received, and is verified, in the place of the user's file. @returns its size */
  async commit(id: string): Promise<number> {
    return (await this.#bridge.run({ kind: 'commit', id })).sizeBytes
  }

  /** What was received under this id will not be continued. Never rejects; resolves when its file is closed. */
  async forget(id: string): Promise<void> {
    await this.#bridge.run({ kind: 'forget', id }).catch(() => undefined)
  }
}
