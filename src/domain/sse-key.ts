// An SSE-C key as a record. crypto creates keys, key-format reads and writes their forms, storage keeps them.

export interface SseKey {
  readonly id: string
  readonly name: string
  /** Always 32 bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** `keystring`: 32 printable ASCII characters, as the manual's scripts use; `binary`: any 256 bits. */
  readonly form: 'keystring' | 'binary'
  /** Base64 of the MD5 of the bytes: what travels as x-amz-server-side-encryption-customer-key-MD5. */
  readonly md5Base64: string
  readonly origin: 'made' | 'imported'
  readonly createdAtMs: number
  /** When a saved copy was dropped back and its fingerprint matched; undefined: never seen outside this browser. */
  readonly savedAtMs: number | undefined
  /** Endpoints on which this key has encrypted or decrypted an object: only there is it tried automatically. */
  readonly endpoints: readonly string[]
  readonly lastUsedAtMs: number | undefined
}

/** A short name for a key's bytes that can be compared by eye: the first 12 characters of its MD5 in base64, in fours. */
export function fingerprintOf(key: Pick<SseKey, 'md5Base64'>): string {
  return `${key.md5Base64.slice(0, 4)}-${key.md5Base64.slice(4, 8)}-${key.md5Base64.slice(8, 12)}`
}

/** True when a copy outside this browser has been seen. */
export function isSaved(key: Pick<SseKey, 'savedAtMs'>): boolean {
  return key.savedAtMs !== undefined
}
