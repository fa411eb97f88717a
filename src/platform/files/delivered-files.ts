// Files that the browser was given to copy stay for as long as that may take, also when their tab is gone: an empty file beside each says
// when it was given.
import { handOverMs } from '../../domain/hand-over'

const MARK = 'delivered-'

/** Never rejects. */
export async function markDelivered(folder: FileSystemDirectoryHandle, id: string): Promise<void> {
  await unmarkDelivered(folder, id) // the time is that of the new one
  await folder.getFileHandle(MARK + id, { create: true }).catch(() => undefined)
}

/** Never rejects. */
export async function unmarkDelivered(folder: FileSystemDirectoryHandle, id: string): Promise<void> {
  await folder.removeEntry(MARK + id).catch(() => undefined)
}

/**
 * Removes what a tab that is gone left in its folder, and the folder when nothing stays.
 * @param isKept of a file's name
 * @returns in how many ms a file may be removed that the browser may still be copying; undefined: there is none
 */
export async function clearFolder(
  root: FileSystemDirectoryHandle,
  name: string,
  isKept: (id: string) => boolean
): Promise<number | undefined> {
  const folder = await root.getDirectoryHandle(name)
  const ids: string[] = []
  for await (const id of folder.keys()) if (!id.startsWith(MARK)) ids.push(id)
  const waits: number[] = []
  let keptCount = 0
  for (const id of ids) {
    const waitMs = isKept(id) ? 0 : await copyingMs(folder, id)
    if (waitMs > 0) waits.push(waitMs)
    else if (isKept(id)) keptCount++
    else {
      await folder.removeEntry(id)
      await unmarkDelivered(folder, id)
    }
  }
  if (keptCount + waits.length === 0) await root.removeEntry(name, { recursive: true })
  return waits.length === 0 ? undefined : Math.min(...waits)
}

async function copyingMs(folder: FileSystemDirectoryHandle, id: string): Promise<number> {
  try {
    const [mark, file] = await Promise.all([folder.getFileHandle(MARK + id), folder.getFileHandle(id)])
    const [{ lastModified }, { size }] = await Promise.all([mark.getFile(), file.getFile()])
    return lastModified + handOverMs(size) - Date.now()
  } catch {
    return 0
  }
}
