// The last step of a move: deletes the source, if it is still what was copied. In a bucket that keeps versions it is hidden by a
// marker, which is taken back when it hides something that was written in between.
import { AppError, toAppError } from '../../domain/app-error'
import { NULL_VERSION, type ObjectVersion } from '../../domain/bucket'
import { isOutcomeUnknown, withRetries } from '../../transfers/retry'
import { deleteNullVersion, findVersion } from '../versions/key-versions'
import type { CopyDeps, CopyJob } from './copy-task'
import { isSameEntry, lookAgain, type ReadSource } from './source'

/**
 * Rejects `source-kept`, with the reason, when it was not deleted: it has changed, is gone already, or may not be deleted; as requests
 * do when the answer was lost and it can't be seen either. Without versions, what is written between the last look and the delete is lost where
 * the gateway knows no condition (before Tentacle).
 */
export async function deleteSource(job: CopyJob, source: ReadSource, deps: Pick<CopyDeps, 'clock'>): Promise<void> {
  const { gateway, bucket, versioning } = job
  const { key } = source
  const { clock } = deps
  const { signal } = new AbortController()
  let isSent = false
  try {
    if (versioning === 'on') await hide()
    else if (versioning === 'off') await deleteLatest()
    else await deleteSeen()
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.kind === 'source-kept') throw error
    if (error.kind === 'object-changed') throw kept('source-changed', error)
    if (!isOutcomeUnknown(error)) throw kept('delete-refused', error)
    const isDeleted = await isGone().catch(() => undefined)
    if (isDeleted === undefined) throw error // neither kept nor deleted, as far as was seen
    if (!isDeleted) throw kept('delete-refused', error)
    if (versioning === 'on' && isSent) await withRetries(() => revealOthers(source), { clock, signal })
  }

  async function hide(): Promise<void> {
    const latest = await findVersion(gateway, bucket, key, ({ isLatest }) => isLatest)
    if (latest === undefined || latest.isDeleteMarker) throw kept('source-gone')
    const isSeen = isSameEntry(latest, source.entry)
    if (!isSeen || (source.versionId !== undefined && latest.versionId !== source.versionId))
      throw kept('source-changed')
    const markerId = await deleteByName()
    await revealOthers({ versionId: latest.versionId, entry: source.entry }, markerId)
  }

  /**
   * What the marker hides besides the source was written between the look and the marker: the marker is removed again.
   * @param markerId undefined: not known. Where it is, a later marker is left: who set it knew what it hides
   */
  async function revealOthers(
    { versionId: ownId, entry }: Pick<ReadSource, 'versionId' | 'entry'>,
    markerId?: string
  ): Promise<void> {
    const { versions } = await gateway.versions.listPage({ bucket, prefix: key, maxKeys: 100 })
    const own = versions.filter((version) => version.key === key)
    const marker = own.find(
      ({ isLatest, isDeleteMarker, versionId }) =>
        isLatest && isDeleteMarker && (markerId === undefined || versionId === markerId)
    )
    const isOwn = (version: ObjectVersion) =>
      ownId === undefined ? isSameEntry(version, entry) : version.versionId === ownId
    const isBetween = (version: ObjectVersion) =>
      !version.isDeleteMarker && !isOwn(version) && version.modifiedAtMs >= entry.modifiedAtMs
    if (marker === undefined || !own.some(isBetween)) return
    const [failed] = await gateway.versions.deleteBatch(bucket, [{ key, versionId: marker.versionId }])
    throw kept('source-changed', failed?.error)
  }

  async function deleteLatest(): Promise<void> {
    const seen = await findVersion(gateway, bucket, key, ({ isLatest }) => isLatest).catch((thrown: unknown) => {
      if (toAppError(thrown).kind === 'access-denied') return 'hidden' as const
      throw thrown
    })
    if (seen === 'hidden') return deleteSeen()
    if (seen === undefined) throw kept('source-gone')
    if (seen.versionId !== NULL_VERSION || !isSameEntry(seen, source.entry)) throw kept('source-changed')
    await deleteNullVersion(gateway, bucket, seen)
  }

  async function deleteSeen(): Promise<void> {
    if (versioning !== 'off' && (await hasOlderNull())) throw kept('older-version')
    const now = await lookAgain(job, source, deps, signal)
    if (now !== 'unchanged') throw kept(now === 'gone' ? 'source-gone' : 'source-changed')
    await deleteByName()
  }

  /** Where versioning is suspended a delete by name removes the version called null, even if it is older than what was copied. */
  async function hasOlderNull(): Promise<boolean> {
    const isNull = ({ versionId, isDeleteMarker }: ObjectVersion) => versionId === NULL_VERSION && !isDeleteMarker
    try {
      return (await findVersion(gateway, bucket, key, isNull))?.isLatest === false
    } catch (thrown) {
      if (versioning === undefined && toAppError(thrown).kind === 'access-denied') return false // it can't be looked at
      throw thrown
    }
  }

  async function deleteByName(): Promise<string | undefined> {
    isSent = true
    return gateway.versions.hide(bucket, key)
  }

  async function isGone(): Promise<boolean> {
    return (await withRetries(() => gateway.storage.findObject(bucket, key), { clock, signal })) === undefined
  }
}

type KeptReason =
  'source-changed' | 'source-gone' | 'delete-refused' | 'older-version' | 'attributes-lost' | 'move-stopped'

/** The copy is there and verified; the source was not deleted by this move. */
export function kept(reason: KeptReason, cause?: AppError): AppError {
  return new AppError('source-kept', { ...cause?.details, reason }, { cause })
}
