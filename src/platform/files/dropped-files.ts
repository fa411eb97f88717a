// What a user dropped or chose: files and whole folders, with their paths. What cannot be read is listed, never swallowed.

export interface DroppedFiles {
  readonly files: { readonly file: File; readonly path: string; readonly handle?: FileSystemHandle | undefined }[]
  readonly leftOut: { readonly path: string; readonly reason: 'empty-folder' | 'unreadable' }[]
}

export interface DropOptions {
  /** Ends the reading, which then rejects with its reason. */
  readonly signal?: AbortSignal
  /** Called ten times a second while it is read. */
  readonly onFound?: (found: { readonly count: number; readonly sizeBytes: number }) => void
}

/**
 * Entries that are asked for at once. More are no faster: Chromium, which makes each File in another process, takes as long for
 * 10,000 files with 12 as with 2, and then handles answers within answers, so that the page stands still for seconds.
 */
const CONCURRENCY = 2
const TELL_EVERY_MS = 100

type Dropped = DroppedFiles['files'][number]
type LeftOut = DroppedFiles['leftOut'][number]
/** Of a drop, or of a picker. */
type Entry = FileSystemEntry | FileSystemFileHandle

/** A folder whose children take the place of their entries as they are read, so that all is in order however late one comes. */
interface Folder {
  /** With its last slash; `''`: one item that was dropped. */
  readonly path: string
  /** Of that item. */
  readonly handle: FileSystemHandle | undefined
  readonly children: (Entry | Dropped | LeftOut | Folder)[]
  nextIndex: number
}

/** Reads a drop. Call it in the drop event itself: afterwards the browser empties the DataTransfer. */
export async function readDrop(data: DataTransfer, options: DropOptions = {}): Promise<DroppedFiles> {
  const items = [...data.items].filter((item) => item.kind === 'file')
  const taken = items.map((item) => ({
    entry: item.webkitGetAsEntry(),
    file: item.getAsFile(),
    keeping: handleOf(item)
  }))
  const reading = taken.map(async ({ entry, file, keeping }): Promise<Folder> => {
    const handle = await keeping
    const child = entry ?? (file === null ? undefined : { file, path: file.name, handle })
    return { path: '', handle, children: child === undefined ? [] : [child], nextIndex: 0 }
  })
  return readAll(Promise.all(reading), options)
}

/** Reads the files that a picker gave. */
export function readPicked(handles: readonly FileSystemFileHandle[], options: DropOptions = {}): Promise<DroppedFiles> {
  return readAll(Promise.resolve([{ path: '', handle: undefined, children: [...handles], nextIndex: 0 }]), options)
}

async function readAll(finding: Promise<readonly Folder[]>, { signal, onFound }: DropOptions): Promise<DroppedFiles> {
  const found = { count: 0, sizeBytes: 0 }
  const timer = onFound && setInterval(() => onFound({ ...found }), TELL_EVERY_MS)
  try {
    const folders = await finding
    await readFolders(folders, found, signal)
    const dropped: DroppedFiles = { files: [], leftOut: [] }
    for (const folder of folders) collect(folder, dropped)
    return dropped
  } finally {
    clearInterval(timer)
  }
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

/** Depth first, so that few entries wait at once. */
async function readFolders(
  folders: readonly Folder[],
  found: { count: number; sizeBytes: number },
  signal: AbortSignal | undefined
): Promise<void> {
  const open = folders.toReversed()
  let [running, isOver] = [0, false]
  await new Promise<void>((resolve, reject) => {
    const begin = (): void => {
      while (running < CONCURRENCY) {
        if (signal?.aborted) return end()
        const folder = open.at(-1)
        if (folder === undefined) break
        const index = folder.nextIndex++
        const child = folder.children[index]
        if (child === undefined) open.pop()
        else if (isEntry(child)) {
          running++
          void read(child, folder).then((now) => {
            folder.children[index] = now
            if ('children' in now) open.push(now)
            else if ('file' in now) {
              found.count++
              found.sizeBytes += now.file.size
            }
            running--
            begin()
          })
        }
      }
      if (running === 0) end()
    }
    const end = (): void => {
      if (isOver) return
      isOver = true
      if (signal?.aborted) reject(signal.reason as Error)
      else resolve()
    }
    signal?.addEventListener('abort', end, { once: true })
    begin()
  })
}

async function read(entry: Entry, { path: folderPath, handle }: Folder): Promise<Dropped | LeftOut | Folder> {
  const path = folderPath + entry.name
  try {
    // Not by its `getFile`: the entry of a dropped folder has one too.
    if (!('isFile' in entry)) return { file: await entry.getFile(), path, handle: entry }
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
      return { file, path, handle }
    }
    const children = await readChildren(entry as FileSystemDirectoryEntry)
    if (children.length === 0) return { path: `${path}/`, reason: 'empty-folder' } // S3 stores objects only
    return { path: `${path}/`, handle, children, nextIndex: 0 }
  } catch {
    return { path, reason: 'unreadable' }
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

function collect({ children }: Folder, dropped: DroppedFiles): void {
  for (const child of children) {
    if ('children' in child) collect(child, dropped)
    else if ('file' in child && !isEntry(child)) dropped.files.push(child)
    else if ('reason' in child) dropped.leftOut.push(child)
  }
}

function isEntry(child: Folder['children'][number]): child is Entry {
  return 'isFile' in child || 'getFile' in child
}
