// Receives downloads into the browser's private file system, and hands them to the user only when told to.
import { AppError, toAppError } from '../../domain/app-error'
import type { DownloadEntry, DownloadJournal, LeftDownloads } from '../../domain/download-journal'
import type { ArchiveSpool } from '../../domain/download-ports'
import { HAND_OVER_STEP_MS } from '../../domain/hand-over'
import { GoneTabs } from '../storage/gone-tabs'
import { BriefDownloads } from './brief-downloads'
import { clearFolder, markDelivered, unmarkDelivered } from './delivered-files'
import { PartialDownloads } from './partial-downloads'
import type { DownloadWorker } from './download-worker'
import { ReservedRoom } from './reserved-room'
import { saveBlob } from './save-blob'
import { WorkerArchive } from './worker-archive'

const ROOT = 'downloads'

export interface OpfsSpoolOptions {
  /** Of WebTabs, which holds the lock that tells other tabs that this one's folder is in use. */
  readonly tabId: string
  readonly worker: DownloadWorker
}

/** Not in TypeScript's library; browsers have it for the private file system, https://github.com/whatwg/fs/pull/10. */
interface MovableHandle extends FileSystemFileHandle {
  move?(folder: FileSystemDirectoryHandle, name: string): Promise<void>
}

/**
 * Promises: a file is handed over whole or not at all; what a dead tab left is removed at the next start, unless the journal names it or
 * the browser may still be copying it. A file that was handed over stays here until it is discarded.
 */
export class OpfsSpool implements ArchiveSpool, LeftDownloads {
  readonly #options: OpfsSpoolOptions
  readonly #partial = new PartialDownloads()
  /** Their files are open in the worker. */
  readonly #archives = new Map<string, WorkerArchive>()
  /** The browser may be copying them. */
  readonly #delivered = new Set<string>()
  readonly #brief: BriefDownloads
  readonly #room = new ReservedRoom()
  readonly #goneTabs = new GoneTabs()

  constructor(options: OpfsSpoolOptions) {
    this.#options = options
    this.#brief = new BriefDownloads(options.worker)
  }

  readonly receive: ArchiveSpool['receive'] = async (id, request, plan, options) => {
    const { expectedBytes, etag, signal } = options
    const received = await this.#brief.receive(id, request, plan, options)
    if (received !== undefined) return received
    const isContinued = this.#partial.continues(id, plan, options)
    if (!isContinued) await this.#remove(id).catch(() => undefined) // its room is needed again
    let receivedBytes = isContinued ? await this.#sizeOf(id) : 0
    await this.#room.reserve(id, () => expectedBytes - receivedBytes, signal)
    const onProgress: typeof options.onProgress = (bytes, note) => {
      if (note !== 'read-again') receivedBytes = bytes
      this.#partial.noteProgress(id, note)
      options.onProgress(bytes, note)
    }
    const into = { path: [ROOT, this.#options.tabId, id] }
    const task = { id, request, plan, into, expectedBytes, etag, isContinued }
    try {
      return await this.#options.worker.receive(task, { signal, onProgress })
    } catch (error) {
      if (toAppError(error).kind === 'browser-storage-failed') this.#partial.noteLost(id)
      throw error
    } finally {
      this.#room.release(id)
    }
  }

  keeps(id: string): boolean {
    return this.#partial.keeps(id)
  }

  readonly openArchive: ArchiveSpool['openArchive'] = async (id, { signal, expectedBytes }) => {
    const { worker, tabId } = this.#options
    await this.#room.reserve(id, async () => expectedBytes - (await this.#sizeOf(id)), signal)
    signal.addEventListener('abort', () => this.#room.release(id)) // it fires at the end of every attempt
    const archive = this.#archives.get(id) ?? new WorkerArchive(worker, id, { path: [ROOT, tabId, id] })
    this.#archives.set(id, archive)
    return { archive, isContinued: await archive.open(signal) }
  }

  /** Whether this browser has files for it. Rejects where that could not be tried. */
  isUsable(): Promise<boolean> {
    return this.#options.worker.canWriteFile([ROOT, this.#options.tabId, 'trial'])
  }

  async deliver(id: string, fileName: string): Promise<void> {
    const file = await this.read(id)
    await markDelivered(await this.#folder(), id)
    this.#delivered.add(id)
    // Never a type that a browser would show: what is in it is someone else's.
    saveBlob(file.slice(0, file.size, 'application/octet-stream'), fileName)
  }

  async read(id: string): Promise<Blob> {
    return this.#brief.read(id) ?? (await this.#fileOf(id))
  }

  async #fileOf(id: string): Promise<File> {
    return (await (await this.#folder()).getFileHandle(id)).getFile()
  }

  async discard(id: string): Promise<void> {
    if (await this.#brief.discard(id)) return
    if (this.#partial.forget(id) || this.#archives.delete(id)) await this.#options.worker.forget(id)
    await this.#remove(id)
    if (this.#delivered.delete(id)) await unmarkDelivered(await this.#folder(), id)
  }

  get tabId(): string {
    return this.#options.tabId
  }

  whileLeft<T>(
    { tabId, startedAtMs }: Pick<DownloadEntry, 'tabId' | 'startedAtMs'>,
    work: () => Promise<T>
  ): Promise<{ readonly done: T } | undefined> {
    return this.#goneTabs.whileGone(tabId, startedAtMs, work)
  }

  async bytesOf({ tabId, id }: DownloadEntry): Promise<number | undefined> {
    try {
      const folder = await (await this.#root()).getDirectoryHandle(tabId)
      return (await (await folder.getFileHandle(id)).getFile()).size
    } catch {
      return undefined
    }
  }

  async adopt(entry: DownloadEntry): Promise<boolean> {
    const { tabId, id } = entry
    try {
      const folder = await (await this.#root()).getDirectoryHandle(tabId)
      const file: MovableHandle = await folder.getFileHandle(id)
      if (tabId !== this.#options.tabId) {
        if (file.move === undefined) return false
        await file.move(await this.#folder(), id)
      }
    } catch {
      return false // it is fetched from its beginning, and what is left of it is removed at a later start
    }
    this.#partial.adopt(id, entry)
    return true
  }

  async remove({ tabId, id }: DownloadEntry): Promise<void> {
    const folder = await (await this.#root()).getDirectoryHandle(tabId).catch(() => undefined)
    await folder?.removeEntry(id).catch(() => undefined)
  }

  async #remove(id: string): Promise<void> {
    try {
      await (await this.#folder()).removeEntry(id)
    } catch (error) {
      if ((error as Error).name !== 'NotFoundError') throw error
    }
  }

  /**
   * Removes what tabs that are gone left behind and the journal does not name, what the browser may still be copying as soon as it must have
   * been copied; nothing where the journal cannot be read.
   */
  async removeLeftovers(list: DownloadJournal['list']): Promise<void> {
    const root = await this.#root()
    const names: string[] = []
    for await (const name of root.keys()) if (name !== this.#options.tabId) names.push(name)
    let isAnyWaiting = false
    for (const name of names)
      await this.#goneTabs.whileGone(name, undefined, async (isAlone) => {
        if (!isAlone) return // it may live
        const kept = new Set((await list()).flatMap(({ tabId, id }) => (tabId === name ? id : [])))
        if (await clearFolder(root, name, (id) => kept.has(id)).catch(() => false)) isAnyWaiting = true
      })
    if (isAnyWaiting) setTimeout(() => void this.removeLeftovers(list).catch(() => undefined), HAND_OVER_STEP_MS)
  }

  async #sizeOf(id: string): Promise<number> {
    return await this.#fileOf(id).then(
      ({ size }) => size,
      () => 0
    )
  }

  async #root(): Promise<FileSystemDirectoryHandle> {
    try {
      return await (await navigator.storage.getDirectory()).getDirectoryHandle(ROOT, { create: true })
    } catch (error) {
      throw new AppError('browser-storage-failed', { operation: 'GetObject' }, { cause: error })
    }
  }

  async #folder(): Promise<FileSystemDirectoryHandle> {
    return (await this.#root()).getDirectoryHandle(this.#options.tabId, { create: true })
  }
}
