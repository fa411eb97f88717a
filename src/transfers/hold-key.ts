// A transfer's key is held as long as it may still be sent or needed: a failed transfer can be retried, a cancelled one starts over.
import { AppError, toAppError } from '../domain/app-error'
import type { Job } from './job'
import type { RunEnv } from './run-env'
import type { TransferPorts } from './transfer'
import type { UploadMemory } from './upload-memory'

/** Call it whenever the transfer's state or key changes. */
export function holdKeyOf(job: Job, { holdKey }: Pick<TransferPorts, 'holdKey'>): void {
  const { sseKeyId, state, direction } = job.view
  const needed = state === 'done' || state === 'cancelled' ? undefined : sseKeyId
  if (job.heldKey?.keyId === needed) return
  job.heldKey?.release()
  job.heldKey = needed === undefined ? undefined : { keyId: needed, ...holdKey(needed, direction) }
}

/** Nothing is claimed of an object whose key has vanished since it was sent; a retry looks for it before it sends it again. */
export async function assertKeyStillStored(keyId: string, memory: UploadMemory, env: RunEnv): Promise<void> {
  try {
    await env.ports.assertKeyStored(keyId)
  } catch (thrown) {
    memory.isOutcomeUnknown = true
    const { kind, details } = toAppError(thrown)
    throw new AppError(kind, { ...details, operation: 'verify' })
  }
}
