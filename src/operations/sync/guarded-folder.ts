// A folder on the device that is written to only as it was seen: a file that has appeared or changed since is not overwritten or deleted.
import { AppError } from '../../domain/app-error'
import type { PickedDirectory } from '../../domain/download-ports'
import type { LocalState, WritableFolder } from '../../domain/sync'

/**
 * @param planned by path, what was seen there; undefined: there was no file. Nothing else is written.
 * @param onWritten the file as it is on the device now
 */
export function guardFolder(
  folder: WritableFolder,
  planned: ReadonlyMap<string, LocalState | undefined>,
  onWritten: (path: string, now: LocalState) => void
): PickedDirectory {
  return {
    name: folder.name,
    isEmpty: () => folder.isEmpty(),
    fileAt: () => Promise.resolve(undefined), // what is the same was looked for before
    has: () => Promise.resolve(false), // no other name is taken instead: `write` decides
    async write(steps, file) {
      const path = steps.join('/')
      if (!planned.has(path)) throw new AppError('name-refused') // it would be kept beside another under a numbered name
      const before = planned.get(path)
      if (before !== undefined) await refuseChanged(folder, steps, before)
      await folder.write(steps, file, { mayReplace: before !== undefined })
      const now = await folder.stat(steps)
      if (now !== undefined) onWritten(path, now)
    }
  }
}

/** Rejects `precondition-failed` when the file is no longer what was seen; one that is gone is removed. */
export async function removeSeen(folder: WritableFolder, path: string, seen: LocalState): Promise<void> {
  const steps = path.split('/')
  if ((await folder.stat(steps)) === undefined) return
  await refuseChanged(folder, steps, seen)
  await folder.remove(steps)
}

async function refuseChanged(folder: WritableFolder, steps: readonly string[], seen: LocalState): Promise<void> {
  const now = await folder.stat(steps)
  if (now?.sizeBytes !== seen.sizeBytes || now.modifiedAtMs !== seen.modifiedAtMs)
    throw new AppError('precondition-failed')
}
