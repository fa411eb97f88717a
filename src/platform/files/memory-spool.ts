// Receives downloads where the browser has no files for a page: in memory, within a limit for all of them together.
import { AppError } from '../../domain/app-error'
import type { ArchiveSpool } from '../../domain/download-ports'
import { PartialDownloads } from './partial-downloads'
import type { DownloadWorker } from './download-worker'
import { MemoryRoom } from './memory-room'
import { saveBlob } from './save-blob'
import { WorkerArchive } from './worker-archive'

/** Measured in Firefox: it holds a file of this size once, and hands it over. */
export const MAX_MEMORY_BYTES = 512 * 2 ** 20
/** A browser has asked for the file by then; it holds what it still copies by itself. */
const HAND_OVER_MS = 60_000

type SpoolWorker = Pick<DownloadWorker, 'receive' | 'forget' | 'archive'>

export interface MemorySpoolOptions {
  readonly worker: SpoolWorker
  readonly maxBytes?: number
  readonly save?: typeof saveBlob
}

/**
 * As OpfsSpool, but larger files are refused (`too-large-for-memory`) before anything is asked for, others wait until there is room,
 * and what was handed over a minute ago makes room by itself: it cannot be saved again then.
 */
export class MemorySpool implements ArchiveSpool {
  readonly #worker: SpoolWorker
  readonly #maxBytes: number
  readonly #save: typeof saveBlob
  readonly #files = new Map<string, Blob>()
  readonly #room: MemoryRoom
  readonly #partial = new PartialDownloads()
  readonly #archives = new Map<string, WorkerArchive>()

  constructor({ worker, maxBytes = MAX_MEMORY_BYTES, save = saveBlob }: MemorySpoolOptions) {
    this.#worker = worker
    this.#maxBytes = maxBytes
    this.#save = save
    this.#room = new MemoryRoom(maxBytes, (id) => {
      this.#files.delete(id)
      if (this.#partial.forget(id) || this.#archives.delete(id)) void worker.forget(id)
    })
  }

  readonly receive: ArchiveSpool['receive'] = async (id, request, plan, options) => {
    const { signal, expectedBytes, etag } = options
    const maxBytes = this.#maxBytes
    if (expectedBytes > maxBytes) throw new AppError('too-large-for-memory', { maxBytes })
    const isContinued = this.#partial.continues(id, plan, options) && this.#room.keep(id)
    if (!isContinued) {
      this.#room.free(id)
      await this.#room.take(id, expectedBytes, signal)
    }
    try {
      const task = { id, request, plan, into: { maxBytes }, expectedBytes, etag, isContinued }
      const { blob, ...received } = await this.#worker.receive(task, options)
      if (blob !== undefined) this.#files.set(id, blob)
      return received
    } catch (error) {
      this.#room.giveUpAfter(id, 0)
      throw error
    }
  }

  /** Another file may have its room by then. */
  keeps(): boolean {
    return false
  }

  readonly openArchive: ArchiveSpool['openArchive'] = async (id, { signal, expectedBytes }) => {
    const maxBytes = this.#maxBytes
    if (expectedBytes > maxBytes) throw new AppError('too-large-for-memory', { maxBytes })
    if (!this.#room.keep(id)) await this.#room.take(id, expectedBytes, signal)
    const onFinished = (file: Blob): void => void this.#files.set(id, file)
    const archive = this.#archives.get(id) ?? new WorkerArchive(this.#worker, id, { maxBytes }, onFinished)
    this.#archives.set(id, archive)
    return { archive, isContinued: await archive.open(signal) }
  }

  async deliver(id: string, fileName: string): Promise<void> {
    const file = await this.read(id)
    // Never a type that a browser would show: what is in it is someone else's.
    this.#save(file.slice(0, file.size, 'application/octet-stream'), fileName, HAND_OVER_MS)
    this.#room.giveUpAfter(id, HAND_OVER_MS)
  }

  async read(id: string): Promise<Blob> {
    const file = this.#files.get(id)
    if (file === undefined)
      throw new AppError('browser-storage-failed', { operation: 'GetObject', detail: 'NotInMemory' })
    return file
  }

  async discard(id: string): Promise<void> {
    this.#room.free(id)
  }
}
