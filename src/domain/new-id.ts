// Random identifiers. crypto.randomUUID is missing where the page is served over plain http; getRandomValues never is.

/** 128 random bits in hex. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
