// Computes the MD5 of pieces of files, off the page's thread, without holding a piece whole.
import { createMd5, type Md5 } from '../../crypto/md5'
import type { DigestResult, DigestTask } from './messages'
import { readPieces } from './read-pieces'
import { serveTasks, TaskFailure } from './serve-tasks'

const idle: Md5[] = []

serveTasks<DigestTask, DigestResult>(async ({ body }, signal) => {
  const md5 = idle.pop() ?? (await createMd5())
  md5.init()
  let sizeBytes = 0
  try {
    for await (const bytes of piecesOf(body)) {
      signal.throwIfAborted()
      md5.update(bytes)
      sizeBytes += bytes.byteLength
    }
    if (sizeBytes !== body.size) throw new TaskFailure({ kind: 'known', error: 'file-changed' })
    return { md5Hex: md5.digestHex() }
  } finally {
    idle.push(md5)
  }
})

/** As one stream: reading slice after slice, synchronously or not, takes four times the processor's time, and more memory. */
async function* piecesOf(body: Blob): AsyncGenerator<Uint8Array> {
  try {
    yield* readPieces(body.stream())
  } catch {
    throw await failureOf(body)
  }
}

/** A stream only says that it failed. NotFoundError: the file is gone. NotReadableError: it is another one than was chosen. */
async function failureOf(body: Blob): Promise<TaskFailure> {
  const name = await body
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => undefined,
      (error: unknown) => (error as Error).name
    )
  return new TaskFailure({ kind: 'known', error: name === 'NotFoundError' ? 'file-unreadable' : 'file-changed' })
}
