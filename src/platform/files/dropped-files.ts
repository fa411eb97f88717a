// What a user dropped or chose: files and whole folders, with their paths. What cannot be read is listed, never swallowed.

export interface DroppedFiles {
  readonly files: { readonly file: File; readonly path: string; readonly handle?: FileSystemHandle | undefined }[]
  readonly leftOut: { readonly path: string; readonly reason: 'empty-folder' | 'unreadable' }[]
}

/** Reads a drop. Call it in the drop event itself: afterwards the browser empties the DataTransfer. */
export async function readDrop(data: DataTransfer): Promise<DroppedFiles> {
  const dropped: DroppedFiles = { files: [], leftOut: [] }
  const items = [...data.items].filter((item) => item.kind === 'file')
  const taken = items.map((item) => ({
    entry: item.webkitGetAsEntry(),
    file: item.getAsFile(),
    keeping: handleOf(item)
  }))
  for (const { entry, file, keeping } of taken) {
    const handle = await keeping
    if (entry !== null) await readEntry(entry, entry.name, handle, dropped)
    else if (file !== null) dropped.files.push({ file, path: file.name, handle })
  }
  return dropped
}

/** By which the browser lets a page read it again later, where it has that: https://wicg.github.io/file-system-access/. */
async function handleOf(item: DataTransferItem): Promise<FileSystemHandle | undefined> {
  const { getAsFileSystemHandle } = item as { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> }
  return (await getAsFileSystemHandle?.call(item).catch(() => null)) ?? undefined
}

/** Files of an `<input>`; those of a folder keep their path below it. */
export function readFileList(files: readonly File[]): DroppedFiles {
  return { files: files.map((file) => ({ file, path: file.webkitRelativePath || file.name })), leftOut: [] }
}

async function readEntry(
  entry: FileSystemEntry,
  path: string,
  handle: FileSystemHandle | undefined,
  dropped: DroppedFiles
): Promise<void> {
  try {
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
      dropped.files.push({ file, path, handle })
      return
    }
    const children = await readChildren(entry as FileSystemDirectoryEntry)
    if (children.length === 0) dropped.leftOut.push({ path: `${path}/`, reason: 'empty-folder' }) // S3 stores objects only
    for (const child of children) await readEntry(child, `${path}/${child.name}`, handle, dropped)
  } catch {
    dropped.leftOut.push({ path, reason: 'unreadable' })
  }
}

/** Browsers hand out a folder's entries by the hundred: ask until there are none. */
async function readChildren(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const children: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return children
    children.push(...some)
  }
}
