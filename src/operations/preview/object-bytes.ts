// The bytes of one object as a preview reads them: only those that it needs, and all of one and the same object.
import { AppError } from '../../domain/app-error'
import type { Gateway } from '../../domain/gateway'
import { mayBeLargeObject, type ObjectEntry } from '../../domain/object-entry'
import type { SseKey } from '../../domain/sse-key'

export interface ByteSource {
  /** Of the whole object. */
  readonly sizeBytes: number
  /** @param endByte the first one that is not read; within the object. Rejects `object-changed`, `truncated`, and as reads do. */
  read(startByte: number, endByte: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>
}

export interface PreviewTarget {
  readonly gateway: Pick<Gateway, 'properties' | 'storage'>
  readonly bucket: string
  readonly entry: ObjectEntry
  /** The key that opens it, where it is encrypted. */
  readonly sseKey: SseKey | undefined
}

/** An object, and its beginning. */
export interface OpenedObject {
  readonly source: ByteSource
  readonly head: Uint8Array<ArrayBuffer>
}

/** Reads the beginning. Every later read is of the same object, or rejects `object-changed`. */
export async function openObject(target: PreviewTarget, headBytes: number, signal: AbortSignal): Promise<OpenedObject> {
  const { gateway, bucket, entry, sseKey } = target
  const { key, versionId } = entry
  // The listing shows a large object with another ETag and size than a read does.
  const told = mayBeLargeObject(entry)
    ? await gateway.storage.headObject(bucket, key, sseKey, signal, versionId)
    : { etag: entry.etag === '' ? undefined : entry.etag, sizeBytes: entry.sizeBytes }
  const identity = { bucket, key, sseKey, versionId }
  const sizeBytes = told.sizeBytes ?? entry.sizeBytes
  if (sizeBytes === 0) return { source: { sizeBytes, read: async () => new Uint8Array() }, head: new Uint8Array() }
  const byteCount = Math.min(headBytes, sizeBytes)
  const first = await gateway.properties.readRange({ ...identity, etag: told.etag, startByte: 0, byteCount }, signal)
  const etag = told.etag ?? first.etag
  const source: ByteSource = {
    sizeBytes: first.sizeBytes ?? sizeBytes,
    async read(startByte, endByte, signal) {
      const wanted = { ...identity, etag, startByte, byteCount: endByte - startByte }
      const { bytes } = await gateway.properties.readRange(wanted, signal)
      assertWhole(bytes, wanted.byteCount)
      return bytes
    }
  }
  assertWhole(first.bytes, Math.min(byteCount, source.sizeBytes))
  return { source, head: first.bytes }
}

function assertWhole(bytes: Uint8Array, byteCount: number): void {
  if (bytes.byteLength < byteCount) throw new AppError('truncated', { operation: 'GetObject' })
}
