// A folder on the device that is synced (File System Access): read with its folders, looked at, written to and deleted from.
import { AppError } from '../../domain/app-error'
import { Limiter } from '../../domain/limiter'
import type { FolderContent, LocalFile, LocalFolder, LocalState, ReadFolderOptions } from '../../domain/sync'
import { FileSystemDirectory } from './picked-directory'

/** Files that are asked for at once; more are no faster, see dropped-files.ts. */
const CONCURRENCY = 2
const TELL_EVERY = 100
/** Chromium writes beside a file before it takes its place; what broke off stays. */
const UNFINISHED = /\.crswap$/

export class SyncedFolder extends FileSystemDirectory implements LocalFolder {
  get directory(): this {
    return this
  }

  async read({ signal, onFound }: ReadFolderOptions): Promise<FolderContent> {
    const files: LocalFile[] = []
    const unreadable: string[] = []
    await new Limiter(CONCURRENCY).forEach(
      filesIn(this.handle, '', unreadable, signal),
      async ({ path, handle }) => {
        try {
          const file = await handle.getFile()
          files.push({ path, file, ...stateOf(file) })
          if (files.length % TELL_EVERY === 0) onFound(files.length)
        } catch {
          unreadable.push(path)
        }
      },
      signal
    )
    onFound(files.length)
    return { files, unreadable }
  }

  async stat(path: readonly string[]): Promise<LocalState | undefined> {
    try {
      const folder = await this.#folder(path)
      return stateOf(await (await folder.getFileHandle(path.at(-1) ?? '')).getFile())
    } catch (error) {
      if ((error as Error).name === 'NotFoundError') return undefined
      throw toFailure(error)
    }
  }

  async remove(path: readonly string[]): Promise<void> {
    try {
      await (await this.#folder(path)).removeEntry(path.at(-1) ?? '')
    } catch (error) {
      throw toFailure(error)
    }
  }

  async #folder(path: readonly string[]): Promise<FileSystemDirectoryHandle> {
    let folder = this.handle
    for (const name of path.slice(0, -1)) folder = await folder.getDirectoryHandle(name)
    return folder
  }
}

/** @param unreadable is told the folders that can't be listed */
async function* filesIn(
  folder: FileSystemDirectoryHandle,
  path: string,
  unreadable: string[],
  signal: AbortSignal
): AsyncGenerator<{ readonly path: string; readonly handle: FileSystemFileHandle }> {
  try {
    for await (const [name, handle] of folder.entries()) {
      signal.throwIfAborted()
      if (handle.kind === 'directory')
        yield* filesIn(handle as FileSystemDirectoryHandle, `${path}${name}/`, unreadable, signal)
      else if (!UNFINISHED.test(name)) yield { path: path + name, handle: handle as FileSystemFileHandle }
    }
  } catch (error) {
    signal.throwIfAborted()
    if (path === '') throw toFailure(error)
    unreadable.push(path.slice(0, -1))
  }
}

function stateOf({ size, lastModified }: File): LocalState {
  return { sizeBytes: size, modifiedAtMs: lastModified }
}

function toFailure(error: unknown): AppError {
  return new AppError('directory-unwritable', { detail: (error as Error).name }, { cause: error })
}
