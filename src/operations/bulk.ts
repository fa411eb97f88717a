// One action on many items, a few batches at once: failures are reported item by item, and the rest continues. Knows no S3.
import { isAbort, toAppError, type AppError } from '../domain/app-error'
import { Limiter } from '../domain/limiter'

export interface BulkFailure<T> {
  readonly item: T
  readonly error: AppError
}

export interface BulkProgress<T> {
  /** Done and failed together were attempted. */
  readonly doneCount: number
  readonly failures: readonly BulkFailure<T>[]
}

export interface BulkWork<T> {
  /** Read when one can be processed. */
  readonly batches: AsyncIterable<readonly T[]> | Iterable<readonly T[]>
  /** @returns those that failed. When it rejects, all of its batch failed. */
  readonly act: (batch: readonly T[], abandon: AbortSignal) => Promise<readonly BulkFailure<T>[]>
  /** Batches at once. */
  readonly concurrency: number
  /** Nothing new starts; pending requests are waited for, since only they show what was done. */
  readonly stop: AbortSignal
  /** Pending requests are not waited for either. */
  readonly abandon: AbortSignal
  /** @param batch attempted since the last call */
  readonly onProgress: (progress: BulkProgress<T>, batch: readonly T[]) => void
}

/**
 * Resolves when everything was attempted. Rejects with an AbortError when it was stopped before that (what was done stays done),
 * and with what `batches` throws, after the pending batches have ended.
 */
export async function runBulk<T>({ batches, act, concurrency, stop, abandon, onProgress }: BulkWork<T>): Promise<void> {
  let doneCount = 0
  let failures: readonly BulkFailure<T>[] = []

  const run = async (batch: readonly T[]): Promise<void> => {
    stop.throwIfAborted()
    const failed = await act(batch, abandon).catch((error: unknown) => {
      if (isAbort(error)) return undefined // neither done nor failed: unknown
      const why = toAppError(error)
      return batch.map((item) => ({ item, error: why }))
    })
    if (failed === undefined) return
    doneCount += batch.length - failed.length
    if (failed.length > 0) failures = [...failures, ...failed]
    onProgress({ doneCount, failures }, batch)
  }
  await new Limiter(concurrency).forEach(batches, run)
  abandon.throwIfAborted()
}

/** The items in batches of `size`. */
export function* inBatches<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size)
}
