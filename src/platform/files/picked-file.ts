// One file of the user's own (File System Access), written as it is received: once the room, and in its place only when it is verified.
import { AppError, toAppError } from '../../domain/app-error'
import type { ArchiveSpool, PickedFile } from '../../domain/download-ports'
import { WORKER_DIED } from '../workers/worker-bridge'
import type { DownloadWorker } from './download-worker'
import { PartialDownloads } from './partial-downloads'
import { WorkerArchive } from './worker-archive'

export class FileSystemFile implements PickedFile, ArchiveSpool {
  readonly #handle: FileSystemFileHandle
  readonly #worker: Pick<DownloadWorker, 'receive' | 'forget' | 'archive' | 'commit'>
  readonly #partial = new PartialDownloads()
  readonly #archives = new Map<string, WorkerArchive>()

  constructor(handle: FileSystemFileHandle, worker: Pick<DownloadWorker, 'receive' | 'forget' | 'archive' | 'commit'>) {
    this.#handle = handle
    this.#worker = worker
  }

  get name(): string {
    return this.#handle.name
  }
  get spool(): ArchiveSpool {
    return this
  }

  async receive(...[id, request, plan, options]: Parameters<ArchiveSpool['receive']>) {
    const { expectedBytes, etag } = options
    const isContinued = this.#partial.continues(id, plan, options)
    const into = { file: this.#handle }
    const onProgress: typeof options.onProgress = (bytes, note) => {
      this.#partial.noteProgress(id, note)
      options.onProgress(bytes, note)
    }
    try {
      return await this.#worker.receive(
        { id, request, plan, into, expectedBytes, etag, isContinued },
        { ...options, onProgress }
      )
    } catch (error) {
      const { kind, details } = toAppError(error)
      // What a worker has written is gone with it, and with the first failure of its writer.
      if (kind === 'directory-unwritable' || details.detail === WORKER_DIED) this.#partial.noteLost(id)
      throw error
    }
  }

  keeps(id: string): boolean {
    return this.#partial.keeps(id)
  }

  async openArchive(...[id, { signal }]: Parameters<ArchiveSpool['openArchive']>) {
    const archive = this.#archives.get(id) ?? new WorkerArchive(this.#worker, id, { file: this.#handle })
    this.#archives.set(id, archive)
    return { archive, isContinued: await archive.open(signal) }
  }

  /** It has the name that the user chose. */
  async deliver(id: string): Promise<void> {
    this.#partial.noteLost(id) // another try begins with the first byte, whatever fails
    const writtenBytes = await this.#worker.commit(id)
    const { size } = await this.#handle.getFile()
    if (size !== writtenBytes) throw new AppError('directory-unwritable', { detail: `${size}/${writtenBytes} bytes` })
    this.#partial.forget(id)
    this.#archives.delete(id)
  }

  read(): Promise<Blob> {
    return this.#handle.getFile()
  }

  async discard(id: string): Promise<void> {
    if (this.#partial.forget(id) || this.#archives.delete(id)) await this.#worker.forget(id)
  }
}
