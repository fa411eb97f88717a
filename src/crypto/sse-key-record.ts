// SSE-C keys as records: made of bytes. Keeping them is storage's.
import { newId } from '../domain/new-id'
import type { SseKey } from '../domain/sse-key'
import { md5Base64 } from './md5'

/** @returns a new record with an id of its own, not yet saved and used nowhere. Throws a RangeError unless there are 32 bytes. */
export async function makeSseKey(key: Pick<SseKey, 'name' | 'bytes' | 'form' | 'origin'>): Promise<SseKey> {
  if (key.bytes.length !== 32) throw new RangeError(`An SSE-C key has 32 bytes, not ${key.bytes.length}.`)
  return {
    id: newId(),
    name: key.name,
    bytes: key.bytes,
    form: key.form,
    md5Base64: await md5Base64(key.bytes),
    origin: key.origin,
    createdAtMs: Date.now(),
    savedAtMs: undefined,
    endpoints: [],
    lastUsedAtMs: undefined
  }
}
