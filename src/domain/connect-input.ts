// What the connect page's one field is given: an access key, a token, the text of a settings file, or a secret in the wrong place.
import { findHostileCharacter, parseCredentialsFile, type FileReading } from './credentials-file'
import { looksLikeSecret } from './credentials/secret-shape'
import { decodeText, MAX_FILE_BYTES, trimInvisible, unquote } from './given-text'
import { readRgwToken, type RgwToken } from './rgw-token'

/** `held`: it may be a secret key, and is sent as an access key only when the person says that it is one. */
export type ConnectInput =
  | { readonly kind: 'empty' }
  | { readonly kind: 'token'; readonly token: RgwToken }
  | { readonly kind: 'access-key' | 'held'; readonly accessKey: string }
  | Exclude<FileReading, { kind: 'none' }>

const TOO_LARGE = 'This is larger than 1 MB, which no file with keys is. Choose the file with your keys.'

/**
 * Reads what was pasted, dropped, opened or typed. Quotes around an access key stay: some have them. Takes time in proportion to the
 * text, and never throws.
 */
export function readConnectInput(text: string): ConnectInput {
  if (text.length > MAX_FILE_BYTES) return { kind: 'broken', problem: TOO_LARGE }
  const given = trimInvisible(text)
  const bare = unquote(given)
  if (bare === '') return { kind: 'empty' }
  const token = readRgwToken(bare)
  if (token.kind !== 'none') return token
  const file = parseCredentialsFile(text)
  if (file.kind !== 'none') return file
  if (/[\r\n]/.test(given))
    return {
      kind: 'broken',
      problem: 'Not recognised as an access key, a token, or a config file of aws-cli, s3cmd, rclone or s3fs.'
    }
  if (looksLikeSecret(bare)) return { kind: 'held', accessKey: given }
  if (/^(\{|\[\s*\{)/.test(given)) return { kind: 'broken', problem: 'No keys found in this JSON. Copy all of it.' }
  return readAccessKey(given)
}

/** Reads what the person says is an access key, whatever it looks like. */
export function readAccessKey(text: string): ConnectInput {
  const accessKey = trimInvisible(text)
  const problem = findHostileCharacter(accessKey)
  return problem === undefined
    ? { kind: 'access-key', accessKey }
    : { kind: 'broken', problem: `An access key holds no ${problem}. Copy only the key.` }
}

/**
 * Reads a file's text for {@link readConnectInput}; one that is too large is not read at all.
 * @returns the text, or a sentence that says what is wrong with the file
 */
export async function readFileText(
  file: Pick<Blob, 'size' | 'arrayBuffer'>
): Promise<{ readonly text: string } | { readonly problem: string }> {
  if (file.size > MAX_FILE_BYTES) return { problem: TOO_LARGE }
  const bytes = await file.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => undefined
  )
  if (bytes === undefined) return { problem: 'This can’t be read. Drop a file, not a folder.' }
  const text = decodeText(bytes)
  if (text === undefined) return { problem: 'This is not a text file.' }
  return trimInvisible(text) === '' ? { problem: 'This file is empty.' } : { text }
}
