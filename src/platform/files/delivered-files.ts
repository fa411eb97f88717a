// Files that the browser was given to copy stay for as long as that may take, also when their tab is gone: an empty file beside each is
// renamed at each step of that time (domain/hand-over), so that its name says how many have passed and its date when the last one did.
import { HAND_OVER_STEP_MS, handOverMs } from '../../domain/hand-over'

const MARK = 'delivered-'

function markOf(id: string, stepCount = 0): string {
  return `${MARK}${stepCount}-${id}`
}

/** Of a file in this tab's folder, where no step is counted. Never rejects. */
export async function markDelivered(folder: FileSystemDirectoryHandle, id: string): Promise<void> {
  await unmarkDelivered(folder, id) // the time is that of the new one
  await folder.getFileHandle(markOf(id), { create: true }).catch(() => undefined)
}

/** As markDelivered. */
export async function unmarkDelivered(folder: FileSystemDirectoryHandle, id: string): Promise<void> {
  await remove(folder, [markOf(id)])
}

/**
 * Removes what a tab that is gone left in its folder, and the folder when nothing stays.
 * @param isKept of a file's name
 * @returns whether a file stays because the browser may still be copying it: then another call, a step later, counts that step
 */
export async function clearFolder(
  root: FileSystemDirectoryHandle,
  name: string,
  isKept: (id: string) => boolean
): Promise<boolean> {
  const folder = await root.getDirectoryHandle(name)
  const names: string[] = []
  for await (const one of folder.keys()) names.push(one)
  const [keptIds, waitingIds] = [new Set<string>(), new Set<string>()]
  for (const id of names.filter((one) => !one.startsWith(MARK))) {
    const marks = names.filter((one) => one.startsWith(MARK) && one.endsWith(`-${id}`))
    if (isKept(id)) keptIds.add(id)
    else if (await mayBeCopying(folder, id, marks)) waitingIds.add(id)
    else await remove(folder, [id, ...marks])
  }
  if (keptIds.size + waitingIds.size === 0) await root.removeEntry(name, { recursive: true })
  return waitingIds.size > 0
}

/** Counts a step if one has passed since the last. @param marks of this file: two where a page has died between counting and removing */
async function mayBeCopying(folder: FileSystemDirectoryHandle, id: string, marks: readonly string[]): Promise<boolean> {
  if (marks.length === 0) return false
  try {
    const counts = marks.map((mark) => Number.parseInt(mark.slice(MARK.length), 10))
    const stepCount = Math.max(...counts)
    const mark = await (await folder.getFileHandle(markOf(id, stepCount))).getFile()
    const { size } = await (await folder.getFileHandle(id)).getFile()
    const isOver = Math.abs(Date.now() - mark.lastModified) >= HAND_OVER_STEP_MS // a clock may be set back
    if (!isOver) return true
    if ((stepCount + 1) * HAND_OVER_STEP_MS >= handOverMs(size)) return false
    await folder.getFileHandle(markOf(id, stepCount + 1), { create: true })
    await remove(folder, marks)
    return true
  } catch {
    return false
  }
}

async function remove(folder: FileSystemDirectoryHandle, names: readonly string[]): Promise<void> {
  for (const name of names) await folder.removeEntry(name).catch(() => undefined)
}
