// The browser's picker of a folder to sync, where it has one.
import { AppError, isAbort } from '../../domain/app-error'
import type { LocalFolder, SyncFolders } from '../../domain/sync'

/** Not in TypeScript's library: only some browsers have it, https://wicg.github.io/file-system-access/. */
interface PickingWindow {
  showDirectoryPicker?(options: { readonly id: string; readonly mode: 'readwrite' }): Promise<FileSystemDirectoryHandle>
}

export const syncFolders: SyncFolders = {
  get canPick() {
    return typeof (window as PickingWindow).showDirectoryPicker === 'function'
  },

  async pick(): Promise<LocalFolder | undefined> {
    try {
      const handle = await (window as PickingWindow).showDirectoryPicker?.({ id: 'lockgate-sync', mode: 'readwrite' })
      if (handle === undefined) return undefined
      const { SyncedFolder } = await import('./synced-folder')
      return new SyncedFolder(handle)
    } catch (error) {
      if (isAbort(error)) return undefined
      throw new AppError('directory-unwritable', { detail: (error as Error).name }, { cause: error })
    }
  }
}
