// Files below a folder of the user's disk, by their paths. A folder that was opened for one is not looked for again for the next.

interface Opened {
  readonly name: string
  readonly handle: FileSystemDirectoryHandle
}

export class FolderFiles {
  readonly #root: FileSystemDirectoryHandle
  /** Down to the folder of the last file: asked for in the order of their paths, most are in the same one. */
  #opened: readonly Opened[] = []

  constructor(root: FileSystemDirectoryHandle) {
    this.#root = root
  }

  /** Rejects where there is no such file any more. @param names of the folders below this one, and of the file */
  async read(names: readonly string[]): Promise<File> {
    const folders = names.slice(0, -1)
    const known = this.#opened
    const end = folders.findIndex((name, index) => known[index]?.name !== name)
    const opened = known.slice(0, end < 0 ? folders.length : end)
    try {
      for (const name of folders.slice(opened.length)) {
        const parent = opened.at(-1)?.handle ?? this.#root
        opened.push({ name, handle: await parent.getDirectoryHandle(name) })
      }
      this.#opened = opened
      const folder = opened.at(-1)?.handle ?? this.#root
      return await (await folder.getFileHandle(names.at(-1) ?? '')).getFile()
    } catch (error) {
      this.#opened = [] // it may be there again, as another folder
      throw error
    }
  }
}
