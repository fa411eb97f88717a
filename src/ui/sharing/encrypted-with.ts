// What the sharing components know of an encrypted object's key.
import type { SseKey } from '../../domain/sse-key'

export interface EncryptedWith {
  /** The key that opened it; undefined: none of this browser's is known to. */
  readonly sseKey: SseKey | undefined
  /** False: the gateway is reached by plain http, and a key must not travel in the clear. */
  readonly maySendKey: boolean
}
