// Reads Blobs and digests nothing: no digest is faster than that.
import type { DigestResult, DigestTask } from '../../../src/platform/workers/messages'
import { readPieces } from '../../../src/platform/workers/read-pieces'
import { serveTasks } from '../../../src/platform/workers/serve-tasks'

serveTasks<DigestTask, DigestResult>(async ({ body }) => {
  let sizeBytes = 0
  for await (const bytes of readPieces(body.stream())) sizeBytes += bytes.byteLength
  return { md5Hex: String(sizeBytes) }
})
