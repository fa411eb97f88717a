// What a header's text says, and what it can carry. Headers are bytes, and browsers read each byte as one character.

/** For showing only: most tools mean UTF-8. @returns the text as UTF-8 where its bytes are that, else as it is. */
export function readableHeader(value: string): string {
  const bytes = Uint8Array.from(value, (char) => char.charCodeAt(0))
  if (bytes.every((byte) => byte < 0x80) || /[^\0-\xff]/.test(value)) return value
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return value
  }
}

/** Only these are the same to signer, sender and gateway. */
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/
/** RGW answers so for values with control characters, and takes it literally when it is sent. */
const ENCODED_WORD = /=\?[^?]*\?[BbQq]\?[^?]*\?=/

/** Whether a browser can send this text as a header's value, and the gateway stores just that. */
export function isHeaderText(value: string): boolean {
  return PRINTABLE_ASCII.test(value) && !ENCODED_WORD.test(value)
}
