// Names as listings bring them: URL-encoded, because XML cannot hold every key.

/** Undoes EncodingType=url: `+` is a space, as S3 writes it; a plus sign comes as `%2B`. */
export function decodeName(encoded: string): string {
  const escaped = encoded.replaceAll('+', '%20')
  try {
    return decodeURIComponent(escaped)
  } catch {
    // A key that is not UTF-8, made by another tool: shown with replacement characters, since text cannot hold it.
    const bytes = escaped.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    return new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)))
  }
}
