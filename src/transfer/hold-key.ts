// A transfer's key is held as long as it may still be sent or needed: a failed transfer can be retried, a cancelled one begins anew.
import type { Job } from './job'
import type { TransferPorts } from './transfer'

/** Call it whenever the transfer's state or key changes. */
export function holdKeyOf(job: Job, { holdKey }: Pick<TransferPorts, 'holdKey'>): void {
  const { sseKeyId, state, direction } = job.view
  const needed = state === 'done' || state === 'cancelled' ? undefined : sseKeyId
  if (job.heldKey?.keyId === needed) return
  job.heldKey?.release()
  job.heldKey = needed === undefined ? undefined : { keyId: needed, ...holdKey(needed, direction) }
}
