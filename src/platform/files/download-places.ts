// Where downloads can go in this browser: a directory that the user picks, where there is a picker, and how much room is left.
import { AppError, isAbort } from '../../domain/app-error'
import type { DownloadPlaces, FreeRoom, PickedDirectory, PickedFile } from '../../domain/download-ports'
import { freeRoom } from '../storage/free-room'
import { isGranted } from './asking-handle'
import type { DownloadWorker } from './download-worker'

/** Not in TypeScript's library: only some browsers have them, https://wicg.github.io/file-system-access/. */
interface PickingWindow {
  showSaveFilePicker?(options: { readonly id: string; readonly suggestedName: string }): Promise<FileSystemFileHandle>
  showDirectoryPicker?(options: { readonly id: string; readonly mode: 'readwrite' }): Promise<FileSystemDirectoryHandle>
}

export class BrowserDownloadPlaces implements DownloadPlaces {
  readonly #worker: DownloadWorker

  /** @param worker writes into what the user picks */
  constructor(worker: DownloadWorker) {
    this.#worker = worker
  }

  get canPickFile() {
    return typeof (window as PickingWindow).showSaveFilePicker === 'function'
  }

  async pickFile(suggestedName: string): Promise<PickedFile | undefined> {
    const options = { id: 'lockgate', suggestedName }
    const handle = await picked(() => (window as PickingWindow).showSaveFilePicker?.(options))
    if (handle === undefined) return undefined
    const { FileSystemFile } = await import('./picked-file')
    return new FileSystemFile(handle, this.#worker)
  }

  get canPickDirectory() {
    return typeof (window as PickingWindow).showDirectoryPicker === 'function'
  }

  async pickDirectory(): Promise<PickedDirectory | undefined> {
    const options = { id: 'lockgate', mode: 'readwrite' } as const
    const handle = await picked(() => (window as PickingWindow).showDirectoryPicker?.(options))
    if (handle === undefined) return undefined
    const { FileSystemDirectory } = await import('./picked-directory')
    return new FileSystemDirectory(handle)
  }

  async reopenDirectory(handle: object): Promise<PickedDirectory> {
    const folder = handle as FileSystemDirectoryHandle
    if (!(await isGranted(folder, 'readwrite'))) throw new AppError('directory-unwritable', { detail: 'NotAllowed' })
    const { FileSystemDirectory } = await import('./picked-directory')
    return new FileSystemDirectory(folder)
  }

  async freeRoom(): Promise<FreeRoom | undefined> {
    const hasFiles = await navigator.storage?.getDirectory?.().then(
      () => true,
      () => false
    )
    if (hasFiles !== true) return undefined // what it keeps then is in memory
    return await freeRoom()
  }
}

/** Undefined where the user thought better of it. */
async function picked<T>(pick: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await pick()
  } catch (error) {
    if (isAbort(error)) return undefined
    throw new AppError('directory-unwritable', { detail: (error as Error).name }, { cause: error })
  }
}
