// The contents of a bucket or a folder: counted, walked page by page, and deleted. Uses ports only.
import { isAbort, toAppError } from '../../domain/app-error'
import { idOfUpload, idOfVersion, NULL_VERSION, type ObjectVersion, type UnfinishedUpload } from '../../domain/bucket'
import { requireFolder, type FolderPrefix } from '../../domain/folder-prefix'
import type { Gateway } from '../../domain/gateway'
import { Limiter } from '../../domain/limiter'
import { createRepeatFilter } from '../../domain/repeats'
import { isOutcomeUnknown } from '../../transfers/retry'
import { inBatches, type BulkFailure } from '../bulk'
import { deleteNullVersion } from '../versions/key-versions'

/**
 * What a bucket holds: an object, where versions were never kept; a version of one, or the marker that hides it; an unfinished
 * upload. A version called `null` is known by what it was when it was walked.
 */
export type Content =
  | { readonly kind: 'object'; readonly key: string }
  | { readonly kind: 'version'; readonly key: string; readonly versionId: string }
  | { readonly kind: 'null-version'; readonly key: string; readonly version: ObjectVersion }
  | { readonly kind: 'upload'; readonly key: string; readonly uploadId: string }

export interface ContentCount {
  /** Objects as a listing shows them. */
  readonly objectCount: number
  readonly oldVersionCount: number
  readonly deleteMarkerCount: number
  readonly uploadCount: number
  /** Of objects and old versions; the parts of unfinished uploads are not in it. */
  readonly sizeBytes: number
}

/** Everything to delete before the bucket can be deleted. */
export function countAll({ objectCount, oldVersionCount, deleteMarkerCount, uploadCount }: ContentCount): number {
  return objectCount + oldVersionCount + deleteMarkerCount + uploadCount
}

type Place = Pick<Gateway, 'storage' | 'uploads' | 'versions' | 'buckets'>

/** Small enough for progress to move and a stop to take effect soon. */
export const BATCH_SIZE = 200
/** Uploads and versions called `null` take a request each; pending ones finish after a stop. */
export const ONE_BY_ONE = 4

/** Counts, with progress after each page. Rejects as the listings do. */
export async function countContents(
  gateway: Place,
  bucket: string,
  signal: AbortSignal,
  onCount: (count: ContentCount) => void
): Promise<ContentCount> {
  let count: ContentCount = { objectCount: 0, oldVersionCount: 0, deleteMarkerCount: 0, uploadCount: 0, sizeBytes: 0 }
  for await (const uploads of uploadPages(gateway, bucket, signal)) {
    count = { ...count, uploadCount: count.uploadCount + uploads.length }
  }
  for await (const versions of versionPages(gateway, bucket, signal)) {
    const markers = versions.filter(({ isDeleteMarker }) => isDeleteMarker).length
    const latest = versions.filter(({ isDeleteMarker, isLatest }) => isLatest && !isDeleteMarker).length
    count = {
      ...count,
      objectCount: count.objectCount + latest,
      oldVersionCount: count.oldVersionCount + versions.length - markers - latest,
      deleteMarkerCount: count.deleteMarkerCount + markers,
      sizeBytes: versions.reduce((sum, { sizeBytes }) => sum + sizeBytes, count.sizeBytes)
    }
    onCount(count)
  }
  return count
}

/** Yields batches of one kind, of what is in the folder, uploads first: one that is completed later would leave an object behind. Rejects as the listings do. */
export async function* walkContents(
  gateway: Place,
  bucket: string,
  signal: AbortSignal,
  prefix: FolderPrefix = ''
): AsyncGenerator<readonly Content[]> {
  requireFolder(prefix)
  for await (const uploads of uploadPages(gateway, bucket, signal, prefix))
    yield* inBatches(
      uploads.map(({ key, uploadId }) => ({ kind: 'upload', key, uploadId })),
      ONE_BY_ONE
    )
  const isUnversioned = await wereVersionsNeverKept(gateway, bucket, signal)
  for await (const versions of versionPages(gateway, bucket, signal, prefix)) {
    const contents = versions.map((version) => toContent(version, isUnversioned))
    yield* inBatches(
      contents.filter(({ kind }) => kind !== 'null-version'),
      BATCH_SIZE
    )
    yield* inBatches(
      contents.filter(({ kind }) => kind === 'null-version'),
      ONE_BY_ONE
    )
  }
}

/** Where versions were never kept a key is all that names an object; if they are kept by now, deleting by key hides it only. */
function toContent(version: ObjectVersion, isUnversioned: boolean): Content {
  const { key, versionId } = version
  if (versionId !== NULL_VERSION) return { kind: 'version', key, versionId }
  return isUnversioned ? { kind: 'object', key } : { kind: 'null-version', key, version }
}

/** False also where it is not reported. */
async function wereVersionsNeverKept({ buckets }: Place, bucket: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await buckets.versioningOf(bucket, signal)) === 'off'
  } catch (error) {
    if (isAbort(error)) throw error
    return false
  }
}

/**
 * Deletes and aborts. @returns those that are still there, each with its reason. Rejects with an AbortError when the signal fires.
 * @param onAborted the IDs of the unfinished uploads that are gone, or may be
 */
export async function removeContents(
  gateway: Place,
  bucket: string,
  batch: readonly Content[],
  signal: AbortSignal,
  onAborted?: (uploadIds: ReadonlySet<string>) => void
): Promise<readonly BulkFailure<Content>[]> {
  const removing = remove(gateway, bucket, batch, signal)
  const failures = await removing.catch(() => []) // stopped: any of them may be gone
  const left = new Set(failures.filter(({ error }) => !isOutcomeUnknown(error)).map(({ item }) => item))
  const gone = batch.flatMap((item) => (item.kind === 'upload' && !left.has(item) ? [item.uploadId] : []))
  if (gone.length > 0) onAborted?.(new Set(gone))
  return removing
}

async function remove(
  gateway: Place,
  bucket: string,
  batch: readonly Content[],
  signal: AbortSignal
): Promise<readonly BulkFailure<Content>[]> {
  const together = batch.filter(({ kind }) => kind === 'object' || kind === 'version')
  const failures: BulkFailure<Content>[] = []
  if (together.length > 0) {
    const targets = together.map((item) => ({
      key: item.key,
      versionId: item.kind === 'version' ? item.versionId : undefined
    }))
    const failed = await gateway.versions.deleteBatch(bucket, targets, signal)
    failures.push(
      ...failed.map(({ item: { key, versionId }, error }): BulkFailure<Content> => ({
        item: versionId === undefined ? { kind: 'object', key } : { kind: 'version', key, versionId },
        error
      }))
    )
  }
  const removeAlone = async (item: Content): Promise<void> => {
    try {
      if (item.kind === 'upload') await gateway.storage.abortMultipartUpload(bucket, item.key, item.uploadId, signal)
      else if (item.kind === 'null-version') await deleteNullVersion(gateway, bucket, item.version, signal)
    } catch (error) {
      if (isAbort(error)) throw error
      failures.push({ item, error: toAppError(error) })
    }
  }
  await new Limiter(ONE_BY_ONE).forEach(batch, removeAlone)
  return failures
}

async function* uploadPages({ uploads }: Place, bucket: string, signal: AbortSignal, prefix = '') {
  const withoutRepeats = createRepeatFilter<UnfinishedUpload>(idOfUpload)
  let after: Awaited<ReturnType<typeof uploads.listPage>>['next']
  do {
    const page = await uploads.listPage(bucket, after, signal)
    const own = withoutRepeats(page.uploads).filter(({ key }) => key.startsWith(prefix))
    if (own.length > 0) yield own
    after = page.next
  } while (after !== undefined)
}

async function* versionPages({ versions }: Place, bucket: string, signal: AbortSignal, prefix = '') {
  const withoutRepeats = createRepeatFilter<ObjectVersion>(idOfVersion)
  let after: Awaited<ReturnType<typeof versions.listPage>>['next']
  do {
    const page = await versions.listPage({ bucket, prefix, after }, signal)
    const fresh = withoutRepeats(page.versions)
    if (fresh.length > 0) yield fresh
    after = page.next
  } while (after !== undefined)
}
