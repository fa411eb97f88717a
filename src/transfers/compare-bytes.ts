// Whether a file holds an object's bytes, as far as the object's ETag tells.
import type { Digester } from '../domain/ports'
import { compareDigest, multipartEtag, planDigest, type DigestComparison } from './etag'
import { splitInto } from './part-plan'

/**
 * `size-checked`: no digest can be compared. Rejects as the digester does.
 * @param file of the object's size
 * @param recordedPartSize bytes, from PART_SIZE_METADATA
 */
export async function compareBytes(
  file: Blob,
  etag: string,
  digester: Digester,
  signal: AbortSignal,
  recordedPartSize?: number
): Promise<DigestComparison> {
  const planned = planDigest(etag, file.size, recordedPartSize)
  const { plan } = planned
  if (plan.kind === 'none') return 'size-checked'
  if (plan.kind === 'whole') return compareDigest(planned, etag, await digester.md5Hex(file, signal))
  const md5s: string[] = []
  for (const { start, end } of splitInto(file.size, plan.partSizeBytes).parts)
    md5s.push(await digester.md5Hex(file.slice(start, end), signal))
  return compareDigest(planned, etag, await multipartEtag(md5s, (bytes) => digester.md5Hex(new Blob([bytes]))))
}
