// Computes the MD5 of pieces of files, off the page's thread, without holding a piece whole.
import { createMd5, type Md5 } from '../crypto/md5'
import type { DigestResult, DigestTask } from './messages'
import { serveTasks, TaskFailure } from './serve-tasks'

const STEP_BYTES = 2 * 1024 * 1024
const idle: Md5[] = []

serveTasks<DigestTask, DigestResult>(async ({ body }, signal) => {
  const md5 = idle.pop() ?? (await createMd5())
  md5.init()
  try {
    let next = read(body, 0)
    for (let start = 0; start < body.size; start += STEP_BYTES) {
      const bytes = await next
      signal.throwIfAborted()
      // The next step is read while this one is digested.
      next = read(body, start + STEP_BYTES)
      next.catch(() => undefined) // waited for below, unless this step fails first
      if (bytes.byteLength !== Math.min(STEP_BYTES, body.size - start))
        throw new TaskFailure({ kind: 'known', error: 'file-changed' })
      md5.update(bytes)
    }
    await next
    return { md5Hex: md5.digestHex() }
  } finally {
    idle.push(md5)
  }
})

async function read(body: Blob, start: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await body.slice(start, start + STEP_BYTES).arrayBuffer())
  } catch (error) {
    // NotReadableError: the file is another one than was chosen. NotFoundError: it is gone.
    const isGone = (error as Error).name === 'NotFoundError'
    throw new TaskFailure({ kind: 'known', error: isGone ? 'file-unreadable' : 'file-changed' })
  }
}
