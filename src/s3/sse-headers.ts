// An SSE-C key as the SDK's commands take it, and the rule that it never travels in the clear.
import { AppError } from '../domain/app-error'
import { formatBase64 } from '../domain/key-format'
import { maySendSseKey } from '../domain/profile'
import type { SseKey } from '../domain/sse-key'

export interface SseInput {
  readonly SSECustomerAlgorithm?: 'AES256'
  /** Base64. */
  readonly SSECustomerKey?: string
  /** Of the bytes; the SDK computes it again. */
  readonly SSECustomerKeyMD5?: string
}

/** What a command needs to lock or open with the key; nothing without one. Throws `sse-key-insecure` over plain http. */
export function toSseInput(
  endpoint: string,
  sseKey: Pick<SseKey, 'bytes' | 'md5Base64'> | undefined,
  operation: string
): SseInput {
  if (sseKey === undefined) return {}
  if (!maySendSseKey(endpoint)) throw new AppError('sse-key-insecure', { operation })
  const { bytes, md5Base64 } = sseKey
  return { SSECustomerAlgorithm: 'AES256', SSECustomerKey: formatBase64(bytes), SSECustomerKeyMD5: md5Base64 }
}
