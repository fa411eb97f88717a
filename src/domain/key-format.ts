// The written forms of an SSE-C key: keystring, base64, hex. Pure; knows no store and no file.
import { safeFileName } from './file-name'
import { decodeText, trimInvisible } from './given-text'
import { bytesOfHex } from './hex'
import type { SseKey } from './sse-key'

/** In bytes. */
export const KEY_LENGTH = 32
const LF = 0x0a
const CR = 0x0d

/** `form` as in SseKey. */
export interface KeyInput {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly form: SseKey['form']
}

/** Why a text or file is not a key. `file-too-large`: it was not read. */
export type KeyProblem =
  | { readonly code: 'invalid-character' | 'empty' }
  | { readonly code: 'binary-length'; readonly bytes: number }
  | { readonly code: 'text-length'; readonly characters: number; readonly bytes: number }
  | { readonly code: 'file-too-large'; readonly fileName: string }

/** Why a file is not the backup of a key. `different-key` has a name where the key is in this browser too. */
export type BackupProblem =
  | { readonly code: 'key-removed' }
  | { readonly code: 'not-a-key'; readonly problem: KeyProblem }
  | { readonly code: 'different-key'; readonly name: string | undefined }

/**
 * Reads a key that is imported: the bytes of a file, or text that was typed or pasted (as UTF-8). Never throws.
 *
 * Exactly 32 bytes are always the key, whatever they are: the manual's scripts read their whole file. Beyond 32, line
 * ends after the 32nd byte are removed, each as a whole (31 characters and a CR LF are 31 characters); around typed
 * text white space too. Then the UTF-16 of PowerShell, base64 (standard or URL-safe, padded or not) and hex of 32 bytes are understood.
 * @returns the key, or what was given instead.
 */
export function parseKeyInput(input: Uint8Array | string): KeyInput | { readonly problem: KeyProblem } {
  const isTyped = typeof input === 'string'
  if (isTyped && !input.isWellFormed()) return { problem: { code: 'invalid-character' } }
  const given = isTyped ? new TextEncoder().encode(input) : new Uint8Array(input)
  const whole = withoutLineEnds(given)
  if (whole.length === KEY_LENGTH) return toKeyInput(whole)

  const text = isTyped ? input : decodeText(given)
  if (text === undefined || /[\0-\x08\x0e-\x1f\x7f]/.test(text))
    return { problem: { code: 'binary-length', bytes: given.length } }
  const trimmed = trimInvisible(text)
  const decoded = decodeHex(trimmed) ?? decodeBase64(trimmed)
  if (decoded !== undefined) return toKeyInput(decoded)
  const line = isTyped ? trimmed : withoutFinalLineEnds(text)
  const bytes = new TextEncoder().encode(line)
  return bytes.length === KEY_LENGTH ? toKeyInput(bytes) : { problem: lengthProblem(line, bytes.length) }
}

/** True where the 32nd byte is a line break: most often the end of a file that holds a key of 31 characters. */
export function endsInLineBreak({ bytes }: Pick<SseKey, 'bytes'>): boolean {
  return bytes[KEY_LENGTH - 1] === LF || bytes[KEY_LENGTH - 1] === CR
}

/** @returns the 32 characters, without a line end. Throws a RangeError for a key that is not a keystring. */
export function formatKeystring(key: Pick<SseKey, 'bytes'>): string {
  if (formOf(key.bytes) !== 'keystring') throw new RangeError('This key is not made of 32 printable characters.')
  return String.fromCharCode(...key.bytes)
}

/** @returns standard base64 with padding. */
export function formatBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

/**
 * The name of the file that a key is saved in. Its end says what is inside, in an extension that opens as text everywhere
 * (`.key` would open a presentation on a Mac).
 */
export function keyFileName(name: string, form: SseKey['form']): string {
  const oneSegment = name.normalize('NFC').replaceAll('/', '-')
  const stem = safeFileName(oneSegment, { substitute: '-', maxBytes: 60, fallback: 'sse-c-key' })
  return form === 'keystring' ? `${stem}.keystring.txt` : `${stem}.key-base64.txt`
}

/** Keystring: printable ASCII throughout, with spaces only inside, so that nothing is lost where text is trimmed. */
function formOf(bytes: Uint8Array): SseKey['form'] {
  return /^[!-~][ -~]{30}[!-~]$/.test(String.fromCharCode(...bytes)) ? 'keystring' : 'binary'
}

function toKeyInput(bytes: Uint8Array<ArrayBuffer>): KeyInput {
  return { bytes, form: formOf(bytes) }
}

function withoutLineEnds(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let end = bytes.length
  while (end > KEY_LENGTH) {
    if (bytes[end - 1] === LF) end -= bytes[end - 2] === CR ? 2 : 1
    else if (bytes[end - 1] === CR) end -= 1
    else break
  }
  return bytes.slice(0, end)
}

function withoutFinalLineEnds(text: string): string {
  let end = text.length
  while (end > 0 && '\r\n'.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

function decodeHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[0-9a-f]{64}$/i.test(text)) return undefined
  return bytesOfHex(text)
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return undefined
  const digits = text.replaceAll('-', '+').replaceAll('_', '/')
  return Uint8Array.from(atob(digits), (char) => char.charCodeAt(0))
}

function lengthProblem(line: string, bytes: number): KeyProblem {
  const characters = [...line].length
  return characters === 0 ? { code: 'empty' } : { code: 'text-length', characters, bytes }
}
