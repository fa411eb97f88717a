// PropertyStore over S3.
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { AppError } from '../domain/app-error'
import { codingsOf } from '../domain/content-encoding'
import type { PropertyStore, RangeRequest, ReadRange } from '../domain/gateway'
import { bytesOfHex } from '../domain/hex'
import { formatBase64 } from '../domain/key-format'
import type { ObjectProperties } from '../domain/object-entry'
import type { ObjectLock } from '../domain/object-lock'
import type { SseKey } from '../domain/sse-key'
import { MAX_SILENCE_MS } from '../domain/within-time'
import { toAddress } from './address'
import { unquote } from './etag'
import type { GatewayClient } from './gateway-client'
import { isOwnOrigin, toProperties } from './head'
import { askForLock } from './object-lock'
import { formatTagging, readTags } from './object-tags'
import { readUntilSilent } from './read-until-silent'
import { toSseInput } from './sse-headers'
import { withExpires } from './expires-header'

/** PropertyStore over S3. */
export function createPropertyStore(gateway: GatewayClient): PropertyStore {
  return {
    async read(
      bucket: string,
      key: string,
      options: { readonly sseKey?: SseKey | undefined; readonly versionId?: string | undefined } = {},
      signal?: AbortSignal
    ): Promise<ObjectProperties> {
      const input = {
        ...toAddress('HeadObject', bucket, key),
        ...toSseInput(gateway.profile.endpoint, options.sseKey, 'HeadObject'),
        VersionId: options.versionId
      }
      let headers: Readonly<Record<string, string>> = {}
      const onHeaders = (seen: typeof headers): void => void (headers = seen)
      const head = await gateway.send('HeadObject', () => new HeadObjectCommand(input), { signal, onHeaders })
      return toProperties(head, headers, isOwnOrigin(gateway.profile.endpoint))
    },

    tagsOf(
      bucket: string,
      key: string,
      versionId?: string,
      signal?: AbortSignal
    ): Promise<Readonly<Record<string, string>>> {
      return readTags(gateway, bucket, key, versionId, signal)
    },

    lockOf(bucket: string, key: string, versionId?: string, signal?: AbortSignal): Promise<ObjectLock | undefined> {
      return askForLock(gateway, bucket, key, versionId, signal)
    },

    async readSmall(
      request: Parameters<PropertyStore['readSmall']>[0],
      signal?: AbortSignal
    ): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly etag: string | undefined }> {
      const { bucket, key, sseKey, maxBytes } = request
      const input = {
        ...toAddress('GetObject', bucket, key),
        ...toSseInput(gateway.profile.endpoint, sseKey, 'GetObject'),
        ResponseContentEncoding: 'identity' // the bytes as stored, not as a browser would unpack them
      }
      const readOnce = async () => {
        const output = await gateway.send('GetObject', () => new GetObjectCommand(input), { signal })
        const body = output.Body?.transformToWebStream() as ReadableStream<Uint8Array<ArrayBuffer>> | undefined
        return { bytes: await readWhole(body, maxBytes, signal), etag: unquote(output.ETag) }
      }
      try {
        return await readOnce()
      } catch (error) {
        if (!(error instanceof AppError && error.kind === 'truncated')) throw error
        return await readOnce()
      }
    },

    async readRange(request: RangeRequest, signal?: AbortSignal): Promise<ReadRange> {
      const { bucket, key, sseKey, versionId, etag, startByte, byteCount } = request
      const input = {
        ...toAddress('GetObject', bucket, key),
        ...toSseInput(gateway.profile.endpoint, sseKey, 'GetObject'),
        VersionId: versionId,
        Range: `bytes=${startByte}-${startByte + byteCount - 1}`,
        IfMatch: etag === undefined ? undefined : `"${etag}"`,
        ResponseContentEncoding: 'identity'
      }
      const output = await gateway.send('GetObject', () => new GetObjectCommand(input), { signal }).catch(nameChange)
      // A proxy may answer the whole.
      if (output.$metadata.httpStatusCode !== 206 && startByte > 0)
        throw new AppError('not-supported', { operation: 'GetObject', status: output.$metadata.httpStatusCode })
      // Without an account nothing can ask for the bytes as they are stored.
      if (output.$metadata.httpStatusCode === 206 && codingsOf(output.ContentEncoding).length > 0)
        throw new AppError('stored-compressed', { operation: 'GetObject', status: 206 })
      const body = output.Body?.transformToWebStream() as ReadableStream<Uint8Array<ArrayBuffer>> | undefined
      const bytes = await readBeginning(body, byteCount, signal)
      const total = /\/(\d+)$/.exec(output.ContentRange ?? '')?.[1]
      return { bytes, etag: unquote(output.ETag), sizeBytes: total === undefined ? undefined : Number(total) }
    },

    async overwrite(
      request: Parameters<PropertyStore['overwrite']>[0],
      signal?: AbortSignal
    ): Promise<{ readonly etag: string | undefined }> {
      const { bucket, key, body, properties, tags, sseKey } = request
      const input = {
        ...toAddress('PutObject', bucket, key),
        ...toSseInput(gateway.profile.endpoint, sseKey, 'PutObject'),
        Body: body,
        ContentLength: body.size,
        ContentMD5: formatBase64(bytesOfHex(request.md5Hex)),
        IfMatch: request.ifMatchEtag, // Pacific knows it only without quotes
        ContentType: properties.contentType,
        ContentEncoding: properties.contentEncoding,
        CacheControl: properties.cacheControl,
        ContentDisposition: properties.contentDisposition,
        ContentLanguage: properties.contentLanguage,
        StorageClass: properties.storageClass as 'STANDARD' | undefined,
        Metadata: { ...properties.metadata },
        Tagging: formatTagging(tags)
      }
      const output = await gateway.send(
        'PutObject',
        () => withExpires(new PutObjectCommand(input), properties.expires),
        { signal }
      )
      return { etag: unquote(output.ETag) }
    }
  }
}

/** Rejects `too-large` and `truncated`. */
async function readWhole(
  body: ReadableStream<Uint8Array<ArrayBuffer>> | undefined,
  maxBytes: number,
  signal: AbortSignal | undefined
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readBeginning(body, maxBytes + 1, signal)
  if (bytes.byteLength <= maxBytes) return bytes
  throw new AppError('too-large', { operation: 'GetObject', detail: `> ${maxBytes} bytes` })
}

/** Reads no further than this many bytes. Rejects `truncated`. */
async function readBeginning(
  body: ReadableStream<Uint8Array<ArrayBuffer>> | undefined,
  byteCount: number,
  signal: AbortSignal | undefined
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  try {
    for await (const piece of readUntilSilent(body, MAX_SILENCE_MS)) {
      chunks.push(piece)
      size += piece.byteLength
      if (size >= byteCount) break
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw new AppError('truncated', { operation: 'GetObject' }, { cause: error })
  }
  return new Uint8Array(await new Blob(chunks).slice(0, byteCount).arrayBuffer())
}

/** A condition that fails, and a range beyond the end, mean another object than the one that was seen. */
function nameChange(error: unknown): never {
  const status = error instanceof AppError ? error.details.status : undefined
  throw error instanceof AppError && (status === 412 || status === 416)
    ? new AppError('object-changed', error.details, { cause: error })
    : error
}
