// Makes the bytes of new SSE-C keys from the browser's random source. Keeps nothing, names nothing.

const KEY_LENGTH = 32
/**
 * Letters and digits only: such a keystring survives editors, shells, quotes and a double click. 62^32 is about 2^190,
 * which leaves nothing to search for; a binary key has all 256 bits.
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** @returns the 32 ASCII characters of a new keystring, as bytes; each letter or digit is equally likely. */
export function makeKeystring(): Uint8Array<ArrayBuffer> {
  const codes = new TextEncoder().encode(ALPHABET)
  // Rejection sampling: bytes past the largest multiple of 62 are thrown away, for a plain remainder would favour eight characters.
  const limit = 256 - (256 % codes.length)
  const bytes = new Uint8Array(KEY_LENGTH)
  let filled = 0
  while (filled < KEY_LENGTH)
    for (const random of crypto.getRandomValues(new Uint8Array(KEY_LENGTH))) {
      if (random >= limit || filled === KEY_LENGTH) continue
      bytes[filled++] = codes[random % codes.length] as number
    }
  return bytes
}

/** @returns 256 random bits. */
export function makeBinaryKey(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(KEY_LENGTH))
}
