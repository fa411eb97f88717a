// Why versions could not be deleted: a gateway answers one under object lock with a bare AccessDenied, so its lock is requested.
import { AppError, isAbort } from '../../domain/app-error'
import type { Gateway } from '../../domain/gateway'
import { isHeld } from '../../domain/object-lock'
import type { BulkFailure } from '../bulk'

/** Each takes one request or two. */
const MAX_CONCURRENT = 4

/**
 * The same failures, those of versions under object lock as `object-locked`. A failure whose lock cannot be read stays as it is.
 * @param budget locks that may still be requested; counted down
 */
export async function explainRefusals<T extends { readonly key: string }>(
  { properties }: Pick<Gateway, 'properties'>,
  bucket: string,
  failures: readonly BulkFailure<T>[],
  versionOf: (item: T) => string | undefined,
  budget: { left: number },
  signal: AbortSignal
): Promise<readonly BulkFailure<T>[]> {
  const explained = [...failures]
  const indices = failures.keys()
  const lane = async (): Promise<void> => {
    for (const index of indices) {
      const failure = failures[index]
      const versionId = failure && versionOf(failure.item)
      if (failure?.error.kind !== 'access-denied' || versionId === undefined || budget.left <= 0) continue
      budget.left--
      const objectLock = await properties
        .lockOf(bucket, failure.item.key, versionId, signal)
        .catch((error: unknown) => {
          if (isAbort(error)) throw error
          return undefined
        })
      if (objectLock === undefined || !isHeld(objectLock, Date.now())) continue
      explained[index] = {
        item: failure.item,
        error: new AppError('object-locked', { ...failure.error.details, objectLock })
      }
    }
  }
  await Promise.all(Array.from({ length: MAX_CONCURRENT }, lane))
  return explained
}
