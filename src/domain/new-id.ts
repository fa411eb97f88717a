// Random identifiers. crypto.randomUUID is missing where the page is served over plain http; getRandomValues never is.
import { hexOfBytes } from './hex'

/** 128 random bits in hex. */
export function newId(): string {
  return hexOfBytes(crypto.getRandomValues(new Uint8Array(16)))
}
