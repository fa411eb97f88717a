// Looks at a copy: its ETag and size, its bytes where these say too little, and that it is refused without its key.
import { AppError } from '../../domain/app-error'
import type { EncryptionObservation } from '../../domain/encryption-observation'
import { Limiter } from '../../domain/limiter'
import type { ObjectProperties } from '../../domain/object-entry'
import { isSameEtag } from '../../transfers/etag'
import { splitInto } from '../../transfers/part-plan'
import { withRetries } from '../../transfers/retry'
import { verifyEncryption } from '../../transfers/verify-encryption'
import type { CopyDeps, CopyGateway, CopyJob } from './copy-task'
import { readBytes, type ReadSource } from './source'
import type { Writing, WrittenCopy } from './written-copy'

export interface SeenCopy {
  readonly properties: ObjectProperties
  readonly encryption: EncryptionObservation
}

/** Two ranges of this size are in memory for each that is compared. */
const COMPARED_BYTES = 8 * 1024 ** 2
const CONCURRENT_COMPARISONS = 2

/**
 * Resolves when the copy is what the source was. Rejects `stored-in-clear`, `sse-key-wrong`, `digest-mismatch` when its bytes are
 * others, `object-changed` when another object is there, and as reads do.
 */
export async function verifyCopy(
  { gateway, targetGateway }: CopyJob,
  source: ReadSource,
  { bucket, key, sseKey }: Writing,
  { expectedEtag, isProven, versionId }: WrittenCopy,
  { clock }: Pick<CopyDeps, 'clock'>,
  signal: AbortSignal
): Promise<SeenCopy> {
  const { storage, properties: heads } = targetGateway
  const retrying = <T>(attempt: () => Promise<T>) => withRetries(attempt, { clock, signal })
  const encryption: EncryptionObservation =
    sseKey === undefined
      ? { state: 'clear', seenAtMs: clock.nowMs() } // as the next look without a key tells
      : await verifyEncryption({ storage, bucket, key }, sseKey, clock, signal)
  const properties = await retrying(() => heads.read(bucket, key, { sseKey }, signal))
  const etag = properties.etag ?? (await retrying(() => storage.findObject(bucket, key, signal)))?.etag ?? ''
  const isOurs = versionId === undefined || properties.versionId === undefined || properties.versionId === versionId
  if (!isOurs || !isSameEtag(etag, expectedEtag) || properties.sizeBytes !== source.sizeBytes)
    throw new AppError('object-changed', { operation: 'verify' })
  if (!isProven) await compareBytes()
  return { properties, encryption }

  async function compareBytes(): Promise<void> {
    const copy = { bucket, key, versionId: properties.versionId, etag: expectedEtag, sseKey }
    const compareRange = async ({ start, end }: { start: number; end: number }, ofRanges: AbortSignal) => {
      const read = (at: CopyGateway, from: typeof copy | ReadSource) =>
        withRetries(() => readBytes(at, from, { start, end }, ofRanges), { clock, signal: ofRanges })
      const [ours, theirs] = await Promise.all([read(targetGateway, copy), read(gateway, source)])
      if (!isSame(ours, theirs)) throw new AppError('digest-mismatch', { operation: 'verify' })
    }
    const { parts } = splitInto(source.sizeBytes, COMPARED_BYTES)
    await new Limiter(CONCURRENT_COMPARISONS).forEach(parts, compareRange, signal)
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at])
}
