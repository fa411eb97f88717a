// What a way of copying has to write, and what it has written.
import { withoutAwsChunked } from '../../domain/content-encoding'
import { isHeaderText } from '../../domain/header-text'
import type { CopyTarget, CreatedCopy } from '../../domain/object-copies'
import { PART_SIZE_METADATA, type ObjectProperties } from '../../domain/object-entry'
import type { SseKey } from '../../domain/sse-key'
import type { Clock } from '../../transfers/clock'
import { isStoredByResend } from '../../transfers/find-stored-object'
import { isOutcomeUnknown, withRetries } from '../../transfers/retry'
import { toAppError } from '../../domain/app-error'
import { isAcross, type CopyGateway, type CopyJob } from './copy-task'
import type { ReadSource } from './source'

export interface Writing extends CopyTarget {
  readonly sseKey: SseKey | undefined
  /** Called right before the object with this ETag is created: rejects if that is no longer wanted. */
  readonly beforeCommit: (etag: string) => Promise<void>
  /** Told the ID of the multipart upload that was opened for it, and undefined once it was completed or aborted. */
  readonly onUpload?: ((uploadId: string | undefined) => Promise<void>) | undefined
}

/** What is there, and must be seen there. */
export interface WrittenCopy extends CreatedCopy {
  /** That the copy must have. */
  readonly expectedEtag: string
  /** When the request that created it was sent, by this computer's clock. */
  readonly sentAtMs: number
  /** That ETag alone says that its bytes are the source's; otherwise they have to be read back. */
  readonly isProven: boolean
  readonly way: 'object' | 'parts' | 'put'
}

/** The properties that the copy is created with, as far as a browser can send them. */
export function describeCopy(
  job: Pick<CopyJob, 'gateway' | 'targetGateway'>,
  { bucket, properties }: ReadSource,
  target: CopyTarget,
  partSizeBytes: number | undefined
): ObjectProperties {
  const { [PART_SIZE_METADATA]: _, ...metadata } = properties.metadata
  const partSize = partSizeBytes === undefined ? {} : { [PART_SIZE_METADATA]: String(partSizeBytes) }
  const sendable = (text: string | undefined) => (text === undefined || !isHeaderText(text) ? undefined : text)
  return {
    ...properties,
    contentType: sendable(properties.contentType),
    contentEncoding: sendable(withoutAwsChunked(properties.contentEncoding)),
    cacheControl: sendable(properties.cacheControl),
    contentDisposition: sendable(properties.contentDisposition),
    contentLanguage: sendable(properties.contentLanguage),
    expires: sendable(properties.expires),
    // Another bucket or gateway may not know the class.
    storageClass: target.bucket === bucket && !isAcross(job) ? properties.storageClass : undefined,
    metadata: { ...Object.fromEntries(Object.entries(metadata).filter(([, text]) => isHeaderText(text))), ...partSize }
  }
}

export interface Expected {
  readonly etag: string
  readonly sizeBytes: number
}

/**
 * Sends what creates the copy. After a lost answer it looks before it sends again. A stop does not end it: only its answer tells what
 * became of it. Rejects as `send` does.
 */
export async function createOnce(
  { storage }: CopyGateway,
  { bucket, key, sseKey }: Writing,
  { etag, sizeBytes }: Expected,
  clock: Clock,
  send: () => Promise<CreatedCopy>
): Promise<CreatedCopy & { readonly sentAtMs: number }> {
  const sentAtMs = clock.nowMs()
  const isThere = () => isStoredByResend({ storage, bucket, key, sseKey }, etag, sizeBytes, sentAtMs)
  const found = { etag, versionId: undefined, sentAtMs }
  let isAgain = false
  const attempt = async (): Promise<CreatedCopy & { readonly sentAtMs: number }> => {
    if (isAgain && (await isThere())) return found
    isAgain = true
    return { ...(await send()), sentAtMs }
  }
  try {
    return await withRetries(attempt, { clock, signal: new AbortController().signal })
  } catch (thrown) {
    if (isOutcomeUnknown(toAppError(thrown)) && (await isThere())) return found
    throw thrown
  }
}
