// Sends one piece of a file and digests it while sending: what was answered must be the MD5 of what was read.
import { AppError, isAbort, toAppError } from '../domain/app-error'
import type { SendOptions, SentPart, SentWhole } from '../domain/ports'
import { isSameEtag } from './etag'
import { bodyOf, type Part } from './part-plan'
import { isOutcomeUnknown } from './retry'
import type { RunEnv } from './run-env'
import type { UploadMemory } from './upload-memory'

export interface SentBody {
  readonly md5Hex: string
  /** True: the gateway answered this MD5. False: it hides ETags from pages. */
  readonly isEtagSeen: boolean
}

/**
 * Sends `part` of `file` by `send`. Rejects `digest-mismatch` when the gateway took other bytes (its ETag is in the
 * details' `detail`), `file-changed` or `file-unreadable` when the file is what failed, and as `send` does.
 * @param send with `isDigesting` it tells the MD5, and nothing else reads the body
 */
export async function sendBody(
  file: File,
  part: Part,
  memory: UploadMemory,
  env: RunEnv,
  send: (body: Blob, options: SendOptions) => Promise<SentPart | SentWhole>,
  onProgress: (sentBytes: number) => void,
  isDigesting = false
): Promise<SentBody> {
  assertSameFile(file, memory)
  const body = bodyOf(file, part)
  const stop = new AbortController()
  const signal = AbortSignal.any([env.signal, stop.signal])
  const digesting = isDigesting ? Promise.resolve(undefined) : md5Of(body, part, memory, env, signal)
  digesting.catch(() => stop.abort())
  const sending = send(body, {
    signal,
    onProgress: (sentBytes) => (signal.aborted ? undefined : onProgress(sentBytes))
  })
  const [sent, digested] = await Promise.allSettled([sending, digesting])
  env.signal.throwIfAborted()
  if (digested.status === 'rejected') throw digested.reason
  if (sent.status === 'rejected') {
    if (!isAbort(sent.reason) && isOutcomeUnknown(toAppError(sent.reason))) await assertReadable(body)
    throw sent.reason
  }
  assertSameFile(file, memory)
  const { etag } = sent.value
  const md5Hex = 'md5Hex' in sent.value ? sent.value.md5Hex : (digested.value ?? '')
  memory.md5s.set(part.partNumber, md5Hex)
  if (etag !== undefined && !isSameEtag(etag, md5Hex)) throw new AppError('digest-mismatch', { detail: etag })
  return { md5Hex, isEtagSeen: etag !== undefined }
}

/** A File keeps its size and date even when the disk's file changes; this is for those that do not. */
function assertSameFile(file: File, memory: UploadMemory): void {
  if (file.size !== memory.sizeBytes || file.lastModified !== memory.lastModifiedMs) throw new AppError('file-changed')
}

/** MD5 in hex of a part, read once. */
export async function md5Of(
  body: Blob,
  part: Part,
  memory: UploadMemory,
  env: RunEnv,
  signal: AbortSignal
): Promise<string> {
  const known = memory.md5s.get(part.partNumber)
  if (known !== undefined) return known
  const md5Hex = await env.ports.digester.md5Hex(body, signal)
  memory.md5s.set(part.partNumber, md5Hex)
  return md5Hex
}

/**
 * A file that changed on disk fails like a lost network, with no more than a status 0: reading a byte tells them apart.
 * https://github.com/tus/tus-js-client/issues/255
 */
async function assertReadable(body: Blob): Promise<void> {
  let read: number
  try {
    read = (await body.slice(0, 1).arrayBuffer()).byteLength
  } catch (error) {
    throw new AppError(
      (error as Error).name === 'NotFoundError' ? 'file-unreadable' : 'file-changed',
      {},
      { cause: error }
    )
  }
  if (read !== Math.min(1, body.size)) throw new AppError('file-changed')
}
