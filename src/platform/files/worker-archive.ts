// A ZIP file that the worker that receives is writing, as the page speaks to it.
import { AppError } from '../../domain/app-error'
import { MAX_SMALL_BYTES, type Archive, type DownloadSpool } from '../../domain/download-ports'
import type { ZipName } from '../../domain/zip-format'
import type { ReceivePlace } from '../workers/messages'
import type { DownloadWorker } from './download-worker'
import { PartialDownloads } from './partial-downloads'

export class WorkerArchive implements Archive {
  readonly #worker: Pick<DownloadWorker, 'receive' | 'forget' | 'archive'>
  readonly #id: string
  readonly #into: ReceivePlace
  readonly #onFinished: ((file: Blob) => void) | undefined
  readonly #partial = new PartialDownloads()
  readonly #small = new Map<string, Blob>()

  /** @param onFinished hears of an archive in memory */
  constructor(
    worker: Pick<DownloadWorker, 'receive' | 'forget' | 'archive'>,
    id: string,
    into: ReceivePlace,
    onFinished?: (file: Blob) => void
  ) {
    this.#worker = worker
    this.#id = id
    this.#into = into
    this.#onFinished = onFinished
  }

  /** @returns false when it starts empty: a worker that had more of it is gone */
  async open(signal: AbortSignal): Promise<boolean> {
    const { sizeBytes } = await this.#worker.archive(
      { kind: 'open-archive', archiveId: this.#id, into: this.#into },
      signal
    )
    return sizeBytes > 0
  }

  spoolOf(entry: ZipName, isSmall: boolean): DownloadSpool {
    const archiveId = this.#id
    return {
      receive: async (id, request, plan, options) => {
        const { expectedBytes, etag } = options
        if (isSmall && expectedBytes > MAX_SMALL_BYTES)
          throw new AppError('too-large-for-memory', { maxBytes: MAX_SMALL_BYTES })
        const isContinued = this.#partial.continues(id, plan, options)
        const into = isSmall ? { maxBytes: MAX_SMALL_BYTES } : { archiveId, entry }
        const task = { id, request, plan, into, expectedBytes, etag, isContinued }
        const { blob, ...received } = await this.#worker.receive(task, options)
        if (blob !== undefined) this.#small.set(id, blob)
        return received
      },
      keeps: (id) => this.#partial.keeps(id),
      deliver: async (id) => {
        const body = this.#small.get(id)
        await this.#worker.archive(
          body === undefined
            ? { kind: 'keep-entry', archiveId, entryId: id }
            : { kind: 'add-entry', archiveId, entry, body }
        )
        this.#small.delete(id)
        this.#partial.forget(id)
      },
      read: () => Promise.reject(new AppError('unexpected', { detail: 'NoFile' })),
      discard: async (id) => {
        this.#small.delete(id)
        if (!this.#partial.forget(id)) return
        if (isSmall) await this.#worker.forget(id)
        else await this.#worker.archive({ kind: 'take-back-entry', archiveId, entryId: id })
      }
    }
  }

  async addText(entry: ZipName, text: string): Promise<void> {
    await this.#worker.archive({ kind: 'add-entry', archiveId: this.#id, entry, body: new Blob([text]) })
  }

  async finish(): Promise<number> {
    const { sizeBytes, blob } = await this.#worker.archive({ kind: 'finish-archive', archiveId: this.#id })
    if (blob !== undefined) this.#onFinished?.(blob)
    return sizeBytes
  }
}
