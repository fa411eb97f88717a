// Everything that keeps a bucket, or a folder, from being empty: counted, walked page by page, and removed. Speaks ports only.
import { isAbort, toAppError } from '../domain/app-error'
import { idOfUpload, idOfVersion, type ObjectVersion, type UnfinishedUpload } from '../domain/bucket'
import { requireFolder, type FolderPrefix } from '../domain/folder-prefix'
import type { Gateway } from '../domain/gateway'
import { createRepeatFilter } from '../domain/repeats'
import { inBatches, type BulkFailure } from './bulk'

/** What a bucket holds beside its name: a version of an object (or the marker that hides it), or an upload that was begun. */
export type Content =
  | { readonly kind: 'version'; readonly key: string; readonly versionId: string }
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

/** All that has to go before the bucket can. */
export function countAll({ objectCount, oldVersionCount, deleteMarkerCount, uploadCount }: ContentCount): number {
  return objectCount + oldVersionCount + deleteMarkerCount + uploadCount
}

type Place = Pick<Gateway, 'storage' | 'uploads' | 'versions'>

/** Small enough for the count to move and a stop to be heard soon. */
export const BATCH_SIZE = 200
/** Each is a request of its own: what is under way when somebody stops is aborted to its end. */
export const ABORTS_AT_ONCE = 4

/** Counts, telling how far it is after each page. Rejects as the listings do. */
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

/** Yields batches of one kind, of what is in the folder, uploads first: one that is completed meanwhile would leave an object behind. Rejects as the listings do. */
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
      ABORTS_AT_ONCE
    )
  for await (const versions of versionPages(gateway, bucket, signal, prefix))
    yield* inBatches(
      versions.map(({ key, versionId }) => ({ kind: 'version', key, versionId })),
      BATCH_SIZE
    )
}

/** Deletes and aborts. @returns those that are still there, each with its reason. Rejects with an AbortError when the signal fires. */
export async function removeContents(
  gateway: Place,
  bucket: string,
  batch: readonly Content[],
  signal: AbortSignal
): Promise<readonly BulkFailure<Content>[]> {
  const versions = batch.flatMap((item) => (item.kind === 'version' ? [item] : []))
  const uploads = batch.flatMap((item) => (item.kind === 'upload' ? [item] : []))
  const failures: BulkFailure<Content>[] = []
  if (versions.length > 0) {
    const failed = await gateway.versions.deleteBatch(bucket, versions, signal)
    failures.push(
      ...failed.map(({ item: { key, versionId = '' }, error }) => ({
        item: { kind: 'version' as const, key, versionId },
        error
      }))
    )
  }
  const abortUpload = async (item: Content & { kind: 'upload' }): Promise<void> => {
    try {
      await gateway.storage.abortMultipartUpload(bucket, item.key, item.uploadId, signal)
    } catch (error) {
      if (isAbort(error)) throw error
      failures.push({ item, error: toAppError(error) })
    }
  }
  await Promise.all(uploads.map(abortUpload))
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
