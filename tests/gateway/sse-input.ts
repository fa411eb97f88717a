// The SSE-C parameters of the SDK.
import { createHash } from 'node:crypto'

export interface SseInput {
  readonly SSECustomerAlgorithm: string
  readonly SSECustomerKey: string
  readonly SSECustomerKeyMD5: string
}

/** @param key its 32 bytes */
export function sseInput(key: Uint8Array): SseInput {
  return {
    SSECustomerAlgorithm: 'AES256',
    SSECustomerKey: Buffer.from(key).toString('base64'),
    SSECustomerKeyMD5: createHash('md5').update(key).digest('base64')
  }
}
