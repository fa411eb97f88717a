// Text from bytes, if they are text: UTF-8, or UTF-16 with a byte order mark; else Windows-1252, where nothing speaks against it.
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
  const text = decodeExactly(bytes, encoding, isWhole)
  if (text !== undefined) return text.includes('\0') ? undefined : { text, encoding }
  return encoding === 'utf-8' ? decodeWindows1252(bytes) : undefined
}

function decodeExactly(bytes: Uint8Array, encoding: TextEncoding, isWhole: boolean): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: !isWhole })
  } catch {
    return undefined
  }
}

function encodingOf([first, second]: Uint8Array): TextEncoding {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

/** No text has these, nor does the encoding have a character for each byte. */
// oxlint-disable-next-line no-control-regex
const NO_TEXT = /[\0-\b\v\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d]/
/** Of letters beyond ASCII: every second one. */
const MIN_BYTES_PER_LETTER = 2

/** Any bytes can be decoded so: only what looks like a text in a Western language is. */
function decodeWindows1252(bytes: Uint8Array): DecodedText | undefined {
  // One that is cut within a character, or has others of UTF-8, is a damaged one.
  if (decodeExactly(bytes, 'utf-8', false) !== undefined) return undefined
  if (/[^\0-\x7f\ufffd]/.test(new TextDecoder().decode(bytes))) return undefined
  const text = new TextDecoder('windows-1252').decode(bytes)
  const letterCount = text.match(/[^\0-\x7f]/g)?.length ?? 0
  if (NO_TEXT.test(text) || letterCount * MIN_BYTES_PER_LETTER > bytes.byteLength) return undefined
  return { text, encoding: 'windows-1252' }
}
