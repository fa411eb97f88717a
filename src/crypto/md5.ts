// MD5 (RFC 1321) by hash-wasm: what S3 calls Content-MD5, ETag and the fingerprint of an SSE-C key. Runs on pages and in workers.
import { md5 } from 'hash-wasm'
import { bytesOfHex } from '../domain/hex'
import { formatBase64 } from '../domain/key-format'

/** @returns the digest in lower-case hex. */
export function md5Hex(bytes: Uint8Array): Promise<string> {
  return md5(bytes)
}

/** @returns the digest in standard base64, as the headers carry it. */
export async function md5Base64(bytes: Uint8Array): Promise<string> {
  return formatBase64(bytesOfHex(await md5(bytes)))
}
