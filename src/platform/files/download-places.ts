// Where downloads can go in this browser: a directory that the user picks, where there is a picker, and how much room is left.
import { AppError, isAbort } from '../../domain/app-error'
import type { DownloadPlaces, PickedDirectory } from '../../domain/download-ports'

/** Not in TypeScript's library: only some browsers have it, https://wicg.github.io/file-system-access/. */
interface PickingWindow {
  showDirectoryPicker?(options: { readonly id: string; readonly mode: 'readwrite' }): Promise<FileSystemDirectoryHandle>
}

export const downloadPlaces: DownloadPlaces = {
  get canPickDirectory() {
    return typeof (window as PickingWindow).showDirectoryPicker === 'function'
  },

  async pickDirectory(): Promise<PickedDirectory | undefined> {
    try {
      const handle = await (window as PickingWindow).showDirectoryPicker?.({ id: 'lockgate', mode: 'readwrite' })
      if (handle === undefined) return undefined
      const { FileSystemDirectory } = await import('./picked-directory')
      return new FileSystemDirectory(handle)
    } catch (error) {
      if (isAbort(error)) return undefined
      throw new AppError('directory-unwritable', { detail: (error as Error).name }, { cause: error })
    }
  },

  async freeBytes(): Promise<number | undefined> {
    const hasFiles = await navigator.storage?.getDirectory?.().then(
      () => true,
      () => false
    )
    if (hasFiles !== true) return undefined // what it keeps then is in memory
    const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {}
    return quota === undefined || usage === undefined ? undefined : quota - usage
  }
}
