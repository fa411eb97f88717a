// What the connect page's one field is given: an access key, a token, the text of a config file, or a secret in the wrong field.
import { findHostileCharacter, parseCredentialsFile, type FileProblem, type FileReading } from './credentials-file'
import { looksLikeSecret } from './credentials/secret-shape'
import { decodeText, MAX_FILE_BYTES, trimInvisible, unquote } from './given-text'
import { readRgwToken, type RgwToken } from './rgw-token'

export type FileTextProblem = { readonly code: 'too-large' | 'unreadable' | 'not-text' | 'empty-file' }

export type ConnectProblem = FileProblem | FileTextProblem | { readonly code: 'not-recognised' | 'json-without-keys' }

/** Of the field as a whole: `undecided` which of two is the access key, or nothing in it. */
export type InputProblem = ConnectProblem | { readonly code: 'undecided' | 'missing' }

/** `held`: it may be a secret key, and is sent as an access key only when the user says that it is one. */
export type ConnectInput =
  | { readonly kind: 'empty' }
  | { readonly kind: 'token'; readonly token: RgwToken }
  | { readonly kind: 'access-key' | 'held'; readonly accessKey: string }
  | Extract<FileReading, { kind: 'candidates' }>
  | { readonly kind: 'broken'; readonly problem: ConnectProblem }

/**
 * Reads what was pasted, dropped, opened or typed. Quotes around an access key stay: some have them. Takes time in proportion to the
 * text, and never throws.
 */
export function readConnectInput(text: string): ConnectInput {
  if (text.length > MAX_FILE_BYTES) return refuse({ code: 'too-large' })
  const given = trimInvisible(text)
  const bare = unquote(given)
  if (bare === '') return { kind: 'empty' }
  const token = readRgwToken(bare)
  if (token.kind === 'broken') return refuse({ code: 'token', problem: token.problem })
  if (token.kind === 'token') return token
  const file = parseCredentialsFile(text)
  if (file.kind !== 'none') return file
  if (/[\r\n]/.test(given)) return refuse({ code: 'not-recognised' })
  if (looksLikeSecret(bare)) return { kind: 'held', accessKey: given }
  if (/^(\{|\[\s*\{)/.test(given)) return refuse({ code: 'json-without-keys' })
  return readAccessKey(given)
}

function refuse(problem: ConnectProblem): ConnectInput {
  return { kind: 'broken', problem }
}

/** Reads what the user says is an access key, whatever it looks like. */
export function readAccessKey(text: string): ConnectInput {
  const accessKey = trimInvisible(text)
  const character = findHostileCharacter(accessKey)
  return character === undefined
    ? { kind: 'access-key', accessKey }
    : refuse({ code: 'access-key-character', character })
}

/**
 * Reads a file's text for {@link readConnectInput}; one that is too large is not read at all.
 * @returns the text, or what is wrong with the file
 */
export async function readFileText(
  file: Pick<Blob, 'size' | 'arrayBuffer'>
): Promise<{ readonly text: string } | { readonly problem: FileTextProblem }> {
  if (file.size > MAX_FILE_BYTES) return { problem: { code: 'too-large' } }
  const bytes = await file.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => undefined
  )
  if (bytes === undefined) return { problem: { code: 'unreadable' } }
  const text = decodeText(bytes)
  if (text === undefined) return { problem: { code: 'not-text' } }
  return trimInvisible(text) === '' ? { problem: { code: 'empty-file' } } : { text }
}
