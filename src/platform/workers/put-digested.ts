// A small body in one go: read once, digested, and sent with its digest. What is sent is what was digested.
import { md5Hex } from '../../crypto/md5'
import type { ObjectStorage, PutRequest, SendOptions, SentWhole } from '../../domain/ports'
import { failureOfReading } from './failure-of-reading'
import { TaskFailure } from './serve-tasks'

/** Settles as `putObject` does with the MD5 of the body. Rejects `file-unreadable` or `file-changed` before anything is sent. */
export async function putDigested(
  storage: ObjectStorage,
  request: Omit<PutRequest, 'md5Hex'>,
  options: Required<SendOptions>
): Promise<SentWhole> {
  const bytes = await readWhole(request.body)
  const digest = await md5Hex(bytes)
  options.signal?.throwIfAborted()
  // Without progress it goes by fetch. The bytes themselves are in the request; a Blob of them the browser would have to register.
  const sent = await storage.putObject({ ...request, bytes, md5Hex: digest }, { signal: options.signal })
  return { ...sent, md5Hex: digest }
}

async function readWhole(body: Blob): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = await body.arrayBuffer().catch((error: unknown) => {
    throw failureOfReading(error)
  })
  if (buffer.byteLength !== body.size) throw new TaskFailure({ kind: 'known', error: 'file-changed' })
  return new Uint8Array(buffer)
}
