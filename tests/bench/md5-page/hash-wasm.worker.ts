// What Lockgate's worker is compared with: it reads its Blobs as that does, and digests each by an instance of hash-wasm.
import { createMD5, type IHasher } from 'hash-wasm'
import type { DigestResult, DigestTask } from '../../../src/platform/workers/messages'
import { readPieces } from '../../../src/platform/workers/read-pieces'
import { serveTasks } from '../../../src/platform/workers/serve-tasks'

const idle: IHasher[] = []

serveTasks<DigestTask, DigestResult>(async ({ body }) => {
  const md5 = idle.pop() ?? (await createMD5())
  md5.init()
  for await (const bytes of readPieces(body.stream())) md5.update(bytes)
  const md5Hex = md5.digest('hex')
  idle.push(md5)
  return { md5Hex }
})
