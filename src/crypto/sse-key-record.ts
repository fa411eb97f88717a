// SSE-C keys as records: made of bytes, and held against a saved copy. Keeping them is storage's.
import { parseKeyInput } from '../domain/key-format'
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

/** True when the file, in any form that could be imported, holds this very key. */
export function savedCopyMatches(key: Pick<SseKey, 'bytes'>, fileBytes: Uint8Array): boolean {
  const reading = parseKeyInput(fileBytes)
  if ('problem' in reading) return false
  // Every byte is looked at, so that the time taken tells nothing of where the first difference is.
  let difference = key.bytes.length ^ reading.bytes.length
  for (const [index, byte] of reading.bytes.entries()) difference |= byte ^ (key.bytes[index] ?? 0)
  return difference === 0
}
