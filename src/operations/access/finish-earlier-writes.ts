// Before an object is read to be replaced, copied or changed: what an interrupted write left pending of it is restored. Otherwise
// the half-finished object would be taken for the original, and what is pending lost, or given to another object with the same bytes.
import { AppError } from '../../domain/app-error'
import type { AclRecovery, RecoveryGateway } from '../../domain/pending-acl'

/**
 * @returns whether its ACL or tags may have changed. Rejects `object-changed` (`change-interrupted`) where the user has to decide, and
 * as {@link AclRecovery.finish} does; then nothing was written that is not restored.
 */
export async function finishEarlierWrites(
  recovery: AclRecovery | undefined,
  gateway: RecoveryGateway,
  { bucket, key }: { readonly bucket: string; readonly key: string }
): Promise<boolean> {
  const earlier = (await recovery?.finish(gateway, bucket, key)) ?? 'none'
  if (earlier === 'undecided') throw new AppError('object-changed', { reason: 'change-interrupted' })
  return earlier === 'finished'
}
