// After versions could not be deleted: a gateway answers a locked one with a bare AccessDenied, so its lock is looked at.
import { AppError, isAbort } from '../../domain/app-error'
import type { Gateway } from '../../domain/gateway'
import { isHeld } from '../../domain/object-lock'
import type { BulkFailure } from '../bulk'

/** Each look is one request or two. */
const MAX_CONCURRENT = 4

/**
 * The same failures, those of locked versions as `object-locked` with their lock. What cannot be looked at stays what it was.
 * @param budget looks that are left for the whole operation; counted down
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
