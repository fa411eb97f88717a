// Which way an object's bytes go: CopyObject, never with a key; UploadPartCopy, which encrypts; else through this browser.
import { isAbort, toAppError } from '../../domain/app-error'
import { isCopyIndependent, MAX_SINGLE_COPY_BYTES } from '../../domain/object-copies'
import { isSameEtag, multipartEtag, partCountOf } from '../../transfers/etag'
import { withRetries } from '../../transfers/retry'
import { copyParts, copyPartInside, copyPartThrough } from './copy-parts'
import { isAcross, type CopyDeps, type CopyJob } from './copy-task'
import { rangesInside, rangesThrough } from './ranges'
import { readBytes, type ReadSource } from './source'
import { createOnce, describeCopy, type Writing, type WrittenCopy } from './written-copy'

/**
 * Rejects as the gateway does, or with an AbortError as long as nothing that creates the copy was sent. Then there is none, unless
 * every answer was lost and it could not be found.
 */
export async function copyBytes(
  job: CopyJob,
  source: ReadSource,
  target: Writing,
  deps: CopyDeps,
  signal: AbortSignal
): Promise<WrittenCopy> {
  const { refusesEncryptedSources: refuses } = job
  const isInside = !isAcross(job)
  if (isInside && mayCopyObject(job, source, target)) return copyObject(job, source, target, deps, signal)
  const mayAsk = source.sseKey === undefined || source.sseKey.id === target.sseKey?.id || !refuses.value
  const mayCopyInside = isInside && source.sizeBytes > 0 && mayAsk && !DECODED_TWICE.test(source.key)
  if (mayCopyInside) {
    try {
      return await copyParts(job, source, target, { ...rangesInside(source), copyPart: copyPartInside }, deps, signal)
    } catch (thrown) {
      if (isAbort(thrown) || source.sseKey === undefined) throw thrown
      const { kind, details } = toAppError(thrown)
      const isRefused = kind === 'request-refused' || kind === 'not-supported'
      if (!isRefused || details.operation !== 'UploadPartCopy') throw thrown
      refuses.value = true
    }
  }
  const ranges = rangesThrough(source)
  if (ranges.partSizeBytes === undefined) return putSmall(job, source, target, deps, signal)
  return copyParts(job, source, target, { ...ranges, copyPart: copyPartThrough }, deps, signal)
}

/** In the name of a source that Pacific decodes twice in UploadPartCopy, and then does not find, or takes for another. */
const DECODED_TWICE = /[%?]/

/** CopyObject takes no key, no more than 5 GiB, and not every source: {@link isCopyIndependent}. */
export function mayCopyObject(
  { versioning }: Pick<CopyJob, 'versioning'>,
  source: ReadSource,
  target: Pick<Writing, 'sseKey'>
): boolean {
  if (source.sseKey !== undefined || target.sseKey !== undefined) return false
  if (source.sizeBytes > MAX_SINGLE_COPY_BYTES) return false
  return isCopyIndependent(versioning, source.versionId)
}

async function copyObject(
  job: CopyJob,
  source: ReadSource,
  target: Writing,
  { clock, onBytes }: CopyDeps,
  signal: AbortSignal
): Promise<WrittenCopy> {
  const { gateway } = job
  const { etag, sizeBytes } = source
  const { storageClass } = describeCopy(job, source, target, undefined)
  await target.beforeCommit(etag)
  signal.throwIfAborted()
  const { bucket, key } = target
  const send = () => gateway.copies.copy(source, { bucket, key, storageClass })
  const created = await createOnce(gateway, target, { etag, sizeBytes }, clock, send)
  onBytes?.(sizeBytes)
  return { ...created, expectedEtag: etag, isProven: true, way: 'object' }
}

/** A small object that the gateway does not copy: one PUT, which carries its MD5. */
async function putSmall(
  job: CopyJob,
  source: ReadSource,
  target: Writing,
  { clock, digester, onBytes }: CopyDeps,
  signal: AbortSignal
): Promise<WrittenCopy> {
  const { gateway, targetGateway } = job
  const { sizeBytes } = source
  const read = () => readBytes(gateway, source, { start: 0, end: sizeBytes }, signal)
  const body = new Blob(sizeBytes === 0 ? [] : [await withRetries(read, { clock, signal })])
  const md5Hex = await digester.md5Hex(body)
  const properties = describeCopy(job, source, target, undefined)
  await target.beforeCommit(md5Hex)
  signal.throwIfAborted()
  const { bucket, key, sseKey } = target
  const about = { bucket, key, body, md5Hex, properties, tags: source.tags ?? {}, sseKey, ifMatchEtag: undefined }
  const send = async () => ({ ...(await targetGateway.properties.overwrite(about)), versionId: undefined })
  const created = await createOnce(targetGateway, target, { etag: md5Hex, sizeBytes }, clock, send)
  onBytes?.(sizeBytes)
  const ofParts = () => multipartEtag([md5Hex], (bytes) => digester.md5Hex(new Blob([bytes])))
  const ownEtag = partCountOf(source.etag) === 1 ? await ofParts() : md5Hex
  return { ...created, expectedEtag: md5Hex, isProven: isSameEtag(ownEtag, source.etag), way: 'put' }
}
