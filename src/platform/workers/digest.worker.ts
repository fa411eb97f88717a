// Computes the MD5 of pieces of files, several at once, off the page's thread. Of each it holds 1 MiB.
import { Md5Lanes } from '../../crypto/md5-lanes'
import { failureOfReading } from './failure-of-reading'
import { Md5Turns } from './md5-turns'
import type { DigestResult, DigestTask } from './messages'
import { readPieces } from './read-pieces'
import { serveTasks, TaskFailure } from './serve-tasks'

const turns = Md5Lanes.create().then((lanes) => new Md5Turns(lanes))

serveTasks<DigestTask, DigestResult>(async ({ body }, signal) => ({
  md5Hex: await (await turns).md5Hex(piecesOf(body, signal))
}))

/** As one stream: reading slice after slice, synchronously or not, takes four times the processor's time, and more memory. */
async function* piecesOf(body: Blob, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0
  try {
    for await (const bytes of readPieces(body.stream())) {
      signal.throwIfAborted()
      sizeBytes += bytes.byteLength
      yield bytes
    }
  } catch {
    signal.throwIfAborted()
    throw await failureOf(body)
  }
  if (sizeBytes !== body.size) throw new TaskFailure({ kind: 'known', error: 'file-changed' })
}

/** A stream only says that it failed. */
async function failureOf(body: Blob): Promise<TaskFailure> {
  const firstByte = body.slice(0, 1).arrayBuffer()
  return firstByte.then(() => failureOfReading(undefined), failureOfReading)
}
