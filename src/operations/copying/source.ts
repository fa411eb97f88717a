// The source of a copy: everything of it that has to go along, read before anything is written.
import type { Acl } from '../../domain/acl'
import { AppError, isAbort, toAppError } from '../../domain/app-error'
import { NULL_VERSION } from '../../domain/bucket'
import type { CopySource } from '../../domain/object-copies'
import type { ObjectEntry, ObjectProperties } from '../../domain/object-entry'
import type { SseKey } from '../../domain/sse-key'
import { isSameEtag } from '../../transfers/etag'
import { withRetries } from '../../transfers/retry'
import { findVersion } from '../versions/key-versions'
import type { CopyDeps, CopyGateway, CopyJob } from './copy-task'

export interface ReadSource extends CopySource {
  /** As listed just now. */
  readonly entry: ObjectEntry
  readonly sizeBytes: number
  readonly sseKey: SseKey | undefined
  readonly properties: ObjectProperties
  /** Undefined: this account may not read them, or the gateway does not tell them. */
  readonly tags: Readonly<Record<string, string>> | undefined
  /** Undefined: this account may not read it. */
  readonly acl: Acl | undefined
}

/**
 * Rejects `object-changed` when it is not the one that was listed, `no-such-object`, `sse-key-needed`, and `not-supported` for a
 * Swift large object, whose segments no copy has.
 */
export async function readSource(
  { gateway, bucket, versioning }: Pick<CopyJob, 'gateway' | 'bucket' | 'versioning'>,
  listed: ObjectEntry,
  { clock, findKey }: CopyDeps,
  signal: AbortSignal
): Promise<ReadSource> {
  const { key } = listed
  const retrying = <T>(attempt: () => Promise<T>) => withRetries(attempt, { clock, signal })
  const entry = await retrying(() => gateway.storage.findObject(bucket, key, signal))
  if (entry === undefined) throw new AppError('no-such-object', { operation: 'CopyObject' })
  if (!isSameEtag(entry.etag, listed.etag) || entry.sizeBytes !== listed.sizeBytes)
    throw new AppError('object-changed', { operation: 'CopyObject' })
  const sseKey = await findKey(entry, signal)
  const [properties, tags, acl] = await Promise.all([
    retrying(() => gateway.properties.read(bucket, key, { sseKey }, signal)),
    retrying(() => gateway.properties.tagsOf(bucket, key, undefined, signal).catch(unlessEmpty)).catch(unlessRefused),
    retrying(() => gateway.access.ofObject(bucket, key, undefined, signal)).catch(unlessRefused)
  ])
  const isLarge = properties.largeObject !== undefined || (properties.sizeBytes ?? entry.sizeBytes) !== entry.sizeBytes
  if (isLarge) throw new AppError('not-supported', { operation: 'CopyObject' })
  // After DeleteObjectTagging Pacific lists no ETag.
  const etag = entry.etag === '' ? (properties.etag ?? '') : entry.etag
  if (properties.etag !== undefined && !isSameEtag(properties.etag, etag))
    throw new AppError('object-changed', { operation: 'CopyObject' })
  const version = versioning === 'on' ? (properties.versionId ?? (await latestVersionOf())) : undefined
  const versionId = version === NULL_VERSION ? undefined : version // a name, and no identity
  const { sizeBytes } = entry
  return { bucket, key, versionId, etag, sizeBytes, entry, sseKey, properties, tags, acl }

  /** Where the page may not read the header. Undefined where versions can't be listed: then the object is known by its ETag alone. */
  async function latestVersionOf(): Promise<string | undefined> {
    const latest = await findVersion(gateway, bucket, key, ({ isLatest }) => isLatest, signal).catch(unlessRefused)
    if (latest !== undefined && !isSameEtag(latest.etag, entry?.etag ?? ''))
      throw new AppError('object-changed', { operation: 'CopyObject' })
    return latest?.versionId
  }
}

/** Whether the latest object is still the one that was read. Rejects as listings do. */
export async function isUnchanged(...asked: Parameters<typeof lookAgain>): Promise<boolean> {
  return (await lookAgain(...asked)) === 'unchanged'
}

/** What became of the latest object since it was read. Rejects as listings do. */
export async function lookAgain(
  { gateway, bucket }: Pick<CopyJob, 'gateway' | 'bucket'>,
  { entry }: Pick<ReadSource, 'entry'>,
  { clock }: Pick<CopyDeps, 'clock'>,
  signal: AbortSignal
): Promise<'unchanged' | 'changed' | 'gone'> {
  const now = await withRetries(() => gateway.storage.findObject(bucket, entry.key, signal), { clock, signal })
  if (now === undefined) return 'gone'
  return isSameEntry(now, entry) ? 'unchanged' : 'changed'
}

/** The bytes as stored, from `start` up to, not including, `end`. Rejects `object-changed`, and `truncated` when fewer come. */
export async function readBytes(
  { properties }: Pick<CopyGateway, 'properties'>,
  { bucket, key, versionId, etag, sseKey }: CopySource,
  { start, end }: { readonly start: number; readonly end: number },
  signal: AbortSignal
): Promise<Uint8Array<ArrayBuffer>> {
  const range = { bucket, key, versionId, etag, sseKey, startByte: start, byteCount: end - start }
  const { bytes } = await properties.readRange(range, signal)
  if (bytes.byteLength !== end - start) throw new AppError('truncated', { operation: 'GetObject' })
  return bytes
}

/** By ETag, size and date. */
export function isSameEntry(now: Omit<ObjectEntry, 'key'>, before: Omit<ObjectEntry, 'key'>): boolean {
  const { etag, sizeBytes, modifiedAtMs } = before
  return isSameEtag(now.etag, etag) && now.sizeBytes === sizeBytes && now.modifiedAtMs === modifiedAtMs
}

function unlessRefused(thrown: unknown): undefined {
  if (isAbort(thrown)) throw thrown
  const { kind } = toAppError(thrown)
  if (kind !== 'access-denied' && kind !== 'not-supported' && kind !== 'cors-blocked') throw thrown
}

/** Pacific answers with nothing to the tags that came with CreateMultipartUpload: it has some, and no request reads them. */
function unlessEmpty(thrown: unknown): undefined {
  const { kind, details } = toAppError(thrown)
  if (isAbort(thrown) || kind !== 'not-s3' || details.status !== 200) throw thrown
}
