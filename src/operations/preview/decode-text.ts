// Text from bytes, if they are text: UTF-8, or UTF-16 with a byte order mark. Nothing is guessed.
import type { TextEncoding } from '../../domain/preview'

export interface DecodedText {
  /** Without its byte order mark. */
  readonly text: string
  readonly encoding: TextEncoding
}

/**
 * @param isWhole false: the bytes are the beginning of a longer text, and may end within a character.
 * @returns undefined where they are no text.
 */
export function decodeText(bytes: Uint8Array, isWhole: boolean): DecodedText | undefined {
  const encoding = encodingOf(bytes)
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: !isWhole })
    return text.includes('\0') ? undefined : { text, encoding }
  } catch {
    return undefined
  }
}

function encodingOf([first, second]: Uint8Array): TextEncoding {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}
