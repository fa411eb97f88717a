// What a header's text says. Headers are bytes, and browsers read each byte as one character; most tools mean UTF-8. For showing only.

/** @returns the text as UTF-8 where its bytes are that, else as it is. */
export function readableHeader(value: string): string {
  const bytes = Uint8Array.from(value, (char) => char.charCodeAt(0))
  if (bytes.every((byte) => byte < 0x80) || /[^\0-\xff]/.test(value)) return value
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return value
  }
}
