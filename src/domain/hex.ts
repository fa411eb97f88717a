// Bytes as hexadecimal digits.

/** The bytes of an even number of hexadecimal digits, in either case. */
export function bytesOfHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
