// What the sharing components know of an encrypted object's key.
import type { SseKey } from '../../domain/sse-key'

export interface EncryptedWith {
  /** The key that opened it; undefined: none of this browser's is known to. */
  readonly sseKey: SseKey | undefined
  /** False over plain HTTP, where anyone on the network could read the key. */
  readonly maySendKey: boolean
}
