// A copy in parts: by the gateway, or through this browser. What did not end is aborted, so that no part is left.
import { AppError, toAppError } from '../../domain/app-error'
import { Limiter } from '../../domain/limiter'
import { abortUpload } from '../../transfers/abort-upload'
import { isSameEtag, multipartEtag } from '../../transfers/etag'
import type { Part } from '../../transfers/part-plan'
import { isOutcomeUnknown, withRetries } from '../../transfers/retry'
import type { CopyDeps, CopyJob } from './copy-task'
import type { CopyRanges } from './ranges'
import { isUnchanged, readBytes, type ReadSource } from './source'
import { createOnce, describeCopy, type Writing, type WrittenCopy } from './written-copy'

/** What comes through this browser is in its memory. */
const CONCURRENT_PARTS = 2

interface PartCopy {
  readonly job: CopyJob
  readonly source: ReadSource
  readonly target: Writing
  readonly uploadId: string
  readonly part: Part
  readonly deps: CopyDeps
  readonly signal: AbortSignal
}

interface PartsPlan extends CopyRanges {
  /** @returns the MD5 of the part, as the gateway holds it. */
  readonly copyPart: (about: PartCopy) => Promise<string>
}

export async function copyPartInside({ job, source, target, uploadId, part, signal }: PartCopy): Promise<string> {
  const { bucket, key, sseKey } = target
  return job.targetGateway.copies.copyPart({ source, ...part, bucket, key, uploadId, sseKey }, signal)
}

export async function copyPartThrough({
  job,
  source,
  target,
  uploadId,
  part,
  deps,
  signal
}: PartCopy): Promise<string> {
  const { start, end, partNumber } = part
  const { bucket, key, sseKey } = target
  const body = new Blob([await readBytes(job.gateway, source, { start, end }, signal)])
  const md5Hex = await deps.digester.md5Hex(body)
  const { etag } = await job.targetGateway.storage.uploadPart(
    { bucket, key, uploadId, partNumber, body, sseKey },
    { signal }
  )
  // Where the ETag is hidden, Complete compares it.
  if (etag !== undefined && !isSameEtag(etag, md5Hex))
    throw new AppError('digest-mismatch', { operation: 'UploadPart' })
  return md5Hex
}

/** Rejects as copyBytes does. */
export async function copyParts(
  job: CopyJob,
  source: ReadSource,
  target: Writing,
  { parts, partSizeBytes, copyPart }: PartsPlan,
  deps: CopyDeps,
  signal: AbortSignal
): Promise<WrittenCopy> {
  const { targetGateway } = job
  const { clock, digester, onBytes } = deps
  const { bucket, key, sseKey } = target
  signal.throwIfAborted()
  // A stop does not end it: an upload whose ID never came could not be aborted.
  const uploadId = await targetGateway.copies.create({
    ...target,
    properties: describeCopy(job, source, target, partSizeBytes)
  })
  await target.onUpload?.(uploadId)
  let mayBeComplete = false
  try {
    const md5s: string[] = []
    let doneBytes = 0
    const copyOne = async (part: Part, ofParts: AbortSignal): Promise<void> => {
      const attempt = () => copyPart({ job, source, target, uploadId, part, deps, signal: ofParts })
      md5s[part.partNumber - 1] = await withRetries(attempt, { clock, signal: ofParts })
      onBytes?.((doneBytes += part.end - part.start))
    }
    await new Limiter(CONCURRENT_PARTS).forEach(parts, copyOne, signal)
    const etag = await multipartEtag(md5s, (bytes) => digester.md5Hex(new Blob([bytes])))
    const isProven = isSameEtag(source.etag, etag) || (md5s.length === 1 && isSameEtag(source.etag, md5s[0] ?? ''))
    // Pacific ignores the condition on each part: they might be of two objects.
    if (!isProven && !(await isUnchanged(job, source, deps, signal)))
      throw new AppError('object-changed', { operation: 'UploadPartCopy' })
    await target.beforeCommit(etag)
    signal.throwIfAborted()
    mayBeComplete = true
    const send = () => targetGateway.copies.complete({ bucket, key, uploadId, etags: md5s, sseKey })
    const created = await createOnce(targetGateway, target, { etag, sizeBytes: source.sizeBytes }, clock, send)
    await target.onUpload?.(undefined)
    return { ...created, expectedEtag: etag, isProven, way: 'parts' }
  } catch (thrown) {
    if (!mayBeComplete || !isOutcomeUnknown(toAppError(thrown))) await abort(job, target, uploadId, deps)
    throw thrown
  }
}

/** Never rejects: what could not be aborted is among the bucket's unfinished uploads. */
async function abort(
  { targetGateway }: CopyJob,
  { bucket, key, onUpload }: Writing,
  uploadId: string,
  { clock }: CopyDeps
): Promise<void> {
  try {
    await abortUpload(() => targetGateway.storage.abortMultipartUpload(bucket, key, uploadId), clock)
    await onUpload?.(undefined)
  } catch {
    // Said by the bucket's own page.
  }
}
