// A directory that the user picked (File System Access). A file appears there when it is whole, or not at all.
import { AppError } from '../../domain/app-error'
import type { PickedDirectory } from '../../domain/download-ports'

/** More folders than files are under way in. */
const MAX_OPENED = 100

export class FileSystemDirectory implements PickedDirectory {
  readonly handle: FileSystemDirectoryHandle
  /** By their paths: of a small file, asking for its folders again takes a third of the time. */
  readonly #opened = new Map<string, FileSystemDirectoryHandle>()

  constructor(handle: FileSystemDirectoryHandle) {
    this.handle = handle
  }

  get name(): string {
    return this.handle.name
  }

  async isEmpty(): Promise<boolean> {
    return (await this.handle.keys().next()).done === true
  }

  async has(path: readonly string[]): Promise<boolean> {
    try {
      const folder = await this.#folder(path.slice(0, -1), false)
      await folder.getFileHandle(path.at(-1) ?? '')
      return true
    } catch (error) {
      const { name } = error as Error
      if (name === 'NotFoundError') return false
      if (name === 'TypeMismatchError') return true
      throw toFailure(error)
    }
  }

  async fileAt(path: readonly string[]): Promise<Blob | undefined> {
    try {
      const folder = await this.#folder(path.slice(0, -1), false)
      return await (await folder.getFileHandle(path.at(-1) ?? '')).getFile()
    } catch (error) {
      if (['NotFoundError', 'TypeMismatchError'].includes((error as Error).name)) return undefined
      throw toFailure(error)
    }
  }

  async write(path: readonly string[], file: Blob, options: { readonly mayReplace: boolean }): Promise<void> {
    try {
      await this.#write(path, file, options).catch((error: unknown) => {
        if ((error as Error).name !== 'NotFoundError' || this.#opened.size === 0) throw error
        this.#opened.clear() // a folder was deleted since it was opened
        return this.#write(path, file, options)
      })
    } catch (error) {
      throw toFailure(error)
    }
  }

  async #write(path: readonly string[], file: Blob, { mayReplace }: { readonly mayReplace: boolean }): Promise<void> {
    const name = path.at(-1) ?? ''
    const isThere = await this.has(path)
    if (isThere && !mayReplace) throw new AppError('precondition-failed')
    const folder = await this.#folder(path.slice(0, -1), true)
    const handle = await folder.getFileHandle(name, { create: true })
    try {
      await fill(handle, file)
      const { size } = await handle.getFile()
      if (size !== file.size) throw new AppError('directory-unwritable', { detail: `${size}/${file.size} bytes` })
    } catch (error) {
      // Making the handle has made an empty file.
      if (!isThere) await folder.removeEntry(name).catch(() => undefined)
      throw error
    }
  }

  async #folder(path: readonly string[], create: boolean): Promise<FileSystemDirectoryHandle> {
    const name = path.at(-1)
    if (name === undefined) return this.handle
    const known = this.#opened.get(path.join('/'))
    if (known !== undefined) return known
    const above = await this.#folder(path.slice(0, -1), create)
    const folder = await above.getDirectoryHandle(name, { create })
    if (this.#opened.size >= MAX_OPENED) this.#opened.clear()
    this.#opened.set(path.join('/'), folder)
    return folder
  }
}

/** Written beside, and put in the file's place by the close: what breaks off before changes nothing. */
async function fill(handle: FileSystemFileHandle, file: Blob): Promise<void> {
  const writable = await handle.createWritable()
  try {
    await writable.write(file) // the browser's own copy: a stream through the page takes three times as long for small files
    await writable.close()
  } catch (error) {
    await writable.abort().catch(() => undefined)
    throw error
  }
}

function toFailure(error: unknown): AppError {
  if (error instanceof AppError) return error
  const { name } = error as Error
  // A TypeError is what browsers say to names such as `shortcut.lnk`; TypeMismatch: a file has the name of a folder, or the reverse.
  const isName = name === 'TypeError' || name === 'TypeMismatchError'
  return new AppError(isName ? 'name-refused' : 'directory-unwritable', { detail: name }, { cause: error })
}
