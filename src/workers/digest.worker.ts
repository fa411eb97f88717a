// Computes the MD5 of pieces of files, off the page's thread, without holding a piece whole.
import { createMd5, type Md5 } from '../crypto/md5'
import type { DigestResult, DigestTask } from './messages'
import { serveTasks, TaskFailure } from './serve-tasks'

const STEP_BYTES = 2 * 1024 * 1024
// Asynchronous reads of a Blob's stream have been seen never to settle in a worker that is busy with several (Chromium 156: two of
// the 64 parts of 1 GiB, run after run), and the upload waited for ever. A synchronous read cannot be lost.
const reader = new FileReaderSync()
let md5: Md5 | undefined

serveTasks<DigestTask, DigestResult>(async ({ body }, signal) => {
  md5 ??= await createMd5()
  await new Promise((resolve) => setTimeout(resolve)) // what was taken back while another was digested is not begun
  signal.throwIfAborted()
  md5.init()
  for (let start = 0; start < body.size; start += STEP_BYTES) {
    const bytes = read(body.slice(start, start + STEP_BYTES))
    if (bytes.byteLength !== Math.min(STEP_BYTES, body.size - start))
      throw new TaskFailure({ kind: 'known', error: 'file-changed' })
    md5.update(bytes)
  }
  return { md5Hex: md5.digestHex() }
})

function read(step: Blob): Uint8Array {
  try {
    return new Uint8Array(reader.readAsArrayBuffer(step))
  } catch (error) {
    // NotReadableError: the file is another one than was chosen. NotFoundError: it is gone.
    const isGone = (error as Error).name === 'NotFoundError'
    throw new TaskFailure({ kind: 'known', error: isGone ? 'file-unreadable' : 'file-changed' })
  }
}
