// The deletions of a sync: each object and file only as it was seen when both sides were compared.
import { AppError, toAppError } from '../../domain/app-error'
import type { DeleteTarget, Gateway } from '../../domain/gateway'
import { Limiter } from '../../domain/limiter'
import type { ObjectEntry } from '../../domain/object-entry'
import type { LocalFile, WritableFolder } from '../../domain/sync'
import { inBatches, runBulk, type BulkFailure } from '../bulk'
import { isSameEtag } from '../../transfers/etag'
import { removeSeen } from './guarded-folder'

const BATCH = 100
const CONCURRENCY = 6

export interface DeletionReport {
  readonly deletedCount: number
  readonly failures: readonly { readonly path: string; readonly error: AppError }[]
}

/** An object that is gone counts as deleted. Rejects with the signal's reason; what was deleted stays deleted. */
export async function deleteObjects(
  { storage, versions }: Pick<Gateway, 'storage' | 'versions'>,
  bucket: string,
  entries: readonly ObjectEntry[],
  signal: AbortSignal
): Promise<DeletionReport> {
  const looks = new Limiter(CONCURRENCY)
  const act = async (batch: readonly ObjectEntry[]): Promise<readonly BulkFailure<ObjectEntry>[]> => {
    const failures: BulkFailure<ObjectEntry>[] = []
    const targets: DeleteTarget[] = []
    await looks.forEach(batch, async (item) => {
      const now = await storage.findObject(bucket, item.key, signal)
      if (now === undefined) return
      if (isSameEtag(now.etag, item.etag) && now.modifiedAtMs === item.modifiedAtMs)
        targets.push({ key: item.key, etag: item.etag })
      else failures.push({ item, error: new AppError('precondition-failed') })
    })
    const byKey = new Map(batch.map((item) => [item.key, item]))
    const refused = targets.length === 0 ? [] : await versions.deleteBatch(bucket, targets, signal)
    for (const { item, error } of refused) {
      const entry = byKey.get(item.key)
      if (entry !== undefined && error.kind !== 'no-such-object') failures.push({ item: entry, error })
    }
    return failures
  }
  return run(entries, BATCH, act, ({ key }) => key, signal)
}

/** As deleteObjects does with objects. Folders that become empty stay. */
export async function deleteFiles(
  folder: WritableFolder,
  files: readonly LocalFile[],
  signal: AbortSignal
): Promise<DeletionReport> {
  const act = async (batch: readonly LocalFile[]): Promise<readonly BulkFailure<LocalFile>[]> => {
    const failures: BulkFailure<LocalFile>[] = []
    for (const item of batch)
      await removeSeen(folder, item.path, item).catch((error: unknown) =>
        failures.push({ item, error: toAppError(error) })
      )
    return failures
  }
  return run(files, 1, act, ({ path }) => path, signal)
}

async function run<T>(
  items: readonly T[],
  size: number,
  act: (batch: readonly T[]) => Promise<readonly BulkFailure<T>[]>,
  nameOf: (item: T) => string,
  stop: AbortSignal
): Promise<DeletionReport> {
  let report: DeletionReport = { deletedCount: 0, failures: [] }
  const abandon = new AbortController().signal
  await runBulk({
    batches: inBatches(items, size),
    act,
    concurrency: 2,
    stop,
    abandon,
    onProgress: ({ doneCount, failures }) =>
      (report = {
        deletedCount: doneCount,
        failures: failures.map(({ item, error }) => ({ path: nameOf(item), error }))
      })
  })
  return report
}
