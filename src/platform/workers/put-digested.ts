// A small body in one go: digested, and sent with its digest. A file that changes between the two is refused by the gateway.
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
  const digest = await md5Hex(await readWhole(request.body))
  options.signal?.throwIfAborted()
  // The body itself, and no copy of its bytes: those the browser would have to register as another Blob.
  const sent = await storage.putObject({ ...request, md5Hex: digest }, options)
  return { ...sent, md5Hex: digest }
}

async function readWhole(body: Blob): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = await body.arrayBuffer().catch((error: unknown) => {
    throw failureOfReading(error)
  })
  if (buffer.byteLength !== body.size) throw new TaskFailure({ kind: 'known', error: 'file-changed' })
  return new Uint8Array(buffer)
}
