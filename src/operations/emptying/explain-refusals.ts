// Why versions could not be deleted: a gateway answers one under object lock with a bare AccessDenied, so its lock is requested.
import { AppError, isAbort } from '../../domain/app-error'
import type { Gateway } from '../../domain/gateway'
import { Limiter } from '../../domain/limiter'
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
  const explain = async ([index, { item, error }]: [number, BulkFailure<T>]): Promise<void> => {
    const versionId = versionOf(item)
    if (error.kind !== 'access-denied' || versionId === undefined || budget.left <= 0) return
    budget.left--
    const objectLock = await properties.lockOf(bucket, item.key, versionId, signal).catch((reason: unknown) => {
      if (isAbort(reason)) throw reason
      return undefined
    })
    if (objectLock === undefined || !isHeld(objectLock, Date.now())) return
    explained[index] = { item, error: new AppError('object-locked', { ...error.details, objectLock }) }
  }
  await new Limiter(MAX_CONCURRENT).forEach(failures.entries(), explain)
  return explained
}
