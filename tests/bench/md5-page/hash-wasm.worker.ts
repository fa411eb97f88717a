// What Lockgate's worker is compared with: it reads its Blobs as that does, and digests each by an instance of hash-wasm.
import { createMd5, type Md5 } from '../../../src/crypto/md5'
import type { DigestResult, DigestTask } from '../../../src/platform/workers/messages'
import { readPieces } from '../../../src/platform/workers/read-pieces'
import { serveTasks } from '../../../src/platform/workers/serve-tasks'

const idle: Md5[] = []

serveTasks<DigestTask, DigestResult>(async ({ body }) => {
  const md5 = idle.pop() ?? (await createMd5())
  md5.init()
  for await (const bytes of readPieces(body.stream())) md5.update(bytes)
  const md5Hex = md5.digestHex()
  idle.push(md5)
  return { md5Hex }
})
