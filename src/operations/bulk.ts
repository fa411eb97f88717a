// One deed on many things, a few batches at once: what failed is told thing by thing, and the rest goes on. Knows no S3.
import { isAbort, toAppError, type AppError } from '../domain/app-error'

export interface BulkFailure<T> {
  readonly item: T
  readonly error: AppError
}

export interface BulkProgress<T> {
  /** Done and failed together are what was tried. */
  readonly doneCount: number
  readonly failures: readonly BulkFailure<T>[]
}

export interface BulkWork<T> {
  /** Read one ahead of need only, so that a listing is not walked faster than its keys are dealt with. */
  readonly batches: AsyncIterable<readonly T[]> | Iterable<readonly T[]>
  /** @returns those that failed. When it rejects, all of its batch failed. */
  readonly act: (batch: readonly T[], abandon: AbortSignal) => Promise<readonly BulkFailure<T>[]>
  /** Batches under way at once. */
  readonly concurrency: number
  /** Nothing new begins; what is under way is waited for, since nobody else knows whether it was done. */
  readonly stop: AbortSignal
  /** What is under way is not waited for either. */
  readonly abandon: AbortSignal
  /** @param batch what was tried since the last call */
  readonly onProgress: (progress: BulkProgress<T>, batch: readonly T[]) => void
}

/**
 * Resolves when everything was tried. Rejects with an AbortError when it was stopped before that (what was done stays done), and
 * with what `batches` throws, after the batches under way have ended.
 */
export async function runBulk<T>({ batches, act, concurrency, stop, abandon, onProgress }: BulkWork<T>): Promise<void> {
  let doneCount = 0
  let failures: readonly BulkFailure<T>[] = []
  const underWay = new Set<Promise<void>>()

  const run = async (batch: readonly T[]): Promise<void> => {
    const failed = await act(batch, abandon).catch((error: unknown) => {
      if (isAbort(error)) return undefined // neither done nor failed: not known, and said so by the abort
      const why = toAppError(error)
      return batch.map((item) => ({ item, error: why }))
    })
    if (failed === undefined) return
    doneCount += batch.length - failed.length
    if (failed.length > 0) failures = [...failures, ...failed]
    onProgress({ doneCount, failures }, batch)
  }
  try {
    for await (const batch of batches) {
      stop.throwIfAborted()
      const work = run(batch).finally(() => underWay.delete(work))
      underWay.add(work)
      if (underWay.size >= concurrency) await Promise.race(underWay)
    }
  } finally {
    await Promise.all(underWay)
  }
  abandon.throwIfAborted()
}

/** The items in batches of `size`. */
export function* inBatches<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size)
}
