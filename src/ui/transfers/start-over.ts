// Starts a download of many over that an earlier page left unfinished: a ZIP file as a whole, a folder without what is there already.
import { AppError } from '../../domain/app-error'
import type { ObjectEntry } from '../../domain/object-entry'
import type { App } from '../../state/app-context'
import type { LeftBatch } from '../../state/left-downloads.svelte'
import { describeArchive } from '../objects/archive-words'
import { pickForLarge } from '../objects/large-download'

type Deps = Pick<App, 'downloadPlaces' | 'leftDownloads' | 'observations' | 'session' | 'transfers'>

/** Call it in the user's click: it may ask them for a file, or for permission to write to the same folder. */
export async function startOver(left: LeftBatch, deps: Deps): Promise<void> {
  const { downloadPlaces, leftDownloads, observations, session, transfers } = deps
  await leftDownloads.startOver(left, async (receive) => {
    const {
      id,
      way,
      bucket,
      prefix,
      name,
      selection,
      fileCount,
      sizeBytes,
      overheadBytes,
      decision,
      handle,
      firstStartedAtMs
    } = left.entry
    const { storage } = session
    if (storage === undefined || !left.isHere || selection === undefined) throw new AppError('unexpected')
    const findSseKey = (entry: ObjectEntry, signal: AbortSignal) =>
      observations.findKey({ storage, bucket, entry }, signal)
    const request = { storage, bucket, prefix, selection, sizeBytes, findSseKey }
    if (way === 'archive') {
      const picked = await pickForLarge(downloadPlaces, name, sizeBytes + overheadBytes)
      if (picked === undefined) return
      const described = { fileName: name, fileCount, overheadBytes, describe: describeArchive }
      return await transfers.downloadArchive({ ...request, ...described, ...picked }, id)
    }
    const directory = handle && (await downloadPlaces.reopenDirectory(handle))
    const many = {
      label: name,
      objectCount: fileCount,
      decision,
      directory,
      batchId: id,
      received: await receive(),
      firstStartedAtMs
    }
    await transfers.downloadMany({ ...request, ...many })
  })
}
